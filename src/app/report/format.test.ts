import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatShare, formatTime, plural } from './format.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [9_999, '10.0 kB'],
  [99_960, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [2_911_044_381, '2.91 GB'],
  [9_223_372_036_854_775_807n, '9.22 EB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('three significant digits never grow to four, whatever the size', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (bytes) => {
      const [number = ''] = formatBytes(bytes).split(' ');
      expect(number.replace('.', '').length).toBeLessThanOrEqual(3);
      expect(Math.abs(Number(number))).toBeLessThan(1000);
    }),
  );
});

test.each([
  [1234567, '1,234,567'],
  [999, '999'],
  [-1234, '-1,234'],
  [12_345_678_901_234_567_890n, '12,345,678,901,234,567,890'],
])('%d is counted as %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [15_000, '4 h 10 min'],
  [3_601, '1 h'],
  [90_061, '1 d 1 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('a share is whole or nothing only when it is exactly that', () => {
  expect([1, 0.99999, 0.5, 0.00001, 0].map(formatShare)).toEqual([
    '100 %',
    '> 99.9 %',
    '50.0 %',
    '< 0.1 %',
    '0 %',
  ]);
});

test('times are UTC to the minute', () => {
  expect(formatTime(1_789_365_600)).toBe('2026-09-14 06:00');
});

test('one is singular', () => {
  expect([plural(1, 'need'), plural(0, 'need'), plural(2000, 'address', 'addresses')]).toEqual([
    '1 need',
    '0 needs',
    '2,000 addresses',
  ]);
});
