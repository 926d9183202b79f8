import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import type { CellValue, Engine } from '../../src/store/index.js';
import { handRecords, sampleEngine } from './sample.js';

/**
 * The guide's three pairs and pairs with literals of the sample: the same question in both languages gives the same rows,
 * and both equal a count over the lines of the files that uses nothing of ours.
 */
let engine: Engine;
const lines = handRecords('shop-v2');

beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

type Row = readonly CellValue[];

async function athena(text: string): Promise<readonly Row[]> {
  return (await runQuery({ text, language: 'athena', engine })).rows;
}
async function insights(text: string): Promise<readonly Row[]> {
  return (await runQuery({ text, language: 'insights', engine })).rows;
}

/** Rows as sorted texts: neither query promises an order among equals. */
function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => row.join(' ')).sort();
}

/** The line of a record as it stands in its file. */
function lineOf(record: Record<string, string>): string {
  return Object.values(record).join(' ');
}

/** `SELECT *` without the partition `date`, as the line of the record. */
function lineOfRow(row: Row): string {
  return row
    .slice(0, -1)
    .map((cell) => cell ?? '-')
    .join(' ');
}

function counted(records: readonly Record<string, string>[], ...keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) {
    const key = keys.map((each) => record[each]).join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

test('the sample has lines', () => expect(lines.length).toBeGreaterThan(40_000));

describe.each([
  { eni: 'eni-1234567890000000', address: '10.100.0.10' },
  { eni: 'eni-028ce6f2410645d51', address: '10.32.21.145' },
  { eni: 'eni-06d4b9adbebcd1f5e', address: '10.32.1.8' },
])('administrative traffic of $eni', ({ eni, address }) => {
  const found = lines.filter(
    (line) => line['interface-id'] === eni && line.srcaddr === address && Number(line.dstport) < 1024,
  );
  const byAthena = `SELECT * FROM "<vpc_flow_logs_table_name>" WHERE interface_id = '${eni}' AND srcaddr LIKE '${address}' AND dstport < 1024 LIMIT 200;`;
  const byInsights = `fields @timestamp, @message | filter interfaceId = '${eni}' | filter srcAddr = '${address}' | filter dstPort < 1024 | limit 200`;

  test('as printed, both keep at most 200 of the records by hand', async () => {
    const all = new Set(found.map(lineOf));
    for (const rows of [
      (await athena(byAthena)).map(lineOfRow),
      (await insights(byInsights)).map((row) => String(row[1])),
    ]) {
      expect(rows).toHaveLength(Math.min(200, found.length));
      for (const row of rows) expect(all.has(row)).toBe(true);
    }
  });

  test('without the limit, both are the records by hand', async () => {
    const expected = found.map(lineOf).sort();
    const first = await athena(byAthena.replace(' LIMIT 200', ''));
    const second = await insights(byInsights.replace(' | limit 200', ''));
    expect(first.map(lineOfRow).sort()).toEqual(expected);
    expect(second.map((row) => String(row[1])).sort()).toEqual(expected);
    for (const row of second) {
      const start = Number(String(row[1]).split(' ')[10]);
      expect(row[0]).toBe(new Date(start * 1000).toISOString().replace('T', ' ').replace('Z', ''));
    }
  });
});

describe.each(['eni-1234567890000000', 'eni-028ce6f2410645d51', 'eni-06d4b9adbebcd1f5e'])(
  'traffic to the outside of %s',
  (eni) => {
    const byAthena = `SELECT dstport, dstaddr, count(*) AS count FROM "<vpc_flow_logs_table_name>" WHERE dstaddr not like '10.32%' AND interface_id = '${eni}' GROUP BY dstport, dstaddr ORDER BY count desc LIMIT 200;`;
    const byInsights = `filter @logstream = '${eni}' | stats count(*) as count by dstAddr, dstPort | filter dstAddr not like '10.32' | order by count desc | limit 200`;
    const own = lines.filter((line) => line['interface-id'] === eni);

    test('the groups and their counts are those by hand', async () => {
      const outside = own.filter((line) => !(line.dstaddr ?? '').startsWith('10.32'));
      const expected = [...counted(outside, 'dstport', 'dstaddr')].map(([key, n]) => `${key} ${n}`).sort();
      const rows = await athena(byAthena.replace(' LIMIT 200', ''));
      expect(sorted(rows.map(([port, address, n]) => [port ?? '-', address ?? null, n ?? null]))).toEqual(
        expected,
      );
    });

    test('Logs Insights searches the text anywhere in the address', async () => {
      const outside = own.filter((line) => !(line.dstaddr ?? '').includes('10.32'));
      const expected = [...counted(outside, 'dstaddr', 'dstport')].map(([key, n]) => `${key} ${n}`).sort();
      const rows = await insights(byInsights.replace(' | limit 200', ''));
      expect(sorted(rows.map(([address, port, n]) => [address ?? null, port ?? '-', n ?? null]))).toEqual(
        expected,
      );
    });

    test('both languages agree on the counts of the first 200', async () => {
      const first = await athena(byAthena);
      const second = await insights(byInsights);
      expect(first.map((row) => row[2])).toEqual(second.map((row) => row[2]));
      const least = Number(first.at(-1)?.[2] ?? 0);
      // Groups with the smallest count may be cut anywhere; all above it are the same.
      const above = (rows: readonly Row[], order: readonly number[]) =>
        sorted(
          rows.filter((row) => Number(row[2]) > least).map((row) => order.map((index) => row[index] ?? null)),
        );
      expect(above(first, [0, 1, 2])).toEqual(above(second, [1, 0, 2]));
    });
  },
);

describe('rejected traffic', () => {
  test('A3 is the records by hand', async () => {
    const expected = lines
      .filter((line) => (line.srcaddr ?? '').startsWith('10.32') && line.action === 'REJECT')
      .map(lineOf)
      .sort();
    const rows = await athena(
      `SELECT * FROM "<vpc_flow_logs_table_name>" WHERE srcaddr like '10.32%' AND action LIKE 'REJECT'`,
    );
    expect(expected.length).toBeGreaterThan(100);
    expect(rows.map(lineOfRow).sort()).toEqual(expected);
  });

  test.each(['eni-0123456789000000', 'eni-0268ecc45dc6bf1e1'])(
    'I3 on %s, and the same in SQL',
    async (eni) => {
      const expected = lines
        .filter((line) => line['interface-id'] === eni && line.action === 'REJECT')
        .map(lineOf)
        .sort();
      const rows = await insights(
        `filter @logstream = '${eni}' | fields @timestamp, @message | filter action='REJECT'`,
      );
      const same = await athena(`SELECT * FROM t WHERE interface_id = '${eni}' AND action = 'REJECT'`);
      expect(rows.map((row) => String(row[1])).sort()).toEqual(expected);
      expect(same.map(lineOfRow).sort()).toEqual(expected);
    },
  );
});

describe('pairs in both languages', () => {
  const sum = (records: readonly Record<string, string>[]) =>
    records.reduce((total, record) => total + (record.bytes === '-' ? 0 : Number(record.bytes)), 0);

  test.each([
    {
      what: 'bytes by protocol',
      athena: 'SELECT protocol, sum(bytes) FROM t WHERE protocol IS NOT NULL GROUP BY protocol ORDER BY 1',
      insights: 'filter ispresent(protocol) | stats sum(bytes) by protocol | sort protocol',
      byHand: () =>
        ['1', '6', '17'].map((protocol) => [
          Number(protocol),
          sum(lines.filter((line) => line.protocol === protocol)),
        ]),
    },
    {
      what: 'the dash is a text and no number',
      athena: "SELECT count(*), count(srcaddr), count(bytes) FROM t WHERE dstaddr = '-'",
      insights: "filter dstAddr = '-' | stats count(*), count(srcAddr), sum(ispresent(bytes))",
      byHand: () => {
        const silent = lines.filter((line) => line.dstaddr === '-').length;
        return [[silent, silent, 0]];
      },
    },
    {
      what: 'an address block',
      athena: "SELECT count(*) FROM t WHERE contains('10.32.16.0/20', TRY_CAST(dstaddr AS IPADDRESS))",
      insights: "filter isIpv4InSubnet(dstAddr, '10.32.16.0/20') | stats count(*)",
      byHand: () => [
        [lines.filter(({ dstaddr = '' }) => /^10\.32\.(1[6-9]|2\d|3[01])\.\d+$/.test(dstaddr)).length],
      ],
    },
    {
      what: 'an hour',
      athena: 'SELECT count(*), min(start) FROM t WHERE start >= 1789369200 AND start < 1789372800',
      insights: 'filter startTime >= 1789369200 and startTime < 1789372800 | stats count(*), min(start)',
      byHand: () => {
        const within = lines
          .map((line) => Number(line.start))
          .filter((start) => start >= 1789369200 && start < 1789372800);
        return [[within.length, Math.min(...within)]];
      },
    },
    {
      what: 'different destinations',
      athena: "SELECT count(DISTINCT dstaddr) FROM t WHERE action = 'ACCEPT' AND dstport <> 443",
      insights: "filter action = 'ACCEPT' and dstPort != 443 | stats count_distinct(dstAddr)",
      byHand: () => {
        const found = lines.filter(
          (line) => line.action === 'ACCEPT' && line.dstport !== '443' && line.dstport !== '-',
        );
        return [[new Set(found.map((line) => line.dstaddr)).size]];
      },
    },
  ])('$what', async ({ athena: sqlText, insights: insightsText, byHand }) => {
    const expected = byHand();
    expect(await athena(sqlText)).toEqual(expected);
    expect(await insights(insightsText)).toEqual(expected);
  });
});
