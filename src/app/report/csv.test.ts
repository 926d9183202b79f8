import { expect, test } from 'vitest';
import { renderCsv, snakeCase } from './csv.js';
import type { Table } from './table.js';

const table: Table = {
  columns: [
    { key: 'workload', title: 'Workload', kind: 'text' },
    { key: 'bytesOut', title: 'Out', kind: 'bytes' },
    { key: 'firstSeen', title: 'First seen', kind: 'time' },
    { key: 'expected', title: 'Expected', kind: 'flag' },
  ],
  rows: [
    ['=cmd|calc', -5, 1_789_365_600, true],
    ['say "hi", twice', 0, null, false],
    ['@x', 9_007_199_254_740_993n, null, null],
  ],
  total: 3,
};

test('writes headers in snake_case, quotes what needs it, and keeps formulas from running', () => {
  expect(renderCsv(table)).toBe(
    'workload,bytes_out,first_seen,expected\r\n' +
      "'=cmd|calc,-5,2026-09-14T06:00:00Z,true\r\n" +
      '"say ""hi"", twice",0,,false\r\n' +
      "'@x,9007199254740993,,\r\n",
  );
});

test.each(['=1', '+1', '-1', '@a', '\tx', '\rx'])('protects %j in a text column', (text) => {
  const [, row = ''] = renderCsv({ columns: table.columns.slice(0, 1), rows: [[text]], total: 1 }).split(
    /\n/,
  );
  expect(row.replace(/^"/, '')).toMatch(/^'/);
});

test('a name without capitals stays as it is', () => {
  expect(snakeCase('vantage')).toBe('vantage');
});
