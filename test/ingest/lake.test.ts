import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RejectedLinesError } from '../../src/app/ingest.js';
import { sql, text } from '../../src/dialect/index.js';
import { createRecordsView, Engine } from '../../src/store/index.js';
import { folderWith, gz, header, log, nodata, queryLake, record, records, take } from './support.js';

const bytesIn = async (folder: string) =>
  (await queryLake(folder, ['bytes']))
    .flat()
    .map(Number)
    .sort((a, b) => a - b);

describe('a source is known by path and content', () => {
  test('taken once, and the second run only looks', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 5)), 'logs/b.log': log(...records(6, 9)) });
    const first = await take(folder);
    const second = await take(folder);
    expect(first.taken.length).toBe(2);
    expect(second.taken).toEqual([]);
    expect(second.already).toEqual(first.taken);
    expect(second.sourceIds).toEqual(first.sourceIds);
    expect(second.named).toEqual(first.total);
    expect(second.total.lines).toBe(0);
  });

  test('touched without a change: the same', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 5)) });
    await take(folder);
    utimesSync(join(folder, 'logs/a.log'), 1, 1);
    expect((await take(folder)).changed).toEqual([]);
    expect((await take(folder)).already.length).toBe(1);
  });

  test('changed: said, and its old rows are replaced', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 5)), 'logs/b.log': log(...records(6, 9)) });
    await take(folder);
    writeFileSync(join(folder, 'logs/a.log'), log(...records(3, 5), ...records(20, 22), 'junk'));
    const report = await take(folder);
    expect(report.changed).toEqual([join(folder, 'logs/a.log')]);
    expect(report.total).toMatchObject({ lines: 7, records: 6, rejected: 1, duplicates: 0 });
    expect(await bytesIn(folder)).toEqual([1003, 1004, 1005, 1006, 1007, 1008, 1009, 1020, 1021, 1022]);
    expect((await take(folder)).taken).toEqual([]);
  });

  test('changed: records that others share with the old content come back', async () => {
    const shared = gz(log(...records(1, 5)));
    const folder = folderWith({
      'logs/a.gz': shared,
      'logs/b.gz': shared,
      'logs/c.log': log(...records(4, 8)),
      'logs/d.log': log(...records(8, 9)),
    });
    const before = await take(folder);
    expect(before.total).toMatchObject({ records: 9, duplicates: 8 });
    writeFileSync(join(folder, 'logs/a.gz'), gz(log(...records(30, 31))));
    const report = await take(folder);
    expect(report.changed).toEqual([join(folder, 'logs/a.gz')]);
    expect(await bytesIn(folder)).toEqual([1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1030, 1031]);
    expect(report.named).toMatchObject({ lines: 14, records: 11, duplicates: 3 });
  });

  test('changed and cut off: the old rows stay', async () => {
    const folder = folderWith({ 'logs/a.gz': gz(log(...records(1, 500))), 'logs/b.log': log(record(900)) });
    await take(folder);
    writeFileSync(join(folder, 'logs/a.gz'), gz(log(...records(1, 600))).subarray(0, 2000));
    writeFileSync(join(folder, 'logs/b.log'), log(record(901)));
    const report = await take(folder);
    expect(report.failed.map((each) => each.path)).toEqual([join(folder, 'logs/a.gz')]);
    expect(report.changed).toEqual([join(folder, 'logs/b.log')]);
    const bytes = await bytesIn(folder);
    expect(bytes.length).toBe(501);
    expect(bytes).toContain(1901);
  });
});

test('standard input is taken, and the same input once', async () => {
  const folder = folderWith({ 'logs/.keep': '' });
  const stdin = () =>
    (async function* () {
      yield gz(log(...records(1, 5)));
    })();
  const options = { paths: ['-'] };
  expect((await take(folder, { ...options, stdin: stdin() })).total.records).toBe(5);
  expect((await take(folder, { ...options, stdin: stdin() })).already.length).toBe(1);
});

