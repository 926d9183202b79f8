import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import type { Engine } from '../../src/store/index.js';
import { handRecords, sampleEngine } from './sample.js';

let engine: Engine;
beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

const records = handRecords('shop-v2');
const rejected = records.filter((record) => record.action === 'REJECT');
const others = records.filter((record) => record.action !== 'REJECT');

function shares(of: typeof records, field: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of of) counts.set(record[field] ?? '-', (counts.get(record[field] ?? '-') ?? 0) + 1);
  return new Map([...counts].map(([value, count]) => [value, count / of.length]));
}

function median(of: typeof records, field: string): number {
  const values = of
    .filter((record) => record[field] !== '-')
    .map((record) => Number(record[field]))
    .sort((a, b) => a - b);
  const at = (values.length - 1) / 2;
  return ((values[Math.floor(at)] ?? 0) + (values[Math.ceil(at)] ?? 0)) / 2;
}

test('the score is half of how far the shares differ, and the values are those that gain most', async () => {
  const text = "relevantfields dstPort, protocol where action = 'REJECT'";
  const { rows } = await runQuery({ text, language: 'insights', engine, lint: false });
  const expected = ['dstport', 'protocol'].map((field) => {
    const [yes, no] = [shares(rejected, field), shares(others, field)];
    const values = [...new Set([...yes.keys(), ...no.keys()])];
    const gains = values.map((value) => [value, (yes.get(value) ?? 0) - (no.get(value) ?? 0)] as const);
    const score = gains.reduce((sum, [, gain]) => sum + Math.abs(gain), 0) / 2;
    const most = gains
      .filter(([, gain]) => gain > 0)
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, 3);
    return [
      field === 'dstport' ? 'dstPort' : field,
      Number(score.toFixed(6)),
      most.map(([value]) => value).join(', '),
      median(rejected, field),
      median(others, field),
    ];
  });
  expect(rows).toEqual(expected);
});
