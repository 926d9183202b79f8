import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateUnseen } from './saturation.js';

describe('estimateUnseen', () => {
  test('says nothing of nothing', () => {
    expect(estimateUnseen({ observed: 0, total: 0, once: 0, twice: 0 })).toEqual({
      nextIsNew: null,
      unseen: null,
      interval: null,
    });
  });

  test('expects nothing more when everything was seen often', () => {
    expect(estimateUnseen({ observed: 12, total: 900, once: 0, twice: 3 })).toEqual({
      nextIsNew: 0,
      unseen: 0,
      interval: null,
    });
  });

  test('follows the formulas of Good and of Chao', () => {
    // By hand: 99/100 * 10*9 / (2*(4+1)) = 8.91.
    const { nextIsNew, unseen, interval } = estimateUnseen({ observed: 30, total: 100, once: 10, twice: 4 });
    expect(nextIsNew).toBe(0.1);
    expect(unseen).toBeCloseTo(8.91, 10);
    // By hand: variance 8.91 + 0.9801*10*361/100 + 0.9801*100*4*81/2500 = 56.993706
    const spread = Math.exp(1.96 * Math.sqrt(Math.log(1 + 56.993706 / 8.91 ** 2)));
    expect(interval?.[0]).toBeCloseTo(8.91 / spread, 6);
    expect(interval?.[1]).toBeCloseTo(8.91 * spread, 6);
  });

  test('the interval holds the estimate, and what is unseen is never negative', () => {
    const counts = fc.record({
      once: fc.nat(1000),
      twice: fc.nat(1000),
      more: fc.nat(1000),
      each: fc.integer({ min: 3, max: 50 }),
    });
    fc.assert(
      fc.property(counts, ({ once, twice, more, each }) => {
        const total = once + 2 * twice + more * each;
        const observed = once + twice + more;
        const { unseen, interval } = estimateUnseen({ observed, total, once, twice });
        expect(unseen === null).toBe(total === 0);
        expect(unseen ?? 0).toBeGreaterThanOrEqual(0);
        expect(interval?.[0] ?? 0).toBeLessThanOrEqual(unseen ?? 0);
        expect(interval?.[1] ?? unseen ?? 0).toBeGreaterThanOrEqual(unseen ?? 0);
      }),
    );
  });

  test('finds about as many as there are, drawing from a known population', () => {
    // 200 kinds, equally likely, 300 draws by a fixed generator: about 45 stay unseen (200 e^-1.5).
    let state = 42;
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 300; draw++) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      const kind = Math.floor((state / 0x7fffffff) * 200);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const seen = [...counts.values()];
    const of = (times: number) => seen.filter((count) => count === times).length;
    const { unseen, interval } = estimateUnseen({
      observed: seen.length,
      total: 300,
      once: of(1),
      twice: of(2),
    });
    const truth = 200 - seen.length;
    expect(unseen).toBeGreaterThan(truth / 2);
    expect(interval?.[0]).toBeLessThan(truth);
    expect(interval?.[1]).toBeGreaterThan(truth);
  });
});
