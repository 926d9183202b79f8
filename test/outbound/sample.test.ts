import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnalysisResult, analyze } from '../../src/app/index.js';

const examples = join(import.meta.dirname, '..', '..', 'examples');
let folder: string;
const results = new Map<string, AnalysisResult>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-sample-'));
  for (const name of ['shop-v2', 'shop-v5']) {
    const paths = [join(examples, name)];
    results.set(name, await analyze({ paths, lake: join(folder, name), from: folder }));
  }
  // A copy, so that no inventory lies beside the logs.
  const copy = join(folder, 'logs');
  cpSync(join(examples, 'shop-v2', 'AWSLogs'), copy, { recursive: true });
  results.set(
    'without inventory',
    await analyze({ paths: [copy], lake: join(folder, 'bare'), from: folder }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function result(name: string): AnalysisResult {
  const found = results.get(name);
  if (!found) throw new Error(`no result for ${name}`);
  return found;
}

type Line = Readonly<Record<string, string>>;

/** Every record of a sample as its file has it, read without any of the program's code. */
function linesOf(name: string): Line[] {
  const root = join(examples, name, 'AWSLogs');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.gz'),
  );
  return files.flatMap((file) => {
    const [header = '', ...rows] = gunzipSync(readFileSync(join(root, file)))
      .toString()
      .trim()
      .split('\n');
    const names = header.split(' ');
    return rows.map((row) => {
      const values = row.split(' ');
      return Object.fromEntries(names.map((field, index) => [field, values[index] ?? '']));
    });
  });
}

const key = (iface: string, source: string, destination: string, port: string | number) =>
  `${iface} ${source} > ${destination}:${port}`;

function needsOf(name: string, protocol: number): string[] {
  return result(name)
    .analysis.needs.filter((need) => need.protocol === protocol)
    .map((need) => key(need.interfaceId ?? '-', need.sourceAddress, need.destinationAddress, need.port))
    .sort();
}

const natInterfaces = (name: string) =>
  new Set(
    result(name)
      .setting.inventory.natGateways.flatMap((gateway) => gateway.addresses)
      .map((address) => address.interfaceId),
  );

describe('shop-v5, against its TCP flags counted by hand', () => {
  test('the TCP needs are the tuples whose egress record carries a plain SYN, and no other', () => {
    const nat = natInterfaces('shop-v5');
    const opened = linesOf('shop-v5')
      .filter((line) => line.protocol === '6' && line['flow-direction'] === 'egress')
      .filter((line) => !nat.has(line['interface-id'] ?? ''))
      .filter((line) => (Number(line['tcp-flags']) & 18) === 2)
      .map((line) =>
        key(line['interface-id'] ?? '', line.srcaddr ?? '', line.dstaddr ?? '', line.dstport ?? ''),
      );
    const expected = [...new Set(opened)].sort();
    expect(expected.length).toBeGreaterThan(300);
    expect(needsOf('shop-v5', 6)).toEqual(expected);
  });

  test('nothing that answered a SYN is a need', () => {
    const answered = linesOf('shop-v5')
      .filter((line) => line['flow-direction'] === 'egress' && (Number(line['tcp-flags']) & 16) !== 0)
      .map((line) =>
        key(line['interface-id'] ?? '', line.srcaddr ?? '', line.dstaddr ?? '', line.dstport ?? ''),
      );
    expect(answered.length).toBeGreaterThan(1000);
    const needs = new Set(needsOf('shop-v5', 6));
    expect(answered.filter((each) => needs.has(each))).toEqual([]);
  });
});

describe.each(['shop-v2', 'shop-v5', 'without inventory'])('%s', (name) => {
  test('every conversation has an initiator', () => {
    const { totals, undecided } = result(name).analysis;
    expect(totals.undecidedConversations).toBe(0);
    expect(undecided).toEqual([]);
    expect(totals.outboundConnections).toBe(3821);
  });

  test('each workload opened what the run of the application shows', () => {
    const { needs } = result(name).analysis;
    const sum = (port: number, protocol: number, outside: boolean) =>
      needs
        .filter((need) => need.port === port && need.protocol === protocol)
        .filter((need) => need.destinationAddress.startsWith('10.32.') !== outside)
        .reduce((total, need) => total + need.connections, 0);
    expect({
      database: sum(5432, 6, false),
      cache: sum(6379, 6, false),
      loadBalancer: sum(8080, 6, false),
      endpoint: sum(443, 6, false),
      git: sum(22, 6, true) - needs.filter((need) => need.port === 22 && need.status === 'rejected').length,
      packages: sum(80, 6, true),
      mail: sum(587, 6, true),
      time: sum(123, 17, true),
      ping: sum(0, 1, true),
      mining: sum(3333, 6, true),
      beacon: needs
        .filter((need) => need.destinationAddress === '45.155.204.19')
        .reduce((total, need) => total + need.connections, 0),
    }).toEqual({
      database: 320,
      cache: 192,
      loadBalancer: 2400,
      endpoint: 64,
      git: 25,
      packages: 24,
      mail: 18,
      time: 56,
      ping: 2,
      mining: 1,
      beacon: 48,
    });
  });

  test('what came in is counted and is in no need', () => {
    const { inbound, needs } = result(name).analysis;
    expect(inbound.connections).toBeGreaterThan(6_400);
    expect(inbound.rejected).toBe(1_000);
    expect(needs.filter((need) => need.destinationAddress === '203.55.12.9')).toEqual([]);
  });

  test('NAT gateways repeat, they do not add', () => {
    const { nat, needs, totals } = result(name).analysis;
    expect(nat.map((each) => each.unseenClients)).toEqual([0, 0]);
    expect(totals.repeatedRecords).toBeGreaterThan(6_000);
    expect(needs.filter((need) => need.role === 'nat-gateway' || need.vantage !== 'interface')).toEqual([]);
  });
});

test('the default format, without flags, gives the needs that flags give, workload by workload', () => {
  const table = (name: string) =>
    result(name).analysis.workloads.map((each) => [each.workload, each.connections, each.rejected]);
  expect(table('shop-v2')).toEqual(table('shop-v5'));
});

test('the third run has no inventory', () => {
  expect(result('without inventory').setting.inventoryPaths).toEqual([]);
});

test('without inventory the same sources and destinations are found', () => {
  const rows = (name: string) =>
    result(name)
      .analysis.needs.map(
        (need) =>
          `${need.sourceAddress} ${need.destinationAddress} ${need.protocol}/${need.port} ${need.status}`,
      )
      .sort();
  expect(rows('without inventory')).toEqual(rows('shop-v2'));
});
