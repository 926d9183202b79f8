import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { analyze } from '../../src/app/analyze.js';
import { sql } from '../../src/dialect/index.js';
import { eventColumnTypes } from '../../src/flow/index.js';
import { type CellValue, createRecordsView, Engine, type LakeContents } from '../../src/store/index.js';
import { folderWith, gz, log, records, take } from './support.js';

const dns = (name: string, second = 0): string =>
  JSON.stringify({
    version: '1.100000',
    account_id: '123456789010',
    query_timestamp: `2026-09-14T06:00:${String(second).padStart(2, '0')}Z`,
    query_name: name,
    answers: [{ Rdata: '192.0.2.1', Type: 'A', Class: 'IN' }],
    srcaddr: '10.0.0.1',
  });
const firewall = (type: string): string =>
  JSON.stringify({ firewall_name: 'f', event_timestamp: '1789365600', event: { event_type: type } });

async function eventsOf(folder: string): Promise<{ rows: CellValue[][]; contents: LakeContents }> {
  const engine = await Engine.open({ threads: 2 });
  try {
    const contents = await createRecordsView(engine, join(folder, 'lake'));
    const { columns, rows } = await engine.query(sql`SELECT * FROM events ORDER BY source_id, position`);
    expect(columns.map((column) => column.name)).toEqual(eventColumnTypes.map(({ column }) => column));
    return { rows: rows.map((row) => [...row]), contents };
  } finally {
    engine.close();
  }
}

const accountOf = (report: Awaited<ReturnType<typeof take>>) =>
  report.logGroups.map(({ name, files, account }) => {
    const { lines, records: events, duplicates, rejected } = account;
    return [name, files, lines, events, duplicates, rejected];
  });

const folders = {
  dns: 'logs/AWSLogs/123456789010/vpcdnsquerylogs/vpc-1/2026/09/14/a.log.gz',
  alert: 'logs/AWSLogs/210987654321/network-firewall/alert/eu-west-1/f/2026/09/14/06/a.log.gz',
};

test('flow logs and other logs of one folder have accounts of their own, and each adds up', async () => {
  const folder = folderWith({
    'logs/flow.log': log(...records(1, 5)),
    [folders.dns]: gz(`${dns('a.')}\n\n${dns('b.', 5)}\nno JSON\n${firewall('alert')}\n`),
    [folders.alert]: gz(`${firewall('alert')}\n`),
  });
  const report = await take(folder);
  expect(report.named).toMatchObject({ lines: 5, records: 5, rejected: 0 });
  expect(accountOf(report)).toEqual([
    ['network-firewall-alert-logs', 1, 1, 1, 0, 0],
    ['resolver-query-logs', 1, 4, 2, 0, 2],
  ]);
  expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
    [4, 'not one of the resolver-query-logs; any text is taken with `--log-group NAME`'],
    [5, 'not one of the resolver-query-logs; any text is taken with `--log-group NAME`'],
  ]);
  const { rows, contents } = await eventsOf(folder);
  const day = Date.parse('2026-09-14T06:00:00Z');
  expect(rows.map((row) => row.slice(0, 6))).toEqual([
    ['resolver-query-logs', 'resolver', 'a', '123456789010', day, null],
    ['resolver-query-logs', 'resolver', 'a', '123456789010', day + 5000, null],
    ['network-firewall-alert-logs', 'firewallAlert', 'a', '210987654321', day, null],
  ]);
  expect(rows.map((row) => [row[6], row[8]])).toEqual([
    [dns('a.'), 1],
    [dns('b.', 5), 3],
    [firewall('alert'), 1],
  ]);
  expect(contents).toMatchObject({ rows: 5, batches: 1 });
  expect(contents.sources).toHaveLength(1);
  expect(contents.account).toMatchObject({ lines: 5, records: 5 });
  const [, resolver] = contents.logGroups;
  expect(resolver).toMatchObject({ events: 2, window: { from: day / 1000, to: day / 1000 + 5 } });
  expect(resolver?.fields).toContain('answers.0.Rdata');
});

test('a second run takes nothing, a copy is known, and a changed file takes the place of the old one', async () => {
  const first = gz(`${dns('a.')}\n${dns('b.')}\n`);
  const folder = folderWith({ [folders.dns]: first, 'logs/copy.gz': first });
  const report = await take(folder);
  expect(accountOf(report)).toEqual([['resolver-query-logs', 2, 4, 2, 2, 0]]);
  const again = await take(folder);
  expect(again.taken).toEqual([]);
  expect(accountOf(again)).toEqual(accountOf(report));
  writeFileSync(join(folder, folders.dns), gz(`${dns('c.')}\n${dns('c.')}\n${dns('c.')}\n`));
  const changed = await take(folder);
  expect(changed.changed).toEqual([join(folder, folders.dns)]);
  const { rows } = await eventsOf(folder);
  // Equal events of one file are all kept; the copy, whose original went, has its events back.
  expect(rows.map((row) => JSON.parse(String(row[6])).query_name).sort()).toEqual([
    'a.',
    'b.',
    'c.',
    'c.',
    'c.',
  ]);
});

