import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenQueryLake, openQueryLake } from '../../src/app/open-lake.js';
import { runQuery } from '../../src/app/query.js';
import { runStatements } from '../../src/app/statements/index.js';
import { DiagnosticError } from '../../src/base/index.js';
import type { CellValue } from '../../src/store/index.js';

/** Tables over files that are written here; there is no lake behind them. */
const root = mkdtempSync(join(tmpdir(), 'sluice-formats-'));
let place: OpenQueryLake;

beforeAll(async () => {
  place = await openQueryLake(join(root, 'lake'), { folder: root, threads: 2 });
});
afterAll(() => {
  place.close();
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), path.endsWith('.gz') ? gzipSync(text) : text);
}

async function run(text: string): Promise<readonly (readonly CellValue[])[]> {
  const { engine, catalog } = place;
  let rows: readonly (readonly CellValue[])[] = [];
  for await (const outcome of runStatements({ text, language: 'athena', engine, catalog, lint: false })) {
    rows = outcome.kind === 'query' ? (await runQuery(outcome.request)).rows : outcome.rows;
  }
  return rows;
}

const delimited = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '";

describe('text', () => {
  beforeAll(async () => {
    write(
      'text/a.log',
      'h n d\nx 1 2.5\n- - -\n\\N \\N \\N\ny 12.5 1e3\nz +7 x surplus more\nshort\ndouble  9 1\n"q a" 3\n',
    );
    write('text/b.log.gz', 'h n d\ngz 2 -0.5\n');
    write('text/_hidden.log', 'h n d\nhidden 1 1\n');
    write('text/.more/c.log', 'h n d\nhidden 1 1\n');
    write('text/deeper/empty.log', '');
    await run(
      `CREATE EXTERNAL TABLE t (s string, n int, d double) ${delimited} LOCATION './text/' TBLPROPERTIES ('skip.header.line.count' = '1')`,
    );
  });

  test('fields are taken by position, and what is no value of the type is NULL', async () => {
    expect(await run('SELECT s, n, d FROM t ORDER BY 1 NULLS FIRST, 2')).toEqual([
      [null, null, null],
      ['"q', null, 3],
      ['-', null, null],
      ['double', null, 9],
      ['gz', 2, -0.5],
      ['short', null, null],
      ['x', 1, 2.5],
      ['y', null, 1000],
      ['z', 7, null],
    ]);
  });

  test('the other types', async () => {
    write(
      'types/a.txt',
      '9223372036854775807|99999999999|true|2026-01-31|2026-01-31 10:00:00.5|12.345|abcdef\n',
    );
    write('types/b.txt', '9223372036854775808|1|yes|31.1.2026|never|x|ab\n');
    await run(
      `CREATE EXTERNAL TABLE types (b bigint, i int, t boolean, d date, ts timestamp, dec decimal(5,2), v varchar(3))
        ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' LOCATION './types/'`,
    );
    expect(await run('SELECT b, i, t, d, ts, dec, v FROM types ORDER BY v')).toEqual([
      [null, 1, null, null, null, null, 'ab'],
      [9223372036854775807n, null, true, '2026-01-31', '2026-01-31 10:00:00.500', '12.35', 'abc'],
    ]);
  });
});

test('OpenCSVSerde takes quotes away', async () => {
  write('csv/a.csv', 'ip,note\n"10.0.0.1","a, ""b"""\n10.0.0.2,\n');
  const serde =
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' WITH SERDEPROPERTIES ('escapeChar' = '\"')";
  await run(
    `CREATE EXTERNAL TABLE ioc (ip string, note string) ${serde} LOCATION './csv/' TBLPROPERTIES ('skip.header.line.count' = '1')`,
  );
  expect(await run('SELECT ip, note FROM ioc ORDER BY ip')).toEqual([
    ['10.0.0.1', 'a, "b"'],
    ['10.0.0.2', ''],
  ]);
});

