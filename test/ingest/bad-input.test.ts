import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DiagnosticError, WorldError } from '../../src/base/index.js';
import { sql, text } from '../../src/dialect/index.js';
import { Engine } from '../../src/store/index.js';
import { folderWith, gz, header, log, queryLake, record, records, take } from './support.js';

const many = log(...records(1, 3000));
const flipped = gz(many);
flipped[Math.floor(flipped.length / 2)] = (flipped[Math.floor(flipped.length / 2)] ?? 0) ^ 0xff;
const wrongSum = gz(many);
wrongSum[wrongSum.length - 6] = (wrongSum[wrongSum.length - 6] ?? 0) ^ 0xff;

describe('a file that cannot be read is out as a whole, says why, and takes no other with it', () => {
  const bad: Record<string, { content: string | Uint8Array; message: RegExp }> = {
    'gzip cut in half': {
      content: gz(many).subarray(0, 20_000),
      message: /gzip data of .*bad.* end in the middle/,
    },
    'gzip without its last bytes': { content: gz(many).subarray(0, -3), message: /end in the middle/ },
    'gzip with a flipped byte': { content: flipped, message: /corrupt/ },
    'gzip with a wrong checksum': { content: wrongSum, message: /corrupt/ },
    'gzip with other data behind': {
      content: Buffer.concat([gz(many), Buffer.from('trailing')]),
      message: /corrupt|other data after the end of its gzip data/,
    },
    'a second gzip member cut off': {
      content: Buffer.concat([gz(many), gz(log(...records(4000, 6000))).subarray(0, 5000)]),
      message: /end in the middle/,
    },
    'Parquet cut off': { content: Buffer.from('PAR1 and then nothing'), message: /bad/ },
    binary: { content: Buffer.from([1, 2, 3, 0, 255, 254, 10, 0, 0]), message: /a binary file/ },
    'separated by commas': { content: many.replaceAll(' ', ','), message: /separated by `,`/ },
    'separated by commas, in quotes': {
      content: `"${header.split(' ').join('","')}"\n`,
      message: /separated by `,`/,
    },
    'a field named twice': { content: `srcaddr dstaddr srcaddr\n1 2 3\n`, message: /names `srcaddr` twice/ },
    'no header and not the default order': {
      content: 'OK 10.0.0.1 443 6 ACCEPT\n',
      message: /give the log format/,
    },
    prose: { content: 'Dear Sir or Madam\n', message: /no flow log/ },
    'other JSON': { content: '{"NetworkInterfaces": []}', message: /JSON without log events/ },
  };

  test.each(Object.entries(bad))('%s', async (_, { content, message }) => {
    const folder = folderWith({ 'logs/bad': content, 'logs/good.log': log(...records(1, 5)) });
    const report = await take(folder, { paths: [join(folder, 'logs/bad'), join(folder, 'logs/good.log')] });
    expect(report.failed).toHaveLength(1);
    expect(report.failed[0]?.path).toBe(join(folder, 'logs/bad'));
    expect(report.failed[0]?.message).toMatch(message);
    expect((await queryLake(folder, ['bytes'])).length).toBe(5);
    const again = await take(folder, { paths: [join(folder, 'logs/bad')] });
    expect(again.failed).toHaveLength(1);
    writeFileSync(join(folder, 'logs/bad'), log(record(77)));
    expect((await take(folder)).total.records).toBe(1);
  });

  test.skipIf(!existsSync('/usr/bin/zstd'))('zstd cut off or corrupt', async () => {
    const folder = folderWith({ 'a.log': many, 'logs/good.log': log(record(1)) });
    execFileSync('zstd', ['-q', join(folder, 'a.log'), '-o', join(folder, 'a.zst')]);
    const whole = execFileSync('cat', [join(folder, 'a.zst')]);
    writeFileSync(join(folder, 'logs/half.zst'), whole.subarray(0, whole.length / 2));
    writeFileSync(join(folder, 'logs/tail.zst'), whole.subarray(0, -2));
    const wrong = Buffer.from(whole);
    wrong[wrong.length >> 1] = (wrong[wrong.length >> 1] ?? 0) ^ 0xff;
    writeFileSync(join(folder, 'logs/wrong.zst'), wrong);
    const report = await take(folder);
    expect(report.failed.map((each) => each.message.replace(/`[^`]*`/g, 'F').slice(0, 40))).toEqual([
      'The zstd data of F end in the middle: th',
      'The zstd data of F end in the middle: th',
      'The zstd data of F cannot be read: IO Er',
    ]);
    expect(report.total.records).toBe(1);
  });

  test('real Parquet cut off', async () => {
    const folder = folderWith({ 'logs/.keep': '', 'logs/good.log': log(record(1)) });
    const engine = await Engine.open();
    const path = join(folder, 'logs/a.parquet');
    await engine.execute(
      sql`COPY (SELECT '10.0.0.1' AS srcaddr, i AS bytes FROM range(100000) t(i)) TO ${text(path)} (FORMAT parquet)`,
    );
    engine.close();
    writeFileSync(path, execFileSync('head', ['-c', '20000', path]));
    const report = await take(folder);
    expect(report.failed[0]?.message).toMatch(/a\.parquet/);
    expect(report.total.records).toBe(1);
  });

  test.skipIf(process.getuid?.() === 0)('an unreadable file', async () => {
    const folder = folderWith({ 'logs/a.log': log(record(1)), 'logs/b.log': log(record(2)) });
    chmodSync(join(folder, 'logs/a.log'), 0);
    const report = await take(folder);
    expect(report.failed[0]?.message).toMatch(/Cannot read .*a\.log.*EACCES/);
    expect(report.total.records).toBe(1);
  });
});

test('a hand-made Parquet file: types by name, wrong values by row', async () => {
  const folder = folderWith({ 'logs/.keep': '' });
  const engine = await Engine.open();
  await engine.execute(sql`COPY (SELECT * FROM (VALUES
      (12345678901, 'eni-1', '10.0.0.1', '443', 6.0, 10, 'OK', TIMESTAMP '2026-09-14 06:00:00', 'x'),
      (123456789012, 'eni-1', '10.0.0.999', '443', 6.0, 10, 'OK', TIMESTAMP '2026-09-14 06:00:00', 'x'),
      (123456789012, 'eni-1', '2001:db8::1', '70000', 6.0, 10, 'OK', TIMESTAMP '2026-09-14 06:00:00', 'x'),
      (123456789012, 'eni-1', '2001:db8::1', '-', 6.5, 10, 'OK', TIMESTAMP '2026-09-14 06:00:00', 'x'),
      (123456789012, 'eni-1', '-', '0', 0.0, 0, 'NODATA', TIMESTAMP '2026-09-14 06:00:00', 'x'),
      (123456789012, 'eni-1', '10.0.0.2', NULL, 0.0, 0, 'OK', TIMESTAMP '2026-09-14 06:00:00', 'x')
    ) AS t(account_id, interface_id, srcaddr, dstport, protocol, bytes, log_status, start, "new_field"))
    TO ${text(join(folder, 'logs/a.parquet'))} (FORMAT parquet)`);
  engine.close();
  const report = await take(folder);
  expect(report.total).toMatchObject({ lines: 6, headers: 0, records: 2, nodata: 1, rejected: 3 });
  expect(report.unknownFields).toEqual(['new_field']);
  expect(report.rejects.map(({ line, field, reason }) => [line, field, reason])).toEqual([
    [2, 'srcaddr', 'not an IP address'],
    [3, 'dstport', 'larger than 65535'],
    [4, 'protocol', 'not a whole number'],
  ]);
  expect(await queryLake(folder, ['account_id', 'srcaddr', 'dstport', 'protocol', 'bytes', 'start'])).toEqual(
    [
      ['012345678901', '10.0.0.1', 443, 6, 10, 1_789_365_600],
      ['123456789012', '10.0.0.2', null, 0, 0, 1_789_365_600],
      ['123456789012', null, null, null, null, 1_789_365_600],
    ],
  );
});

test('a line of 100 MB is one rejected line', async () => {
  const long = 'x'.repeat(100_000_000);
  const folder = folderWith({
    'logs/a.log': log(record(1), long, record(2)),
    'logs/b.gz': gz(log(record(3), long)),
  });
  const before = process.memoryUsage().rss;
  const report = await take(folder);
  expect(report.total).toMatchObject({ lines: 5, records: 3, rejected: 2 });
  expect(report.rejects[0]).toMatchObject({ line: 3, reason: 'a line of more than 1 MiB' });
  expect(process.memoryUsage().rss - before).toBeLessThan(600e6);
});

test('empty files, folders without logs and files of other kinds are skipped and said', async () => {
  const folder = folderWith({ 'logs/empty.log': '', 'logs/zero.gz': gz(''), 'logs/notes.txt': 'hello\n' });
  const report = await take(folder);
  expect(report.skipped.map((each) => each.why)).toEqual([
    'empty',
    'no flow log: its first line is neither a header nor a record in the default format',
    'empty',
  ]);
  expect(report.taken).toEqual([]);
  expect(report.notes).toEqual(['None of the files is a log.']);
  await expect(take(folderWith({ 'logs/.hidden': 'x' }))).rejects.toThrow(/There are no files in/);
});

test('a path that is not there, a pattern that matches nothing', async () => {
  const folder = folderWith({ 'logs/a.log': log(record(1)) });
  await expect(take(folder, { paths: [join(folder, 'lgos')] })).rejects.toThrow(/no file or folder `.*lgos`/);
  await expect(take(folder, { paths: [join(folder, 'logs/*.gz')] })).rejects.toThrow(/No file matches/);
  expect((await take(folder, { paths: [join(folder, 'l*/**/*.{log,gz}')] })).total.records).toBe(1);
});

test('a wrong log format is the user’s mistake, with its place', async () => {
  const folder = folderWith({ 'logs/a.log': record(1) });
  for (const logFormat of ['', '$ {version}', 'srcaddr srcaddr', 'foo bar']) {
    await expect(take(folder, { logFormat })).rejects.toBeInstanceOf(DiagnosticError);
  }
});

test('a lake of a newer Sluice and a damaged catalogue are refused', async () => {
  const folder = folderWith({
    'logs/a.log': log(record(1)),
    'other/catalogue.duckdb': 'not a database at all',
  });
  await take(folder);
  const engine = await Engine.open();
  await engine.execute(sql`ATTACH ${text(join(folder, 'lake/catalogue.duckdb'))} AS c`);
  await engine.execute(sql`UPDATE c.meta SET schema_version = 99`);
  engine.close();
  await expect(take(folder)).rejects.toThrow(/has version 99 and this Sluice knows version 1/);
  await expect(take(folder, { lakePath: join(folder, 'other') })).rejects.toThrow(
    /catalogue .* cannot be opened/,
  );
});

test('a lake that cannot be made', async () => {
  const folder = folderWith({ 'logs/a.log': log(record(1)), file: '' });
  await expect(take(folder, { lakePath: join(folder, 'file/lake') })).rejects.toThrow(WorldError);
});
