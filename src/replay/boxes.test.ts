import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, disjoint, overlaps, sizeOf, totalSize, within, without } from './boxes.js';

const span = (most: number) =>
  fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
/** Boxes in a universe of 4 addresses, 3 protocols with ports and 4 ports. */
const box: fc.Arbitrary<Box> = fc
  .tuple(span(3), fc.constantFrom([6, 6] as const, [17, 17] as const, [6, 17] as const), span(3))
  .map(([[first, last], protocols, ports]) => ({
    ...{ family: 4 as const, first: BigInt(first), last: BigInt(last), protocols, ports },
  }));

function cells(boxes: readonly Box[]): Set<string> {
  const found = new Set<string>();
  for (const { first, last, protocols, ports } of boxes)
    for (let address = first; address <= last; address++)
      for (let protocol = protocols[0]; protocol <= protocols[1]; protocol++)
        for (let port = ports[0]; port <= ports[1]; port++) found.add(`${address} ${protocol} ${port}`);
  return found;
}

test('boxes behave as sets of their cells', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 5 }), fc.array(box, { maxLength: 5 }), (some, others) => {
      const left = without(some, others);
      const taken = cells(others);
      expect(cells(left)).toEqual(new Set([...cells(some)].filter((cell) => !taken.has(cell))));
      const apart = disjoint(some);
      expect(cells(apart)).toEqual(cells(some));
      expect(apart.some((a, at) => apart.some((b, other) => at < other && overlaps(a, b)))).toBe(false);
      expect(totalSize(some)).toBe(BigInt(cells(some).size));
    }),
    { numRuns: 500 },
  );
});

/** The same with sources and their ports, of which there are 3 each; absent is all of them. */
const sourced: fc.Arbitrary<Box> = fc
  .tuple(box, fc.option(span(2), { nil: null }), fc.option(span(2), { nil: null }))
  .map(([each, sources, sourcePorts]) => ({
    ...{ ...each, protocols: [6, 6] as const },
    ...(sources === null ? {} : { sources: [BigInt(sources[0]), BigInt(sources[1])] as const }),
    ...(sourcePorts === null ? {} : { sourcePorts }),
  }));

/** Cells by whether a box holds them; the last source and port stand for all above the others. */
function sourcedCells(boxes: readonly Box[]): Set<string> {
  const found = new Set<string>();
  for (const each of boxes) {
    const [from, to] = each.sources ?? [0n, 2n ** 32n - 1n];
    const [low, high] = each.sourcePorts ?? [0, 65_535];
    for (const source of [0n, 1n, 2n, 3n])
      for (const port of [0, 1, 2, 3]) {
        if (source < from || source > to || port < low || port > high) continue;
        for (const cell of cells([each])) found.add(`${source} ${port} ${cell}`);
      }
  }
  return found;
}

test('so they do with sources', () => {
  const boxes = fc.array(sourced, { maxLength: 4 });
  fc.assert(
    fc.property(boxes, boxes, (some, others) => {
      const taken = sourcedCells(others);
      const cellsOf = sourcedCells(some);
      expect(sourcedCells(without(some, others))).toEqual(
        new Set([...cellsOf].filter((cell) => !taken.has(cell))),
      );
      expect(sourcedCells(within(some, others))).toEqual(
        new Set([...cellsOf].filter((cell) => taken.has(cell))),
      );
      expect(totalSize(some)).toBe(BigInt(cells(some).size));
    }),
    { numRuns: 300 },
  );
});

test('a protocol without ports counts as one port, every protocol as all of them', () => {
  const whole = { family: 4, first: 0n, last: 0n, ports: [0, 65_535] } as const;
  expect(sizeOf({ ...whole, protocols: [1, 1] })).toBe(1n);
  expect(sizeOf({ ...whole, protocols: [0, 255] })).toBe(256n * 65_536n);
});
