import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import type { Engine } from '../../src/store/index.js';
import { lookupTables } from './lookup-tables.js';
import { handRecords, sampleEngine } from './sample.js';

let engine: Engine;
beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

const ask = async (text: string): Promise<(readonly unknown[])[]> => {
  const source = { tables: lookupTables };
  return [...(await runQuery({ text, language: 'insights', engine, source, lint: false })).rows];
};

const records = handRecords('shop-v2').filter((record) => record.dstport !== '-');
const toPort = (port: string): number => records.filter((record) => record.dstport === port).length;

test('lookup adds a column where the value is the same, and keeps the other rows', async () => {
  const rows = await ask('lookup ports port as dstPort OUTPUT service | stats count(*) as n by service');
  const counts = new Map(rows.map(([service, n]) => [service, n]));
  // The table has 443 twice; the first row of a key counts, and no event becomes two.
  expect(counts.get('https')).toBe(toPort('443'));
  expect(counts.get('ssh')).toBe(toPort('22'));
  expect([...counts.values()].reduce((sum: number, n) => sum + Number(n), 0)).toBe(41_542);
});

test('lookup overwrites a field of the same name only where it finds something', async () => {
  const rows = await ask(
    "filter dstPort in [22, 3389] | fields 'mine' as service | lookup ports port as dstPort OUTPUT service | stats count(*) as n by dstPort, service | sort dstPort",
  );
  expect(rows).toEqual([
    [22, 'ssh', toPort('22')],
    [3389, 'mine', toPort('3389')],
  ]);
});

test('lookup compares several columns', async () => {
  const rows = await ask(
    'lookup ports port as dstPort, protocol OUTPUT owner | filter ispresent(owner) | stats count(*) as n by owner',
  );
  expect(rows).toEqual([['platform', toPort('22')]]);
});

test('cidrlookup takes the longest block, and none for what is no address', async () => {
  const rows = await ask(
    'cidrlookup networks dstAddr as cidr OUTPUT team as who | stats count(*) as n by who',
  );
  const counts = new Map(rows.map(([who, n]) => [who, n]));
  const inside = (prefix: string) => records.filter((record) => record.dstaddr?.startsWith(prefix)).length;
  expect(counts.get('shop')).toBe(inside('10.32.') - inside('10.32.1.'));
  expect(counts.get('edge')).toBe(inside('10.32.1.'));
  expect([...counts.values()].reduce((sum: number, n) => sum + Number(n), 0)).toBe(41_542);
});

test('OUTPUTNEW fills only what is empty', async () => {
  const rows = await ask(
    "filter dstAddr like '10.32.' | fields if(dstPort = 443, 'known', '') as team | cidrlookup networks dstAddr as cidr OUTPUTNEW team | stats count(*) as n by team | sort team",
  );
  expect(rows.map((row) => row[0])).toEqual(['edge', 'known', 'shop']);
});

test.each([
  ['lookup prots port OUTPUT service', /no lookup table `prots`/],
  ['lookup ports port as dstPort OUTPUT name', /no column `name`/],
  ['cidrlookup networks dstAddr OUTPUT team', /no column `dstAddr`/],
  ['cidrlookup ports dstAddr as service OUTPUT owner', /no CIDR block/],
])('%s is refused', async (text, message) => {
  await expect(ask(text)).rejects.toThrow(DiagnosticError);
  await expect(ask(text)).rejects.toThrow(message);
});
