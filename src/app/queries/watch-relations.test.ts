import { expect, test } from 'vitest';
import { explainQuery } from '../query.js';

function codes(text: string, source = {}): string[] {
  const { diagnostics } = explainQuery({ text, language: 'athena', lint: false, source });
  return diagnostics.map((each) => each.code);
}

test.each([
  ['SELECT count(*) FROM openings', ['means-flow-logs']],
  [
    'SELECT count(*) FROM Egress e JOIN unanswered u ON e.dstaddr = u.dstaddr',
    ['means-flow-logs', 'means-flow-logs'],
  ],
  ['SELECT count(*) FROM vpc_flow_logs', []],
  ['SELECT count(*) FROM records', []],
  ['WITH egress AS (SELECT 1 AS one) SELECT one FROM egress', []],
])('%s', (text, expected) => expect(codes(text)).toEqual(expected));

test('over a relation its name is no surprise', () => {
  expect(codes('SELECT count(*) FROM openings', { table: 'found_openings' })).toEqual([]);
});
