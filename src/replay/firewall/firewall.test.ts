import { describe, expect, test } from 'vitest';
import { emptyInventory } from '../../inventory/index.js';
import { parseAddress } from '../../net/index.js';
import {
  type Flow,
  firewallLayer,
  judge,
  type LayerVerdict,
  lintRules,
  type Rule,
  RuleDocument,
  readFirewall,
  worldOf,
} from '../index.js';
import { keywords } from './keywords.js';

const arn = 'arn:aws:network-firewall:eu-central-1:210987654321:stateful-rulegroup/web';

function read(...documents: readonly object[]) {
  const read = documents.map(
    (value, index) => new RuleDocument(`f${index}.json`, JSON.stringify(value, null, 1)),
  );
  const around = { ownPrefixes: ['10.0.0.0/16'], world: worldOf(emptyInventory) };
  return { ...readFirewall(read, around), diagnostics: read.flatMap((document) => document.diagnostics) };
}

const group = (source: object, more: object = {}) => ({
  RuleGroup: { RulesSource: source, ...more },
  RuleGroupResponse: { RuleGroupArn: arn, RuleGroupName: 'web' },
});
const text = (rules: string) => group({ RulesString: rules });
const strict = (...actions: string[]) => ({
  FirewallPolicy: {
    StatelessDefaultActions: ['aws:forward_to_sfe'],
    StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
    StatefulRuleGroupReferences: [{ ResourceArn: arn, Priority: 1 }],
    StatefulDefaultActions: actions,
    StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
  },
});

function flow(destination: string, port: number, more: Partial<Flow> = {}): Flow {
  const [from, to] = [parseAddress('10.0.0.4'), parseAddress(destination)];
  if (from === undefined || to === undefined) throw new Error('addresses are addresses');
  const shared = { source: from, destination: to, protocol: 6, port, clientPort: 40_000 };
  return { ...shared, answered: true, reach: 'leaving', names: [], ...more };
}

const origin = { workload: 'app', interfaceId: 'eni-1', securityGroups: [], subnetId: null, vpcId: null };

function judged(reading: ReturnType<typeof read>, each: Flow): string {
  expect(reading.diagnostics).toEqual([]);
  if (reading.firewall === undefined) throw new Error('the firewall is read');
  return words(firewallLayer(reading.firewall).judge(each, origin));
}

/** The rules that speak of it, and those that may, by their first words. */
function spoken({ firewall, diagnostics }: ReturnType<typeof read>, each: Flow) {
  expect(diagnostics).toEqual([]);
  if (firewall === undefined) throw new Error('the firewall is read');
  const { kind, matched, maybe } = judge([firewallLayer(firewall)], each, origin);
  const texts = (rules: readonly Rule[]) => rules.map((rule) => rule.text.replace(/ .*/, ''));
  return { kind, matched: texts(matched), maybe: texts(maybe) };
}

function words(verdict: LayerVerdict): string {
  return verdict.kind === 'passes' ? 'passes' : `${verdict.kind}: ${verdict.reason}`;
}

describe('a domain list', () => {
  const list = (kind: string) =>
    group({
      RulesSourceList: {
        Targets: ['.example.com', 'one.test'],
        TargetTypes: ['TLS_SNI'],
        GeneratedRulesType: kind,
      },
    });
  const web = (...names: string[]) => flow('198.51.100.7', 443, { names });

  test('needs a name to be judged', () => {
    expect(judged(read(list('ALLOWLIST')), web())).toBe('unknown: no-name');
  });

  test('allows its names and what is below a dot, and drops other names over TLS', () => {
    const names = ['example.com', 'a.b.example.com', 'one.test', 'two.one.test', 'badexample.com'];
    expect(names.map((name) => judged(read(list('ALLOWLIST')), web(name)))).toEqual([
      ...['passes', 'passes', 'passes'],
      ...['blocked: dropped', 'blocked: dropped'],
    ]);
  });

  test('drops nothing else in strict order, where the default action has to', () => {
    expect(judged(read(strict(), list('ALLOWLIST')), web('two.test'))).toBe('passes');
    expect(judged(read(strict('aws:drop_established'), list('ALLOWLIST')), web('two.test'))).toBe(
      'blocked: dropped-by-default',
    );
  });

  test('that denies stops its names and nothing else', () => {
    expect(judged(read(list('DENYLIST')), web('one.test'))).toBe('blocked: dropped');
    expect(judged(read(list('DENYLIST')), web('two.test'))).toBe('passes');
    expect(judged(read(list('DENYLIST')), web('one.test', 'two.test'))).toBe('unknown: no-name');
  });
});

