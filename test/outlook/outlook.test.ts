import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addScenario,
  derivePolicyFrom,
  type OpenAnalysis,
  openAnalysis,
  outlookSections,
  savePolicy,
  updateLedgerFile,
} from '../../src/app/index.js';

let folder: string;
let opened: OpenAnalysis;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-outlook-'));
  const logs = join(import.meta.dirname, '../../examples/shop-v5');
  writeFileSync(join(folder, 'sluice.yaml'), 'sources: []\n');
  opened = await openAnalysis({ paths: [logs], lake: join(folder, '.sluice'), from: folder });
}, 60_000);
afterAll(async () => {
  await opened.session.close();
  rmSync(folder, { recursive: true, force: true });
});

const ledger = () => join(folder, 'ledger.csv');
const sections = (detail: 'brief' | 'full' = 'full') =>
  outlookSections(opened, { detail, rows: 5, flags: '--lake x', from: folder });
const ids = async () => (await sections()).map(({ id }) => id);

test('grows with what is known: saturation, scenarios, decisions, policy, replay, roll-out', async () => {
  expect(await ids()).toEqual(['saturation', 'decisions']);
  await addScenario(folder, { name: 'early', from: 1_789_365_600, to: 1_789_369_200, note: null });
  await addScenario(folder, { name: 'never', from: 10, to: 20, note: null });
  expect(await ids()).toEqual(['saturation', 'scenarios', 'decisions']);

  await updateLedgerFile(opened, { path: ledger() });
  expect(await ids()).toEqual(['saturation', 'scenarios', 'decisions']);

  const text = readFileSync(ledger(), 'utf8');
  writeFileSync(ledger(), text.replace(/^(app,10\.32\.32\.\d+,tcp,5432),undecided/m, '$1,allow'));
  expect(await ids()).toEqual(['saturation', 'scenarios', 'decisions', 'policy', 'roll-out']);

  const { policy } = await derivePolicyFrom(opened, { ledgerPath: ledger() });
  if (policy === undefined) throw new Error('the policy fits');
  await savePolicy(join(folder, 'policy', 'egress.json'), policy);
  expect(await ids()).toEqual(['saturation', 'scenarios', 'decisions', 'policy', 'replay', 'roll-out']);
}, 60_000);

test('names scenarios that saw nothing, and repeats the flags in its lines', async () => {
  const found = await sections();
  const scenarios = found.find(({ id }) => id === 'scenarios');
  expect(scenarios?.attention).toBe(true);
  expect(scenarios?.points.join()).toContain('`never`');
  expect(scenarios?.commands).toEqual(['sluice scenario compare never early --lake x']);
  expect(found.flatMap(({ commands }) => commands)).toContain('sluice ledger review --lake x');
});

test('counts decisions, and every kept need that the policy would block', async () => {
  const found = await sections();
  const of = (id: string) => found.find((each) => each.id === id);
  expect(of('decisions')?.points[0]).toContain('1 need allowed, 0 denied, 246 undecided');
  expect(of('policy')?.text[0]).toContain('1 rule for ');
  const blocked = of('replay')?.tables[0]?.table;
  // Accepted when they were recorded, and not denied: kept, though nobody has decided yet.
  expect(blocked?.total).toBeGreaterThan(50);
  expect(of('replay')?.attention).toBe(true);
  expect(of('roll-out')?.points[0]).toContain(
    '246 needs are undecided, and no rule allows them; the replay lists',
  );
});

test('a brief report leaves the rules to the document', async () => {
  const tables = async (detail: 'brief' | 'full') =>
    (await sections(detail)).find(({ id }) => id === 'policy')?.tables.map(({ caption }) => caption);
  expect(await tables('brief')).toEqual(['By workload']);
  expect(await tables('full')).toEqual(['By workload', 'Rules, with the needs they serve']);
});
