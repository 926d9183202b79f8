import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonPaths } from './json-paths.js';
import { jsonFault } from './json-place.js';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('finds a fault exactly where JSON.parse does', () => {
  const damaged = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', ':', '}', ']', '{', '"', 'x', '0', ' ', '\n', '\\'),
      fc.boolean(),
    )
    .map(([text, at, insert, cut]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + (cut ? 1 : 0));
    });
  fc.assert(
    fc.property(damaged, (text) => {
      expect(jsonFault(text) === undefined).toBe(parses(text));
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['{"a":x}', 5, 'a value'],
  ['{"a":1 "b":2}', 7, '`,` or the closing bracket'],
  ['{a:1}', 1, 'a member name in double quotes or `}`'],
  ['{"a" 1}', 5, '`:`'],
  ['[1] [2]', 4, 'the end of the text'],
  ['["a\tb"]', 1, 'a value or `]`'],
  ['  ', 2, 'a value'],
])('%j has its fault at %i, where %s is expected', (text, start, expected) => {
  expect(jsonFault(text)).toMatchObject({ span: { start }, expected });
});

test('deep nesting is a fault, since what reads the values descends into it', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(jsonFault(nested(1_000))).toBeUndefined();
  expect(jsonFault(nested(1_000_000))?.span.start).toBe(1_000);
  expect(new JsonPaths(nested(1_000_000)).spanOf('a[0]')).toEqual({ start: 0, end: 0 });
});