describe('JSON', () => {
  const lines = [
    '{"name": "a", "Count": 3, "odd key": true, "detail": {"X": 1, "list": ["p", "q"]}, "tags": {"k": "v"}}',
    '{"NAME": "b", "detail": null}',
    '{"name": {"an": "object"}, "count": "no number"}',
  ];
  const columns =
    'name string, count int, odd boolean, detail struct<X:int,list:array<string>>, tags map<string,string>';
  const openx = (more: string): string =>
    `ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' WITH SERDEPROPERTIES ('mapping.odd' = 'odd key'${more})`;

  beforeAll(() => write('json/a.json', `${lines.join('\n')}\n`));

  test('values are found by their names, without case, also within others', async () => {
    await run(`CREATE EXTERNAL TABLE j (${columns}) ${openx('')} LOCATION './json/'`);
    const rows = await run(
      "SELECT name, count, odd, detail.x, element_at(detail.list, 2), tags['k'] FROM j WHERE count = 3",
    );
    expect(rows).toEqual([['a', 3, true, 1, 'q', 'v']]);
    expect(await run('SELECT name, count, detail.x FROM j WHERE count IS NULL ORDER BY name')).toEqual([
      ['b', null, null],
      ['{"an":"object"}', null, null],
    ]);
  });

  test('case counts when the table says so', async () => {
    await run(
      `CREATE EXTERNAL TABLE cased (${columns}) ${openx(", 'case.insensitive' = 'false'")} LOCATION './json/'`,
    );
    expect(await run('SELECT count(name), count(count) FROM cased')).toEqual([[2, 0]]);
  });

  test('a line that is no object is an error, or is NULL when the table says so', async () => {
    write('broken/a.json', '{"name": "a"}\nnot json\n');
    await run(`CREATE EXTERNAL TABLE strict (name string) ${openx('')} LOCATION './broken/'`);
    await expect(run('SELECT name FROM strict')).rejects.toBeInstanceOf(DiagnosticError);
    const lenient = openx(", 'ignore.malformed.json' = 'true'");
    await run(`CREATE EXTERNAL TABLE lenient (name string) ${lenient} LOCATION './broken/'`);
    expect(await run('SELECT name FROM lenient ORDER BY name NULLS LAST')).toEqual([['a'], [null]]);
  });
});

test('Parquet is read by name: other columns, another order, a column that is missing', async () => {
  await run(`UNLOAD (SELECT 1 AS b, 'x' AS a, 9 AS surplus) TO './parquet/' WITH (format = 'PARQUET')`);
  await run("CREATE EXTERNAL TABLE p (a string, b bigint, c string) STORED AS PARQUET LOCATION './parquet/'");
  expect(await run('SELECT * FROM p')).toEqual([['x', 1, null]]);
  await run("CREATE EXTERNAL TABLE wrong (a int) STORED AS PARQUET LOCATION './parquet/'");
  await expect(run('SELECT a FROM wrong')).rejects.toBeInstanceOf(DiagnosticError);
});

test('what SHOW CREATE TABLE prints makes the same table', async () => {
  const names = place.catalog.contents.databases.flatMap(({ entries }) => entries.map((each) => each.name));
  expect(names.length).toBeGreaterThan(6);
  for (const name of names) {
    const before = place.catalog.entry(undefined, name);
    const ddl = (await run(`SHOW CREATE TABLE ${name}`)).map(([line]) => line).join('\n');
    await run(`DROP TABLE ${name}; ${ddl}`);
    expect(place.catalog.entry(undefined, name), name).toEqual(before);
  }
});

