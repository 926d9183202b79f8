import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/base/index.js';
import { duckdb, printPlan, trino, writtenOut } from '../../src/dialect/index.js';
import {
  build,
  type Expr,
  type FunctionName,
  type FunctionSpec,
  functions,
  type LiteralValue,
  nestedFunctions,
  type Plan,
  sqlOnlyFunctions,
  valueFunctions,
} from '../../src/plan/index.js';
import { Engine, TrinoEngine } from '../../src/store/index.js';
import { argumentsOf, otherWay } from './function-samples.js';
import { texted } from './nested-samples.js';
import { comparable, server } from './server.js';

const { agg, call, col, lit, lt, over, values } = build;
/** What only Athena's SQL has words for is compared by the cases of Athena. */
const names = Object.keys(functions).filter(
  (each): each is FunctionName => each in functions && !(each in sqlOnlyFunctions),
);

describe.skipIf(server === undefined)(
  'each function of the catalogue answers alike on DuckDB and on Trino',
  () => {
    let duck: Engine;
    let memory: TrinoEngine;
    beforeAll(async () => {
      duck = await Engine.open({ threads: 1 });
      memory = new TrinoEngine({ server: server ?? '', catalog: 'memory', schema: 'default' });
    });
    afterAll(() => duck.close());

    test.each(names.filter((func) => otherWay[func] === undefined))('%s', async (func) => {
      const plan = planOf(func);
      const there = await rowsOf(async () => (await memory.query(printPlan(plan, trino))).rows);
      if (there instanceof DiagnosticError) {
        console.info(`${func} is refused: ${there.message}`);
        return;
      }
      const here = await rowsOf(async () => (await duck.query(printPlan(plan, duckdb))).rows);
      const statement = writtenOut(printPlan(plan, trino)).text;
      if (here instanceof Error || there instanceof Error) {
        expect([String(here), String(there)].join(' / '), statement).toBe('both answer');
        return;
      }
      expect(here.length).toBeGreaterThan(0);
      expect(comparable(there, true), statement).toEqual(comparable(here, true));
    });
  },
);

/** Without the other engine the samples are tried on this one, and whether they print for the other. */
describe('each function of the catalogue is carried out on DuckDB', () => {
  let duck: Engine;
  beforeAll(async () => {
    duck = await Engine.open({ threads: 1 });
  });
  afterAll(() => duck.close());

  test.each(names.filter((func) => otherWay[func] === undefined))('%s', async (func) => {
    const plan = planOf(func);
    const { rows } = await duck.query(printPlan(plan, duckdb));
    expect(rows.length).toBeGreaterThan(0);
    try {
      expect(printPlan(plan, trino).text).toMatch(/^SELECT/);
    } catch (error) {
      expect(error).toBeInstanceOf(DiagnosticError);
    }
  });
});

async function rowsOf<Rows>(work: () => Promise<Rows>): Promise<Rows | Error> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** The function over a small table: by row for scalars and windows, once and with a filter for aggregates. */
function planOf(func: FunctionName): Plan {
  const spec: FunctionSpec = functions[func];
  const { columns, rows, args } = tableOf(func);
  const numbered = rows.map((row, index) => [index, ...row]);
  const table = values([{ name: 'i', type: 'bigint' }, ...columns], numbered);
  if (spec.kind === 'aggregate') {
    const orderBy = func === 'joinText' ? [{ expr: col('i') }] : [];
    const whole: Expr = { kind: 'aggregate', func, args, orderBy };
    const some = agg(func, args, lt(col('i'), 3));
    return table.aggregate({}, { whole: shown(func, whole), some: shown(func, some) }).plan;
  }
  const value = spec.kind === 'window' ? over(func, args, [], [{ expr: col('i') }]) : call(func, ...args);
  return table.project({ i: true, value: shown(func, value) }).sort({ expr: col('i') }).plan;
}

/** Nested values and bytes become texts, which both engines give back alike. */
function shown(func: FunctionName, value: Expr): Expr {
  const own = texted[func];
  if (own !== undefined) return own(value);
  const { result }: FunctionSpec = functions[func];
  const isNew = func in nestedFunctions || func in valueFunctions;
  if (result === 'array' && isNew) return call('arrayText', value);
  return result === 'varbinary' ? call('bytesHex', value) : value;
}

function tableOf(func: FunctionName): {
  columns: { name: string; type: 'varchar' | 'bigint' | 'double' | 'boolean' }[];
  rows: LiteralValue[][];
  args: Expr[];
} {
  const samples = argumentsOf(func, functions[func]);
  const varying = samples.flatMap((sample, index) => (sample.kind === 'column' ? [{ sample, index }] : []));
  const length = varying.reduce((most, { sample }) => Math.max(most, sample.values.length), 1);
  const columns = varying.map(({ sample, index }) => ({ name: `a${index}`, type: sample.type }));
  const rows = Array.from({ length }, (_, row) =>
    // Columns are turned against each other, so that other pairs meet than equal values.
    varying.map(({ sample }, place) => sample.values[(row + place) % sample.values.length] ?? null),
  );
  const args = samples.map((sample, index) => {
    if (sample.kind === 'literal') return lit(sample.value);
    if (sample.kind === 'expr') return sample.expr;
    const column = col(`a${index}`);
    return sample.time === true ? call('fromUnixSeconds', column) : column;
  });
  return { columns, rows, args };
}
