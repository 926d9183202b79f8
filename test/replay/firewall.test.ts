import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyInventory } from '../../src/inventory/index.js';
import {
  type Box,
  firewallLayer,
  type Layer,
  RuleDocument,
  readFirewall,
  without,
  worldOf,
} from '../../src/replay/index.js';
import { byFirewall, type PlainFirewall, type PlainRule, type PlainStateless } from './firewall-naive.js';
import { flowOf, originOf } from './flows.js';
import { type Connection, connection, prefixes4 } from './universe.js';

const addresses = fc.constantFrom('any', '$HOME_NET', '$EXTERNAL_NET', '!198.51.100.7/32', ...prefixes4);
const ports = fc.constantFrom('any', 'any', '443', '1:443', '1024:', ':1023', '80');

const rule: fc.Arbitrary<PlainRule> = fc.record({
  action: fc.constantFrom('pass', 'drop', 'reject', 'alert'),
  protocol: fc.constantFrom('ip', 'tcp', 'tcp', 'udp', 'icmp', 'tls'),
  source: addresses,
  sourcePort: ports,
  direction: fc.constantFrom('->', '->', '<>'),
  destination: addresses,
  destinationPort: ports,
  flow: fc.constantFrom(null, null, 'to_server', 'to_client', 'to_server,established', 'not_established'),
  priority: fc.constantFrom(null, 1, 2),
});

const stateless: fc.Arbitrary<PlainStateless> = fc.record({
  priority: fc.integer({ min: 1, max: 1000 }),
  destination: fc.constantFrom(null, ...prefixes4),
  destinationPort: fc.constantFrom(null, [443, 443] as const, [0, 65_535] as const, [1024, 65_535] as const),
  protocol: fc.constantFrom(null, 6, 17),
  syn: fc.boolean(),
  action: fc.constantFrom('aws:pass', 'aws:drop', 'aws:forward_to_sfe', 'aws:forward_to_sfe'),
});

const firewall: fc.Arbitrary<PlainFirewall> = fc.record({
  strict: fc.boolean(),
  defaultAction: fc.constantFrom(null, 'aws:drop_strict', 'aws:drop_established'),
  rules: fc.array(rule, { maxLength: 6 }),
  stateless: fc.uniqueArray(stateless, { maxLength: 2, selector: (each) => each.priority }),
  statelessDefault: fc.constantFrom(
    'aws:pass',
    'aws:forward_to_sfe',
    'aws:forward_to_sfe',
    'aws:forward_to_sfe',
  ),
});

const arn = (kind: string) => `arn:aws:network-firewall:eu-central-1:210987654321:${kind}-rulegroup/tried`;

/** The same firewall as AWS describes it; the stateful rules as text, or as elements of `StatefulRules`. */
function documentsOf(plain: PlainFirewall, asText: boolean): RuleDocument[] {
  const stateful = asText
    ? { RulesString: plain.rules.map(textOf).join('\n') }
    : { StatefulRules: plain.rules.map(elementOf) };
  const order = plain.strict ? 'STRICT_ORDER' : 'DEFAULT_ACTION_ORDER';
  const group = (kind: string, source: object, options: object) => ({
    UpdateToken: 'token',
    RuleGroup: { RulesSource: source, ...options },
    RuleGroupResponse: { RuleGroupArn: arn(kind), RuleGroupName: kind },
  });
  const policy = {
    FirewallPolicyResponse: { FirewallPolicyName: 'tried' },
    FirewallPolicy: {
      StatelessDefaultActions: [plain.statelessDefault],
      StatelessFragmentDefaultActions: ['aws:drop'],
      StatelessRuleGroupReferences: [{ ResourceArn: arn('stateless'), Priority: 1 }],
      StatefulRuleGroupReferences: [{ ResourceArn: arn('stateful') }],
      StatefulDefaultActions: plain.strict && plain.defaultAction !== null ? [plain.defaultAction] : [],
      StatefulEngineOptions: { RuleOrder: order },
    },
  };
  const statelessRules = {
    StatelessRulesAndCustomActions: { StatelessRules: plain.stateless.map(statelessOf) },
  };
  return [
    policy,
    group('stateful', stateful, { StatefulRuleOptions: { RuleOrder: order } }),
    group('stateless', statelessRules, {}),
  ].map((value, index) => new RuleDocument(`file-${index}.json`, JSON.stringify(value, null, 2)));
}

function textOf(each: PlainRule, index: number): string {
  const { action, protocol, source, sourcePort, direction, destination, destinationPort } = each;
  const options = [`msg:"rule \\"${index}\\""`, ...optionsOf(each, index)]
    .map((option) => `${option};`)
    .join(' ');
  return `${action} ${protocol} ${source} ${sourcePort} ${direction} ${destination} ${destinationPort} (${options})`;
}

function optionsOf({ flow, priority }: PlainRule, index: number): string[] {
  return [
    ...(flow === null ? [] : [`flow:${flow}`]),
    ...(priority === null ? [] : [`priority:${priority}`]),
    `sid:${index + 1}`,
  ];
}