describe('leaving partitions out changes no answer', () => {
  const hours = ['00', '01', '02', '03'];
  const regions = ['eu-central-1', 'us-east-1'];

  beforeAll(async () => {
    for (const region of regions) {
      for (const hour of hours) {
        const rows = [1, 2, 3].map((n) => `${n} ${region}/${hour}`);
        write(`pruned/region=${region}/hour=${hour}/a.log`, `${rows.join('\n')}\n`);
        write(`flat/${region}-${hour}.log`, `${rows.map((row) => `${row} ${region} ${hour}`).join('\n')}\n`);
      }
    }
    await run(
      `CREATE EXTERNAL TABLE pruned (n int, place string) PARTITIONED BY (region string, hour int) ${delimited} LOCATION './pruned/';
       MSCK REPAIR TABLE pruned;
       CREATE EXTERNAL TABLE flat (n int, place string, region string, hour int) ${delimited} LOCATION './flat/'`,
    );
  });

  const atom = fc.constantFrom(
    'hour = 2',
    'hour > 1',
    'hour IN (0, 3)',
    'hour BETWEEN 1 AND 2',
    'NOT hour = 0',
    "region = 'eu-central-1'",
    "region LIKE 'us%'",
    "region > 'f'",
    'region IS NULL',
    'n = 2',
    'n + hour = 3',
    "concat(region, 'x') = 'us-east-1x'",
    "CASE WHEN hour = 1 THEN n = 1 ELSE region = 'us-east-1' END",
    'hour = (SELECT max(hour) FROM flat)',
  );
  const condition = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      atom,
      fc
        .tuple(tie('node'), fc.constantFrom('AND', 'OR'), tie('node'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('node').map((inner) => `NOT (${inner})`),
    ),
  })).node;
  const shape = fc.constantFrom(
    (table: string, where: string) => `SELECT place, n FROM ${table} WHERE ${where}`,
    (table: string, where: string) =>
      `SELECT place, max(n) FROM (SELECT * FROM ${table}) WHERE ${where} GROUP BY 1`,
    (table: string, where: string) =>
      `SELECT a.place, b.n FROM ${table} a JOIN ${table} b ON a.place = b.place AND b.hour > 0 WHERE ${where.replaceAll(/\b(hour|region|n)\b(?! FROM|\))/g, 'a.$1')}`,
    (table: string, where: string) =>
      `SELECT place FROM ${table} WHERE ${where} UNION ALL SELECT place FROM ${table} WHERE hour = 1`,
    (table: string, where: string) =>
      `WITH w AS (SELECT place, n, hour AS hour, region FROM ${table} ORDER BY n LIMIT 20) SELECT place FROM w WHERE ${where}`,
    (table: string, where: string) =>
      `SELECT a.place FROM flat a LEFT JOIN ${table} b ON a.place = b.place AND b.hour = 2 WHERE ${where.replaceAll(/\b(hour|region|n)\b(?! FROM|\))/g, 'a.$1')}`,
    (table: string, where: string) =>
      `SELECT a.place FROM flat a LEFT JOIN ${table} b ON a.place = b.place AND b.hour = 2
        WHERE b.hour IS NULL AND ${where.replaceAll(/\b(hour|region|n)\b(?! FROM|\))/g, 'a.$1')}`,
  );

  test('for random conditions in many places', async () => {
    await fc.assert(
      fc.asyncProperty(shape, condition, async (query, where) => {
        const sorted = async (table: string) =>
          (await run(query(table, where))).map((row) => row.join('|')).sort();
        // A LIMIT without a full order may keep other rows; then only their number is the same.
        const [own, all] = [await sorted('pruned'), await sorted('flat')];
        if (query('t', '').includes('LIMIT')) expect(own.length).toBeLessThanOrEqual(20);
        else expect(own).toEqual(all);
      }),
      { numRuns: 80 },
    );
  });

  test('and does leave them out', async () => {
    const { engine, catalog } = place;
    const compiled = async (where: string) => {
      const { compiled: query } = await runQuery({
        text: `SELECT n FROM pruned WHERE ${where}`,
        language: 'athena',
        engine,
        catalog,
        lint: false,
      });
      return (await catalog.openScans(engine, query.plan)).scans[0]?.partitions;
    };
    expect(await compiled("hour = 2 AND region = 'us-east-1'")).toEqual({ read: 1, all: 8 });
    expect(await compiled("hour = 2 OR region = 'us-east-1'")).toEqual({ read: 5, all: 8 });
    expect(await compiled('hour = 2 OR n = 1')).toEqual({ read: 8, all: 8 });
    expect(await compiled('region IS NULL')).toEqual({ read: 0, all: 8 });
  });
});
