import { bitsOf, type Prefix, prefixContains, prefixCovers } from './prefix.js';

/** The two halves of a prefix, the lower one first; undefined for a single address. */
export function halvesOf(prefix: Prefix): readonly [Prefix, Prefix] | undefined {
  const bits = bitsOf(prefix.family);
  if (prefix.length >= bits) return undefined;
  const { family, value } = prefix;
  const length = prefix.length + 1;
  return [
    { family, value, length },
    { family, value: value | (1n << BigInt(bits - length)), length },
  ];
}

/** How many addresses a prefix has. */
export function prefixSize(prefix: Prefix): bigint {
  return 1n << BigInt(bitsOf(prefix.family) - prefix.length);
}

/** The longest prefix that holds both; undefined when their families differ. */
export function commonPrefix(a: Prefix, b: Prefix): Prefix | undefined {
  if (a.family !== b.family) return undefined;
  const bits = bitsOf(a.family);
  let length = Math.min(a.length, b.length);
  const differing = a.value ^ b.value;
  const shared = bits - (differing === 0n ? 0 : differing.toString(2).length);
  length = Math.min(length, shared);
  const host = BigInt(bits - length);
  return { family: a.family, value: (a.value >> host) << host, length };
}

/** The fewest prefixes that hold the addresses of `prefix` that are in none of `holes`, ascending. */
export function subtractPrefixes(prefix: Prefix, holes: readonly Prefix[]): Prefix[] {
  const inside = holes.filter((hole) => prefixContains(prefix, hole) || prefixCovers(hole, prefix));
  if (inside.length === 0) return [prefix];
  if (inside.some((hole) => prefixCovers(hole, prefix))) return [];
  const halves = halvesOf(prefix);
  return halves === undefined ? [] : halves.flatMap((half) => subtractPrefixes(half, inside));
}
