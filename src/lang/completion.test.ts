import { expect, test } from 'vitest';
import { completeText } from './completion.js';

test.each([
  ['insights', '', ['fields', 'stats', 'filter']],
  ['insights', 'filter action = "REJECT" | sta', ['stats']],
  ['insights', 'stats su', ['sum(', 'substr(']],
  ['insights', 'fields @ti', ['@timestamp']],
  ['insights', 'fields dstA', ['dstAddr']],
  ['athena', 'SEL', ['SELECT']],
  ['athena', 'sel', ['select']],
  ['athena', 'SELECT dst', ['dstaddr', 'dstport']],
  ['athena', 'SELECT regexp_l', ['regexp_like(']],
  ['athena', '', ['select', 'with']],
] as const)('%s: %j', (language, text, expected) => {
  const { words, valuesOf } = completeText(text, language);
  expect(words).toEqual(expect.arrayContaining([...expected]));
  expect(valuesOf).toBeUndefined();
});

test.each([
  ['SHOW TA', ['TABLES'], 5],
  ['create ext', ['external table'], 7],
  ['CREATE OR REPLACE v', ['view'], 18],
  ['show  create ', ['table', 'view'], 13],
] as const)('a statement that has begun goes on: %j', (text, words, from) => {
  expect(completeText(text, 'athena')).toEqual({ from, words });
});

test.each([
  'SELECT * FROM v',
  'SELECT a FROM t JOIN ',
  'DESCRIBE ',
  'drop view ',
  'SHOW PARTITIONS f',
  'SHOW COLUMNS IN ',
  'INSERT INTO ',
])('a table stands at the end of %j', (text) => {
  expect(completeText(text, 'athena')).toMatchObject({ words: [], wantsTable: true });
});

test('no table stands after a column, a name or in Logs Insights', () => {
  for (const text of ['SELECT ', 'SELECT * FROM t WHERE ', 'SELECT * FROM t ']) {
    expect(completeText(text, 'athena')).not.toHaveProperty('wantsTable');
  }
  expect(completeText('fields from ', 'insights')).not.toHaveProperty('wantsTable');
});

test('only commands stand after a bar, and only what begins so', () => {
  const { words, from } = completeText('fields srcAddr | s', 'insights');
  expect(from).toBe(17);
  expect(words.length).toBeGreaterThan(2);
  for (const word of words) expect(word).toMatch(/^[sS]/);
  expect(words).not.toContain('srcAddr');
  expect(words).not.toContain('sum(');
});

test('a reserved word among the columns is quoted, and a column that no log has is left out', () => {
  const { words } = completeText('SELECT ', 'athena');
  expect(words).toContain('"end"');
  expect(words).not.toContain('tcp_flags');
  const formats = [{ fields: ['tcp-flags'] }];
  expect(completeText('SELECT ', 'athena', { formats }).words).toContain('tcp_flags');
});

test.each([
  ['insights', "filter interfaceId = 'eni-0", 'interface_id', 22],
  ['insights', 'filter action in ["ACCEPT", "RE', 'action', 29],
  ['insights', 'filter dstAddr like "10.', 'dstaddr', 21],
  ['athena', "SELECT * FROM t WHERE log_status <> 'O", 'log_status', 37],
  ['athena', "SELECT * FROM t WHERE action IN ('A", 'action', 34],
] as const)('%s: values of a field in %j', (language, text, column, from) => {
  expect(completeText(text, language)).toEqual({ from, words: [], valuesOf: column });
});

test('nothing is proposed inside a text that is compared with no field', () => {
  expect(completeText("filter noSuch = 'a", 'insights')).toEqual({ from: 17, words: [] });
});
