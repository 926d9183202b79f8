import { bitsOf, formatPrefix, type Prefix, prefixRange } from '../../net/index.js';
import { keyOf, type LineDestination, type LineKey, speaksOf } from '../../policy/index.js';
import type { LedgerNeed } from './needs.js';

/** A line that would speak of a need and of others, with what it covers. */
export interface Widening {
  readonly key: LineKey;
  /** Why it is offered: `the prefix list that holds it`. */
  readonly words: string;
  readonly covers: readonly LedgerNeed[];
}

/** Other ways to speak of a need's destination, the narrowest first; each covers it and says what else. */
export function wideningsOf(need: LedgerNeed, needs: readonly LedgerNeed[]): Widening[] {
  const own = keyOf(need.facts);
  const offers = [
    ...need.facts.peers.map(peerOffer),
    ...need.facts.destinationWorkloads.map((name) => ({
      destination: { kind: 'workload' as const, name },
      words: 'the workload it belongs to',
    })),
    ...need.facts.services.map((name) => ({
      destination: { kind: 'service' as const, name },
      words: 'the AWS service it belongs to',
    })),
  ];
  return offers
    .filter((each) => each !== undefined)
    .map(({ destination, words }) => wideningTo({ ...own, destination }, needs, words));
}

function peerOffer(
  peer: LedgerNeed['facts']['peers'][number],
): { destination: LineDestination; words: string } | undefined {
  switch (peer.kind) {
    case 'security-group': {
      const words = `the security group ${peer.name ?? peer.id} of its interface`;
      return { destination: { kind: 'security-group', id: peer.id }, words };
    }
    case 'prefix-list': {
      const words = `the prefix list ${peer.name ?? peer.id} that holds it`;
      return { destination: { kind: 'prefix-list', name: peer.id }, words };
    }
    case 'domain':
      return { destination: { kind: 'domain', name: peer.name }, words: 'its name' };
    case 'prefix':
      return undefined;
  }
}

/** What a line covers among the needs, whether or not a more specific line decides them. */
export function wideningTo(key: LineKey, needs: readonly LedgerNeed[], words: string): Widening {
  return { key, words, covers: needs.filter(({ facts }) => speaksOf(key, facts)) };
}

/** The block of a length around an address. */
export function blockAround({ family, value }: Prefix, length: number): Prefix {
  const host = BigInt(bitsOf(family) - length);
  return { family, value: (value >> host) << host, length };
}

/** `198.51.100.0/24: 256 addresses`. */
export function describeBlock(prefix: Prefix): string {
  const { first, last } = prefixRange(prefix);
  return `${formatPrefix(prefix)}: ${(last - first + 1n).toLocaleString('en-US')} addresses`;
}
