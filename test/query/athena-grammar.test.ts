import { TrinoSQL } from 'dt-sql-parser';
import { expect, test } from 'vitest';
import { explainQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import { querySamples } from './samples.js';

const grammar = new TrinoSQL();

/** What Trino's own grammar says against a statement. */
function objections(text: string): string[] {
  return grammar.validate(text).map(({ message }) => message);
}

const samples = querySamples('athena');

test('there are samples', () => expect(samples.length).toBeGreaterThan(20));

test.each(samples)("Trino's grammar accepts what is read here: %s", (text) => {
  expect(objections(text)).toEqual([]);
});

test.each(samples)("Trino's grammar accepts what is printed for it: %s", (text) => {
  expect(objections(explainQuery({ text, language: 'athena' }).compiled.canonical)).toEqual([]);
});

/** Statements that no engine reads; each is a slip that people make. */
const wrong = [
  'SELECT',
  'SELECT FROM t',
  'SELECT 1 +',
  'SELECT * FROM',
  'SELECT * FROM t WHERE',
  'SELECT * FROM t GROUP BY',
  'SELECT * FROM t ORDER action',
  'SELECT * FROM t LIMIT x',
  'SELECT srcaddr dstaddr action FROM t',
  'SELECT (1 FROM t',
  'SELECT 1) FROM t',
  'SELECT CASE WHEN TRUE THEN 1 FROM t',
  'SELECT CAST(1 AS) FROM t',
  'SELECT end FROM t',
  'SELECT * FROM t WHERE srcaddr = = 1',
  'SELECT * FROM t WHERE srcport BETWEEN 1',
  'SELECT * FROM t WHERE srcport IN ()',
  'SELECT * FROM t WHERE srcport IS 1',
  'SELECT count(DISTINCT) FROM t',
  'SELECT * FROM t JOIN u',
  'SELECT * FROM t HAVING',
  "SELECT 'a FROM t",
  'WITH a AS SELECT 1 SELECT * FROM a',
  'SELECT 1 UNION',
];

test.each(wrong)('neither reads %s', (text) => {
  expect(objections(text)).not.toEqual([]);
  expect(() => explainQuery({ text, language: 'athena' })).toThrow(DiagnosticError);
});
