import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainQuery, runQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import { sqlFunctions } from '../../src/lang/athena/functions/index.js';
import type { Engine } from '../../src/store/index.js';
import { emptyEngine } from './sample.js';

/** Queries made from the grammar: most are refused for their types, and what is not is bound by the engine. */
let engine: Engine;
beforeAll(async () => {
  engine = await emptyEngine();
});
afterAll(() => engine.close());

type Tie = (key: 'value' | 'query' | 'relation' | 'condition') => fc.Arbitrary<string>;

const table = "(VALUES (1, 'a', map(ARRAY['k'], ARRAY[1]), ROW(1, 'x'), ARRAY[1, NULL])) v (n, s, m, r, a)";
const plain = [
  '1',
  '2.5',
  '1e0',
  "'a'",
  "'10.0.0.1'",
  'NULL',
  'TRUE',
  'n',
  's',
  'm',
  'r',
  'a',
  'dstport',
  'srcaddr',
];
const typed = [
  "DATE '2026-01-31'",
  "INTERVAL '1' DAY",
  "JSON '[1]'",
  "X'61'",
  "now() AT TIME ZONE 'Asia/Tokyo'",
];
const operators = ['+', '-', '*', '/', '%', '=', '<>', '<', '>=', '||', 'AND', 'OR', 'IS DISTINCT FROM'];
const types = ['BIGINT', 'VARCHAR', 'JSON', 'ARRAY(BIGINT)', 'DOUBLE'];

const listed = (item: fc.Arbitrary<string>, least: number): fc.Arbitrary<string> =>
  fc.array(item, { minLength: least, maxLength: 3 }).map((parts) => parts.join(', '));

function calls(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const args = fc.array(value, { minLength: 3, maxLength: 3 });
  return fc.tuple(fc.constantFrom(...sqlFunctions), args).map(([func, values]) => {
    const given = func.params.slice(0, 3).map((param, at) => (param === 'lambda' ? 'x -> x' : values[at]));
    return `${func.name}(${given.join(', ')})${func.kind === 'window' ? ' OVER (ORDER BY 1)' : ''}`;
  });
}

function valuesOf(tie: Tie): fc.Arbitrary<string> {
  const value = tie('value');
  const query = tie('query');
  return fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 12, arbitrary: fc.constantFrom(...plain) },
    fc.constantFrom(...typed),
    fc.tuple(value, fc.constantFrom(...operators), value).map(([a, by, b]) => `(${a} ${by} ${b})`),
    listed(value, 0).map((items) => `ARRAY[${items}]`),
    listed(value, 1).map((items) => `ROW(${items})`),
    fc.tuple(value, value).map(([a, b]) => `${a}[${b}]`),
    fc.tuple(value, fc.constantFrom(...types)).map(([a, type]) => `TRY_CAST(${a} AS ${type})`),
    value.map((a) => `TRY(${a})`),
    value.map((a) => `transform(a, x -> (x = ${a}))`),
    query.map((inner) => `(${inner})`),
    fc.tuple(value, query).map(([a, inner]) => `(${a} IN (${inner}))`),
    fc.tuple(value, query).map(([a, inner]) => `(${a} >= ANY (${inner}))`),
    query.map((inner) => `EXISTS (${inner})`),
    fc.tuple(tie('condition'), value).map(([when, a]) => `CASE WHEN ${when} THEN ${a} END`),
    calls(value),
  );
}

function conditionsOf(tie: Tie): fc.Arbitrary<string> {
  const known = fc.constantFrom('n = 1', "s LIKE 'a%'", 'dstport IS NULL', 'n BETWEEN 1 AND 2');
  return fc.oneof({ depthSize: 'small' }, { weight: 6, arbitrary: known }, tie('value'));
}

function relationsOf(tie: Tie): fc.Arbitrary<string> {
  const relation = tie('relation');
  return fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(table, 't'),
    tie('query').map((inner) => `(${inner}) q (n)`),
    fc.tuple(relation, tie('condition')).map(([left, on]) => `${left} LEFT JOIN t u ON ${on}`),
    relation.map((left) => `${left} CROSS JOIN UNNEST(ARRAY[1, 2]) WITH ORDINALITY w (e, i)`),
    fc.tuple(relation, tie('value')).map(([left, a]) => `${left} CROSS JOIN LATERAL (SELECT ${a} AS l) z`),
  );
}

function queriesOf(tie: Tie): fc.Arbitrary<string> {
  const [value, relation, query] = [tie('value'), tie('relation'), tie('query')];
  return fc.oneof(
    { depthSize: 'small' },
    fc.tuple(value, relation).map(([a, from]) => `SELECT ${a} FROM ${from}`),
    fc
      .tuple(value, relation, tie('condition'))
      .map(([a, from, where]) => `SELECT ${a} FROM ${from} WHERE ${where} ORDER BY 1 LIMIT 2`),
    fc
      .tuple(value, relation)
      .map(([a, from]) => `SELECT count(*), n FROM ${from} GROUP BY n HAVING max(n) = ${a}`),
    fc.tuple(value, value).map(([a, b]) => `VALUES ${a}, ${b}`),
    fc.tuple(query, query).map(([a, b]) => `(${a}) UNION ALL (${b})`),
  );
}

const { value, query } = fc.letrec<Record<'value' | 'query' | 'relation' | 'condition', string>>((tie) => ({
  value: valuesOf(tie),
  condition: conditionsOf(tie),
  relation: relationsOf(tie),
  query: queriesOf(tie),
}));

const factor = Number(process.env.SLUICE_FUZZ ?? 1);
const seed = factor === 1 ? 20260914 : Date.now();
let plans = 0;

async function check(text: string): Promise<void> {
  try {
    explainQuery({ text, language: 'athena' });
  } catch (error) {
    expect(error, text).toBeInstanceOf(DiagnosticError);
    return;
  }
  plans++;
  try {
    await runQuery({ text, language: 'athena', engine, lint: false });
  } catch (error) {
    // Values may turn out wrong when it runs; a statement that does not bind is a mistake of ours.
    expect(error, text).toBeInstanceOf(DiagnosticError);
  }
}

test('values of the grammar end in an answer or a refusal', async () => {
  const text = value.map((each) => `SELECT ${each} FROM ${table}`);
  plans = 0;
  await fc.assert(fc.asyncProperty(text, check), { numRuns: 1_500 * factor, seed });
  expect(plans).toBeGreaterThan(200);
}, 120_000);

test('queries of the grammar end in an answer or a refusal', async () => {
  plans = 0;
  await fc.assert(fc.asyncProperty(query, check), { numRuns: 1_500 * factor, seed });
  expect(plans).toBeGreaterThan(100);
}, 120_000);
