import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../test/fixtures/vpc.js';
import { type Inventory, readInventory } from './index.js';

function only(inventory: Inventory) {
  const [first, ...rest] = inventory.interfaces;
  if (!first || rest.length > 0) throw new Error('one interface is expected');
  return first;
}

function codes(reading: ReturnType<typeof readInventory>): string[] {
  return reading.diagnostics.map((each) => `${each.severity} ${each.code}`);
}

describe('an interface', () => {
  const base = { NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1' };
  const ownerOf = (members: object) => {
    const { role, owner } = only(readDocuments({ NetworkInterfaces: [{ ...base, ...members }] }).inventory);
    return `${role}: ${owner}`;
  };

  test.each([
    [{ InterfaceType: 'nat_gateway' }, 'nat-gateway: NAT gateway'],
    [
      { InterfaceType: 'natGateway', Description: 'Interface for NAT Gateway nat-1' },
      'nat-gateway: NAT gateway nat-1',
    ],
    [
      { InterfaceType: 'interface', Description: 'VPC Endpoint Interface: vpce-9' },
      'endpoint: VPC endpoint vpce-9',
    ],
    [{ InterfaceType: 'gateway_load_balancer_endpoint' }, 'endpoint: Gateway Load Balancer endpoint'],
    [{ InterfaceType: 'transit_gateway' }, 'transit-gateway: transit gateway'],
    [
      { Description: 'Network Interface for Transit Gateway Attachment tgw-attach-1' },
      'transit-gateway: transit gateway attachment tgw-attach-1',
    ],
    [{ Description: 'ELB app/shop/0a1b' }, 'load-balancer: Application Load Balancer shop'],
    [
      { InterfaceType: 'network_load_balancer', Description: 'ELB net/n/1' },
      'load-balancer: Network Load Balancer n',
    ],
    [{ Description: 'ELB classic' }, 'load-balancer: Classic Load Balancer classic'],
    [{ InterfaceType: 'lambda' }, 'workload: Lambda'],
    [{ Description: 'RDSNetworkInterface' }, 'workload: RDS'],
    [{ Description: 'ElastiCache+shop' }, 'workload: ElastiCache shop'],
    [{ Description: 'arn:aws:ecs:eu-west-1:1:attachment/1' }, 'workload: ECS task'],
    [{ RequesterId: 'amazon-elb', RequesterManaged: true }, 'load-balancer: load balancer'],
    [{ RequesterId: 'amazon-rds', RequesterManaged: true }, 'workload: RDS'],
    [{ Attachment: { InstanceOwnerId: 'amazon-elb' } }, 'load-balancer: load balancer'],
    [{ Attachment: { InstanceId: 'i-1' } }, 'workload: instance i-1'],
    [
      { Attachment: { InstanceId: 'i-1' }, SourceDestCheck: false },
      'workload: instance i-1 (forwards traffic of others)',
    ],
    [{ RequesterManaged: true, Description: 'Novel Service' }, 'unknown: an AWS service (Novel Service)'],
    [{ InterfaceType: 'hologram' }, 'unknown: interface type hologram'],
    [{ InterfaceType: 'hologram', Attachment: { InstanceId: 'i-1' } }, 'workload: instance i-1'],
    [{}, 'unknown: not attached'],
    [{ Description: '', RequesterId: '' }, 'unknown: not attached'],
  ])('%j is %s', (members, owner) => expect(ownerOf(members)).toBe(owner));

  test('keeps every address, the primary one first, and prefixes and public addresses apart', () => {
    const { inventory } = readDocuments({
      NetworkInterfaces: [
        {
          ...base,
          PrivateIpAddress: '10.0.0.5',
          PrivateIpAddresses: [
            { PrivateIpAddress: '10.0.0.9', Association: { PublicIp: '198.51.100.2' } },
            { PrivateIpAddress: '10.0.0.5', Primary: true },
          ],
          Ipv6Addresses: [{ Ipv6Address: '2A05:D014:0:0::7' }],
          Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.32/28' }],
          Association: { PublicIp: '198.51.100.1' },
        },
      ],
    });
    expect(only(inventory)).toMatchObject({
      addresses: ['10.0.0.5', '10.0.0.9', '2a05:d014::7'],
      prefixes: ['10.0.0.32/28'],
      publicAddresses: ['198.51.100.1', '198.51.100.2'],
    });
  });

  test('of an endpoint or NAT gateway is known by their lists, whatever it says of itself', () => {
    const { inventory, diagnostics } = readDocuments(
      {
        NetworkInterfaces: [
          { NetworkInterfaceId: 'eni-1', PrivateIpAddress: '10.0.0.1' },
          { NetworkInterfaceId: 'eni-2', Attachment: { InstanceId: 'i-1' } },
        ],
      },
      {
        VpcEndpoints: [
          { VpcEndpointId: 'vpce-1', ServiceName: 'com.amazonaws.x.sqs', NetworkInterfaceIds: ['eni-1'] },
        ],
      },
      { NatGateways: [{ NatGatewayId: 'nat-1', NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-2' }] }] },
    );
    expect(inventory.interfaces.map((each) => [each.role, each.owner])).toEqual([
      ['endpoint', 'sqs endpoint vpce-1'],
      ['nat-gateway', 'NAT gateway nat-1'],
    ]);
    expect(inventory.interfaces[0]?.addresses).toEqual(['10.0.0.1']);
    expect(diagnostics.map((each) => each.code)).toEqual(['inventory-role-conflict']);
  });

  test('is known from other files when its own is missing', () => {
    const { inventory } = readDocuments(
      {
        NatGateways: [
          {
            NatGatewayId: 'nat-1',
            NatGatewayAddresses: [
              { NetworkInterfaceId: 'eni-1', PrivateIp: '10.0.0.1', PublicIp: '3.3.3.3' },
            ],
          },
        ],
      },
      {
        Reservations: [
          {
            Instances: [
              {
                InstanceId: 'i-1',
                PrivateIpAddress: '10.0.0.2',
                Tags: [{ Key: 'Name', Value: 'web' }],
                NetworkInterfaces: [
                  { NetworkInterfaceId: 'eni-2', Groups: [{ GroupId: 'sg-1', GroupName: 'g' }] },
                ],
              },
            ],
          },
        ],
      },
    );
    expect(inventory.interfaces).toMatchObject([
      {
        id: 'eni-2',
        role: 'workload',
        addresses: ['10.0.0.2'],
        name: 'web',
        securityGroups: [{ id: 'sg-1', name: 'g' }],
      },
      { id: 'eni-1', role: 'nat-gateway', addresses: ['10.0.0.1'], publicAddresses: ['3.3.3.3'] },
    ]);
  });
});

describe('rules', () => {
  test('of one group are the same from either command', () => {
    const groups = readDocuments({
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          GroupName: 'web',
          IpPermissions: [
            {
              IpProtocol: 'tcp',
              FromPort: 443,
              ToPort: 444,
              IpRanges: [{ CidrIp: '10.0.0.0/8' }],
              UserIdGroupPairs: [{ GroupId: 'sg-2' }],
            },
            { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          ],
          IpPermissionsEgress: [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
        },
      ],
    }).inventory.securityGroupRules;
    const rule = { GroupId: 'sg-1', IsEgress: false, IpProtocol: 'tcp', FromPort: 443, ToPort: 444 };
    const rules = readDocuments({
      SecurityGroupRules: [
        { ...rule, CidrIpv4: '10.0.0.0/8' },
        { ...rule, ReferencedGroupInfo: { GroupId: 'sg-2' } },
        { ...rule, IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIpv4: '0.0.0.0/0' },
        { ...rule, IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv6: '::/0' },
      ],
    }).inventory.securityGroupRules;
    expect(groups.length).toBe(4);
    expect(rules).toEqual(groups);
    expect(groups.find((each) => each.protocol === 1)).toMatchObject({
      fromPort: 0,
      toPort: 65_535,
      icmp: { type: 8, code: null },
    });
    expect(groups).toContainEqual({
      groupId: 'sg-1',
      egress: true,
      protocol: null,
      fromPort: 0,
      toPort: 65_535,
      icmp: null,
      peer: '::/0',
    });
  });

  test('with a protocol or source that nobody knows are faults', () => {
    const reading = readDocuments({
      SecurityGroups: [
        { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: 'carrier', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
      ],
      SecurityGroupRules: [{ GroupId: 'sg-1', IpProtocol: 'tcp' }],
      NetworkAcls: [{ NetworkAclId: 'acl-1', Entries: [{ Protocol: '6', RuleAction: 'allow' }] }],
    });
    expect(codes(reading)).toEqual(Array(3).fill('error inventory-wrong-member'));
  });

  test('of a network ACL keep their order, ports and subnets', () => {
    const { networkAclEntries } = readDocuments({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Associations: [{ SubnetId: 'subnet-1' }],
          Entries: [
            {
              RuleNumber: 50,
              Egress: true,
              RuleAction: 'deny',
              Protocol: '6',
              CidrBlock: '0.0.0.0/0',
              PortRange: { From: 25, To: 25 },
            },
            {
              RuleNumber: 60,
              Egress: false,
              RuleAction: 'allow',
              Protocol: '1',
              CidrBlock: '0.0.0.0/0',
              IcmpTypeCode: { Type: 3, Code: 4 },
            },
            { RuleNumber: 32767, Egress: true, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
          ],
        },
      ],
    }).inventory;
    expect(networkAclEntries).toMatchObject([
      { number: 50, allow: false, protocol: 6, fromPort: 25, toPort: 25, subnetIds: ['subnet-1'] },
      { number: 60, allow: true, protocol: 1, icmp: { type: 3, code: 4 } },
      { number: 32_767, protocol: null, fromPort: 0, toPort: 65_535 },
    ]);
  });
});

describe('prefix lists', () => {
  test('join name and entries from several files', () => {
    const { inventory, diagnostics } = readInventory([
      {
        name: 'a',
        text: '{"PrefixLists": [{"PrefixListId": "pl-12345678", "PrefixListName": "office", "OwnerId": "123456789012", "MaxEntries": 40}]}',
      },
      {
        name: 'x/entries-pl-12345678.json',
        text: '{"Entries": [{"Cidr": "192.0.2.0/24"}, {"Cidr": "198.51.100.0/24"}]}',
      },
      {
        name: 'c',
        text: '{"PrefixLists": [{"PrefixListId": "pl-00000000", "OwnerId": "AWS", "MaxEntries": 7}]}',
      },
    ]);
    expect(diagnostics).toEqual([]);
    expect(inventory.prefixLists).toEqual([
      {
        id: 'pl-12345678',
        name: 'office',
        prefixes: ['192.0.2.0/24', '198.51.100.0/24'],
        entriesKnown: true,
        maxEntries: 40,
      },
      { id: 'pl-00000000', name: null, prefixes: [], entriesKnown: false, maxEntries: null },
    ]);
  });
});
