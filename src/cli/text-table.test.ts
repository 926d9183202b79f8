import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as app from '../app/index.js';
import { paintFor } from './paint.js';
import { layOut } from './text-table.js';

const paint = paintFor(false);
const ipv6 = '2a05:d014:01c2:3400:90ab:cdef:1234:5678';
const table: app.Table = {
  columns: [
    { key: 'destination', title: 'Destination', kind: 'text', weight: 9 },
    { key: 'connections', title: 'Conns', kind: 'count', weight: 8 },
    { key: 'where', title: 'Where', kind: 'text', weight: 3 },
  ],
  rows: [
    [ipv6, 1_234_567, 'internet'],
    ['192.0.2.1', 7, 'private network: a peering connection with a long name'],
  ],
  total: 2,
};

test('numbers are right-aligned with thousands separators, texts left-aligned', () => {
  expect(layOut(table, app, { columns: 200, paint, fit: true }).lines).toEqual([
    'Destination                                  Conns  Where',
    '2a05:d014:01c2:3400:90ab:cdef:1234:5678  1,234,567  internet',
    '192.0.2.1                                        7  private network: a peering connection with a long name',
  ]);
});

test('where there is no room a long text is cut, then a light column goes; an address stays whole', () => {
  const cut = layOut(table, app, { columns: 80, paint, fit: true });
  expect(cut.leftOut).toEqual([]);
  expect(cut.lines[2]).toBe(
    '192.0.2.1                                        7  private network: … long name',
  );
  const dropped = layOut(table, app, { columns: 60, paint, fit: true });
  expect(dropped.leftOut).toEqual(['Where']);
  expect(dropped.lines[1]).toContain(ipv6);
});

test('in a pipe nothing is cut', () => {
  const laid = layOut(table, app, { columns: 40, paint, fit: false });
  expect(laid.leftOut).toEqual([]);
  expect(laid.lines[2]).toContain('a long name');
});

test('no line is wider than the width, whatever the texts', () => {
  const cell = fc.string({ maxLength: 60, unit: 'grapheme-ascii' });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, fc.nat(), cell), { maxLength: 8 }),
      fc.integer({ min: 60, max: 160 }),
      (rows, columns) => {
        const { lines } = layOut({ ...table, rows, total: rows.length }, app, { columns, paint, fit: true });
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

test('control characters in names never reach the terminal', () => {
  const rows = [['\u001b[31mred\u0007', 1, 'a\nb\u202e']];
  const text = layOut({ ...table, rows, total: 1 }, app, { columns: 100, paint, fit: true }).lines.join('\n');
  expect(text).toContain('\ufffd[31mred\ufffd');
  expect(text.split('\n')).toHaveLength(2);
});

test('a column that says how narrow it may be is kept that wide, and a lighter one goes', () => {
  const rule = 'allow everything to 0.0.0.0/0, of the group of the application';
  const rules = (narrowest?: number): app.Table => ({
    columns: [
      { key: 'rule', title: 'Rule', kind: 'text', weight: 8, ...(narrowest ? { narrowest } : {}) },
      { key: 'excess', title: 'Excess', kind: 'text', weight: 6 },
    ],
    rows: [[rule, 'about 2^56']],
    total: 1,
  });
  const at40 = (narrowest?: number) => layOut(rules(narrowest), app, { columns: 40, paint, fit: true });
  expect(at40().leftOut).toEqual([]);
  expect(at40(30).leftOut).toEqual(['Excess']);
  expect(at40(30).lines[1]).toHaveLength(40);
});
