import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsOf, halvesOf, type Prefix, parsePrefix, prefixContains, prefixSize } from '../../net/index.js';
import { Allotment, Cover, type Piece } from './index.js';

const bits = 4;

/** The universe of a test: the last four bits of an address, IPv4 or IPv6. */
function universe(family: 4 | 6): Prefix {
  const prefix = parsePrefix(family === 4 ? '198.51.100.16/28' : '2001:db8::40/124');
  if (prefix === undefined) throw new Error('not a prefix');
  return prefix;
}

/** What each address of the universe is: its kind and its cost. */
type Colours = readonly { readonly kind: Piece['kind'] | 'none'; readonly cost: number }[];

const colour = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'none' as const, cost: 5 }) },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 2 }).map((cost) => ({ kind: 'required' as const, cost })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 5 }).map((cost) => ({ kind: 'open' as const, cost })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'forbidden' as const, cost: 5 }) },
);
const colours = fc
  .array(colour, { minLength: 1 << bits, maxLength: 1 << bits })
  .filter((each) => each.some(({ kind }) => kind === 'required'));

function piecesOf(family: 4 | 6, row: Colours): Piece[] {
  return row.flatMap(({ kind, cost }, index) => {
    const prefix = { family, value: universe(family).value + BigInt(index), length: bitsOf(family) };
    return kind === 'none' ? [] : [{ prefix, kind, cost: BigInt(cost) }];
  });
}

/** Least excess for each exact count of disjoint prefixes, by trying every set of them in the tree. */
function bruteForce(row: Colours): Map<number, number> {
  if (row.some(({ kind }) => kind === 'required')) {
    const found = new Map<number, number>();
    const keep = (count: number, excess: number) => {
      found.set(count, Math.min(found.get(count) ?? Number.POSITIVE_INFINITY, excess));
    };
    if (!row.some(({ kind }) => kind === 'forbidden'))
      keep(
        1,
        row.reduce((sum, { cost }) => sum + cost, 0),
      );
    if (row.length > 1) {
      const right = bruteForce(row.slice(row.length / 2));
      for (const [i, x] of bruteForce(row.slice(0, row.length / 2))) {
        for (const [j, y] of right) keep(i + j, x + y);
      }
    }
    return found;
  }
  return new Map([[0, 0]]);
}

function leastWithin(found: ReadonlyMap<number, number>, budget: number): bigint | undefined {
  const within = [...found].filter(([count]) => count <= budget).map(([, excess]) => excess);
  return within.length === 0 ? undefined : BigInt(Math.min(...within));
}

/** The excess of a set of prefixes, counted address by address; undefined when it breaks the cover's promise. */
function countedExcess(family: 4 | 6, row: Colours, prefixes: readonly Prefix[]): bigint | undefined {
  let excess = 0n;
  for (const [index, { kind, cost }] of row.entries()) {
    const address = { family, value: universe(family).value + BigInt(index) };
    const hits = prefixes.filter((prefix) => prefixContains(prefix, address)).length;
    if (hits > 1 || (hits === 0 && kind === 'required') || (hits === 1 && kind === 'forbidden'))
      return undefined;
    if (hits === 1) excess += BigInt(cost);
  }
  return excess;
}

test.each([4, 6] as const)(
  'IPv%i: a cover is the best of all sets of prefixes, for every budget',
  (family) => {
    fc.assert(
      fc.property(colours, (row) => {
        const cover = new Cover(piecesOf(family, row), 5n);
        const all = bruteForce(row);
        const best = leastWithin(all, 1 << bits) ?? -1n;
        expect(cover.exact.excess).toBe(best);
        expect(cover.fewest).toBe(Math.min(...all.keys()));
        expect(cover.exact.count).toBe(
          Math.min(...[...all].filter(([, excess]) => BigInt(excess) === best).map(([count]) => count)),
        );
        for (let budget = 1; budget <= 1 << bits; budget++) {
          const table = cover.excesses(budget);
          const least = leastWithin(all, budget);
          expect(table[Math.min(budget, table.length - 1)]).toBe(least);
          if (least === undefined) continue;
          const prefixes = cover.prefixes(budget);
          expect(prefixes.length).toBeLessThanOrEqual(budget);
          expect(countedExcess(family, row, prefixes)).toBe(least);
        }
      }),
      { numRuns: 300 },
    );
  },
);

test('a budget is shared between covers in the best of all ways', () => {
  fc.assert(
    fc.property(
      fc.array(colours, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 12 }),
      (rows, budget) => {
        const covers = rows.map((row) => new Cover(piecesOf(4, row), 5n));
        const tables = rows.map(bruteForce);
        let best: bigint | undefined;
        const tryAll = (index: number, left: number, sum: bigint): void => {
          if (index === rows.length) {
            if (best === undefined || sum < best) best = sum;
            return;
          }
          for (let share = 0; share <= left; share++) {
            const excess = tables[index]?.get(share);
            if (excess !== undefined) tryAll(index + 1, left - share, sum + BigInt(excess));
          }
        };
        tryAll(0, budget, 0n);
        const allotment = new Allotment(covers, budget);
        expect(allotment.excess(budget)).toBe(best);
        if (best === undefined) return;
        const shares = allotment.shares(budget);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(budget);
        const excesses = shares.map((share, index) =>
          countedExcess(4, rows[index] ?? [], covers[index]?.prefixes(share) ?? []),
        );
        expect(excesses.reduce((sum: bigint, each) => sum + (each ?? -1000n), 0n)).toBe(best);
      },
    ),
    { numRuns: 300 },
  );
});

test('pieces of any length: a wide piece costs by its addresses', () => {
  const wide = parsePrefix('10.0.0.0/8');
  const host = parsePrefix('11.0.0.1');
  if (wide === undefined || host === undefined) throw new Error('not a prefix');
  const cover = new Cover(
    [
      { prefix: wide, kind: 'required', cost: 0n },
      { prefix: host, kind: 'required', cost: 0n },
    ],
    2n,
  );
  expect(cover.exact).toEqual({ count: 2, excess: 0n });
  expect(cover.excesses(1)).toEqual([undefined, 2n * (prefixSize(wide) - 1n)]);
  expect(cover.prefixes(1)).toEqual([{ family: 4, value: 10n << 24n, length: 7 }]);
  expect(halvesOf({ family: 4, value: 10n << 24n, length: 7 })?.[0]).toEqual(wide);
});
