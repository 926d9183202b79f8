import { assertNever } from '../../base/index.js';
import { formatPrefix, type PortRange } from '../../net/index.js';
import type { Peer } from '../types.js';

/** What makes up a rule's name. */
export interface RuleText {
  readonly workload: string;
  readonly peer: Peer;
  readonly protocol: number | null;
  readonly ports: PortRange | null;
}

/** Eight hexadecimal digits of what a rule says: it keeps its name wherever it stands (FNV-1a, 32 bits). */
export function ruleId({ workload, peer, protocol, ports }: RuleText): string {
  const words = [
    workload,
    peerText(peer),
    protocol ?? '*',
    ports === null ? '*' : `${ports.from}-${ports.to}`,
  ];
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words.join('\u0000'))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** A peer in one word: a prefix, an id, a domain. */
export function peerText(peer: Peer): string {
  switch (peer.kind) {
    case 'prefix':
      return formatPrefix(peer.prefix);
    case 'security-group':
    case 'prefix-list':
      return peer.id;
    case 'domain':
      return peer.name;
    default:
      return assertNever(peer);
  }
}