test('strict: the run fails, the report says why, what was good is there', async () => {
  const folder = folderWith({ 'logs/a.log': log(...records(1, 5), 'junk') });
  const error = await take(folder, { strict: true }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(RejectedLinesError);
  expect(error instanceof RejectedLinesError && error.report.rejects[0]).toMatchObject({
    line: 7,
    text: 'junk',
  });
  expect((await bytesIn(folder)).length).toBe(5);
});

describe('the layout on disk', () => {
  const name = '123456789010_vpcflowlogs_us-east-1_fl-0123456789abcdef0_20260914T0605Z_0a1b2c3d.log.gz';
  const folders = {
    plain: 'AWSLogs/123456789010/vpcflowlogs/us-east-1/2026/09/14',
    hourly: 'prefix/AWSLogs/123456789010/vpcflowlogs/us-east-1/2026/09/14/06',
    Hive: 'AWSLogs/aws-account-id=123456789010/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=09/day=14',
    'Hive hourly':
      'AWSLogs/aws-account-id=123456789010/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=09/day=14/hour=06',
    'only the name': '.',
  };
  test.each(Object.entries(folders))('%s: partitions follow the path', async (_, path) => {
    const folder = folderWith({ [`logs/${path}/${name}`]: gz(log(record(1))) });
    const report = await take(folder);
    expect(report.taken[0]?.flowLogId).toBe('fl-0123456789abcdef0');
    const made = join(folder, 'lake/records/account=123456789010/region=us-east-1/day=2026-09-14');
    expect(readdirSync(made).length).toBe(1);
  });

  test('any DuckDB reads it without Sluice, and it is sorted', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 50), nodata) });
    await take(folder);
    const engine = await Engine.open();
    const glob = text(join(folder, 'lake/records/**/*.parquet'));
    const rows = await engine.rows(
      sql`SELECT count(*) AS n, any_value(account) AS account FROM read_parquet(${glob}, hive_partitioning=true)`,
    );
    expect(rows).toEqual([{ n: 51, account: 'unknown' }]);
    const order = await engine.rows(
      sql`SELECT interface_id, start FROM read_parquet(${glob}, file_row_number=true) ORDER BY file_row_number`,
    );
    const keys = order.map((row) => `${row['interface_id']} ${row['start']}`);
    expect(keys).toEqual([...keys].sort());
    engine.close();
  });

  test('the view shows only what the catalogue names', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 5)), 'logs/b.log': log(...records(6, 9)) });
    await take(folder);
    const stray = join(folder, 'lake/records/account=unknown/region=unknown/day=unknown/stray.parquet');
    writeFileSync(stray, 'not parquet');
    expect((await bytesIn(folder)).length).toBe(9);
    await take(folder);
    expect(existsSync(stray)).toBe(false);
    expect((await queryLake(folder, ['bytes'], [2])).flat()).toEqual([1006, 1007, 1008, 1009]);
    expect(existsSync(join(folder, 'lake/tmp'))).toBe(false);
  });

  test('an empty lake has the columns too, and no lake is said', async () => {
    const folder = folderWith({ 'logs/a.log': log() });
    const engine = await Engine.open();
    await expect(createRecordsView(engine, join(folder, 'lake'))).rejects.toThrow(/There is no lake/);
    expect((await take(folder)).total).toMatchObject({ lines: 0, headers: 1 });
    const contents = await createRecordsView(engine, join(folder, 'lake'), { viewName: 'other' });
    expect(contents.rows).toBe(0);
    expect((await engine.query(sql`SELECT dstaddr, log_stream, source_id FROM other`)).rows).toEqual([]);
    engine.close();
  });

  test('contents: which fields the formats have', async () => {
    const folder = folderWith({
      'logs/a.log': log(...records(1, 3)),
      'logs/b.log': 'srcaddr start end tcp-flags\n10.0.0.1 1789360000 1789360001 -\n',
    });
    await take(folder);
    const engine = await Engine.open();
    const contents = await createRecordsView(engine, join(folder, 'lake'));
    engine.close();
    const share = (column: string) => contents.fields.find((field) => field.column === column)?.share;
    expect([share('srcaddr'), share('tcp_flags'), share('bytes'), share('vpc_id')]).toEqual([
      1, 0.25, 0.75, 0,
    ]);
    expect(contents.window).toEqual({ from: 1_789_360_000, to: 1_789_365_662 });
    expect(contents).toMatchObject({ rows: 4, batches: 2 });
  });
});

