import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingest, runQuery, trinoScript } from '../../src/app/index.js';
import { duckdb, printPlan, trino } from '../../src/dialect/index.js';
import { build } from '../../src/plan/index.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

/** Questions about a Resolver query log, with what each is a witness of. */
const questions = [
  { language: 'athena', text: 'SELECT count(*), count(DISTINCT query_name) FROM r53_rlogs' },
  {
    language: 'athena',
    text: `SELECT query_name, answer.rdata, srcids.instance, count(*) AS questions
      FROM r53_rlogs CROSS JOIN UNNEST(answers) AS st(answer)
      WHERE answer.type = 'A' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 50`,
  },
  {
    language: 'insights',
    text: "SOURCE 'resolver-query-logs' | stats count(*) as asked by query_name, answers.0.Rdata as address | sort asked desc, query_name asc, address asc | limit 100",
  },
  {
    language: 'insights',
    text: "SOURCE 'resolver-query-logs' | filter @message like /example/ | stats count(*) as lines by bin(10m) as at | sort at asc",
  },
] as const;

describe.skipIf(server === undefined)('other logs than flow logs answer alike on DuckDB and on Trino', () => {
  let shared: SharedLake;
  beforeAll(async () => {
    shared = await openSharedLake(['shop-v2/AWSLogs', 'shop-v2/resolver']);
  });
  afterAll(() => shared.close());

  test.each(questions)('$text', async ({ language, text }) => {
    const { engine, contents } = shared.lake;
    const here = await runQuery({ text, language, engine, contents });
    const there = await runQuery({ text, language, engine: shared.trino, engineName: 'trino', contents });
    expect(here.rows.length).toBeGreaterThan(0);
    expect(there.columns).toEqual(here.columns);
    expect(comparable(there.rows, true)).toEqual(comparable(here.rows, true));
  });

  test.each(['/a/0', '/a/1/x', '/a/-1', '/a', '/b'])(
    'the JSON pointer %s: an index of a list and a name of an object',
    async (path) => {
      const { call, col, lit, values } = build;
      const texts = ['{"a":["z",{"x":5}]}', '{"a":{"0":"key","1":{"x":7},"01":"k01"}}', '{"a":"plain"}'];
      const plan = values(
        [{ name: 'json', type: 'varchar' }],
        texts.map((each) => [each]),
      ).project({
        scalar: call('jsonScalarAt', col('json'), lit(path)),
        structure: call('jsonStructureAt', col('json'), lit(path)),
      }).plan;
      const here = await shared.lake.engine.query(printPlan(plan, duckdb));
      const there = await shared.trino.query(printPlan(plan, trino));
      expect(comparable(there.rows, false)).toEqual(comparable(here.rows, false));
    },
  );
});

describe.skipIf(server === undefined)('a Trino that filters before it joins', () => {
  let shared: SharedLake;
  beforeAll(async () => {
    shared = await openSharedLake(['shop-v2/AWSLogs']);
  });
  afterAll(() => shared.close());

  test('joins rows whose column is null throughout, where null is the same as null', async () => {
    const { agg, and, call, eq, keep, left, right, scan } = build;
    const lines = scan('records').project(keep('interface_id', 'vpc_id')).distinct();
    const on = and(
      eq(left('interface_id'), right('interface_id')),
      call('same', left('vpc_id'), right('vpc_id')),
    );
    const plan = lines
      .join('inner', lines, on, { iface: left('interface_id') })
      .aggregate({}, { rows: agg('count') }).plan;
    const here = (await shared.lake.engine.query(printPlan(plan, duckdb))).rows;
    expect(Number(here[0]?.[0])).toBeGreaterThan(5);
    expect((await shared.trino.query(printPlan(plan, trino))).rows).toEqual(here);
  });
});

describe('the script for a Trino', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-connect-'));
  const examples = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2');
  const location = 's3://bucket/lake/records/';
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('makes the table `events` where the lake has other logs than flow logs', async () => {
    const lakePath = join(folder, 'both');
    await ingest({ paths: [join(examples, 'resolver')], lakePath });
    expect(existsSync(join(lakePath, 'events'))).toBe(true);
    const script = trinoScript({ location, schema: 'mine' }, lakePath);
    expect(script).toContain(
      '\nCREATE TABLE IF NOT EXISTS "hive"."mine"."events" ("log_group" VARCHAR, "kind" VARCHAR, ',
    );
    expect(script).toContain("external_location = 's3://bucket/lake/events', format = 'PARQUET');");
    expect(script).toContain("external_location = 's3://bucket/lake/records', format = 'PARQUET');");
  });

  test('makes none where it has none, and a comment where the lake is not on this machine', async () => {
    const lakePath = join(folder, 'flows');
    await ingest({ paths: [join(examples, 'AWSLogs')], lakePath });
    expect(trinoScript({ location }, lakePath)).not.toContain('"events"');
    const away = trinoScript({ location }, join(folder, 'away')).split('\n');
    expect(away.filter((line) => line.includes('"events"'))).toEqual([
      expect.stringMatching(/^-- CREATE TABLE IF NOT EXISTS/),
    ]);
  });

  test('is of the folder `records`', () => {
    expect(() => trinoScript({ location: 's3://bucket/lake' }, folder)).toThrow(
      'is not the folder `records`',
    );
  });
});
