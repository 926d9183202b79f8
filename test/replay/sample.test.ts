import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  derivePolicyFrom,
  diffPolicies,
  lintPolicy,
  type OpenAnalysis,
  openAnalysis,
  type ReplayResult,
  replayTraffic,
  ruleUsage,
  writePolicy,
} from '../../src/app/index.js';

const example = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2');
let folder: string;
let opened: OpenAnalysis;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-replay-'));
  opened = await openAnalysis({ paths: [example], lake: join(folder, 'lake'), from: folder });
});
afterAll(async () => {
  await opened.session.close();
  rmSync(folder, { recursive: true });
});

const replay = (...policies: string[]) => replayTraffic(opened, { policies, from: folder });

function written(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return path;
}

function findings({ answer }: ReplayResult): string[] {
  return answer.lists.blocked.rows.map(
    (row) =>
      `${row.workload} ${row.destination} ${row.protocol}/${row.port} ${row.connections}: ${row.reason}`,
  );
}

/** Two workloads may reach the VPC and nothing else; all others stay as they are. */
function narrowed(): string {
  const path = join(example, 'inventory', 'describe-security-groups.json');
  const described = JSON.parse(readFileSync(path, 'utf8'));
  for (const group of described.SecurityGroups) {
    if (group.GroupName !== 'lambda') continue;
    group.IpPermissionsEgress = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.32.0.0/16' }] }];
  }
  return written('narrowed.json', described);
}

test('the rules of the time let through what was let through, and block what was blocked', async () => {
  const { answer } = await replay();
  expect(answer.layers.map(({ kind }) => kind)).toEqual(['security groups', 'network ACLs', 'route tables']);
  expect(answer.lists.blocked.needs).toBe(0);
  expect(answer.totals.blocked.connections).toBe(175);
  expect(answer.totals.passes.connections + answer.totals.blocked.connections).toBe(3821);
  expect(answer.totals.judgedConnections).toBe(1);
});

test('a narrower security group blocks what its workload opened beyond it, and says how much', async () => {
  const result = await replay(narrowed());
  const { blocked } = result.answer.lists;
  expect(blocked.needs).toBeGreaterThan(5);
  expect(blocked.volume.connections).toBe(result.answer.totals.blocked.connections);
  expect(new Set(blocked.rows.map((row) => row.workload))).toEqual(new Set(['lambda']));
  expect(findings(result)).toContain('lambda 198.51.44.7 6/8443 16: no-rule');
});

test('replay of a derived policy on its own needs blocks nothing', async () => {
  const { policy } = await derivePolicyFrom(opened, {
    ledgerPath: join(folder, 'ledger.csv'),
    assume: 'allow-accepted',
  });
  if (policy === undefined) throw new Error('the policy fits');
  const file = written('egress.json', writePolicy(policy));
  const { answer, notes } = await replay(file);
  expect(answer.lists.blocked.rows.filter((row) => row.decision === 'allow')).toEqual([]);
  const accepted = answer.totals.passes.connections;
  expect(accepted).toBeGreaterThan(3_500);
  expect(answer.rules.filter((use) => use.connections === 0 && use.maybe === 0)).toEqual([]);
  // A policy says nothing of what destinations let in, and every rule is named by its place.
  expect(notes.join()).toContain('Destination ingress not judged');
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const { rule } of answer.rules) {
    const line = Number(/^.*:(\d+):\d+$/.exec(rule.place)?.[1]);
    expect(lines.slice(line - 1, line + 2).join('\n')).toContain(rule.text.split(':')[0]);
  }
});

test('the rules of the inventory are named by their lines, and judge what destinations let in', async () => {
  const { answer, notes } = await replay();
  expect(notes).toEqual([]);
  const files = ['security-groups', 'network-acls', 'route-tables'].map((name) => `describe-${name}.json`);
  for (const { rule } of answer.rules) {
    const [, name = '', line] = /([^/]+):(\d+):\d+$/.exec(rule.place) ?? [];
    expect(files).toContain(name);
    expect(Number(line)).toBeGreaterThan(1);
  }
});

test('use, width and contradictions of the rules', async () => {
  const result = await replay();
  const used = ruleUsage(result).map(
    (use) => `${use.state}: ${use.rule.owner.replace(/^sg-\w+ /, '')} ${use.rule.text}`,
  );
  expect(used).toContain('used: (alb) allow everything to 0.0.0.0/0');
  expect(used).toContain('never used: (db) allow everything to 0.0.0.0/0');
  expect(used).toContain('used and blocked: (worker) allow everything to 0.0.0.0/0');
  const lints = lintPolicy(result);
  expect(lints.filter(({ lint }) => lint === 'contradicting')).toHaveLength(1);
  expect(lints.filter(({ lint }) => lint === 'return-path')).toEqual([]);
  expect(lints.some(({ lint }) => lint === 'wider')).toBe(true);
});

test('what two policies allow differently, as sets and as traffic', async () => {
  const path = join(example, 'inventory', 'describe-security-groups.json');
  const diff = await diffPolicies(opened, [path, narrowed()], folder);
  expect(diff.compared).toEqual(['security groups']);
  expect(new Set(diff.allowed.map(({ side }) => side))).toEqual(new Set(['first']));
  expect(diff.changed.length).toBeGreaterThan(5);
  expect(
    diff.changed.every((need) => need.workload === 'lambda' && need.passesSecond < need.passesFirst),
  ).toBe(true);
});

test('a policy in UTF-16 is read, and one that is nested without end is refused', async () => {
  const text = readFileSync(join(example, 'inventory', 'describe-security-groups.json'), 'utf8');
  const wide = join(folder, 'wide.json');
  writeFileSync(wide, Buffer.from(`\uFEFF${text}`, 'utf16le'));
  expect((await replay(wide)).layers.map(({ kind }) => kind)).toEqual(['security groups']);
  const deep = `{"SecurityGroups":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  await expect(replay(written('deep.json', deep))).rejects.toThrow(/no further list or object within 1000/);
});

test('a file without rules, and one that is no JSON, are refused with what would be taken', async () => {
  await expect(replay(written('other.json', { Buckets: [] }))).rejects.toThrow(/`Buckets`, and no rules/);
  await expect(replay(written('broken.json', '{ "SecurityGroups": [ }'))).rejects.toThrow(/not JSON/);
});
