import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../base/index.js';
import { parseAddress } from '../net/index.js';
import {
  describeCommands,
  describeRoute,
  documentKeys,
  emptyInventory,
  type Inventory,
  inventoryMatches,
  ownPrefixesOf,
  Router,
  readInventory,
  workloadOf,
} from './index.js';

function shop(): Inventory {
  const folder = join(import.meta.dirname, '../../examples/shop-v2/inventory');
  const documents = readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
  }));
  const { inventory, diagnostics } = readInventory(documents);
  expect(diagnostics).toEqual([]);
  return inventory;
}

/** Reads documents written as values; the names are only for messages. */
function read(...values: readonly object[]) {
  return readInventory(
    values.map((value, index) => ({ name: `file-${index}.json`, text: JSON.stringify(value) })),
  );
}

function only(inventory: Inventory) {
  const [first, ...rest] = inventory.interfaces;
  if (!first || rest.length > 0) throw new Error('one interface is expected');
  return first;
}

function codes(reading: ReturnType<typeof readInventory>): string[] {
  return reading.diagnostics.map((each) => `${each.severity} ${each.code}`);
}

describe('the sample inventory', () => {
  const inventory = shop();

  test('holds every kind of file', () => {
    expect(inventory.files).toEqual(describeCommands.map((each) => each.command).sort());
  });

  test('says who owns each interface', () => {
    const table = inventory.interfaces.map((each) =>
      [workloadOf(each, 'security-group', inventory), each.role, each.owner, each.addresses.join(' ')].join(
        ' | ',
      ),
    );
    expect(table).toMatchInlineSnapshot(`
      [
        "alb | load-balancer | Application Load Balancer shop-front | 10.32.0.168",
        "alb | load-balancer | Application Load Balancer shop-front | 10.32.1.64",
        "NAT gateway nat-085ef3430ed038db4 | nat-gateway | NAT gateway nat-085ef3430ed038db4 | 10.32.0.227",
        "NAT gateway nat-0c6f8da3eabe19f58 | nat-gateway | NAT gateway nat-0c6f8da3eabe19f58 | 10.32.1.8",
        "app | workload | instance i-097524d6af51e8722 | 10.32.19.13 2a05:d014:1c2:10::10",
        "app | workload | instance i-0d2d5844307f062ce | 10.32.23.35 2a05:d014:1c2:14::11",
        "app | workload | instance i-0b804d82098418117 | 10.32.17.233 2a05:d014:1c2:10::12",
        "app | workload | instance i-0c9c18070b6d13089 | 10.32.21.145 2a05:d014:1c2:14::13",
        "worker | workload | instance i-0cd085b71ba6676b3 | 10.32.17.153",
        "worker | workload | instance i-02257989fef829c88 | 10.32.23.224",
        "worker | workload | instance i-022cedafb092fdddf | 10.32.16.104",
        "lambda | workload | Lambda | 10.32.17.13",
        "lambda | workload | Lambda | 10.32.21.195",
        "db | workload | RDS | 10.32.32.223",
        "cache | workload | ElastiCache shop-cache-001 | 10.32.33.134",
        "bastion | workload | instance i-088bafad959d54505 | 10.32.0.151",
        "endpoint | endpoint | secretsmanager endpoint vpce-0aa11bb22cc33dd44 | 10.32.18.91",
      ]
    `);
  });

  test('knows its own prefixes', () => {
    expect(ownPrefixesOf(inventory)).toEqual(['10.32.0.0/16', '2a05:d014:1c2::/56']);
  });

  test.each([
    ['app', '10.32.19.13', '52.219.170.25'],
    ['app', '10.32.19.13', '35.186.247.156'],
    ['app', '10.32.19.13', '10.32.33.134'],
    ['app', '10.32.19.13', '2606:4700::1'],
    ['bastion', '10.32.0.151', '52.219.170.25'],
    ['db', '10.32.32.223', '8.8.8.8'],
  ])('finds the route of %s %s to %s', (_, source, destination) => {
    const from = inventory.interfaces.find((each) => each.addresses[0] === source);
    const address = parseAddress(destination);
    if (!from || !address) throw new Error('the sample has changed');
    const taken = new Router(inventory).routeTo(address, from.subnetId, from.vpcId);
    expect(taken === undefined ? 'none' : describeRoute(taken)).toMatchSnapshot();
  });
});

