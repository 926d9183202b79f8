import { describe, expect, test } from 'vitest';
import type { EgressPolicy } from '../../src/policy/index.js';
import { formats, type TargetContext, targets } from '../../src/target/index.js';
import { cidr, context, database, domainPolicy, place, policy, prefix, rule } from './policies.js';

function refusals(target: string, given: EgressPolicy, at: TargetContext = context()) {
  const output = targets.find(({ name }) => name === target)?.generate(given, at);
  // Nothing is written as long as anything is refused.
  if ((output?.refusals.length ?? 0) > 0) {
    for (const format of formats) expect(output?.files(format)).toEqual([]);
  }
  return output?.refusals.map(({ code, workload, rule: id }) => [code, workload, id]);
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    rule(`0000${(index + 0x1000).toString(16)}`, cidr(`198.51.100.${index}/32`), 6, '443'),
  );
const list = (weight: number | null) =>
  rule('00000d01', { kind: 'prefix-list', id: 'pl-1', name: null, prefixes: null, weight }, 6, '443');

describe('security groups refuse', () => {
  const refuse = (given: EgressPolicy, at?: TargetContext) => refusals('security-groups', given, at);

  test('a domain', () => {
    expect(refuse(domainPolicy)?.map(([code]) => code)).toEqual(Array(3).fill('domain-in-security-group'));
  });

  test('a group that another workload carries too, unless groups of their own are made', () => {
    const shared = policy([place('a'), many(1)], [place('b'), many(1)]);
    expect(refuse(shared)).toEqual([
      ['shared-security-group', 'a', null],
      ['shared-security-group', 'b', null],
    ]);
    expect(refuse(shared, context({}, { only: new Set(['a']) }))).toEqual([
      ['shared-security-group', 'a', null],
    ]);
    expect(refuse(shared, context({ newGroups: true }))).toEqual([]);
  });

  test('a workload without a group, or without a VPC for a new one', () => {
    expect(refuse(policy([place('a', { securityGroups: [] }), many(1)]))).toEqual([
      ['no-security-group', 'a', null],
    ]);
    expect(refuse(policy([place('a', { vpcId: null }), many(1)]), context({ newGroups: true }))).toEqual([
      ['no-vpc', 'a', null],
    ]);
  });

  test('more rules than the quota, either family apart, prefix lists by their weight', () => {
    expect(refuse(policy([place('a'), many(60)]))).toEqual([]);
    expect(refuse(policy([place('a'), many(61)]))).toEqual([['too-many-rules', 'a', null]]);
    expect(refuse(policy([place('a'), [...many(55), list(5)]]))).toEqual([]);
    expect(refuse(policy([place('a'), [...many(55), list(6)]]))).toContainEqual([
      'too-many-rules',
      'a',
      null,
    ]);
    const ipv6 = rule('00000e01', cidr('2001:db8::/64'), 6, '443');
    expect(refuse(policy([place('a'), [...many(60), ipv6]]))).toEqual([]);
    expect(refuse(policy([place('a'), [...many(60), rule('00000e02', database, 6, '5432')]]))).toEqual([
      ['too-many-rules', 'a', null],
    ]);
  });

  test('a prefix list of unknown weight', () => {
    expect(refuse(policy([place('a'), [list(null)]]))).toEqual([['unknown-weight', 'a', '00000d01']]);
  });

  test('ports for every protocol at once', () => {
    expect(refuse(policy([place('a'), [rule('00000f01', cidr('192.0.2.1/32'), null, '443')]]))).toEqual([
      ['ports-without-protocol', 'a', '00000f01'],
    ]);
  });
});

