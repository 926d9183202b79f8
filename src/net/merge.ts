import { bitsOf, type Prefix, prefixRange } from './prefix.js';

/** A span of addresses of one family, both ends inclusive. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The fewest prefixes that hold exactly the same addresses: IPv4 before IPv6, ascending, none inside another. */
export function mergePrefixes(prefixes: Iterable<Prefix>): Prefix[] {
  const ranges = [...prefixes].map((prefix) => ({ family: prefix.family, ...prefixRange(prefix) }));
  return mergeRanges(ranges).flatMap(rangeToPrefixes);
}

/** Joins spans that overlap or touch; ascending, IPv4 first. */
export function mergeRanges(ranges: readonly AddressRange[]): AddressRange[] {
  const sorted = [...ranges].sort((a, b) => a.family - b.family || compare(a.first, b.first));
  const merged: AddressRange[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before && before.family === range.family && range.first <= before.last + 1n) {
      if (range.last > before.last) merged[merged.length - 1] = { ...before, last: range.last };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/** The fewest prefixes that make up a span, ascending. */
export function rangeToPrefixes(range: AddressRange): Prefix[] {
  const bits = bitsOf(range.family);
  const prefixes: Prefix[] = [];
  let first = range.first;
  while (first <= range.last) {
    let host = 0;
    // Grow the block while it starts on its own boundary and does not pass the end.
    while (
      host < bits &&
      ((first >> BigInt(host)) & 1n) === 0n &&
      first + (2n << BigInt(host)) - 1n <= range.last
    ) {
      host++;
    }
    prefixes.push({ family: range.family, value: first, length: bits - host });
    first += 1n << BigInt(host);
  }
  return prefixes;
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
