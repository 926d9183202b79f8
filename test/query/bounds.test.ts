import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingest } from '../../src/app/ingest.js';
import { openQueryLake } from '../../src/app/open-lake.js';
import { explainQuery, type QueryRequest, runQuery, streamQuery } from '../../src/app/query.js';
import { athenaCost, estimateScan, type ScanBounds, type ScanEstimate } from '../../src/app/query-scan.js';
import { runStatements } from '../../src/app/statements/index.js';
import { DiagnosticError } from '../../src/base/index.js';
import { sampleFiles } from './sample.js';

const examples = join(import.meta.dirname, '..', '..', 'examples');
const root = mkdtempSync(join(tmpdir(), 'sluice-bounds-'));
const lakePath = join(root, 'lake');
const objects = sampleFiles('shop-v2').reduce((sum, path) => sum + statSync(path).size, 0);

beforeAll(async () => {
  await ingest({ paths: [join(examples, 'shop-v2', 'AWSLogs')], lakePath });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function within<T>(
  text: string,
  work: (request: QueryRequest) => Promise<T>,
  options: { readonly memoryLimit?: string; readonly scanBounds?: ScanBounds } = {},
): Promise<T> {
  const { memoryLimit, scanBounds = {} } = options;
  const s3Folders = { logs: join(examples, 'shop-v2') };
  const lake = await openQueryLake(lakePath, {
    s3Folders,
    threads: 2,
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  });
  try {
    const { engine, catalog, contents } = lake;
    const known = contents === undefined ? {} : { contents };
    return await work({ text, language: 'athena', engine, catalog, lint: false, scanBounds, ...known });
  } finally {
    lake.close();
  }
}

describe('memory', () => {
  // More than a million groups: more than 48 MB hold.
  const text = `SELECT count(*), sum(k) FROM (SELECT DISTINCT a.start * 1000 + n AS k, srcaddr, dstaddr, srcport, dstport
    FROM vpc_flow_logs a CROSS JOIN UNNEST(sequence(1, 40)) AS t (n))`;

  test('a query that needs more than it may take spills and answers the same', async () => {
    const rows = async (memoryLimit?: string) =>
      within(
        text,
        async (request) => (await runQuery(request)).rows,
        memoryLimit === undefined ? {} : { memoryLimit },
      );
    const [free, bounded] = [await rows(), await rows('48MB')];
    expect(Number(free[0]?.[0])).toBeGreaterThan(1_200_000);
    expect(bounded).toEqual(free);
  });

  test('one that cannot spill enough says what to do', async () => {
    const run = within(text, runQuery, { memoryLimit: '8MB' });
    await expect(run).rejects.toThrow(/needs more memory than it may take/);
  });
});

describe('what is scanned', () => {
  const estimate = (text: string): Promise<ScanEstimate | undefined> =>
    within(text, (request) => estimateScan(request, explainQuery(request).compiled));

  test('of the lake the columns that the query names are read; Athena would read the objects whole', async () => {
    const one = await estimate('SELECT sum(bytes) FROM vpc_flow_logs');
    const all = await estimate('SELECT * FROM vpc_flow_logs');
    expect(one?.athenaBytes).toBe(objects);
    expect(all?.athenaBytes).toBe(objects);
    expect(one?.bytes).toBeGreaterThan(0);
    expect(one?.bytes).toBeLessThan((all?.bytes ?? 0) / 3);
    expect(await estimate('SELECT 1')).toBeUndefined();
  });

  test('another day leaves files and objects out', async () => {
    const text = "SELECT srcaddr FROM vpc_flow_logs WHERE date = DATE '2026-09-15'";
    expect(await estimate(text)).toMatchObject({
      bytes: 0,
      athenaBytes: 0,
      tables: [{ files: { read: 0 } }],
    });
    // Athena has partitions by the day, so a bound on the time alone reads everything there.
    const byTime = await estimate('SELECT srcaddr FROM vpc_flow_logs WHERE start > 1900000000');
    expect(byTime).toMatchObject({ bytes: 0, athenaBytes: objects });
  });

  test('both sides of a join count, and a subquery', async () => {
    const text =
      'SELECT 1 FROM vpc_flow_logs WHERE bytes = (SELECT max(bytes) FROM vpc_flow_logs WHERE start > 1900000000)';
    expect((await estimate(text))?.tables[0]?.files.read).toBeGreaterThan(0);
  });

  test('costs at least 10 MB', () => {
    expect(athenaCost(0)).toBeCloseTo(0.00005, 10);
    expect(athenaCost(10_000_001)).toBeCloseTo(0.000055, 10);
    expect(athenaCost(1e12)).toBe(5);
  });

  const text = 'SELECT dstaddr FROM vpc_flow_logs';

  test('above a size there is a note, below it none', async () => {
    const codes = (noteAbove: number) =>
      within(text, async (request) => (await runQuery(request)).diagnostics.map((each) => each.code), {
        scanBounds: { noteAbove },
      });
    expect(await codes(objects - 1)).toEqual(['large-scan']);
    expect(await codes(objects)).toEqual([]);
  });

  test('above a bound the query is refused before it runs, also when its rows are streamed', async () => {
    const scanBounds = { refuseAbove: objects - 1 };
    await expect(within(text, runQuery, { scanBounds })).rejects.toThrow(/Bytes scanned limit was exceeded/);
    const stream = (request: QueryRequest) => streamQuery(request).next();
    await expect(within(text, stream, { scanBounds })).rejects.toBeInstanceOf(DiagnosticError);
    await within(text, runQuery, { scanBounds: { refuseAbove: objects } });
  });

  test('the files of a table that was created count by its partitions', async () => {
    const ddl = `CREATE EXTERNAL TABLE t (version int) PARTITIONED BY (day string)
      ROW FORMAT DELIMITED FIELDS TERMINATED BY ' ' LOCATION 's3://logs/AWSLogs/' TBLPROPERTIES (
        'projection.enabled' = 'true', 'projection.day.type' = 'date', 'projection.day.format' = 'yyyy/MM/dd',
        'projection.day.range' = '2026/01/01,NOW',
        'storage.location.template' = 's3://logs/AWSLogs/210987654321/vpcflowlogs/eu-central-1/\${day}')`;
    await within(ddl, async (request) => {
      if (request.catalog === undefined) throw new Error('there is a catalogue');
      for await (const { kind } of runStatements({ ...request, catalog: request.catalog }))
        expect(kind).toBe('done');
    });
    const own = await estimate("SELECT count(*) FROM t WHERE day = '2026/09/14'");
    expect(own).toMatchObject({
      bytes: objects,
      athenaBytes: objects,
      tables: [{ partitions: { read: 1, all: 1 } }],
    });
    expect(await estimate("SELECT count(*) FROM t WHERE day < '2026/09/14'")).toMatchObject({ bytes: 0 });
  });
});

test('a signal stops a query, with the reason that it gives', async () => {
  const text = `SELECT max(a.start % 1000003 + b.packets % 1009) FROM vpc_flow_logs a CROSS JOIN vpc_flow_logs b
    CROSS JOIN vpc_flow_logs c`;
  const late = new Error('too late');
  const run = within(text, async (request) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(late), 50);
    return runQuery({ ...request, signal: controller.signal });
  });
  await expect(run).rejects.toBe(late);
});
