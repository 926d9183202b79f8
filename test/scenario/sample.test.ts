import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenAnalysis, openAnalysis } from '../../src/app/analyze.js';
import {
  compareNeeds,
  type ScenarioNeed,
  saturationOf,
  scenarioNeeds,
} from '../../src/app/scenario/index.js';

const shop = join(import.meta.dirname, '../../examples/shop-v5');
let lake: string;
let opened: OpenAnalysis;
beforeAll(async () => {
  lake = mkdtempSync(join(tmpdir(), 'sluice-scenario-'));
  opened = await openAnalysis({ paths: [shop], lake, from: lake });
}, 60_000);
afterAll(async () => {
  await opened.session.close();
  rmSync(lake, { recursive: true, force: true });
});

describe('what scenarios saw', () => {
  test('everything belongs to a scenario that is as long as the capture', async () => {
    const all = await scenarioNeeds(opened.session, [
      { name: 'all', spans: [{ from: 0, to: 4_000_000_000 }] },
    ]);
    const connections = all.reduce((sum, need) => sum + need.connections, 0);
    const accepted = all.reduce((sum, need) => sum + need.accepted + need.rejected + need.unanswered, 0);
    expect(connections).toBeGreaterThan(0);
    expect(accepted).toBe(connections);
  });

  test('spans that overlap or touch count each connection once', async () => {
    const at = 1_789_372_800;
    const one = await scenarioNeeds(opened.session, [{ name: 'x', spans: [{ from: at, to: at + 7200 }] }]);
    const pieces = [
      { from: at, to: at + 3600 },
      { from: at + 1800, to: at + 5400 },
      { from: at + 5400, to: at + 7200 },
    ];
    expect(await scenarioNeeds(opened.session, [{ name: 'x', spans: pieces }])).toEqual(one);
  });

  test('a scenario before the capture saw nothing, and none at all asks nothing', async () => {
    expect(await scenarioNeeds(opened.session, [{ name: 'x', spans: [{ from: 0, to: 1 }] }])).toEqual([]);
    expect(await scenarioNeeds(opened.session, [])).toEqual([]);
  });
});

test('saturation counts every need of every workload once, by the hour', async () => {
  const window = { from: 1_789_365_600, to: 1_789_380_000 };
  const { workloads, hours } = await saturationOf(opened.session, window);
  expect(hours).toBe(4);
  expect(workloads.length).toBeGreaterThan(2);
  for (const each of workloads) {
    expect(each.newByHour.reduce((sum, count) => sum + count, 0)).toBe(each.observed);
    expect(each.once + 2 * each.twice).toBeLessThanOrEqual(each.total);
  }
});

describe('comparing', () => {
  const need = (over: Partial<ScenarioNeed>): ScenarioNeed => ({
    scenario: 's',
    workload: 'app',
    destination: '192.0.2.1',
    protocol: 6,
    port: 443,
    connections: 10,
    accepted: 10,
    rejected: 0,
    unanswered: 0,
    bytesOut: 1000,
    bytesIn: 1000,
    ...over,
  });
  const seconds = { secondsA: 100, secondsB: 100 };

  test('tells needs of one side, verdicts and volumes apart', () => {
    const a = [
      need({}),
      need({ port: 22 }),
      need({ port: 80, accepted: 0, rejected: 10 }),
      need({ port: 25, bytesOut: 9 }),
    ];
    const b = [
      need({ bytesOut: 5000 }),
      need({ port: 53 }),
      need({ port: 80 }),
      need({ port: 25, bytesOut: 99_000 }),
    ];
    const { differences, same } = compareNeeds(a, b, seconds);
    expect(differences.map(({ difference, port }) => [difference, port])).toEqual([
      ['only-in-a', 22],
      ['only-in-b', 53],
      ['verdict', 80],
      ['volume', 25],
    ]);
    expect(same).toBe(1);
  });

  test('divides volumes by the time of each side', () => {
    const a = [need({ connections: 1000, bytesOut: 100_000, bytesIn: 0 })];
    const b = [need({ connections: 10, bytesOut: 1000, bytesIn: 0 })];
    expect(compareNeeds(a, b, { secondsA: 10_000, secondsB: 100 }).differences).toEqual([]);
    expect(compareNeeds(a, b, { secondsA: 100, secondsB: 100 }).differences).toHaveLength(1);
  });
});
