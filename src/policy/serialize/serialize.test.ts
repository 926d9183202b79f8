import { expect, test } from 'vitest';
import { basisOf, need, prefix, ruling } from '../../../test/fixtures/policy-basis.js';
import { formatDiagnostic } from '../../base/index.js';
import { derivePolicy } from '../derive/index.js';
import type { EgressPolicy } from '../types.js';
import { readPolicy, writePolicy } from './index.js';

function example(): EgressPolicy {
  const list = {
    kind: 'prefix-list' as const,
    id: 'pl-0a1b2c3d',
    name: 'com.amazonaws.eu-central-1.s3',
    prefixes: [prefix('52.219.0.0/20')],
    weight: null,
  };
  const web = {
    decision: 'allow' as const,
    decidedBy: { line: 3, text: 'app → 198.51.100.7 tcp/443: allow' },
  };
  const basis = basisOf({
    needs: [
      need(web),
      need({ ...web, destination: prefix('52.219.1.1'), peers: [list] }),
      need({ ...web, destination: prefix('2001:db8::7'), port: 8443 }),
      need({
        ...web,
        destination: prefix('10.0.1.7'),
        peers: [{ kind: 'security-group', id: 'sg-db', name: null }],
      }),
      need({ ...web, port: 0 }),
    ],
    rulings: [
      ruling({ peers: [{ kind: 'domain', name: '.example.com' }], ports: { from: 443, to: 443 } }),
      ruling({ peers: [{ kind: 'prefix', prefix: prefix('2001:db8:1::/48') }], protocol: null, ports: null }),
    ],
    places: [
      {
        workload: 'app',
        securityGroups: [{ id: 'sg-app', name: 'app' }],
        subnets: [{ id: 'subnet-1', prefixes: [prefix('10.0.1.0/24')] }],
        vpcId: 'vpc-1',
        addresses: [prefix('10.0.1.4/31')],
      },
    ],
  });
  const { policy } = derivePolicy(basis);
  if (policy === undefined) throw new Error('the example does not fit');
  return policy;
}

/** A policy file keeps what a line says and not where it stands. */
function withoutLines(policy: EgressPolicy): EgressPolicy {
  return {
    ...policy,
    workloads: policy.workloads.map((each) => ({
      ...each,
      rules: each.rules.map((rule) => ({
        ...rule,
        decidedBy: rule.decidedBy.map(({ text }) => ({ line: 0, text })),
      })),
    })),
  };
}

test('what was written is read again, and written the same', () => {
  const policy = example();
  const text = writePolicy(policy);
  const { policy: again, diagnostics } = readPolicy(text, 'egress.json');
  expect(diagnostics).toEqual([]);
  expect(again).toEqual(withoutLines(policy));
  expect(again && writePolicy(again)).toBe(text);
});

test('one line for each thing that may change', () => {
  expect(writePolicy(example())).toMatchSnapshot();
});

const edits: readonly (readonly [name: string, from: string | RegExp, to: string])[] = [
  ['no JSON', '"workloads": [', '"workloads": '],
  ['another kind', '"kind": "egress-policy"', '"kind": "egress"'],
  ['a newer version', '"schemaVersion": 1', '"schemaVersion": 2'],
  ['an unknown member', '"protocol": "tcp"', '"protocoll": "tcp"'],
  ['host bits', '198.51.100.7/32', '198.51.100.7/24'],
  ['no address', '198.51.100.7/32', '198.51.100/24'],
  ['an unknown protocol', '"protocol": "tcp"', '"protocol": "tpc"'],
  ['a port that is none', '"ports": "443"', '"ports": "https"'],
  ['ports of every protocol', /"protocol": "\*",\n(\s+)"ports": "\*"/, '"protocol": "*",\n$1"ports": "443"'],
  ['two peers', '{ "domain": ".example.com" }', '{ "domain": ".example.com", "prefix": "10.0.0.0/8" }'],
  ['a mark', '"marks": ["not-seen"]', '"marks": ["unseen"]'],
  ['an amount', '"excess": "0"', '"excess": "none"'],
  ['a number in place of text', '"excess": "0"', '"excess": 0'],
  ['a time', /"from": "[^"]+"/, '"from": "yesterday"'],
  ['an edited rule', '"ports": "8443"', '"ports": "8444"'],
];

test.each(edits)('%s: the place and the cure', (_, from, to) => {
  const text = writePolicy(example());
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  const { policy, diagnostics } = readPolicy(edited, 'egress.json');
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(policy === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  expect(diagnostics.map((each) => formatDiagnostic(each, edited)).join('\n')).toMatchSnapshot();
});

test('a rule that stands there twice is refused, whatever its id says', () => {
  const text = writePolicy(example());
  const rule = /\n {8}\{\n {10}"id": "[0-9a-f]{8}"[\s\S]*?\n {8}\}/.exec(text)?.[0] ?? '';
  const { diagnostics } = readPolicy(text.replace(rule, `${rule},${rule}`), 'egress.json');
  expect(diagnostics).toMatchObject([{ code: 'policy-twice' }]);
});
