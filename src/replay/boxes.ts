import { bitsOf, hasPorts, type PortRange, type Prefix, prefixRange } from '../net/index.js';

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
  /** Addresses and ports that open the connection; absent where every one is meant. */
  readonly sources?: readonly [first: bigint, last: bigint];
  readonly sourcePorts?: readonly [from: number, to: number];
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

/** One dimension of a box: read, and set to another span. */
interface Side {
  span(box: Box): readonly [from: bigint, to: bigint];
  narrow(box: Box, from: bigint, to: bigint): Box;
}

const sides: readonly Side[] = [
  {
    span: ({ first, last }) => [first, last],
    narrow: (box, first, last) => ({ ...box, first, last }),
  },
  {
    span: ({ protocols: [from, to] }) => [BigInt(from), BigInt(to)],
    narrow: (box, from, to) => ({ ...box, protocols: [Number(from), Number(to)] }),
  },
  {
    span: ({ ports: [from, to] }) => [BigInt(from), BigInt(to)],
    narrow: (box, from, to) => ({ ...box, ports: [Number(from), Number(to)] }),
  },
  {
    span: ({ family, sources }) => sources ?? [0n, (1n << BigInt(bitsOf(family))) - 1n],
    narrow: (box, from, to) => ({ ...box, sources: [from, to] }),
  },
  {
    span: ({ sourcePorts: [from, to] = everyPort }) => [BigInt(from), BigInt(to)],
    narrow: (box, from, to) => ({ ...box, sourcePorts: [Number(from), Number(to)] }),
  },
];

export function overlaps(a: Box, b: Box): boolean {
  if (a.family !== b.family) return false;
  return sides.every(({ span }) => {
    const [[from, to], [low, high]] = [span(a), span(b)];
    return from <= high && low <= to;
  });
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

/** What is in some box of both. */
export function within(boxes: readonly Box[], others: readonly Box[]): Box[] {
  return boxes.flatMap((box) => others.flatMap((other) => shared(box, other) ?? []));
}

function shared(box: Box, other: Box): Box | undefined {
  if (!overlaps(box, other)) return undefined;
  return sides.reduce((left, side) => narrowed(left, other, side), box);
}

/** A box with one of its spans cut to that of another one, which overlaps it. */
function narrowed(box: Box, other: Box, side: Side): Box {
  let [from, to] = side.span(box);
  const [low, high] = side.span(other);
  if (from >= low && to <= high) return box;
  if (from < low) from = low;
  if (to > high) to = high;
  return side.narrow(box, from, to);
}

/** Sizes are of destinations: who may open a connection is not counted. */
export function totalSize(boxes: readonly Box[]): bigint {
  const open = boxes.map(({ family, first, last, protocols, ports }) => ({
    family,
    first,
    last,
    protocols,
    ports,
  }));
  return disjoint(open).reduce((sum, box) => sum + sizeOf(box), 0n);
}

/** Cuts one dimension after the other: what stands out on either side is kept, the middle is looked at further. */
function cut(box: Box, other: Box): Box[] {
  if (!overlaps(box, other)) return [box];
  const kept: Box[] = [];
  let middle = box;
  for (const side of sides) {
    const [from, to] = side.span(middle);
    const [low, high] = side.span(other);
    if (from < low) kept.push(side.narrow(middle, from, low - 1n));
    if (to > high) kept.push(side.narrow(middle, high + 1n, to));
    middle = narrowed(middle, other, side);
  }
  return kept;
}
