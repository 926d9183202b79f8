import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decidePolicy } from '../../policy/index.js';
import { type OpenAnalysis, openAnalysis } from '../analyze.js';
import { renderMarkdown } from '../report/index.js';
import {
  checkPolicyFile,
  derivePolicyFrom,
  loadPolicy,
  policyCheckJson,
  policyCheckReport,
  policyReport,
  savePolicy,
} from './index.js';

const sample = join(import.meta.dirname, '..', '..', '..', 'examples', 'shop-v5');
const folder = mkdtempSync(join(tmpdir(), 'sluice-policy-'));
const ledgerPath = join(folder, 'ledger.csv');
const policyPath = join(folder, 'policy', 'egress.json');
let opened: OpenAnalysis;

beforeAll(async () => {
  opened = await openAnalysis({
    paths: [join(sample, 'AWSLogs')],
    inventory: [join(sample, 'inventory')],
    lake: join(folder, 'lake'),
    from: folder,
  });
});

afterAll(async () => {
  await opened.session.close();
  rmSync(folder, { recursive: true, force: true });
});

const ledger = [
  'workload,destination,protocol,port,decision,reason',
  'app,service:s3,tcp,443,allow,product images',
  'app,workload:db,tcp,5432,allow,orders',
  'app,185.112.83.0/24,tcp,443,allow,payment provider',
  'app,185.112.83.12,tcp,443,deny,the old host of the provider',
  'bastion,*,tcp,22,allow,administration',
  '',
].join('\n');

describe('the sample', () => {
  test('without a decision nothing is derived, and the way on is said', async () => {
    await expect(derivePolicyFrom(opened, { ledgerPath })).rejects.toMatchObject({
      diagnostics: [{ code: 'policy-no-decision', help: expect.stringContaining('sluice ledger update') }],
    });
  });

  test('what was accepted, taken as allowed, is a policy that is proven', async () => {
    const derived = await derivePolicyFrom(opened, { ledgerPath, assume: 'allow-accepted', tradeOff: true });
    const { policy, basis } = derived;
    if (policy === undefined) throw new Error('it does not fit');
    await savePolicy(policyPath, policy);
    expect(readdirSync(join(folder, 'policy'))).toEqual(['egress.json']);
    const checked = await checkPolicyFile(opened, { policyPath, ledgerPath, assume: 'allow-accepted' });
    expect(checked.findings).toEqual([]);
    expect(checked.needs.allow).toBeGreaterThan(50);
    for (const each of basis.needs) {
      const verdict = decidePolicy(
        policy,
        each.workload,
        each.destination,
        each.protocol,
        each.port,
        each.peers,
      );
      expect([each.id, verdict.action]).toEqual([each.id, each.decision === 'allow' ? 'allow' : 'deny']);
    }
    expect(renderMarkdown(policyReport(derived))).toMatchSnapshot();
  });

  test('the ledger decides, a line that denies inside one that allows too', async () => {
    writeFileSync(ledgerPath, ledger);
    const derived = await derivePolicyFrom(opened, { ledgerPath });
    const { policy } = derived;
    if (policy === undefined) throw new Error('it does not fit');
    expect(
      renderMarkdown(
        policyReport({ ...derived, ledgerPath: 'ledger.csv' }, { workloads: ['app', 'bastion'] }),
      ),
    ).toMatchSnapshot();
    await savePolicy(policyPath, policy);
    expect((await checkPolicyFile(opened, { policyPath, ledgerPath })).findings).toEqual([]);
  });

  test('an edited policy fails with examples, for people and for programs', async () => {
    writeFileSync(ledgerPath, ledger);
    const { policy } = await derivePolicyFrom(opened, { ledgerPath });
    if (policy === undefined) throw new Error('it does not fit');
    await savePolicy(policyPath, policy);
    const text = readFileSync(policyPath, 'utf8');
    const edited = text.replace('"185.112.83.13/32"', '"185.112.83.12/31"');
    expect(edited).not.toBe(text);
    writeFileSync(policyPath, edited);
    const checked = await checkPolicyFile(opened, { policyPath, ledgerPath });
    expect(checked.diagnostics).toMatchObject([{ code: 'policy-stale-id', span: expect.anything() }]);
    const named = { ...checked, policyPath: 'policy/egress.json', ledgerPath: 'ledger.csv' };
    expect(renderMarkdown(policyCheckReport(named))).toMatchSnapshot();
    expect(JSON.parse(policyCheckJson(named))).toMatchObject({
      holds: false,
      findings: [{ kind: 'leak', example: { prefix: '185.112.83.12/32', protocol: 'tcp' } }, {}, {}],
    });
  });

  test('a policy that is not there, or not one, is refused', async () => {
    await expect(loadPolicy(join(folder, 'none.json'))).rejects.toMatchObject({
      help: expect.stringContaining('derive'),
    });
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{"kind": "egress-policy", }');
    await expect(loadPolicy(path)).rejects.toMatchObject({
      diagnostics: [{ code: 'policy-not-json', source: path }],
    });
  });

  test('a name that no workload has is refused', async () => {
    await expect(
      derivePolicyFrom(opened, { ledgerPath, assume: 'allow-accepted', shown: ['ap'] }),
    ).rejects.toMatchObject({ diagnostics: [{ code: 'unknown-workload' }] });
  });
});
