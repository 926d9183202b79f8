import { assertNever } from '../../base/index.js';
import { hasPorts, type Prefix, portInRange, prefixCovers } from '../../net/index.js';
import type { Decision, Peer } from '../types.js';
import type { LineKey } from './line.js';

/** What a need is asked by the lines of a ledger. */
export interface NeedFacts {
  readonly id: string;
  readonly workload: string;
  /** One address. */
  readonly destination: Prefix;
  /** IANA number. */
  readonly protocol: number;
  /** 0 for protocols without ports. */
  readonly port: number;
  /** Groups of the destination's interface, prefix lists that hold it, its names. */
  readonly peers: readonly Peer[];
  /** Workloads that the destination belongs to. */
  readonly destinationWorkloads: readonly string[];
  /** Names of AWS services at the address, in small letters: `s3`, `secretsmanager`, `ec2`. */
  readonly services: readonly string[];
}

/** What a line speaks of, with what it says of it where that is known. */
type AskedLine = LineKey & { readonly decision?: Decision };

/**
 * Whether a line speaks of a need. Where a destination was reached under several names, which of them a connection was for
 * is not known: a domain is allowed only when it holds them all, and denied when it holds one.
 */
export function speaksOf(line: AskedLine, need: NeedFacts): boolean {
  if (line.workload !== null && line.workload !== need.workload) return false;
  if (line.protocol !== null && line.protocol !== need.protocol) return false;
  if (line.ports !== null && !(hasPorts(need.protocol) && portInRange(line.ports, need.port))) return false;
  return isDestination(line, need);
}

function isDestination({ destination, decision }: AskedLine, need: NeedFacts): boolean {
  switch (destination.kind) {
    case 'any':
      return true;
    case 'prefix':
      return prefixCovers(destination.prefix, need.destination);
    case 'prefix-list':
      return need.peers.some(
        (peer) =>
          peer.kind === 'prefix-list' && (peer.id === destination.name || peer.name === destination.name),
      );
    case 'security-group':
      return need.peers.some((peer) => peer.kind === 'security-group' && peer.id === destination.id);
    case 'workload':
      return need.destinationWorkloads.includes(destination.name);
    case 'service':
      return need.services.includes(destination.name);
    case 'domain':
      return isUnder(destination.name, need, decision);
    default:
      return assertNever(destination);
  }
}

function isUnder(pattern: string, { peers }: NeedFacts, decision: Decision | undefined): boolean {
  const names = peers.flatMap((peer) => (peer.kind === 'domain' ? [peer.name] : []));
  const held = names.filter((name) => holdsName(pattern, name)).length;
  return held > 0 && (decision === 'deny' || held === names.length);
}

/** `example.com` is that name alone, `.example.com` the name and everything below it. */
export function holdsName(pattern: string, name: string): boolean {
  return pattern.startsWith('.') ? `.${name}`.endsWith(pattern) : name === pattern;
}
