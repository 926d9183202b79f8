import { afterAll, beforeAll, expect, test } from 'vitest';
import { type QueryRequest, runQuery } from '../../src/app/query.js';
import type { Engine } from '../../src/store/index.js';
import { handRecords, sampleEngine } from './sample.js';

let engine: Engine;
beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

const hour = 3600;
const from = 1_789_369_200;
const range = { from, to: from + hour };
const ask = (text: string, given: Partial<QueryRequest> = {}) =>
  runQuery({ text, language: 'insights', engine, lint: false, range, ...given });

const all = handRecords('shop-v2');
const within = (start: number, length: number) =>
  all.filter((record) => Number(record.start) >= start && Number(record.start) < start + length);
const count = (records: typeof all, action: string): number =>
  records.filter((record) => record.action === action).length;

test('a range keeps the records that start in it, without its end', async () => {
  const { rows } = await ask('stats count(*) as n');
  expect(rows).toEqual([[within(from, hour).length]]);
});

test('SOURCE may name another range', async () => {
  const { rows } = await ask(`SOURCE 'flow-logs' start=${from - hour} end=${from - 1} | stats count(*) as n`);
  expect(rows).toEqual([[within(from - hour, hour).length]]);
});

test('a subquery runs over the same range', async () => {
  const { rows } = await ask(
    "filter dstAddr in (SOURCE 'flow-logs' | filter action = 'REJECT' | fields dstAddr) | stats count_distinct(dstAddr) as n",
  );
  const rejected = within(from, hour).filter((record) => record.action === 'REJECT');
  expect(rows).toEqual([[new Set(rejected.map((record) => record.dstaddr)).size]]);
});

test('the functions of the range answer in milliseconds, and the end is the last of them', async () => {
  const { rows } = await ask(
    'fields queryStartTime() as s, queryEndTime() as e, queryTimeRange() as l | limit 1',
  );
  expect(rows).toEqual([[from * 1000, (from + hour) * 1000 - 1, hour * 1000 - 1]]);
});

test.each([
  ['diff', from - hour, hour],
  ['diff previousDay', from - 24 * hour, hour],
])('%s counts both ranges', async (command, start, length) => {
  const { rows } = await ask(`pattern action | ${command}`);
  const actions = [...new Set([...within(from, hour), ...within(start, length)].map((each) => each.action))];
  expect(rows.map((row) => row.slice(0, 4)).sort()).toEqual(
    actions
      .map((action = '') => {
        const [now, before] = [count(within(from, hour), action), count(within(start, length), action)];
        return [action, now, before, now - before];
      })
      .sort(),
  );
});

test('logcompare keeps the filters on both sides', async () => {
  const { rows } = await ask("filter action = 'REJECT' | logcompare timeshift 1h");
  const rejected = (start: number) => count(within(start, hour), 'REJECT');
  const sum = (index: number) => rows.reduce((total, row) => total + Number(row[index]), 0);
  expect([sum(1), sum(2)]).toEqual([rejected(from), rejected(from - hour)]);
});

test('without a range the records are compared with the time before them, and a note says so', async () => {
  const starts = all.map((record) => Number(record.start));
  const span = { start: Math.min(...starts) * 1000, end: Math.max(...starts) * 1000 };
  const { rows, diagnostics } = await ask('pattern logStatus | diff', { range: {}, source: { span } });
  expect(rows[0]?.slice(0, 4)).toEqual(['OK', expect.any(Number), 0, expect.any(Number)]);
  expect(diagnostics.map((each) => each.message).join()).toContain(
    ', the time of all records, since no time range is given, with those of the equally long time before it. No record here is that old.',
  );
});

test('records are counted as scanned and as matched', async () => {
  const { statistics } = await ask("filter action = 'REJECT' | stats count(*) by dstPort | limit 1", {
    countRecords: true,
  });
  expect(statistics).toMatchObject({
    recordsScanned: within(from, hour).length,
    recordsMatched: count(within(from, hour), 'REJECT'),
  });
});

test('rows that a limit cuts or that a list makes are no matches', async () => {
  const { statistics } = await ask(
    "filter action = 'REJECT' | limit 3 | parse @message /(?<d>[0-9])/ multi",
    {
      countRecords: true,
    },
  );
  expect(statistics.recordsMatched).toBe(count(within(from, hour), 'REJECT'));
});