describe('default actions in strict order', () => {
  const rules = text('pass udp $HOME_NET any -> $EXTERNAL_NET 53 (sid:1;)');
  test('drop_established lets through what a rule passes, and nothing else of UDP', () => {
    const reading = read(strict('aws:drop_established', 'aws:alert_established'), rules);
    expect(judged(reading, flow('198.51.100.7', 53, { protocol: 17 }))).toBe('passes');
    expect(judged(reading, flow('198.51.100.7', 123, { protocol: 17 }))).toBe('blocked: dropped-by-default');
    expect(judged(reading, flow('198.51.100.7', 443))).toBe('blocked: dropped-by-default');
  });

  test('a drop of TCP before TLS is known stops what a later rule would pass', () => {
    const reading = read(
      strict('aws:drop_strict'),
      text('pass tls any any -> any any (tls.sni; content:"one.test"; startswith; endswith; nocase; sid:1;)'),
    );
    expect(judged(reading, flow('198.51.100.7', 443, { names: ['one.test'] }))).toBe(
      'blocked: dropped-by-default',
    );
  });
});

describe('what is refused, with its place', () => {
  const refusals = (...documents: readonly object[]) =>
    read(...documents).diagnostics.map(
      (each) => `${each.source}:${each.span?.start} ${each.code}: ${each.message}`,
    );

  test('keywords, protocols, variables and directions that are not known', () => {
    const found = refusals(
      text(
        'pass tcp any any -> $NOWHERE 80 (sidd:1; lua:x.lua; sid:1;)\ndrop gopher any any => any any (sid:2;)',
      ),
    );
    expect(found.map((each) => each.replace(/^f0\.json:\d+ /, ''))).toEqual([
      'rule-variable: No IP set `$NOWHERE` is defined.',
      'rule-unknown-keyword: The keyword `sidd` is not known, and may change what the rule matches.',
      'rule-unknown-keyword: The keyword `lua` is not known, and may change what the rule matches.',
      'rule-protocol: `gopher` is no protocol of Network Firewall.',
      'rule-direction: `=>` is no direction.',
    ]);
  });

  test('numbers of rules that stand twice in a group, since only one of the two counts', () => {
    const found = refusals(
      text('pass tcp any any -> any 80 (sid:7;)\npass tcp any any -> any 443 (sid:7; rev:2;)'),
    );
    expect(found.map((each) => each.replace(/^f0\.json:\d+ /, ''))).toEqual([
      'rule-sid-twice: The number `sid:7` is that of the rule at f0.json:4:20 too.',
    ]);
  });

  test('the place is that in the file, also behind escapes', () => {
    const source = text('pass tcp any any -> any any (msg:"a"; luaa:1; sid:1;)');
    const [first] = read(source).diagnostics;
    const file = JSON.stringify(source, null, 1);
    expect(file.slice(first?.span?.start, first?.span?.end)).toBe('luaa');
  });

  test('members, default actions and groups that are not known', () => {
    expect(
      refusals(strict('aws:drop_established_app_layer'), group({ RulesString: '', Shape: 1 })),
    ).toHaveLength(2);
    expect(refusals(strict('aws:drop_strict'))[0]).toContain('is in none of the files');
  });
});

describe('order and actions', () => {
  const web = flow('198.51.100.7', 443);
  const rules = (...lines: string[]) =>
    text(lines.map((each, index) => `${each} sid:${index + 1};)`).join('\n'));

  test('by default pass comes before drop before reject before alert; in strict order the text decides', () => {
    const dropFirst = rules('drop tcp any any -> any any (', 'pass tcp any any -> any 443 (');
    expect(judged(read(dropFirst), web)).toBe('passes');
    expect(judged(read(dropFirst), flow('198.51.100.7', 80))).toBe('blocked: dropped');
    expect(judged(read(strict(), dropFirst), web)).toBe('blocked: dropped');
    expect(
      judged(read(rules('reject tcp any any -> any 443 (', 'alert tcp any any -> any 443 (')), web),
    ).toBe('blocked: dropped');
  });

  test('an alert decides nothing, and noalert takes nothing from a drop', () => {
    expect(judged(read(rules('alert tcp any any -> any any (')), web)).toBe('passes');
    expect(judged(read(strict('aws:drop_strict'), rules('alert tcp any any -> any any (')), web)).toBe(
      'blocked: dropped-by-default',
    );
    expect(judged(read(rules('drop tcp any any -> any any (noalert;')), web)).toBe('blocked: dropped');
  });

  test('a rule to the server does not speak of answers', () => {
    expect(judged(read(rules('drop tcp 198.51.100.7 443 -> any any (flow:to_server;')), web)).toBe('passes');
    expect(judged(read(rules('drop tcp 198.51.100.7 443 -> any any (flow:to_client;')), web)).toBe(
      'blocked: dropped',
    );
  });
});

