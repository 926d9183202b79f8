import { describe, expect, test } from 'vitest';
import { cellText, javaDouble, shownCell } from './query-values.js';

describe('doubles as Java writes them', () => {
  test.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [15, '15.0'],
    [14.97, '14.97'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [67_000_000, '6.7E7'],
    [128_000_000, '1.28E8'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [-12_345_678.5, '-1.23456785E7'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NaN, 'NaN'],
  ])('%d is %s', (value, text) => expect(javaDouble(value)).toBe(text));
});

test('Logs Insights writes whole computed numbers without decimals, Athena with one', () => {
  expect(cellText(15, 'double', 'insights')).toBe('15');
  expect(cellText(67_000_000, 'double', 'insights')).toBe('6.7E7');
  expect(cellText(15, 'double', 'athena')).toBe('15.0');
  expect(cellText(15, 'bigint', 'athena')).toBe('15');
  expect(cellText(null, 'double', 'athena')).toBeNull();
});

test('times have milliseconds, with the zone where the type has one', () => {
  expect(shownCell('2026-09-14 06:00:00', 'timestamp', 'insights')).toBe('2026-09-14 06:00:00.000');
  expect(shownCell('2026-09-14 06:00:00.5', 'timestamp', 'athena')).toBe('2026-09-14 06:00:00.500');
  expect(shownCell('2026-09-14 06:00:00', 'timestamp with time zone', 'athena')).toBe(
    '2026-09-14 06:00:00.000 UTC',
  );
});

test('booleans are 1 and 0 in Logs Insights, true and false in Athena', () => {
  expect(shownCell(true, 'boolean', 'insights')).toBe(1);
  expect(shownCell(false, 'boolean', 'insights')).toBe(0);
  expect(shownCell(true, 'boolean', 'athena')).toBe(true);
});
