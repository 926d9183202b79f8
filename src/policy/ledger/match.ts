import { assertNever } from '../../base/index.js';
import { hasPorts, type Prefix, portInRange, prefixCovers } from '../../net/index.js';
import type { Peer } from '../types.js';
import type { LineDestination } from './destination.js';
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

/** Whether a line speaks of a need. */
export function speaksOf(line: LineKey, need: NeedFacts): boolean {
  if (line.workload !== null && line.workload !== need.workload) return false;
  if (line.protocol !== null && line.protocol !== need.protocol) return false;
  if (line.ports !== null && !(hasPorts(need.protocol) && portInRange(line.ports, need.port))) return false;
  return isDestination(line.destination, need);
}

function isDestination(destination: LineDestination, need: NeedFacts): boolean {
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
      return need.peers.some((peer) => peer.kind === 'domain' && holdsName(destination.name, peer.name));
    default:
      return assertNever(destination);
  }
}

/** `example.com` is that name alone, `.example.com` the name and everything below it. */
export function holdsName(pattern: string, name: string): boolean {
  return pattern.startsWith('.') ? `.${name}`.endsWith(pattern) : name === pattern;
}
