import { hasPorts, type PortRange, type Prefix, prefixRange } from '../net/index.js';

/**
 * Traffic that a rule speaks of, as a box: a span of addresses × a span of protocols × a span of ports, all ends
 * inclusive. Of protocols without ports the span of ports is the whole one.
 */
export interface Box {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly protocols: readonly [from: number, to: number];
  readonly ports: readonly [from: number, to: number];
}

const everyPort = [0, 65_535] as const;
const everyProtocol = [0, 255] as const;

/** The box of a prefix, protocol (null is every one) and ports (null is every one). */
export function boxOf(prefix: Prefix, protocol: number | null, ports: PortRange | null): Box {
  const ported = protocol === null || hasPorts(protocol);
  return {
    family: prefix.family,
    ...prefixRange(prefix),
    protocols: protocol === null ? everyProtocol : [protocol, protocol],
    ports: ports === null || !ported ? everyPort : [ports.from, ports.to],
  };
}

/**
 * How much a box holds: addresses × ports, where a protocol without ports counts as one port and every protocol as
 * 256 × 65,536, as the excess of a policy is counted.
 */
export function sizeOf({ first, last, protocols: [low, high], ports: [from, to] }: Box): bigint {
  const addresses = last - first + 1n;
  if (low === high && !hasPorts(low)) return addresses;
  return addresses * BigInt(high - low + 1) * BigInt(to - from + 1);
}

export function overlaps(a: Box, b: Box): boolean {
  return (
    a.family === b.family &&
    a.first <= b.last &&
    b.first <= a.last &&
    a.protocols[0] <= b.protocols[1] &&
    b.protocols[0] <= a.protocols[1] &&
    a.ports[0] <= b.ports[1] &&
    b.ports[0] <= a.ports[1]
  );
}

/** What is left of the boxes without the others, in boxes that do not overlap each other where those did not. */
export function without(boxes: readonly Box[], others: readonly Box[]): Box[] {
  let left: Box[] = [...boxes];
  for (const other of others) left = left.flatMap((box) => cut(box, other));
  return left;
}

/** The same traffic in boxes that do not overlap. */
export function disjoint(boxes: readonly Box[]): Box[] {
  const apart: Box[] = [];
  for (const box of boxes) apart.push(...without([box], apart));
  return apart;
}

export function totalSize(boxes: readonly Box[]): bigint {
  return disjoint(boxes).reduce((sum, box) => sum + sizeOf(box), 0n);
}

/** Cuts one dimension after the other: what stands out on either side is kept, the middle is looked at further. */
function cut(box: Box, other: Box): Box[] {
  if (!overlaps(box, other)) return [box];
  const kept: Box[] = [];
  let { first, last } = box;
  if (first < other.first) {
    kept.push({ ...box, last: other.first - 1n });
    first = other.first;
  }
  if (last > other.last) {
    kept.push({ ...box, first: other.last + 1n });
    last = other.last;
  }
  let middle: Box = { ...box, first, last };
  for (const side of ['protocols', 'ports'] as const) {
    const [from, to] = middle[side];
    const [low, high] = other[side];
    if (from < low) kept.push({ ...middle, [side]: [from, low - 1] });
    if (to > high) kept.push({ ...middle, [side]: [high + 1, to] });
    middle = { ...middle, [side]: [Math.max(from, low), Math.min(to, high)] };
  }
  return kept;
}