describe('one writer', () => {
  const lock = (pid: number) =>
    JSON.stringify({
      pid,
      host: hostname(),
      command: 'sluice ingest x',
      since: '2026-09-14T00:00:00Z',
      ticks: '',
    });

  test('the second says who holds the lake', async () => {
    const other = spawn('sleep', ['60']);
    await once(other, 'spawn');
    const folder = folderWith({ 'logs/a.log': log(record(1)), 'lake/writer.lock': lock(other.pid ?? 0) });
    await expect(take(folder)).rejects.toThrow(
      new RegExp(`process ${other.pid} on .* since 2026-09-14.*sluice ingest x`),
    );
    const waiting = take(folder, { lockWaitSeconds: 30 });
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect((await waiting).total.records).toBe(1);
  });

  test('two at once: one after the other, nothing lost', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 9)), 'more/b.log': log(...records(5, 12)) });
    await Promise.all([
      take(folder, { lockWaitSeconds: 30 }),
      take(folder, { lockWaitSeconds: 30, paths: [join(folder, 'more')] }),
    ]);
    expect((await bytesIn(folder)).length).toBe(12);
  });

  test.each([
    ['a dead process', lock(4_190_000)],
    ['half a lock', '{"pid":'],
    ['a reused pid', JSON.stringify({ pid: process.pid, host: hostname(), ticks: '1' })],
  ])('the lock of %s is taken over', async (_, content) => {
    const folder = folderWith({ 'logs/a.log': log(record(1)), 'lake/writer.lock': content });
    expect((await take(folder)).total.records).toBe(1);
    expect(existsSync(join(folder, 'lake/writer.lock'))).toBe(false);
  });
});

test('an abort ends cleanly, and the next run takes the rest', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [
      `logs/AWSLogs/123456789010/vpcflowlogs/us-east-1/2026/09/1${index}/a.log`,
      log(...records(index * 1000, index * 1000 + 999)),
    ]),
  );
  const folder = folderWith(files);
  const stop = new AbortController();
  const events: number[] = [];
  const run = take(folder, {
    signal: stop.signal,
    onProgress: (event) => {
      events.push(event.filesDone);
      if (event.filesDone === 2) stop.abort();
    },
  });
  await expect(run).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(readdirSync(join(folder, 'lake')).sort()).toEqual(['catalogue.duckdb', 'records']);
  const rest = await take(folder);
  expect(rest.taken.length + rest.already.length).toBe(6);
  expect(rest.already.length).toBeGreaterThanOrEqual(2);
  expect((await bytesIn(folder)).length).toBe(6000);
  expect(events).toEqual([...events].sort((a, b) => a - b));
  rmSync(join(folder, 'logs'), { recursive: true });
});

test('account and region of the path are columns of their own, whatever the folders above are called', async () => {
  const folder = folderWith({
    'logs/AWSLogs/012345678901/vpcflowlogs/eu-west-1/2026/09/14/012345678901_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260914T0000Z_aaaaaaaa.log':
      log(record(1)),
    'logs/plain.log': log(record(2)),
  });
  const lakePath = join(folder, 'region=zz', 'lake');
  await take(folder, { lakePath });
  const engine = await Engine.open({ threads: 1 });
  await createRecordsView(engine, lakePath);
  const places = sql`SELECT DISTINCT bytes, region, lake_account, lake_region FROM records ORDER BY bytes`;
  const { rows } = await engine.query(places);
  engine.close();
  expect(rows).toEqual([
    [1001, null, '012345678901', 'eu-west-1'],
    [1002, null, null, null],
  ]);
});

test('lines that were read by a wrong log format are read again by the right one', async () => {
  const folder = folderWith({ 'logs/a.log': `${record(1)}\n${record(2)}\n` });
  const first = await take(folder, { logFormat: 'srcaddr dstaddr' });
  expect(first.total).toMatchObject({ records: 0, rejected: 2 });
  const logFormat = header;
  const second = await take(folder, { logFormat });
  expect(second.named).toMatchObject({ records: 2, rejected: 0 });
  expect(await bytesIn(folder)).toEqual([1001, 1002]);
  expect((await take(folder, { logFormat })).taken).toEqual([]);
});
