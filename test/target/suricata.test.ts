import { describe, expect, test } from 'vitest';
import { formatPrefix } from '../../src/net/index.js';
import type { EgressPolicy } from '../../src/policy/index.js';
import { type TargetOptions, targets } from '../../src/target/index.js';
import { askPython, hasParsers } from './parser-environment.js';
import { addressPolicy, context, domainPolicy } from './policies.js';

interface Flow {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  /** Whether the policy lets it pass, or it is none of its business. */
  readonly passes: boolean;
}

const app = '10.32.16.10';
const batch = '10.32.18.5';
const flow = (
  source: string,
  destination: string,
  protocol: number,
  port: number,
  passes: boolean,
): Flow => ({
  source,
  destination,
  protocol,
  port,
  passes,
});

const flows: readonly Flow[] = [
  flow(app, '10.32.32.223', 6, 5432, true),
  flow('10.32.16.11', '10.32.33.10', 6, 5432, true),
  flow(app, '10.32.32.224', 6, 5432, false),
  flow(app, '10.32.32.223', 6, 5433, false),
  flow(app, '52.219.170.9', 6, 443, true),
  flow(app, '52.219.176.0', 6, 443, false),
  flow(app, '198.51.100.7', 6, 443, true),
  flow(app, '198.51.100.7', 17, 443, false),
  flow(app, '198.51.100.9', 1, 0, true),
  flow(app, '198.51.100.10', 1, 0, false),
  flow(batch, '203.0.113.3', 17, 123, true),
  flow(batch, '203.0.113.3', 17, 124, false),
  flow(batch, '203.0.113.77', 47, 0, true),
  flow(batch, '203.0.113.77', 89, 0, false),
  flow(batch, '203.0.113.78', 47, 0, false),
  flow(batch, '192.0.2.1', 89, 0, true),
  flow(batch, '192.0.2.1', 6, 25, true),
  // What another workload may open.
  flow(batch, '198.51.100.7', 6, 443, false),
  // An address of no workload, inside.
  flow('10.32.40.1', '198.51.100.7', 6, 443, false),
  // Opened from outside: the reply is no egress of its own.
  flow('192.0.2.200', app, 6, 8080, true),
  flow('192.0.2.200', app, 17, 8080, true),
];

function rulesOf(
  policy: EgressPolicy,
  options: Partial<TargetOptions> = {},
): { rules: string; variables: object } {
  const output = targets.find(({ name }) => name === 'network-firewall')?.generate(policy, context(options));
  const [file] = output?.files('cli') ?? [];
  const group = JSON.parse(file?.text ?? '').RuleGroup;
  const sets = Object.entries<{ Definition: string[] }>(group.RuleVariables.IPSets);
  return {
    rules: group.RulesSource.RulesString,
    variables: Object.fromEntries(sets.map(([name, { Definition }]) => [name, Definition])),
  };
}

describe.skipIf(!hasParsers)('Suricata with the generated rules', { timeout: 120_000 }, () => {
  test('passes what the policy allows and what is opened from outside, and drops the rest', () => {
    const dropped = askPython('packets.py', JSON.stringify({ ...rulesOf(addressPolicy), flows }));
    expect(flows.map((each, index) => ({ ...each, passes: !(dropped as boolean[])[index] }))).toEqual(flows);
  });

  test('passes names and replies, and leaves the rest to the default action', () => {
    const { rules, variables } = rulesOf(domainPolicy);
    const named = (destination: string, port: number, over: object, passes: boolean) => ({
      ...flow(app, destination, 6, port, passes),
      ...over,
    });
    const tries = [
      named('198.51.100.1', 443, { tls: 'www.example.com' }, true),
      named('198.51.100.1', 443, { tls: 'example.com' }, true),
      named('198.51.100.1', 443, { tls: 'notexample.com' }, false),
      named('198.51.100.1', 443, { tls: 'repo.example.net' }, true),
      named('198.51.100.1', 443, { tls: 'x.repo.example.net' }, false),
      named('198.51.100.1', 8443, { tls: 'www.example.com' }, false),
      named('198.51.100.1', 80, { http: 'mirror.example.org' }, true),
      named('198.51.100.1', 80, { http: 'example.org' }, false),
      named('198.51.100.7', 22, {}, true),
      named('198.51.100.8', 22, {}, false),
      { ...flow('10.32.40.1', '198.51.100.1', 6, 443, false), tls: 'www.example.com' },
    ];
    // `aws:drop_established` in Suricata's words: both ways, once the handshake is through.
    const dropEstablished = 'drop tcp any any -> any any (flow:established; dsize:>0; sid:2; rev:1;)\n';
    const request = { rules: rules + dropEstablished, variables, flows: tries };
    const dropped = askPython('packets.py', JSON.stringify(request)) as boolean[];
    expect(tries.map((each, index) => ({ ...each, passes: !dropped[index] }))).toEqual(tries);
  });

  test('drops nothing in the mode that only alerts', () => {
    const dropped = askPython(
      'packets.py',
      JSON.stringify({ ...rulesOf(addressPolicy, { firewallMode: 'alert' }), flows }),
    );
    expect(dropped).toEqual(flows.map(() => false));
  });
});

test('HOME_NET is the VPC that was analysed', () => {
  expect(rulesOf(addressPolicy).variables).toMatchObject({
    HOME_NET: addressPolicy.ownPrefixes.map(formatPrefix),
  });
});