test('rules that may decide the same way, or another, are rules that may be used', () => {
  const rules = 'pass tcp any any -> any any (content:"x"; sid:1;)\npass ip any any -> any any (sid:2;)';
  const https = flow('203.0.113.7', 443);
  const same = { kind: 'passes', matched: ['pass'], maybe: ['pass'] };
  expect(spoken(read(strict(), text(rules)), https)).toEqual(same);
  const other = { kind: 'unknown', matched: [], maybe: ['pass', 'drop'] };
  expect(spoken(read(strict(), text(rules.replace('pass ip', 'drop ip'))), https)).toEqual(other);
});

describe('HOME_NET', () => {
  const rule = 'drop tcp $HOME_NET any -> $EXTERNAL_NET any (sid:1;)';
  const set = (...Definition: string[]) => ({ IPSets: { HOME_NET: { Definition } } });
  const policy = (...Definition: string[]) => {
    const { FirewallPolicy } = strict();
    const PolicyVariables = { RuleVariables: { HOME_NET: { Definition } } };
    return { FirewallPolicy: { ...FirewallPolicy, PolicyVariables } };
  };
  const web = flow('198.51.100.7', 443);

  test('is the VPC where nobody says another', () => {
    expect(judged(read(text(rule)), web)).toBe('blocked: dropped');
    expect(judged(read(text(rule)), flow('10.0.9.9', 443))).toBe('passes');
  });

  test('is that of the policy, and of the group before it; EXTERNAL_NET is what the policy has not', () => {
    expect(judged(read(policy('192.168.0.0/16'), text(rule)), web)).toBe('passes');
    expect(judged(read(policy('192.168.0.0/16', '10.0.0.0/8'), text(rule)), web)).toBe('blocked: dropped');
    const own = group({ RulesString: rule }, { RuleVariables: set('10.0.0.0/24') });
    expect(judged(read(policy('192.168.0.0/16'), own), web)).toBe('blocked: dropped');
    expect(judged(read(policy('192.168.0.0/16'), own), flow('192.168.3.3', 443))).toBe('passes');
  });
});

describe('stateless rules', () => {
  const rule = (Priority: number, action: string, match: object) => ({
    ...{ Priority, RuleDefinition: { Actions: [action], MatchAttributes: match } },
  });
  const policy = (defaults: string, fragments: string, ...StatelessRules: object[]) => {
    const stateless = arn.replace('stateful-rulegroup/web', 'stateless-rulegroup/first');
    const { FirewallPolicy } = strict('aws:drop_strict');
    return read(
      {
        FirewallPolicy: {
          ...FirewallPolicy,
          StatelessDefaultActions: [defaults],
          StatelessFragmentDefaultActions: [fragments],
          StatelessRuleGroupReferences: [{ ResourceArn: stateless, Priority: 1 }],
        },
      },
      text('pass tcp any any <> any 443 (sid:1;)'),
      {
        RuleGroup: { RulesSource: { StatelessRulesAndCustomActions: { StatelessRules } } },
        RuleGroupResponse: { RuleGroupArn: stateless, RuleGroupName: 'first' },
      },
    );
  };

  test('decide by priority, and what none decides goes the default way', () => {
    const drop = rule(10, 'aws:drop', { Destinations: [{ AddressDefinition: '198.51.100.0/24' }] });
    const forward = rule(5, 'aws:forward_to_sfe', {
      DestinationPorts: [{ FromPort: 443, ToPort: 443 }],
      Protocols: [6],
    });
    const back = rule(6, 'aws:forward_to_sfe', {
      SourcePorts: [{ FromPort: 443, ToPort: 443 }],
      Protocols: [6],
    });
    const some = policy('aws:pass', 'aws:pass', drop, forward, back);
    expect(judged(some, flow('198.51.100.7', 443))).toBe('passes');
    expect(judged(some, flow('198.51.100.7', 80))).toBe('blocked: dropped');
    expect(judged(some, flow('203.0.113.7', 80))).toBe('passes');
    expect(judged(policy('aws:forward_to_sfe', 'aws:pass'), flow('203.0.113.7', 80))).toBe(
      'blocked: dropped-by-default',
    );
    expect(judged(policy('aws:drop', 'aws:pass'), flow('203.0.113.7', 443))).toBe(
      'blocked: dropped-by-default',
    );
  });

  test('one direction alone is not told', () => {
    const there = rule(5, 'aws:forward_to_sfe', {
      DestinationPorts: [{ FromPort: 443, ToPort: 443 }],
      Protocols: [6],
    });
    expect(judged(policy('aws:pass', 'aws:pass', there), flow('203.0.113.7', 443))).toBe(
      'unknown: one-way-stateless',
    );
  });

  test('fragments of UDP have a default action of their own', () => {
    const fragment = flow('203.0.113.7', 0, { protocol: 17, port: null, answered: false });
    expect(judged(policy('aws:drop', 'aws:pass'), fragment)).toBe('passes');
    expect(judged(policy('aws:pass', 'aws:drop'), fragment)).toBe('blocked: dropped-by-default');
  });

  test('are used where another rule, or the stateful engine, decides', () => {
    const all = { Destinations: [{ AddressDefinition: '0.0.0.0/0' }] };
    const forwarding = policy('aws:drop', 'aws:drop', rule(7, 'aws:forward_to_sfe', all));
    const passes = { kind: 'passes', matched: ['7', 'pass'], maybe: [] };
    expect(spoken(forwarding, flow('203.0.113.7', 443))).toEqual(passes);
    const blocked = { kind: 'blocked', matched: ['7'], maybe: [] };
    expect(spoken(forwarding, flow('203.0.113.7', 80))).toEqual(blocked);
    const request = rule(7, 'aws:pass', { Sources: [{ AddressDefinition: '10.0.0.0/16' }] });
    const dropping = policy('aws:drop', 'aws:drop', request, rule(8, 'aws:drop', all));
    expect(spoken(dropping, flow('203.0.113.7', 443))).toEqual({ ...blocked, matched: ['7', '8'] });
    const dns = { Protocols: [17], DestinationPorts: [{ FromPort: 53, ToPort: 53 }] };
    const udp = policy('aws:drop', 'aws:drop', rule(7, 'aws:pass', dns), rule(8, 'aws:pass', all));
    const fragment = flow('203.0.113.7', 0, { protocol: 17, port: null, answered: false });
    expect(spoken(udp, fragment)).toEqual({ kind: 'passes', matched: ['8'], maybe: ['7'] });
  });
});

