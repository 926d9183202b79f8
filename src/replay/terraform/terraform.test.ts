import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../../test/fixtures/vpc.js';
import { parseAddress } from '../../net/index.js';
import { type Flow, judge, type Origin, RuleDocument } from '../index.js';
import { terraformLayers } from './layers.js';

const { inventory } = readDocuments(
  {
    SecurityGroups: [
      { GroupId: 'sg-app', GroupName: 'app' },
      { GroupId: 'sg-db', GroupName: 'db' },
    ],
  },
  {
    NetworkInterfaces: [
      {
        NetworkInterfaceId: 'eni-db',
        PrivateIpAddress: '10.0.1.9',
        Groups: [{ GroupId: 'sg-db', GroupName: 'db' }],
      },
    ],
  },
  { Subnets: [{ SubnetId: 'subnet-a', VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' }] },
);

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly values: object;
  readonly unknown?: object;
  readonly expressions?: object;
}

function read(...resources: readonly Resource[]) {
  const address = ({ type, name }: Resource) => `${type}.${name}`;
  const plan = {
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: {
      root_module: {
        resources: resources.map((each) => ({
          address: address(each),
          mode: 'managed',
          type: each.type,
          values: each.values,
        })),
      },
    },
    resource_changes: resources.map((each) => ({
      address: address(each),
      change: { after_unknown: each.unknown ?? {} },
    })),
    configuration: {
      root_module: {
        resources: resources.map((each) => ({ address: address(each), expressions: each.expressions ?? {} })),
      },
    },
  };
  return terraformLayers(new RuleDocument('plan.json', JSON.stringify(plan, null, 1)), inventory, [
    '10.0.0.0/16',
  ]);
}

function verdict(
  reading: ReturnType<typeof read>,
  destination: string,
  port: number,
  more: Partial<Flow> = {},
): string {
  expect(reading.diagnostics).toEqual([]);
  const [source, to] = [parseAddress('10.0.0.4'), parseAddress(destination)];
  if (source === undefined || to === undefined) throw new Error('addresses are addresses');
  const flow: Flow = {
    ...{ source, destination: to, protocol: 6, port, clientPort: 40_000, answered: true },
    ...{ reach: 'leaving', names: [], ...more },
  };
  const origin: Origin = {
    ...{ workload: 'app', interfaceId: 'eni-app', subnetId: 'subnet-a', vpcId: 'vpc-1' },
    securityGroups: [{ id: 'sg-app', name: 'app' }],
  };
  const found = judge(reading.layers, flow, origin);
  return found.kind === 'passes' ? 'passes' : `${found.kind}: ${found.reason}`;
}

const group = (egress: readonly object[], unknown: object = {}): Resource => ({
  type: 'aws_security_group',
  name: 'app',
  values: { name: 'app', egress },
  unknown: { id: true, ...unknown },
});
const egress = (from: number, to: number, blocks: object) => ({
  protocol: 'tcp',
  from_port: from,
  to_port: to,
  ...blocks,
});

describe('security groups of a plan', () => {
  test('inline rules are those of the group with the same name', () => {
    const reading = read(group([egress(443, 443, { cidr_blocks: ['198.51.100.0/24'] })]));
    expect(verdict(reading, '198.51.100.7', 443)).toBe('passes');
    expect(verdict(reading, '198.51.100.7', 80)).toBe('blocked: no-rule');
    expect(reading.layers[0]?.rules.map((rule) => rule.place)).toEqual(['plan.json:14:8']);
  });

  test('rules of their own belong to the group that they refer to', () => {
    const rule: Resource = {
      type: 'aws_vpc_security_group_egress_rule',
      name: 'db',
      values: { ip_protocol: 'tcp', from_port: 5432, to_port: 5432, referenced_security_group_id: 'sg-db' },
      unknown: { security_group_id: true },
      expressions: {
        security_group_id: { references: ['aws_security_group.app.id', 'aws_security_group.app'] },
      },
    };
    const older: Resource = {
      type: 'aws_security_group_rule',
      name: 'web',
      values: {
        type: 'egress',
        security_group_id: 'sg-app',
        protocol: '-1',
        from_port: 0,
        to_port: 0,
        cidr_blocks: ['203.0.113.0/24'],
      },
    };
    const reading = read(group([]), rule, older);
    expect(verdict(reading, '10.0.1.9', 5432)).toBe('passes');
    expect(verdict(reading, '10.0.1.8', 5432)).toBe('blocked: no-rule');
    expect(verdict(reading, '203.0.113.9', 9999)).toBe('passes');
  });

  test('a new group without blocks has the rules that refer to it, and no other one', () => {
    const created: Resource = {
      type: 'aws_security_group',
      name: 'app',
      values: { name: 'app' },
      unknown: { id: true, egress: true, ingress: true },
      expressions: { name: { constant_value: 'app' } },
    };
    const rule: Resource = {
      type: 'aws_vpc_security_group_egress_rule',
      name: 'web',
      values: { ip_protocol: 'tcp', from_port: 443, to_port: 443, cidr_ipv4: '198.51.100.0/24' },
      unknown: { security_group_id: true },
      expressions: {
        security_group_id: { references: ['aws_security_group.app.id', 'aws_security_group.app'] },
      },
    };
    expect(verdict(read(created, rule), '198.51.100.7', 443)).toBe('passes');
    expect(verdict(read(created, rule), '198.51.100.7', 80)).toBe('blocked: no-rule');
    expect(
      read({ ...created, expressions: { egress: { references: ['local.rules'] } } }).diagnostics,
    ).toHaveLength(1);
  });

  test('a value that is known after apply only is refused by its address', () => {
    const rule: Resource = {
      type: 'aws_vpc_security_group_egress_rule',
      name: 'nat',
      values: { security_group_id: 'sg-app', ip_protocol: 'tcp', from_port: 443, to_port: 443 },
      unknown: { cidr_ipv4: true },
    };
    expect(read(rule).diagnostics.map((each) => each.message)).toEqual([
      '`cidr_ipv4` of `aws_vpc_security_group_egress_rule.nat` is known after apply only, so what the rule allows is not known.',
    ]);
  });
});

test('network ACLs of a plan are judged both ways', () => {
  const entry = (rule_no: number, from: number, to: number) => ({
    ...{ rule_no, action: 'allow', protocol: 'tcp', cidr_block: '0.0.0.0/0', from_port: from, to_port: to },
  });
  const acl = (ingress: object[]): Resource => ({
    type: 'aws_network_acl',
    name: 'private',
    values: { subnet_ids: ['subnet-a'], egress: [entry(100, 443, 443)], ingress },
  });
  expect(verdict(read(acl([entry(100, 32_768, 60_999)])), '198.51.100.7', 443)).toBe('passes');
  expect(verdict(read(acl([entry(100, 1024, 2000)])), '198.51.100.7', 443)).toBe('blocked: denied-back');
  expect(verdict(read(acl([])), '198.51.100.7', 25)).toBe('blocked: denied-out');
});

const firewallGroup: Resource = {
  type: 'aws_networkfirewall_rule_group',
  name: 'web',
  values: {
    ...{ name: 'web', type: 'STATEFUL', capacity: 10 },
    rule_group: [
      {
        rule_variables: [
          { ip_sets: [{ key: 'WEB', ip_set: [{ definition: ['198.51.100.0/24'] }] }], port_sets: [] },
        ],
        rules_source: [
          {
            stateful_rule: [
              {
                action: 'PASS',
                header: [
                  {
                    ...{ protocol: 'TCP', source: 'ANY', source_port: 'ANY', direction: 'FORWARD' },
                    ...{ destination: '$WEB', destination_port: '443' },
                  },
                ],
                rule_option: [{ keyword: 'sid:1', settings: null }],
              },
            ],
          },
        ],
        stateful_rule_options: [{ rule_order: 'STRICT_ORDER' }],
      },
    ],
  },
  unknown: { arn: true },
};
const firewallPolicy: Resource = {
  type: 'aws_networkfirewall_firewall_policy',
  name: 'egress',
  values: {
    name: 'egress',
    firewall_policy: [
      {
        ...{
          stateless_default_actions: ['aws:forward_to_sfe'],
          stateless_fragment_default_actions: ['aws:drop'],
        },
        stateful_rule_group_reference: [{ priority: 1, override: [] }],
        stateful_default_actions: ['aws:drop_established'],
        stateful_engine_options: [{ rule_order: 'STRICT_ORDER' }],
      },
    ],
  },
  expressions: {
    firewall_policy: [
      {
        stateful_rule_group_reference: [
          { resource_arn: { references: ['aws_networkfirewall_rule_group.web.arn'] } },
        ],
      },
    ],
  },
};

test('a firewall of a plan is read as the API describes it', () => {
  const reading = read(firewallGroup, firewallPolicy);
  expect(verdict(reading, '198.51.100.7', 443)).toBe('passes');
  expect(verdict(reading, '203.0.113.9', 443)).toBe('blocked: dropped-by-default');
});