describe('network ACLs refuse', () => {
  const refuse = (given: EgressPolicy, at?: TargetContext) => refusals('network-acls', given, at);

  test('when it is not known what is served', () => {
    expect(refuse(policy([place('a'), many(1)]), context({}, { served: null }))).toEqual([
      ['served-unknown', 'a', null],
    ]);
  });

  test('workloads of one subnet that may open different things, unless sharing is accepted', () => {
    const shared = policy([place('a'), many(1)], [place('b', { subnets: place('a').subnets }), many(2)]);
    expect(refuse(shared)).toEqual([['shared-subnet', 'a, b', null]]);
    expect(refuse(shared, context({ shareSubnets: true }))).toEqual([]);
    const same = policy([place('a'), many(1)], [place('b', { subnets: place('a').subnets }), many(1)]);
    expect(refuse(same)).toEqual([]);
  });

  test('more entries than the quota, the implicit deny included, and wide replies make room', () => {
    expect(refuse(policy([place('a'), many(19)]))).toEqual([]);
    expect(refuse(policy([place('a'), many(20)]))?.map(([code]) => code)).toEqual([
      'too-many-entries',
      'too-many-entries',
    ]);
    const wide = context({ wideReplies: true, maxAclEntries: 21 });
    expect(refuse(policy([place('a'), many(20)]), wide)).toEqual([]);
  });

  test('domains, lists without entries, groups without members', () => {
    expect(refuse(domainPolicy)?.map(([code]) => code)).toEqual(Array(3).fill('domain-as-address'));
    expect(refuse(policy([place('a'), [list(1)]]))).toEqual([['unknown-entries', 'a', '00000d01']]);
    const unknown = rule('00000e03', { kind: 'security-group', id: 'sg-1', name: null }, 6, '1');
    expect(refuse(policy([place('a'), [unknown]]))).toEqual([['unknown-members', 'a', '00000e03']]);
  });
});

describe('Network Firewall refuses', () => {
  const refuse = (given: EgressPolicy, at?: TargetContext) => refusals('network-firewall', given, at);

  test('names in the default order, and as tuples', () => {
    expect(refuse(domainPolicy, context({ firewallOrder: 'default' }))).toEqual([
      ['domains-in-default-order', '', null],
    ]);
    const tuples = context({ firewallRules: 'tuples' });
    expect(refuse(domainPolicy, tuples)?.map(([code]) => code)).toEqual(Array(3).fill('domain-in-tuple'));
  });

  test('addresses in a domain list, and names where none can be seen', () => {
    expect(refuse(domainPolicy, context({ firewallRules: 'domains' }))).toEqual([
      ['not-a-domain', 'app', '00000c04'],
    ]);
    const ssh = rule('00000c05', { kind: 'domain', name: 'example.com' }, 6, '22');
    expect(refuse(policy([place('a'), [ssh]]))).toEqual([['domain-without-name', 'a', '00000c05']]);
  });

  test('a rule that is longer than the platform takes, unless its addresses are in a variable', () => {
    const prefixes = Array.from({ length: 900 }, (_, index) =>
      prefix(`10.${index >> 8}.${index & 255}.1/32`),
    );
    const long = rule(
      '00000d02',
      { kind: 'prefix-list', id: 'pl-2', name: null, prefixes, weight: 900 },
      6,
      '443',
    );
    expect(refuse(policy([place('a'), [long]]))).toEqual([['rule-too-long', 'a', '00000d02']]);
    expect(refuse(policy([place('a'), [long]]), context({ firewallRules: 'tuples' }))).toEqual([]);
  });

  test('a workload whose addresses are not known', () => {
    expect(refuse(policy([place('a', { addresses: [] }), many(1)]))).toEqual([
      ['no-source-address', 'a', null],
    ]);
  });
});

test('a NACL for one subnet leaves out what never leaves it', () => {
  const inside = rule('00000a09', cidr('10.32.16.77/32'), 6, '443');
  const output = targets
    .find(({ name }) => name === 'network-acls')
    ?.generate(policy([place('app'), [inside]]), context());
  expect(output?.rows.map(({ rule: id }) => id)).toEqual([null, null]);
});
