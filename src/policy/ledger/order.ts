import type { LineDestination } from './destination.js';
import { formatDestination } from './destination.js';
import type { LineKey } from './line.js';

/**
 * The order of the lines of a ledger: workload, destination, protocol, port. Names by their characters, addresses and
 * blocks by their numbers (IPv4 first, a block before what it holds), before other destinations; `*` last.
 */
export function compareKeys(a: LineKey, b: LineKey): number {
  return (
    compareNullable(a.workload, b.workload, compareText) ||
    compareDestinations(a.destination, b.destination) ||
    compareNullable(a.protocol, b.protocol, (x, y) => x - y) ||
    compareNullable(a.ports, b.ports, (x, y) => x.from - y.from || x.to - y.to)
  );
}

function compareDestinations(a: LineDestination, b: LineDestination): number {
  if (a.kind === 'prefix' && b.kind === 'prefix') {
    const [one, other] = [a.prefix, b.prefix];
    if (one.family !== other.family) return one.family - other.family;
    if (one.value !== other.value) return one.value < other.value ? -1 : 1;
    return one.length - other.length;
  }
  return groupOf(a) - groupOf(b) || compareText(formatDestination(a), formatDestination(b));
}

function groupOf({ kind }: LineDestination): number {
  if (kind === 'prefix') return 0;
  return kind === 'any' ? 2 : 1;
}

function compareNullable<T>(a: T | null, b: T | null, compare: (a: T, b: T) => number): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return compare(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