describe('rules of a firewall by themselves', () => {
  const lints = (...documents: readonly object[]) => {
    const { firewall } = read(...documents);
    if (firewall === undefined) throw new Error('the firewall is read');
    return lintRules(firewallLayer(firewall)).map(
      ({ lint, rule, detail }) => `${lint}: ${rule.text} (${detail})`,
    );
  };
  const inOrder = (...rules: string[]) =>
    lints(
      strict('aws:drop_established'),
      text(rules.map((each, index) => `${each} (sid:${index + 1};)`).join('\n')),
    );

  test('one that is never reached, one that adds nothing, one that is in part decided before', () => {
    expect(
      inOrder(
        'drop tcp any any -> 198.51.100.0/24 any',
        'pass tcp any any -> 198.51.100.7 443',
        'drop tcp any any -> 198.51.100.8 22',
        'pass tcp any any -> [198.51.100.128/25,203.0.113.0/24] 443',
      ),
    ).toEqual([
      'shadowed: pass tcp any any -> 198.51.100.7 443 (sid 2) (drop tcp any any -> 198.51.100.0/24 any (sid 1))',
      'redundant: drop tcp any any -> 198.51.100.8 22 (sid 3) (drop tcp any any -> 198.51.100.0/24 any (sid 1))',
      'contradicting: pass tcp any any -> [198.51.100.128/25,203.0.113.0/24] 443 (sid 4) (drop tcp any any -> 198.51.100.0/24 any (sid 1))',
    ]);
  });

  test('exceptions before a wider rule, alerts and other sources are no findings', () => {
    expect(
      inOrder(
        'alert ip any any -> any any',
        'pass tcp 10.0.0.0/24 any -> 198.51.100.7 443',
        'pass tcp 10.0.1.0/24 any -> 198.51.100.7 443',
        'drop tcp any any -> any any',
      ),
    ).toEqual([]);
  });

  test('one about packets of the handshake does not shadow one about all packets', () => {
    const rules = text(
      'drop tcp any any -> 198.51.100.7 any (flow:established; sid:1;)\npass tcp any any -> 198.51.100.7 any (sid:2;)\npass tls any any -> any any (tls.sni; content:"one.test"; sid:3;)',
    );
    expect(lints(strict('aws:drop_established'), rules).map((each) => each.split(':')[0])).toEqual([
      'beyond-boxes',
    ]);
  });

  test('stateless ones by their actions', () => {
    const rule = (Priority: number, action: string, AddressDefinition: string) => ({
      ...{ Priority },
      RuleDefinition: { Actions: [action], MatchAttributes: { Destinations: [{ AddressDefinition }] } },
    });
    const rules = [
      rule(1, 'aws:forward_to_sfe', '198.51.100.0/24'),
      rule(2, 'aws:pass', '198.51.100.7/32'),
      rule(3, 'aws:forward_to_sfe', '198.51.100.8/32'),
    ];
    expect(
      lints(group({ StatelessRulesAndCustomActions: { StatelessRules: rules } })).map((each) =>
        each.split(' ').slice(0, 3).join(' '),
      ),
    ).toEqual(['shadowed: 2 pass', 'redundant: 3 forward']);
  });
});

test('every keyword has a row that says what it needs', () => {
  expect(Object.keys(keywords).length).toBeGreaterThan(80);
});