test('a log group named by hand takes every line as it is, in order', async () => {
  const lines = [
    '\tno time at all',
    '2026-09-14T06:00:01Z GET /cart "quoted" \\u0041',
    '  at com.example.Shop (Shop.java:7)\r',
    '{"level":"warn","message":"slow","timestamp":"2026-09-14T06:00:03Z","deep":{"a":[1,2]}}',
    '# not a comment',
  ];
  const folder = folderWith({ 'logs/app.log': `${lines.join('\n')}\n\n` });
  const report = await take(folder, { logGroup: '/shop/app' });
  expect(accountOf(report)).toEqual([['/shop/app', 1, 5, 5, 0, 0]]);
  expect(report.notes.join()).toContain('3 events name no time');
  const { rows, contents } = await eventsOf(folder);
  expect(rows.map((row) => row[6])).toEqual(lines.map((line) => line.replace('\r', '')));
  const times = rows.map((row) => Number(row[4]) - Date.parse('2026-09-14T06:00:00Z'));
  expect(times.slice(1)).toEqual([1000, 1000, 3000, 3000]);
  expect(contents.logGroups[0]?.fields).toEqual(['deep.a.0', 'deep.a.1', 'level', 'message', 'timestamp']);
});

test('the time before an exported message is no part of it; that of any other log is', async () => {
  const lines = '2026-09-14T06:00:01.000Z one\n2026-09-14T06:00:02.000Z two  blanks\n';
  const folder = folderWith({ 'logs/task/stream-1/000000.gz': gz(lines), 'logs/app.log': lines });
  await take(folder, { logGroup: 'g' });
  const shown = (await eventsOf(folder)).rows.map((row) => [row[2], Number(row[4]) % 60_000, row[6]]);
  expect(shown.sort()).toEqual([
    ['app.log', 1000, '2026-09-14T06:00:01.000Z one'],
    ['app.log', 2000, '2026-09-14T06:00:02.000Z two  blanks'],
    ['stream-1', 1000, 'one'],
    ['stream-1', 2000, 'two  blanks'],
  ]);
});

test('a file taken for another log group moves there, and back to the flow logs', async () => {
  const folder = folderWith({ 'logs/flow.log': log(...records(1, 3)) });
  expect(accountOf(await take(folder, { logGroup: '/raw' }))).toEqual([['/raw', 1, 4, 4, 0, 0]]);
  expect(accountOf(await take(folder))).toEqual([['/raw', 1, 4, 4, 0, 0]]);
  expect(accountOf(await take(folder, { logGroup: '/other' }))).toEqual([['/other', 1, 4, 4, 0, 0]]);
  const report = await take(folder, { logGroup: 'flow-logs' });
  expect([report.logGroups, report.named.records]).toEqual([[], 3]);
  expect((await eventsOf(folder)).rows).toEqual([]);
});

test('events of CloudWatch Logs keep their stream, their times and their group', async () => {
  const event = (message: string, number: number) => ({
    id: String(number),
    timestamp: 1000 * number,
    message,
  });
  const payload = (logGroup: string) => ({
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup,
    logStream: 'vpc-1_i-1',
    logEvents: [event(dns('a.'), 1), event('plain text', 2)],
  });
  const control = { messageType: 'CONTROL_MESSAGE', logGroup: '/dns', logEvents: [event('CWL', 0)] };
  const zipped = gzipSync(JSON.stringify(payload('/dns'))).toString('base64');
  const text = [control, payload('/dns'), payload('/else'), { awslogs: { data: zipped } }];
  const listed = {
    events: [{ logStreamName: 's', timestamp: 5, ingestionTime: 9, message: dns('b.'), eventId: '1' }],
  };
  const folder = folderWith({
    'logs/payload': text.map((each) => JSON.stringify(each)).join('\n'),
    'logs/listed.json': JSON.stringify(listed, null, 2),
  });
  const report = await take(folder);
  expect(accountOf(report)).toEqual([
    ['/dns', 1, 6, 4, 0, 2],
    ['resolver-query-logs', 1, 1, 1, 0, 0],
  ]);
  expect(report.rejects.map((each) => each.reason)).toEqual([
    'an event of the log group /else',
    'an event of the log group /else',
  ]);
  const { rows } = await eventsOf(folder);
  const shown = rows.map(([group, kind, stream, account, time, ingested]) => [
    group,
    kind,
    stream,
    account,
    time,
    ingested,
  ]);
  expect(shown).toEqual(
    expect.arrayContaining([
      ['/dns', 'resolver', 'vpc-1_i-1', '123456789010', 1000, null],
      ['/dns', null, 'vpc-1_i-1', '111122223333', 2000, null],
      ['resolver-query-logs', 'resolver', 's', '123456789010', 5, 9],
    ]),
  );
});

test('text that is not UTF-8 and lines beyond a megabyte are rejected, whatever group was named', async () => {
  const text = Buffer.concat([
    Buffer.from('good 1\n'),
    Buffer.from([0x62, 0xff, 0x0a]),
    Buffer.from('nul \0\n'),
    Buffer.from(`${'x'.repeat(1_100_000)}\n`),
    Buffer.from('good 2 \u{1f600}\n'),
  ]);
  const folder = folderWith({ 'logs/a.log': text });
  const report = await take(folder, { logGroup: 'g' });
  expect(accountOf(report)).toEqual([['g', 1, 5, 2, 0, 3]]);
  expect((await eventsOf(folder)).rows.map((row) => row[6])).toEqual(['good 1', 'good 2 \u{1f600}']);
  await expect(take(folder, { logGroup: 'g', strict: true })).rejects.toThrow(/3 lines were rejected/);
});

test('an analysis of a folder without flow logs is refused and says what is there', async () => {
  const folder = folderWith({ [folders.dns]: gz(`${dns('a.')}\n`) });
  const request = { lake: join(folder, 'lake'), from: folder, paths: [join(folder, 'logs')] };
  await expect(analyze(request)).rejects.toThrow(
    /no flow logs in .*: there are files of other log groups: 1 of resolver-query-logs/,
  );
});
