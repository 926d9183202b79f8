import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  commonPrefix,
  formatPrefix,
  halvesOf,
  parsePrefix,
  prefixContains,
  prefixSize,
  subtractPrefixes,
} from './index.js';
import type { Prefix } from './prefix.js';

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

/** Prefixes inside 10.0.0.0/28. */
const small = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 28, max: 32 }))
  .map(([host, length]) => prefix(`10.0.0.${host}/${length}`));

test('what is left holds exactly the addresses outside the holes, in as few prefixes as can be', () => {
  fc.assert(
    fc.property(small, fc.array(small, { maxLength: 6 }), (whole, holes) => {
      const left = subtractPrefixes(whole, holes);
      for (let host = 0n; host < 16n; host++) {
        const address = { family: 4 as const, value: prefix('10.0.0.0/28').value + host };
        const wanted = prefixContains(whole, address) && !holes.some((hole) => prefixContains(hole, address));
        expect(left.filter((each) => prefixContains(each, address))).toHaveLength(wanted ? 1 : 0);
      }
      // No two that are left are the halves of one prefix.
      for (const [index, each] of left.entries()) {
        const next = left[index + 1];
        if (next === undefined || each.length !== next.length) continue;
        expect(commonPrefix(each, next)?.length).toBeLessThan(each.length - 1 || 1);
      }
    }),
  );
});

test.each([
  ['10.0.0.1/32', '10.0.0.2/32', '10.0.0.0/30'],
  ['10.0.0.0/8', '10.1.0.0/16', '10.0.0.0/8'],
  ['0.0.0.0/32', '255.0.0.0/8', '0.0.0.0/0'],
  ['10.0.0.1/32', '10.0.0.1/32', '10.0.0.1/32'],
  ['2001:db8::/64', '2001:db8:0:1::/64', '2001:db8::/63'],
])('%s and %s share %s', (a, b, shared) => {
  expect(formatPrefix(commonPrefix(prefix(a), prefix(b)) ?? prefix('::'))).toBe(shared);
});

test('families share nothing', () => {
  expect(commonPrefix(prefix('10.0.0.0/8'), prefix('2001:db8::/32'))).toBeUndefined();
});

test('halves of an IPv6 prefix, and none of one address', () => {
  expect(halvesOf(prefix('2001:db8::/32'))?.map(formatPrefix)).toEqual([
    '2001:db8::/33',
    '2001:db8:8000::/33',
  ]);
  expect(halvesOf(prefix('10.0.0.1'))).toBeUndefined();
  expect(prefixSize(prefix('2001:db8::/64'))).toBe(1n << 64n);
});