function elementOf(each: PlainRule, index: number): object {
  return {
    Action: each.action.toUpperCase(),
    Header: {
      Protocol: each.protocol.toUpperCase(),
      Source: each.source,
      SourcePort: each.sourcePort,
      Direction: each.direction === '->' ? 'FORWARD' : 'ANY',
      Destination: each.destination,
      DestinationPort: each.destinationPort,
    },
    RuleOptions: optionsOf(each, index).map((option) => {
      const [Keyword = '', value = ''] = option.split(':');
      return index % 2 === 0 ? { Keyword: option } : { Keyword, Settings: value.split(',') };
    }),
  };
}

function statelessOf(each: PlainStateless): object {
  const match = {
    ...(each.destination === null ? {} : { Destinations: [{ AddressDefinition: each.destination }] }),
    ...(each.destinationPort === null
      ? {}
      : { DestinationPorts: [{ FromPort: each.destinationPort[0], ToPort: each.destinationPort[1] }] }),
    ...(each.protocol === null ? {} : { Protocols: [each.protocol] }),
    ...(each.syn ? { TCPFlags: [{ Flags: ['SYN'], Masks: ['SYN', 'ACK'] }] } : {}),
  };
  return { RuleDefinition: { MatchAttributes: match, Actions: [each.action] }, Priority: each.priority };
}

function layerOf(plain: PlainFirewall, asText: boolean): Layer {
  const documents = documentsOf(plain, asText);
  const { firewall: read } = readFirewall(documents, {
    ownPrefixes: ['10.0.0.0/24'],
    world: worldOf(emptyInventory),
  });
  expect(documents.flatMap((document) => document.diagnostics)).toEqual([]);
  if (read === undefined) throw new Error('a firewall without diagnostics is read');
  return firewallLayer(read);
}

const words = { passes: 'pass', blocked: 'block', unknown: 'unknown' } as const;

describe.each([
  ['as text', true],
  ['as elements', false],
])('random firewalls on random connections, %s', (_, asText) => {
  test('end as a plain evaluator says', () => {
    fc.assert(
      fc.property(firewall, fc.array(connection, { minLength: 10, maxLength: 30 }), (plain, flows) => {
        // A TCP flag rule speaks of SYN only where the mask says so; the plain evaluator has no protocol for it.
        const tried = {
          ...plain,
          stateless: plain.stateless.map((each) => ({ ...each, protocol: each.syn ? 6 : each.protocol })),
        };
        const layer = layerOf(tried, asText);
        const judged = (each: Connection) => words[layer.judge(flowOf(each), originOf(each)).kind];
        expect(flows.map(judged)).toEqual(flows.map((each) => byFirewall(tried, each)));
      }),
      { numRuns: 300 },
    );
  });
});

/** One connection as a box. */
function pointOf(each: Connection): Box {
  const { source, destination, protocol, port, clientPort } = flowOf(each);
  const ported = [6, 17, 132].includes(protocol);
  return {
    ...{ family: destination.family, first: destination.value, last: destination.value },
    ...{ protocols: [protocol, protocol], ports: ported ? [port ?? 0, port ?? 0] : [0, 65_535] },
    ...{ sources: [source.value, source.value] },
    ...(ported ? { sourcePorts: [clientPort ?? 0, clientPort ?? 0] as const } : {}),
  };
}

test('sets of what random firewalls let through hold what a replay lets pass, and nothing else', () => {
  const ends = new Set<string>();
  const plain = firewall.map((each) => ({
    ...each,
    rules: each.rules.filter(({ protocol }) => protocol !== 'tls'),
    stateless: each.stateless.filter(({ syn }) => !syn),
  }));
  fc.assert(
    fc.property(plain, fc.array(connection, { minLength: 10, maxLength: 30 }), (tried, flows) => {
      const layer = layerOf(tried, true);
      const sets = layer.sets?.();
      expect(sets?.beyond).toEqual([]);
      for (const drawn of flows) {
        // A port that was not logged is that of a fragment, which has a default action of its own.
        const port = drawn.port === 0 && drawn.clientPort > 0 ? 80 : drawn.port;
        const each = { ...drawn, port, answered: true, scope: 'internet' as const };
        const { kind } = layer.judge(flowOf(each), originOf(each));
        if (kind === 'unknown') continue;
        ends.add(kind);
        expect([each, without([pointOf(each)], sets?.allowed ?? []).length === 0]).toEqual([
          each,
          kind === 'passes',
        ]);
      }
    }),
    { numRuns: 300 },
  );
  expect(ends).toEqual(new Set(['passes', 'blocked']));
});

test('rules that ask for more than addresses and ports are named and left out of the sets', () => {
  const document = {
    RuleGroup: {
      RulesSource: {
        RulesString: [
          'pass tcp any any -> 198.51.100.0/24 443 (sid:1;)',
          'pass tls any any -> any any (tls.sni; content:"one.test"; sid:2;)',
          'drop ip any any -> any any (sid:3;)',
        ].join('\n'),
      },
    },
  };
  const { firewall: read } = readFirewall([new RuleDocument('f.json', JSON.stringify(document))], {
    ...{ ownPrefixes: ['10.0.0.0/24'], world: worldOf(emptyInventory) },
  });
  const sets = read && firewallLayer(read).sets?.();
  expect(sets?.beyond.map((rule) => rule.text)).toEqual(['pass tls any any -> any any (sid 2)']);
  expect(sets?.allowed.map(({ first, last, ports }) => [first, last, ports])).toEqual([
    [0xc6336400n, 0xc63364ffn, [443, 443]],
  ]);
});