describe('documents', () => {
  test('none make an empty inventory', () => {
    expect(readInventory([])).toEqual({ inventory: emptyInventory, diagnostics: [] });
  });

  test('are told apart by what they hold, and several of a kind add up', () => {
    const { inventory, diagnostics } = read(
      { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.7/24' }], NextToken: 'more' },
      { Subnets: [{ SubnetId: 'subnet-2', VpcId: 'vpc-2', CidrBlock: '10.1.1.0/24' }] },
      { Vpcs: [{ VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16' }] },
    );
    expect(diagnostics).toEqual([]);
    expect(inventory.subnets.map((each) => each.prefixes)).toEqual([['10.0.1.0/24'], ['10.1.1.0/24']]);
    expect(ownPrefixesOf(inventory)).toEqual(['10.0.1.0/24', '10.1.0.0/16']);
    expect(ownPrefixesOf(inventory, ['vpc-2'])).toEqual(['10.1.0.0/16']);
  });

  test('that end with a token are cut short', () => {
    expect(codes(read({ Vpcs: [] }, { Vpcs: [], NextToken: 'more' }))).toEqual([]);
    expect(codes(read({ Vpcs: [], NextToken: 'more' }))).toEqual(['warning inventory-page-missing']);
  });

  test('on blocks that a VPC no longer has are not believed', () => {
    const gone = { CidrBlock: '10.5.0.0/16', CidrBlockState: { State: 'disassociated' } };
    const vpc = { VpcId: 'vpc-1', CidrBlock: '10.1.0.0/16', CidrBlockAssociationSet: [gone] };
    expect(ownPrefixesOf(read({ Vpcs: [vpc] }).inventory)).toEqual(['10.1.0.0/16']);
    const routes = [{ DestinationCidrBlock: '10.5.0.0/16', GatewayId: 'local' }];
    const tables = { RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: routes }] };
    expect(ownPrefixesOf(read({ Vpcs: [vpc] }, tables).inventory)).toEqual(['10.1.0.0/16']);
    expect(ownPrefixesOf(read(tables).inventory)).toEqual(['10.5.0.0/16']);
  });

  test('may describe one thing twice, and count it once', () => {
    const vpc = { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' };
    expect(read({ Vpcs: [vpc] }, { Vpcs: [vpc] })).toMatchObject({
      inventory: { vpcs: [{}] },
      diagnostics: [],
    });
    const changed = read({ Vpcs: [vpc] }, { Vpcs: [{ ...vpc, CidrBlock: '10.9.0.0/16' }] });
    expect(codes(changed)).toEqual(['warning inventory-described-twice']);
    expect(ownPrefixesOf(changed.inventory)).toEqual(['10.9.0.0/16']);
  });

  test.each([
    ['an empty file', ' \n'],
    ['a table', '--------\n|Describe|\n'],
    ['a truncated file', '{\n "Vpcs": [\n  {"VpcId": "vpc-1"'],
    ['a trailing comma', '{"Vpcs": [1,]}'],
    ['a bare list', '[]'],
    ['a number', '7'],
    ['another list', '{"Addresses": []}'],
    ['a misspelled list', '{"SubNets": []}'],
    ['a list that is none', '{"Vpcs": {}}'],
    ['members of other types', '{"Vpcs": [{"VpcId": 7, "CidrBlock": "10.0.0.0/99"}, 3]}'],
    ['entries of an unnamed list', '{"Entries": []}'],
  ])('%s is refused with place and cure', (_, text) => {
    const { diagnostics } = readInventory([{ name: 'describe-vpcs.json', text }]);
    expect(diagnostics.map((each) => formatDiagnostic(each, text)).join('\n')).toMatchSnapshot();
  });

  test('of another shape list a few faults and count the rest', () => {
    const reading = read({ Vpcs: Array.from({ length: 500 }, () => ({})) });
    expect(reading.diagnostics.length).toBe(11);
    expect(reading.diagnostics.at(-1)?.message).toBe('490 more members are not as expected.');
  });

  test('may begin with a byte order mark', () => {
    expect(readInventory([{ name: 'x', text: '\uFEFF{"Vpcs": []}' }]).diagnostics).toEqual([]);
  });
});

describe('an interface', () => {
  const base = { NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1' };
  const ownerOf = (members: object) => {
    const { role, owner } = only(read({ NetworkInterfaces: [{ ...base, ...members }] }).inventory);
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
    const { inventory } = read({
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
    const { inventory, diagnostics } = read(
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
    const { inventory } = read(
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
    const groups = read({
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
    const rules = read({
      SecurityGroupRules: [
        { ...rule, CidrIpv4: '10.0.0.0/8' },
        { ...rule, ReferencedGroupInfo: { GroupId: 'sg-2' } },
        { ...rule, IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIpv4: '0.0.0.0/0' },
        { ...rule, IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv6: '::/0' },
      ],
    }).inventory.securityGroupRules;
    expect(groups.length).toBe(4);
    expect(rules).toEqual(groups);
    // Type and code are not in flow logs, so the rule stands for all of ICMP.
    expect(groups.find((each) => each.protocol === 1)).toMatchObject({ fromPort: 0, toPort: 65_535 });
    expect(groups).toContainEqual({
      groupId: 'sg-1',
      egress: true,
      protocol: null,
      fromPort: 0,
      toPort: 65_535,
      peer: '::/0',
    });
  });

  test('with a protocol or source that nobody knows are faults', () => {
    const reading = read({
      SecurityGroups: [
        { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: 'carrier', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
      ],
      SecurityGroupRules: [{ GroupId: 'sg-1', IpProtocol: 'tcp' }],
      NetworkAcls: [{ NetworkAclId: 'acl-1', Entries: [{ Protocol: '6', RuleAction: 'allow' }] }],
    });
    expect(codes(reading)).toEqual(Array(3).fill('error inventory-wrong-member'));
  });

  test('of a network ACL keep their order, ports and subnets', () => {
    const { networkAclEntries } = read({
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
            { RuleNumber: 32767, Egress: true, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
          ],
        },
      ],
    }).inventory;
    expect(networkAclEntries).toMatchObject([
      { number: 50, allow: false, protocol: 6, fromPort: 25, toPort: 25, subnetIds: ['subnet-1'] },
      { number: 32_767, protocol: null, fromPort: 0, toPort: 65_535 },
    ]);
  });
});

describe('prefix lists', () => {
  test('join name and entries from several files', () => {
    const { inventory, diagnostics } = readInventory([
      { name: 'a', text: '{"PrefixLists": [{"PrefixListId": "pl-12345678", "PrefixListName": "office"}]}' },
      {
        name: 'x/entries-pl-12345678.json',
        text: '{"Entries": [{"Cidr": "192.0.2.0/24"}, {"Cidr": "198.51.100.0/24"}]}',
      },
      { name: 'c', text: '{"PrefixLists": [{"PrefixListId": "pl-00000000"}]}' },
    ]);
    expect(diagnostics).toEqual([]);
    expect(inventory.prefixLists).toEqual([
      {
        id: 'pl-12345678',
        name: 'office',
        prefixes: ['192.0.2.0/24', '198.51.100.0/24'],
        entriesKnown: true,
      },
      { id: 'pl-00000000', name: null, prefixes: [], entriesKnown: false },
    ]);
  });
});

describe('routes', () => {
  const inventory = read(
    {
      RouteTables: [
        {
          RouteTableId: 'rtb-main',
          VpcId: 'vpc-1',
          Associations: [{ Main: true }],
          Routes: [
            { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
            { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' },
            { DestinationCidrBlock: '192.0.2.0/24', VpcPeeringConnectionId: 'pcx-1', State: 'blackhole' },
          ],
        },
        {
          RouteTableId: 'rtb-2',
          VpcId: 'vpc-1',
          Associations: [
            { SubnetId: 'subnet-2' },
            { SubnetId: 'subnet-3', AssociationState: { State: 'disassociated' } },
          ],
          Routes: [
            { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
            { DestinationCidrBlock: '52.0.0.0/16', NetworkInterfaceId: 'eni-9', InstanceId: 'i-9' },
          ],
        },
      ],
    },
    { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['52.0.0.0/16', '52.1.0.0/16'] }] },
    { Subnets: [{ SubnetId: 'subnet-3', VpcId: 'vpc-1', CidrBlock: '10.0.3.0/24' }] },
  ).inventory;
  const router = new Router(inventory);

  test.each([
    ['10.0.9.9', 'subnet-3', 'local'],
    ['8.8.8.8', 'subnet-3', 'tgw-1'],
    ['192.0.2.1', 'subnet-3', 'pcx-1'],
    ['52.1.2.3', 'subnet-2', 'vpce-1'],
    ['52.0.2.3', 'subnet-2', 'eni-9'],
  ])('to %s from %s goes to %s', (destination, subnet, target) => {
    const address = parseAddress(destination);
    if (!address) throw new Error('not an address');
    expect(router.routeTo(address, subnet, null)).toMatchObject({ route: { target } });
  });

  test('are none where no table is described, and none where no route leads', () => {
    const address = parseAddress('8.8.8.8');
    if (!address) throw new Error('not an address');
    expect(router.routeTo(address, 'subnet-9', null)).toBeUndefined();
    expect(router.routeTo(address, 'subnet-2', null)).toBeUndefined();
    expect(router.routeTo(address, null, 'vpc-1')).toMatchObject({ route: { target: 'tgw-1' } });
  });

  test('give the own prefixes when no VPC is described', () => {
    expect(ownPrefixesOf(inventory)).toEqual(['10.0.0.0/16']);
  });
});

describe('a workload', () => {
  const { inventory } = read(
    {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          SubnetId: 'subnet-1',
          TagSet: [{ Key: 'Name', Value: 'web-1' }],
          Groups: [
            { GroupId: 'sg-2', GroupName: 'web' },
            { GroupId: 'sg-1', GroupName: 'base' },
          ],
        },
        { NetworkInterfaceId: 'eni-2', SubnetId: 'subnet-1' },
        { NetworkInterfaceId: 'eni-3' },
        { NetworkInterfaceId: 'eni-4', InterfaceType: 'nat_gateway', SubnetId: 'subnet-1' },
      ],
    },
    { Subnets: [{ SubnetId: 'subnet-1', Tags: [{ Key: 'Name', Value: 'app-a' }] }] },
  );
  const named = (...[grouping, names]: [Parameters<typeof workloadOf>[1], Record<string, string>?]) =>
    inventory.interfaces.map((each) =>
      workloadOf(each, grouping, { subnets: inventory.subnets, names: names ?? {} }),
    );

  test.each([
    ['security-group' as const, ['base+web', 'app-a', 'eni-3', 'NAT gateway']],
    ['name' as const, ['web-1', 'app-a', 'eni-3', 'NAT gateway']],
    ['subnet' as const, ['app-a', 'app-a', 'eni-3', 'NAT gateway']],
    ['interface' as const, ['eni-1', 'eni-2', 'eni-3', 'NAT gateway']],
  ])('by %s', (grouping, expected) => expect(named(grouping)).toEqual(expected));

  test("takes a name of one's own", () => {
    expect(named('security-group', { 'sg-2': 'front', 'subnet-1': 'apps', 'eni-3': 'odd' })).toEqual([
      'base+front',
      'apps',
      'odd',
      'NAT gateway',
    ]);
  });
});

describe('an inventory of another VPC', () => {
  const { inventory } = read({ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1' }] });

  test('is refused', () => {
    expect(
      inventoryMatches(inventory, { interfaceIds: ['eni-8', 'eni-9'], vpcIds: ['vpc-9'] }),
    ).toMatchObject([
      {
        code: 'inventory-of-another-vpc',
        severity: 'error',
        message:
          'The inventory describes none of the 2 interfaces in the logs: it is of vpc-1; the logs are of vpc-9.',
      },
    ]);
  });

  test('is refused by its interfaces alone when the logs name no VPC, or the same one', () => {
    for (const vpcIds of [[], ['vpc-1']]) {
      expect(inventoryMatches(inventory, { interfaceIds: ['eni-8'], vpcIds })[0]?.message).toBe(
        'The inventory describes none of the 1 interfaces in the logs: it is of vpc-1; they name `eni-8`, which is not in it.',
      );
    }
  });

  test('is told from one that lacks some interfaces, and from none at all', () => {
    expect(
      inventoryMatches(inventory, { interfaceIds: ['eni-1', 'eni-8', 'eni-9'], vpcIds: [] }),
    ).toMatchObject([{ severity: 'warning' }]);
    expect(inventoryMatches(inventory, { interfaceIds: ['eni-1', 'eni-9'], vpcIds: [] })).toEqual([]);
    expect(inventoryMatches(emptyInventory, { interfaceIds: ['eni-9'], vpcIds: [] })).toEqual([]);
  });
});

test('every list has a command', () => {
  expect(documentKeys.length).toBe(13);
});
