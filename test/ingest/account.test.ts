import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderWith, gz, header, log, nodata, queryLake, record, records, take } from './support.js';

/** Lines that are no flow records, each with the reason that is given for it. */
const broken: Record<string, { line: string; reason: RegExp; field: string | null }> = {
  'too few fields': { line: record(1).replace(' OK', ''), reason: /too few fields: 13/, field: null },
  'too many fields': { line: `${record(1)} extra`, reason: /too many fields: 15/, field: null },
  'port out of range': {
    line: record(1, { dstport: '65536' }),
    reason: /larger than 65535/,
    field: 'dstport',
  },
  'negative port': { line: record(1, { srcport: '-1' }), reason: /negative/, field: 'srcport' },
  'protocol out of range': {
    line: record(1, { protocol: '256' }),
    reason: /larger than 255/,
    field: 'protocol',
  },
  'negative packets': { line: record(1, { packets: '-5' }), reason: /negative/, field: 'packets' },
  'too many bytes': { line: record(1, { bytes: '9223372036854775808' }), reason: /larger/, field: 'bytes' },
  'a word for a number': { line: record(1, { bytes: 'many' }), reason: /whole number/, field: 'bytes' },
  'a fraction': { line: record(1, { bytes: '1.5' }), reason: /whole number/, field: 'bytes' },
  'milliseconds as start': {
    line: record(1, { start: '1789365600000' }),
    reason: /milliseconds/,
    field: 'start',
  },
  'a bad IPv4 address': {
    line: record(1, { srcaddr: '10.0.0.256' }),
    reason: /IP address/,
    field: 'srcaddr',
  },
  'an address with leading zeros': {
    line: record(1, { srcaddr: '10.0.0.01' }),
    reason: /IP/,
    field: 'srcaddr',
  },
  'a bad IPv6 address': { line: record(1, { dstaddr: '2001:db8:::1' }), reason: /IP/, field: 'dstaddr' },
  'a name for an address': { line: record(1, { dstaddr: 'example.com' }), reason: /IP/, field: 'dstaddr' },
  'an unknown action': { line: record(1, { action: 'DROP' }), reason: /ACCEPT/, field: 'action' },
  'an unknown status': { line: record(1, { 'log-status': 'FINE' }), reason: /NODATA/, field: 'log-status' },
  'a missing status': { line: record(1, { 'log-status': '-' }), reason: /NODATA/, field: 'log-status' },
  'bytes that are no text': {
    line: record(1, { 'account-id': '12\u0000' }),
    reason: /UTF-8/,
    field: 'account-id',
  },
  'free text': { line: 'Total: 3 records', reason: /too few fields/, field: null },
};

/** Both readers: the first lines of a file decide which one is tried first. */
const places: Record<string, string[]> = { 'among the first lines': [], 'far down': records(100, 199) };
const cases = Object.entries(broken)
  // The engine rounds it, as the reference says.
  .flatMap(([name, each]) => Object.keys(places).map((place) => ({ name, place, ...each })))
  .filter(({ name, place }) => name !== 'a fraction' || place !== 'far down');

test.each(cases)(
  '$name $place is rejected with its line and reason',
  async ({ place, line, reason, field }) => {
    const before = places[place] ?? [];
    const folder = folderWith({
      'logs/a.log': log(...before, record(2), line, record(3)),
      'logs/b.log': log(...records(4, 5)),
    });
    const report = await take(folder);
    const good = before.length + 4;
    expect(report.total).toMatchObject({ lines: good + 1, records: good, rejected: 1, headers: 2 });
    expect(report.rejects).toMatchObject([
      { line: before.length + 3, field, reason: expect.stringMatching(reason) },
    ]);
    expect(report.rejects[0]?.file).toMatch(/a\.log$/);
    expect(report.rejects[0]?.text).toBe(line.replaceAll('\u0000', '\ufffd'));
    expect((await queryLake(folder, ['bytes'])).length).toBe(good);
  },
);

test('a format that ends in a field which may be missing shows short and long lines too', async () => {
  const lines = [
    'srcaddr dstport traffic-path',
    '10.0.0.1 443 -',
    '10.0.0.2 443',
    '10.0.0.3 443 8 x',
    '10.0.0.4 443 8',
  ];
  const folder = folderWith({ 'logs/a.log': lines.join('\n') });
  const report = await take(folder);
  expect(report.rejects.map((reject) => [reject.line, reject.reason.slice(0, 8)])).toEqual([
    [3, 'too few '],
    [4, 'too many'],
  ]);
  expect(await queryLake(folder, ['srcaddr', 'traffic_path'])).toEqual([
    ['10.0.0.1', null],
    ['10.0.0.4', 8],
  ]);
});

test('bytes in another encoding are rejected', async () => {
  const bad = Buffer.concat([
    Buffer.from(log(record(1))),
    Buffer.from(record(2, { 'account-id': 'x' })),
    Buffer.from('\n'),
  ]);
  bad[bad.lastIndexOf('x')] = 0xff;
  const folder = folderWith({ 'logs/a.log': bad });
  expect((await take(folder)).total).toMatchObject({ records: 1, rejected: 1 });
});

