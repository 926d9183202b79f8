import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { joinSql, sql, text } from '../../src/dialect/index.js';
import { defaultFormat } from '../../src/flow/index.js';
import { Engine } from '../../src/store/index.js';
import {
  folderWith,
  gz,
  header,
  log,
  nodata,
  queryLake,
  record,
  records,
  skipdata,
  take,
} from './support.js';

const clean = { records: 3, nodata: 1, skipdata: 1, duplicates: 0, rejected: 0, lines: 5 };
const five = [...records(1, 3), nodata, skipdata];
const message = (line: string, more = {}) => JSON.stringify({ ...more, message: line });

describe('every form of the same five lines gives the same account', () => {
  const forms: Record<string, { file: string; content: string | Uint8Array; headers?: number }> = {
    plain: { file: 'a.log', content: log(...five) },
    'no final newline': { file: 'a.log', content: log(...five).trimEnd() },
    gzip: { file: 'a.log.gz', content: gz(log(...five)) },
    'gzip without its name': { file: 'a', content: gz(log(...five)) },
    'two gzip members': { file: 'a.gz', content: gz(log(...records(1, 3)), `${nodata}\n${skipdata}\n`) },
    'two gzip members, each with a header': {
      file: 'a.gz',
      content: gz(log(...records(1, 3)), log(nodata, skipdata)),
      headers: 2,
    },
    'gzip with zeros after it': {
      file: 'a.gz',
      content: Buffer.concat([gz(log(...five)), Buffer.alloc(512)]),
    },
    CRLF: { file: 'a.log', content: log(...five).replaceAll('\n', '\r\n') },
    'CRLF in some lines': { file: 'a.log', content: log(...five).replace('OK\n', 'OK\r\n') },
    'doubled blanks': { file: 'a.log', content: log(...five).replaceAll(' 443 ', '  443 ') },
    'a doubled blank before the last field': { file: 'a.log', content: log(...five).replace(' OK', '  OK') },
    'blanks at the ends': { file: 'a.log', content: log(...five).replaceAll('OK\n', 'OK \n') },
    tabs: { file: 'a.log', content: log(...five).replaceAll(' ', '\t') },
    'blank lines': { file: 'a.log', content: log(...five).replaceAll('\n', '\n\n  \n') },
    comments: {
      file: 'a.log',
      content: log(...five).replace('OK\n', 'OK #a comment of the documentation\n'),
    },
    'byte order mark': { file: 'a.log', content: `\ufeff${log(...five)}` },
    'no header': { file: 'a.log', content: five.join('\n'), headers: 0 },
    'header in the middle': {
      file: 'a.log',
      content: `${log(...records(1, 3))}${log(nodata, skipdata)}`,
      headers: 2,
    },
    'export task': {
      file: 'task/eni-0123456789abcdef0-all/000000.gz',
      content: gzipSync(five.map((line) => `2026-09-14T06:00:00.000Z ${line}\n`).join('')),
      headers: 0,
    },
    'Firehose lines': { file: 'a', content: five.map((line) => message(line)).join('\n'), headers: 0 },
    'Firehose without newlines': {
      file: 'a',
      content: five.map((line) => message(line)).join(''),
      headers: 0,
    },
    'subscription payload': {
      file: 'a.gz',
      content: gz(
        JSON.stringify({
          messageType: 'CONTROL_MESSAGE',
          logEvents: [{ id: '', message: 'CWL CONTROL MESSAGE' }],
        }),
        JSON.stringify({
          messageType: 'DATA_MESSAGE',
          owner: '123456789010',
          logGroup: 'flow',
          logStream: 'eni-0123456789abcdef0-all',
          logEvents: five.map((line, id) => ({ id: String(id), timestamp: 1, message: line })),
        }),
      ),
      headers: 1,
    },
    'Lambda event': {
      file: 'a.json',
      content: JSON.stringify({
        awslogs: {
          data: gzipSync(JSON.stringify({ logEvents: five.map((line) => ({ message: line })) })).toString(
            'base64',
          ),
        },
      }),
      headers: 0,
    },
    'aws logs filter-log-events': {
      file: 'a.json',
      content: JSON.stringify(
        {
          events: five.map((line) => ({
            logStreamName: 'eni-0123456789abcdef0-all',
            timestamp: 1_789_365_600_000,
            message: line,
            ingestionTime: 1_789_365_900_000,
            eventId: '1',
          })),
          searchedLogStreams: [{ logStreamName: 'x', searchedCompletely: true }],
        },
        null,
        4,
      ),
      headers: 0,
    },
    'aws logs get-log-events': {
      file: 'a.json',
      content: JSON.stringify({
        events: five.map((line) => ({ timestamp: 1, message: line, ingestionTime: 2 })),
        nextForwardToken: 'f/1',
        nextBackwardToken: 'b/1',
      }),
      headers: 0,
    },
  };

  test.each(Object.entries(forms))('%s', async (_, { file, content, headers = 1 }) => {
    const folder = folderWith({ [`logs/${file}`]: content });
    const report = await take(folder);
    expect(report.failed).toEqual([]);
    expect(report.rejects).toEqual([]);
    expect(report.total).toEqual({ ...clean, headers });
    const rows = await queryLake(folder, ['srcaddr', 'dstport', 'bytes', 'log_status']);
    expect(rows.filter((row) => row[3] === 'OK').sort()).toEqual([
      ['10.0.0.1', 443, 1001, 'OK'],
      ['10.0.0.2', 443, 1002, 'OK'],
      ['10.0.0.3', 443, 1003, 'OK'],
    ]);
    expect(rows.filter((row) => row[3] !== 'OK').map((row) => row.slice(0, 3))).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  test.skipIf(!existsSync('/usr/bin/zstd'))('zstd', async () => {
    const folder = folderWith({ 'plain/a.log': log(...five), 'logs/.keep': '' });
    execFileSync('zstd', ['-q', join(folder, 'plain/a.log'), '-o', join(folder, 'logs/a.zst')]);
    expect((await take(folder)).total).toEqual({ ...clean, headers: 1 });
  });

  test('Parquet with the columns that AWS writes', async () => {
    const folder = folderWith({ 'logs/.keep': '', 'plain/a.log': log(...five) });
    const engine = await Engine.open();
    await engine.execute(sql`COPY (SELECT * FROM read_csv(${text(join(folder, 'plain/a.log'))}, delim=' ', nullstr='-',
      header=true, names=[${joinSql(
        defaultFormat.map((each) => text(each.replaceAll('-', '_'))),
        ', ',
      )}])) TO ${text(join(folder, 'logs/a'))} (FORMAT parquet, COMPRESSION gzip)`);
    engine.close();
    const report = await take(folder);
    expect(report.total).toEqual({ ...clean, headers: 0 });
    expect(report.unknownFields).toEqual([]);
  });
});

test('log stream and ingestion time are kept, and null elsewhere', async () => {
  const event = {
    logStreamName: 'my stream',
    timestamp: 1,
    message: record(1),
    ingestionTime: 1_789_365_900_000,
  };
  const folder = folderWith({
    'logs/events.json': JSON.stringify({ events: [event] }),
    'logs/task/eni-0123456789abcdef0-all/000000.gz': gz(`2026-09-14T06:00:00.000Z ${record(2)}\n`),
    'logs/s3.log': log(record(3)),
  });
  await take(folder);
  expect(await queryLake(folder, ['bytes', 'log_stream', 'ingestion_time'])).toEqual([
    [1001, 'my stream', 1_789_365_900_000],
    [1002, 'eni-0123456789abcdef0-all', null],
    [1003, null, null],
  ]);
});

test('columns in any order, by the header of each file and within one file', async () => {
  const folder = folderWith({
    'logs/a.log': 'bytes srcaddr start\n7 10.0.0.1 1789365600\n',
    'logs/b.log':
      'srcaddr bytes log-status start\n10.0.0.2 8 OK 1789365600\nstart bytes srcaddr\n1789365601 9 10.0.0.3\n',
  });
  const report = await take(folder);
  expect(report.total).toMatchObject({ lines: 3, headers: 3, records: 3 });
  expect(await queryLake(folder, ['srcaddr', 'bytes', 'log_status', 'dstaddr'])).toEqual(
    expect.arrayContaining([
      ['10.0.0.1', 7, null, null],
      ['10.0.0.2', 8, 'OK', null],
      ['10.0.0.3', 9, null, null],
    ]),
  );
});

test('a log format reads lines without a header; a header wins over it', async () => {
  const folder = folderWith({
    'logs/a.log': '10.0.0.1 443 OK\n',
    'logs/b.log': 'dstport srcaddr log-status\n80 10.0.0.2 OK\n',
  });
  const report = await take(folder, {
    logFormat: ['srcaddr', 'dstport', 'log-status'].map((field) => `\${${field}}`).join(' '),
  });
  expect(report.total).toMatchObject({ lines: 2, records: 2, headers: 1 });
  expect(await queryLake(folder, ['srcaddr', 'dstport'])).toEqual([
    ['10.0.0.1', 443],
    ['10.0.0.2', 80],
  ]);
});

test('names that are not known yet are reported and kept out, the records are not lost', async () => {
  const folder = folderWith({
    'logs/a.log': 'srcaddr quantum-state bytes log-status new-last\n10.0.0.1 up 5 OK x-1\n',
  });
  const report = await take(folder);
  expect(report.unknownFields).toEqual(['new-last', 'quantum-state']);
  expect(report.total).toMatchObject({ records: 1, rejected: 0 });
  expect(await queryLake(folder, ['srcaddr', 'bytes'])).toEqual([['10.0.0.1', 5]]);
});

test('a transit gateway log has neither interface nor action', async () => {
  const fields =
    'version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status packets-lost-no-route tcp-flags';
  const line =
    '6 TransitGateway 123456789010 tgw-1 tgw-attach-1 10.0.0.1 10.1.0.1 40000  443 6 1 40 1789365600 1789365659 OK 0 2';
  const folder = folderWith({ 'logs/a.log': `${fields}\n${line}\n` });
  expect((await take(folder)).total).toMatchObject({ records: 1, rejected: 0 });
  expect(await queryLake(folder, ['tgw_id', 'packets_lost_no_route', 'tcp_flags', 'action'])).toEqual([
    ['tgw-1', 0, 2, null],
  ]);
});

test('the sample has the lines that zcat and awk count', async () => {
  const folder = folderWith({ 'logs/.keep': '' });
  const report = await take(folder, { paths: ['examples/shop-v2', 'examples/shop-v5'] });
  expect(report.total).toMatchObject({ lines: 83_604, nodata: 12, skipdata: 6, rejected: 0, headers: 98 });
  expect(report.total.records + 18).toBe(report.total.lines);
  expect(report.logGroups.map(({ name, account }) => [name, account.lines, account.records])).toEqual([
    ['resolver-query-logs', 180, 180],
  ]);
  expect(header.split(' ')).toHaveLength(14);
});

test('sources of several forms in one folder keep their own ids', async () => {
  const folder = folderWith({
    'logs/a.log': log(record(1)).replaceAll(' ', '  '),
    'logs/b.log': log(record(2)),
    'logs/c.log': log(record(3)).replaceAll('\n', '\r\n'),
    'logs/d.log': 'srcaddr bytes\n10.0.0.4 1004\n',
    'logs/e.log': log(record(5)),
    'logs/f.log': log(record(6)).replaceAll(' ', '\t'),
  });
  const { taken, failed } = await take(folder);
  expect(failed).toEqual([]);
  for (const { path, sourceId } of taken) {
    const rows = await queryLake(folder, ['bytes', 'source_id'], [sourceId]);
    expect(rows).toEqual([[1001 + path.charCodeAt(path.length - 5) - 97, sourceId]]);
  }
});
