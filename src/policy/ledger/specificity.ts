import { assertNever } from '../../base/index.js';
import type { LineDestination } from './destination.js';
import { isOneAddress } from './destination.js';
import type { LineKey } from './line.js';

/**
 * How specific a line is, as numbers that are compared from the first to the last; the larger one is the more specific.
 * The order is total over lines, and follows from what a line says, never from the inventory of the day: the same ledger
 * decides the same tomorrow.
 *
 * 1. Workload: a name before `*`. Who opens a connection is what a policy is written for.
 * 2. Destination, by its kind (see `kindRank`), then by its length.
 * 3. Ports: fewer before more, `*` last.
 * 4. Protocol: one before `*`.
 */
export function specificityOf(key: LineKey): readonly number[] {
  return [
    key.workload === null ? 0 : 1,
    kindRank(key.destination),
    lengthOf(key.destination),
    key.ports === null ? 0 : 65_536 - (key.ports.to - key.ports.from),
    key.protocol === null ? 0 : 1,
  ];
}

/** Above zero when `a` is more specific, below when `b` is, zero when neither is. */
export function compareSpecificity(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}

/**
 * One address says most. A domain, a workload and a security group name one party. A block no wider than a VPC can be
 * (/16, VPC User Guide, "VPC CIDR blocks"; for IPv6 the /48 of one site, RFC 6177) speaks of one network, and cuts a hole
 * into a prefix list or a service, which hold many; a wider block is the background for both.
 */
function kindRank(destination: LineDestination): number {
  switch (destination.kind) {
    case 'prefix': {
      const { prefix } = destination;
      if (isOneAddress(prefix)) return 8;
      return prefix.length >= (prefix.family === 4 ? 16 : 48) ? 4 : 1;
    }
    case 'domain':
      return 7;
    case 'workload':
      return 6;
    case 'security-group':
      return 5;
    case 'prefix-list':
      return 3;
    case 'service':
      return 2;
    case 'any':
      return 0;
    default:
      return assertNever(destination);
  }
}

/** Bits of a block; for a domain its labels, where the name alone comes before the name with all below it. */
function lengthOf(destination: LineDestination): number {
  if (destination.kind === 'prefix') return destination.prefix.length;
  if (destination.kind !== 'domain') return 0;
  const alone = !destination.name.startsWith('.');
  return 2 * destination.name.split('.').filter((label) => label !== '').length + (alone ? 1 : 0);
}