test('BPA rejects have no bytes, tags are kept encoded', async () => {
  const fields = `${header} reject-reason instance-tag`;
  const line = `${record(1, { bytes: '-', packets: '-', action: 'REJECT' })} BPA web%2Dtier`;
  const folder = folderWith({ 'logs/a.log': `${fields}\n${line}\n` });
  await take(folder);
  expect(await queryLake(folder, ['bytes', 'reject_reason', 'instance_tag'])).toEqual([
    [null, 'BPA', 'web%2Dtier'],
  ]);
});

describe('exact duplicates count once', () => {
  test('within a file, across files, and the account shows them', async () => {
    const folder = folderWith({
      'logs/a.log': log(...records(1, 10), record(3), nodata, nodata),
      'logs/b.log': log(...records(8, 20), nodata),
    });
    const report = await take(folder);
    expect(report.taken.map((source) => source.account)).toMatchObject([
      { lines: 13, records: 10, nodata: 1, duplicates: 2 },
      { lines: 14, records: 10, nodata: 0, duplicates: 4 },
    ]);
    expect((await queryLake(folder, ['bytes'])).length).toBe(21);
  });

  test('across runs, and what is named is what the lake shows', async () => {
    const folder = folderWith({ 'logs/a.log': log(...records(1, 10)), 'more/b.log': log(...records(8, 20)) });
    const first = await take(folder);
    const second = await take(folder, { paths: [`${folder}/more`] });
    expect(second.total).toMatchObject({ lines: 13, records: 10, duplicates: 3 });
    expect(second.sourceIds).toEqual([1, 2]);
    expect(second.borrowedSourceIds).toEqual(first.sourceIds);
  });

  test('the same file under another name, not read twice', async () => {
    const content = gz(log(...records(1, 10), record(3), 'junk'));
    const folder = folderWith({ 'logs/a.gz': content, 'logs/b.gz': content, 'later/c.gz': content });
    const report = await take(folder);
    const copy = { lines: 12, headers: 1, records: 0, duplicates: 11, rejected: 1 };
    expect(report.taken.map((source) => source.account)).toMatchObject([
      { records: 10, duplicates: 1 },
      copy,
    ]);
    const later = await take(folder, { paths: [`${folder}/later`] });
    expect(later.taken[0]?.account).toMatchObject(copy);
    expect(later.taken[0]?.copyOf).toMatch(/a\.gz$/);
    expect(later.sourceIds).toEqual([1, 3]);
  });

  test('records that differ in any field stay', async () => {
    const twins = [
      record(1),
      record(1, { action: 'REJECT' }),
      record(1, { packets: '11' }),
      record(1, { version: '3' }),
    ];
    const folder = folderWith({ 'logs/a.log': log(...twins) });
    expect((await take(folder)).total).toMatchObject({ records: 4, duplicates: 0 });
  });

  test('a column order of its own does not hide a duplicate', async () => {
    const folder = folderWith({
      'logs/a.log': 'srcaddr bytes start end\n10.0.0.1 5 1789365600 1789365601\n',
      'logs/b.log': 'bytes end start srcaddr\n5 1789365601 1789365600 10.0.0.1\n',
    });
    expect((await take(folder)).total).toMatchObject({ records: 1, duplicates: 1 });
  });

  test('a record without an interface equals itself', async () => {
    const line = record(1, { 'interface-id': '-' });
    const folder = folderWith({ 'logs/a.log': log(line, record(2)), 'logs/b.log': log(line) });
    expect((await take(folder, { paths: [`${folder}/logs/a.log`] })).total.records).toBe(2);
    expect((await take(folder)).total).toMatchObject({ records: 0, duplicates: 1 });
  });

  test('a record with missing values equals itself', async () => {
    const line = record(1, { end: '-', bytes: '-' });
    const folder = folderWith({ 'logs/a.log': log(line), 'logs/b.log': log(line, record(2)) });
    expect((await take(folder)).total).toMatchObject({ records: 2, duplicates: 1 });
  });
});

test('whatever lines come, the account adds up and good records are all there', async () => {
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }).map((number) => record(number)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        nodata,
        header,
        '',
        '   ',
        ...Object.values(broken).map((each) => each.line),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 30 }).map((number) => record(number).replaceAll(' ', '  ')),
    },
  );
  const file = fc.record({
    lines: fc.array(line, { maxLength: 12 }),
    end: fc.constantFrom('\n', '\r\n'),
    zip: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
      const contents = files.map(({ lines, end, zip }) => {
        const text = [header, ...lines].join(end);
        return zip ? gz(text) : text;
      });
      const folder = folderWith(
        Object.fromEntries(contents.map((content, index) => [`logs/${index}`, content])),
      );
      const { total } = await take(folder);
      const all = files.flatMap(({ lines }) => lines).map((each) => each.trim().replaceAll(/ +/g, ' '));
      const good = new Set(all.filter((each) => /^2 .* OK$/.test(each) && !isBroken(each)));
      const isLine = (each: string) => each !== '' && each !== header;
      expect(total.lines).toBe(all.filter(isLine).length);
      expect(total.records + total.nodata + total.skipdata + total.duplicates + total.rejected).toBe(
        total.lines,
      );
      expect(total.records).toBe(good.size);
      expect(total.rejected).toBe(all.filter(isBroken).length);
    }),
    { numRuns: 15 },
  );
});

function isBroken(line: string): boolean {
  return Object.values(broken).some((each) => each.line === line);
}
