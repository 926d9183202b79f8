import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingest } from '../../src/app/ingest.js';
import { explainQuery, runQuery } from '../../src/app/query.js';
import { querySourceOf } from '../../src/app/query-source.js';
import { sql } from '../../src/dialect/index.js';
import { createRecordsView, Engine, type LakeContents } from '../../src/store/index.js';
import { handRecords, sampleFormat } from './sample.js';

/** One lake with logs of two formats: the queries run over the view that the store makes. */
const folder = mkdtempSync(join(tmpdir(), 'sluice-query-'));
const examples = join(import.meta.dirname, '..', '..', 'examples');
let engine: Engine;
let contents: LakeContents;

beforeAll(async () => {
  const lakePath = join(folder, 'lake');
  const paths = ['shop-v2', 'shop-v5'].map((sample) => join(examples, sample, 'AWSLogs'));
  await ingest({ paths, lakePath });
  engine = await Engine.open({ threads: 2 });
  contents = await createRecordsView(engine, lakePath);
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (sample: 'shop-v2' | 'shop-v5'): string[] =>
  handRecords(sample).map((record) => Object.values(record).join(' '));

test('both formats are known, each with its sources', () => {
  const { formats, hasLogStreams } = querySourceOf(contents);
  expect(formats?.map((format) => format.fields.join(' ')).sort()).toEqual(
    [sampleFormat('shop-v2').join(' '), sampleFormat('shop-v5').join(' ')].sort(),
  );
  expect(hasLogStreams).toBe(false);
});

test('@message is the line of its file, in the order of its own format', async () => {
  const all = new Set([...lines('shop-v2'), ...lines('shop-v5')]);
  for (const condition of ["action = 'REJECT'", "logStatus != 'OK'", 'isIpv6InSubnet(dstAddr, "::/0")']) {
    const text = `filter ${condition} | fields @message | limit 5000`;
    const { rows } = await runQuery({ text, language: 'insights', engine, contents });
    expect(rows.length).toBeGreaterThan(3);
    for (const [message] of rows) expect(all.has(String(message)), String(message)).toBe(true);
  }
});

test('a text shows the dash where its format has the field, and nothing where it has not', async () => {
  const text = 'SELECT instance_id, count(*) FROM t GROUP BY 1';
  const { rows } = await runQuery({ text, language: 'athena', engine, contents });
  const counts = new Map(rows.map(([value, count]) => [value, count]));
  const dashes = handRecords('shop-v5').filter((record) => record['instance-id'] === '-').length;
  expect(counts.get('-')).toBe(dashes);
  expect(counts.get(null)).toBe(lines('shop-v2').length);
});

test('SELECT * has the columns of all formats, those of the default format first and the day last', async () => {
  const { columns } = explainQuery({ text: 'SELECT * FROM t', language: 'athena', contents });
  const names = columns.map((column) => column.name);
  expect(names.slice(0, 14)).toEqual(sampleFormat('shop-v2').map((name) => name.replaceAll('-', '_')));
  expect(names.slice(14)).toEqual([
    ...sampleFormat('shop-v5')
      .map((name) => name.replaceAll('-', '_'))
      .filter((name) => !names.slice(0, 14).includes(name)),
    'date',
  ]);
});

test.each([
  ['athena', "SELECT * FROM t WHERE interface_id = 'eni-028ce6f2410645d51' AND dstport < 1024 LIMIT 200"],
  ['athena', "SELECT count(*) FROM t WHERE day = '2026/09/14' AND interface_id = 'eni-028ce6f2410645d51'"],
  ['insights', "filter @logStream = 'eni-028ce6f2410645d51' | stats count(*) by dstAddr"],
] as const)('the conditions reach the files in %s: %s', async (language, text) => {
  const { sql: statement } = explainQuery({ text, language, contents });
  const plan = await engine.query(sql`EXPLAIN ${statement}`);
  const shown = plan.rows.map((row) => String(row[1])).join('\n');
  expect(shown).toMatch(/Filters:[\s\S]*interface_id/);
  // The condition is on the stored column, not on the text that is shown for it.
  expect(shown.toLowerCase()).not.toMatch(/filters:[^┌]*coalesce/);
});

test('a value that no record has is named when nothing is found', async () => {
  const text = "filter interfaceId = 'eni-1234567890000000' | filter srcAddr = '10.32.1.8'";
  const { rows, diagnostics } = await runQuery({ text, language: 'insights', engine, contents });
  expect(rows).toEqual([]);
  const absent = diagnostics.filter((each) => each.code === 'no-such-value').map((each) => each.message);
  expect(absent).toEqual(['No record has `eni-1234567890000000` in `interfaceId`, so nothing was found.']);
});

test('events of CloudWatch Logs keep their stream and the time they were taken in', async () => {
  const [record] = handRecords('shop-v2');
  const message = Object.values(record ?? {}).join(' ');
  const start = Number(record?.start) * 1000;
  const stream = `${record?.['interface-id']}-all`;
  const path = join(folder, 'events.json');
  const event = {
    logStreamName: stream,
    timestamp: start,
    message,
    ingestionTime: start + 60_000,
    eventId: '1',
  };
  writeFileSync(path, JSON.stringify({ events: [event], searchedLogStreams: [] }));
  const lakePath = join(folder, 'cloudwatch');
  await ingest({ paths: [path], lakePath });
  const own = await Engine.open({ threads: 1 });
  try {
    const found = await createRecordsView(own, lakePath);
    const ask = (text: string) => runQuery({ text, language: 'insights', engine: own, contents: found });
    const { rows } = await ask(
      `filter @logStream = '${stream}' | fields @logStream, @ingestionTime, @message`,
    );
    const taken = new Date(start + 60_000).toISOString().replace('T', ' ').replace('Z', '');
    expect(rows).toEqual([[stream, taken, message]]);
    expect((await ask(`filter @logstream = '${record?.['interface-id']}'`)).rows).toEqual([]);
    expect((await ask(`filter interfaceId = '${record?.['interface-id']}'`)).rows).toHaveLength(1);
  } finally {
    own.close();
  }
});
