import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  loadLedger,
  type OpenAnalysis,
  openAnalysis,
  policyBasis,
  updateLedgerFile,
} from '../../src/app/index.js';
import { formatPrefix } from '../../src/net/index.js';

const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v5');
let folder: string;
let path: string;
let opened: OpenAnalysis;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ledger-'));
  path = join(folder, 'ledger.csv');
  opened = await openAnalysis({ paths: [sample], lake: join(folder, 'lake'), from: folder });
});
afterAll(async () => {
  await opened.session.close();
  rmSync(folder, { recursive: true });
});

async function basisOf(text: string, today?: string) {
  writeFileSync(path, text);
  return policyBasis(opened, (await loadLedger(path))?.ledger, today);
}

const header = 'workload,destination,protocol,port,decision,expires,reason\n';

describe('an update', () => {
  test('lists each need of a workload once, and a second one changes nothing', async () => {
    rmSync(path, { force: true });
    const first = await updateLedgerFile(opened, { path });
    expect(first.added).toHaveLength(247);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(
      'worker,140.82.121.4,tcp,22,undecided,,,,,,,accepted,2026-09-14,2026-09-14,13,78000,5200000,',
    );
    const again = await updateLedgerFile(opened, { path });
    expect(again).toMatchObject({ changed: false, added: [], gone: [], back: [], refreshed: [] });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('without writing says the same', async () => {
    rmSync(path, { force: true });
    const dry = await updateLedgerFile(opened, { path, dryRun: true });
    expect(dry).toMatchObject({ changed: true, existed: false });
    expect(await loadLedger(path)).toBeUndefined();
  });

  test('adds no line for what a decision on a service covers, and keeps the decision', async () => {
    writeFileSync(path, `${header}*,service:s3,tcp,443,allow,,images\nghost,*,*,*,deny,,\n`);
    const { added, ledger } = await updateLedgerFile(opened, { path });
    expect(added.filter((need) => formatPrefix(need.facts.destination).startsWith('52.219.'))).toEqual([]);
    expect(ledger.lines.find((line) => line.workload === null)).toMatchObject({
      decision: 'allow',
      reason: 'images',
      seen: { seen: 'yes' },
    });
    expect(ledger.lines.length).toBe(2 + added.length);
    expect(ledger.lines.find((line) => line.workload === 'ghost')).toMatchObject({
      decision: 'deny',
      seen: { seen: 'no' },
    });
  });
});

describe('the basis of a policy', () => {
  test('without a ledger has every need, undecided, and where the rules go', async () => {
    const basis = await policyBasis(opened, undefined);
    expect(basis.needs).toHaveLength(247);
    expect(new Set(basis.needs.map((need) => need.decision))).toEqual(new Set(['undecided']));
    expect(basis.rulings).toEqual([]);
    expect(basis.ownPrefixes.map(formatPrefix)).toContain('10.32.0.0/16');
    const app = basis.places.find((place) => place.workload === 'app');
    expect(app).toMatchObject({ securityGroups: [{ name: 'app' }], vpcId: 'vpc-0f1e2d3c4b5a69788' });
    expect(app?.addresses.length).toBe(basis.groups.find((group) => group.name === 'app')?.addresses.length);
    expect(app?.subnets).toHaveLength(2);
  });

  test('decides by service, prefix list, group, workload and block, the most specific first', async () => {
    const basis = await basisOf(
      `${header}*,service:s3,tcp,443,allow,,
app,52.219.170.0/30,tcp,443,deny,,
app,52.219.170.1,tcp,443,allow,,
*,service:secretsmanager,tcp,443,allow,,
app,workload:db,tcp,5432,allow,,
alb,sg-0fd724452ccea71ff,tcp,8080,allow,,
worker,pl-66a5400f,tcp,443,deny,,
worker,140.82.121.0/24,tcp,22,deny,2026-11-24,
worker,*,*,*,allow,,
`,
      '2026-11-25',
    );
    const decisions = (wanted: (need: (typeof basis.needs)[number]) => boolean) =>
      new Set(basis.needs.filter(wanted).map((need) => `${need.decision} ${need.decidedBy?.line ?? 'none'}`));
    const to = (start: string) => (need: (typeof basis.needs)[number]) =>
      formatPrefix(need.destination).startsWith(start);
    expect(decisions((need) => need.workload === 'app' && to('52.219.170.')(need))).toEqual(
      new Set(['allow 2']),
    );
    expect(decisions((need) => need.workload === 'app' && to('10.32.16.52/')(need))).toEqual(
      new Set(['allow 5']),
    );
    expect(decisions((need) => need.workload === 'app' && need.port === 5432)).toEqual(new Set(['allow 6']));
    expect(decisions((need) => need.workload === 'alb' && need.port === 8080)).toEqual(new Set(['allow 7']));
    expect(decisions((need) => need.workload === 'worker' && to('52.94.17.')(need))).toEqual(
      new Set(['deny 8']),
    );
    // Expired, and although a wider line allows.
    expect(decisions((need) => need.workload === 'worker' && to('140.82.121.')(need))).toEqual(
      new Set(['undecided 9']),
    );
    expect(decisions(to('193.149.180.77'))).toEqual(new Set(['allow 10']));
  });

  test('says what each line stands for, also when nothing was seen of it', async () => {
    const basis = await basisOf(
      `${header}*,service:secretsmanager,tcp,443,allow,,
app,workload:db,tcp,5432,allow,,
app,prefix-list:com.amazonaws.eu-central-1.s3,tcp,443,allow,,
app,service:nobody-knows,tcp,443,allow,,
app,api.example.com,tcp,443,allow,,
app,203.0.113.7,tcp,443,deny,2020-01-01,
app,203.0.113.8,tcp,443,deny,2020-01-01,
app,203.0.113.8,tcp,443,allow,,
app,*,udp,53,undecided,,
`,
    );
    expect(
      basis.rulings.map(({ decision, peers, needs }) => [
        decision,
        peers.map((peer) => (peer.kind === 'prefix' ? formatPrefix(peer.prefix) : peer.name)).join(' '),
        needs.length > 0,
      ]),
    ).toEqual([
      ['allow', expect.stringMatching(/^10\.32\.\d+\.\d+\/32/), true],
      ['allow', 'db', true],
      ['allow', 'com.amazonaws.eu-central-1.s3', true],
      ['allow', '', false],
      ['allow', 'api.example.com', false],
      ['undecided', '203.0.113.7/32', false],
      ['allow', '203.0.113.8/32', false],
    ]);
  });
});
