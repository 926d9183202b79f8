import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../base/index.js';
import { emptyInventory, type Inventory, ownPrefixesOf, readInventory } from '../inventory/index.js';
import {
  formatAddress,
  isSpecialPurpose,
  parseAddress,
  parsePrefix,
  prefixContains,
  specialRangeOf,
} from '../net/index.js';
import { type ClassificationQuestion, type ClassifierInputs, createClassifier } from './classify.js';
import type { ExpectedTraffic } from './expected.js';
import { insidePrefixes } from './inside-prefixes.js';
import { parseIpRanges } from './ip-ranges.js';

function shop(sample: string): Inventory {
  const folder = join(import.meta.dirname, '../../examples', sample, 'inventory');
  return readInventory(
    readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
  ).inventory;
}

function described(...values: readonly object[]): Inventory {
  const { inventory, diagnostics } = readInventory(
    values.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) })),
  );
  expect(diagnostics).toEqual([]);
  return inventory;
}

/** One VPC, 10.1.0.0/16, one subnet with the given routes, one instance at 10.1.0.5. */
function vpcWith(routes: readonly object[], ...more: readonly object[]): Inventory {
  return described(
    { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.1.0.0/16' }] },
    { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.1.0.0/24' }] },
    {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          PrivateIpAddress: '10.1.0.5',
          Association: { PublicIp: '54.1.1.1' },
          Attachment: { InstanceId: 'i-1' },
        },
      ],
    },
    {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ SubnetId: 'subnet-1' }],
          Routes: [{ DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'local' }, ...routes],
        },
      ],
    },
    ...more,
  );
}

type Ask = Partial<ClassificationQuestion>;

function ask(
  inputs: Partial<ClassifierInputs> & { inventory: Inventory },
  destinationAddress: string,
  more: Ask = {},
) {
  const ownPrefixes = inputs.ownPrefixes ?? ownPrefixesOf(inputs.inventory);
  return createClassifier({ ...inputs, ownPrefixes }).classify({
    interfaceId: 'eni-1',
    sourceAddress: '10.1.0.5',
    destinationAddress,
    protocol: 6,
    port: 443,
    awsService: null,
    trafficPath: null,
    workload: 'app',
    ...more,
  });
}

function inWords(...[inputs, destination, more]: Parameters<typeof ask>): string {
  const { scope, scopeDetail, path, pathDetail } = ask(inputs, destination, more);
  return `${scope} [${scopeDetail ?? ''}] ${path} [${pathDetail ?? ''}]`;
}

describe.each([
  ['shop-v2', null],
  ['shop-v5', 'as recorded'],
])('%s', (sample, recorded) => {
  const inventory = shop(sample);
  const classifier = createClassifier({ inventory, ownPrefixes: ownPrefixesOf(inventory) });
  const interfaceOf = (group: string) =>
    inventory.interfaces.find((each) => each.securityGroups.some(({ name }) => name === group))?.id ?? '';
  const database = inventory.interfaces.find((each) => each.owner === 'RDS')?.addresses[0] ?? '';
  const endpoint = inventory.interfaces.find((each) => each.role === 'endpoint')?.addresses[0] ?? '';

  test('says how each workload reaches each kind of destination', () => {
    const rows = [
      ['app', '52.219.170.25', 'S3', 7],
      ['app', '52.94.17.90', 'DYNAMODB', 7],
      ['app', '35.186.247.156', null, 1],
      ['app', '52.119.188.40', 'AMAZON', 1],
      ['app', '2606:4700:4400::6812:2b1f', null, 8],
      ['app', database, null, null],
      ['app', endpoint, null, null],
      ['app', '10.32.0.2', null, null],
      ['worker', '140.82.121.4', null, 1],
      ['lambda', '169.254.169.254', null, null],
      ['bastion', '52.219.170.25', 'S3', 8],
      ['bastion', '8.8.8.8', null, 8],
      ['db', '8.8.8.8', null, null],
    ] as const;
    const table = rows.map(([group, destinationAddress, awsService, trafficPath]) => {
      const { scope, scopeDetail, path, pathDetail } = classifier.classify({
        interfaceId: interfaceOf(group),
        sourceAddress: null,
        destinationAddress,
        protocol: 6,
        port: 443,
        awsService: recorded ? awsService : null,
        trafficPath: recorded ? trafficPath : null,
        workload: group,
      });
      return `${group} to ${destinationAddress} | ${scope} | ${scopeDetail} | ${path} | ${pathDetail}`;
    });
    expect(table.join('\n')).toMatchSnapshot();
  });
});

describe('scope', () => {
  const nat = { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' };
  const inventory = vpcWith([
    nat,
    { DestinationCidrBlock: '10.2.0.0/16', VpcPeeringConnectionId: 'pcx-1' },
    { DestinationCidrBlock: '44.0.0.0/9', GatewayId: 'vgw-1' },
    { DestinationCidrBlock: '10.8.0.0/16', NetworkInterfaceId: 'eni-9' },
  ]);

  test.each([
    ['10.1.9.9', 'own-vpc'],
    ['10.1.0.5', 'own-vpc'],
    ['10.1.0.2', 'link-local-service'],
    ['10.2.0.1', 'peered'],
    ['44.1.1.1', 'peered'],
    ['10.8.0.1', 'peered'],
    ['10.9.0.1', 'special-purpose'],
    ['169.254.169.123', 'link-local-service'],
    ['169.254.9.9', 'special-purpose'],
    ['203.0.113.5', 'special-purpose'],
    ['192.31.196.1', 'internet'],
    ['224.0.0.251', 'special-purpose'],
    ['8.8.8.8', 'internet'],
    ['54.1.1.1', 'internet'],
    ['64:ff9b::808:808', 'internet'],
    ['64:ff9b::a02:1', 'special-purpose'],
    ['fd00:ec2::254', 'link-local-service'],
  ])('of %s is %s', (address, scope) => expect(ask({ inventory }, address).scope).toBe(scope));

  test('says what it rests on', () => {
    const details = [
      '10.2.0.1',
      '10.9.0.1',
      '203.0.113.5',
      '54.1.1.1',
      '64:ff9b::808:808',
      '192.31.196.1',
      '10.1.0.5',
    ];
    expect(details.map((address) => ask({ inventory }, address).scopeDetail)).toEqual([
      '10.2.0.0/16 to pcx-1 (rtb-1)',
      'private use (RFC 1918)',
      'documentation (TEST-NET-3) (RFC 5737)',
      'own public address of instance i-1',
      'IPv6 form of 8.8.8.8',
      'AS112 (RFC 7535)',
      'instance i-1',
    ]);
  });

  test('of public addresses that the VPC itself uses is the VPC', () => {
    expect(
      ask({ inventory: emptyInventory, ownPrefixes: ['9.9.0.0/16', '203.0.113.0/24'] }, '203.0.113.5').scope,
    ).toBe('own-vpc');
    expect(ask({ inventory: emptyInventory, ownPrefixes: ['9.9.0.0/16'] }, '9.9.9.9').scope).toBe('own-vpc');
    expect(ask({ inventory: emptyInventory, ownPrefixes: [] }, '10.0.0.1').scope).toBe('special-purpose');
  });

  test('of a default route through a transit gateway is peered for private addresses only', () => {
    const central = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }]);
    expect(inWords({ inventory: central }, '10.9.0.1')).toBe(
      'peered [0.0.0.0/0 to tgw-1 (rtb-1)] transit-gateway [0.0.0.0/0 to tgw-1 (rtb-1)]',
    );
    expect(inWords({ inventory: central }, '8.8.8.8')).toBe(
      'internet [] transit-gateway [0.0.0.0/0 to tgw-1 (rtb-1)]',
    );
    const halves = vpcWith([{ DestinationCidrBlock: '0.0.0.0/1', TransitGatewayId: 'tgw-1' }]);
    expect(ask({ inventory: halves }, '8.8.8.8').scope).toBe('internet');
  });

  test('follows a private NAT gateway to where it leads', () => {
    const beyond = {
      NatGateways: [
        { NatGatewayId: 'nat-1', VpcId: 'vpc-1', SubnetId: 'subnet-2', ConnectivityType: 'private' },
      ],
      RouteTables: [
        {
          RouteTableId: 'rtb-2',
          VpcId: 'vpc-1',
          Associations: [{ SubnetId: 'subnet-2' }],
          Routes: [{ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }],
        },
      ],
    };
    expect(inWords({ inventory: vpcWith([nat], beyond) }, '10.9.0.1')).toBe(
      'peered [0.0.0.0/0 to tgw-1 (rtb-2)] nat-gateway [0.0.0.0/0 to nat-1 (rtb-1)]',
    );
    expect(ask({ inventory: vpcWith([nat], beyond) }, '8.8.8.8').scope).toBe('internet');
  });

  test('is not named after a prefix list that is not of AWS', () => {
    const lists = {
      PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'office.s3', Cidrs: ['8.8.0.0/16'] }],
    };
    expect(ask({ inventory: vpcWith([nat], lists) }, '8.8.8.8').scope).toBe('internet');
  });

  test('of an address that two VPCs use is told by the VPC of the source', () => {
    const twin = {
      NetworkInterfaces: [{ NetworkInterfaceId: 'eni-2', VpcId: 'vpc-0', PrivateIpAddress: '10.1.0.5' }],
    };
    const first = described(twin);
    const second = vpcWith([nat]);
    const both = { ...second, interfaces: [...first.interfaces, ...second.interfaces] };
    expect(ask({ inventory: both }, '10.1.0.5').scopeDetail).toBe('instance i-1');
  });

  test('of another described VPC is not own', () => {
    const two = { Vpcs: [{ VpcId: 'vpc-2', CidrBlock: '10.0.0.0/16' }] };
    expect(ask({ inventory: vpcWith([nat], two) }, '10.0.0.9')).toMatchObject({
      scope: 'special-purpose',
      scopeDetail: 'private use (RFC 1918); 10.0.0.0/16 of vpc-2, to which no route leads',
    });
    const peering = { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: 'pcx-2' };
    expect(ask({ inventory: vpcWith([nat, peering], two) }, '10.0.0.9').scope).toBe('peered');
  });
});

describe('an AWS service', () => {
  const { ipRanges } = parseIpRanges(
    JSON.stringify({
      createDate: '2026-11-20-15-03-10',
      prefixes: [
        { ip_prefix: '52.0.0.0/8', region: 'GLOBAL', service: 'AMAZON' },
        { ip_prefix: '52.9.0.0/16', region: 'eu-west-1', service: 'EC2' },
        { ip_prefix: '52.9.0.0/16', region: 'eu-west-1', service: 'S3' },
        { ip_prefix: '52.9.1.0/24', region: 'eu-west-1', service: 'AMAZON' },
        { ip_prefix: '52.7.0.0/16', region: 'us-east-1', service: 'EC2' },
      ],
      ipv6_prefixes: [{ ipv6_prefix: '2600:1f00::/24', region: 'us-east-1', service: 'DYNAMODB' }],
    }),
    'ip-ranges.json',
  );
  const inventory = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }]);
  const detail = (address: string, awsService: string | null = null) => {
    const { scope, scopeDetail } = ask({ inventory, ipRanges }, address, { awsService });
    return `${scope}: ${scopeDetail}`;
  };

  test.each([
    ['52.9.1.1', null, 'aws-service: S3 (eu-west-1)'],
    ['52.1.1.1', null, 'aws-service: AMAZON (GLOBAL)'],
    ['52.7.1.1', null, 'aws-service: EC2 (us-east-1); what AWS customers run there'],
    ['2600:1f00::1', null, 'aws-service: DYNAMODB (us-east-1)'],
    ['53.0.0.1', null, 'internet: null'],
    ['53.0.0.1', 'ROUTE53', 'aws-service: ROUTE53'],
    ['52.9.1.1', 'AMAZON', 'aws-service: S3 (eu-west-1)'],
    ['52.1.1.1', 'AMAZON', 'aws-service: AMAZON (GLOBAL)'],
    ['52.9.1.1', 'CLOUDFRONT', 'aws-service: CLOUDFRONT; what AWS customers run there'],
  ])('at %s, logged as %s, is %s', (address, logged, expected) =>
    expect(detail(address, logged)).toBe(expected),
  );

  test.each([
    [
      '{"prefixes": [}',
      'ip-ranges.json:1:15 ip-ranges-shape: The file is not JSON: a value or `]` is expected here.',
    ],
    ['{"Vpcs": []}', 'ip-ranges.json: ip-ranges-shape: The file has neither `prefixes` nor `ipv6_prefixes`.'],
    ['[]', 'ip-ranges.json: ip-ranges-shape: The file has neither `prefixes` nor `ipv6_prefixes`.'],
    [
      '{"prefixes": [{"ip_prefix": "300.0.0.0/8", "region": "r", "service": "S"}]}',
      'ip-ranges.json: ip-ranges-shape: `prefixes[0]` has no `ip_prefix`, `region` and `service`.',
    ],
  ])('list that reads `%s` is refused', (text, first) => {
    const { diagnostics } = parseIpRanges(text, 'ip-ranges.json');
    expect(diagnostics.map((each) => formatDiagnostic(each, text).split('\n')[0])).toEqual([first]);
  });

  test('list of another kind names a few faults and counts the rest', () => {
    const { diagnostics } = parseIpRanges(JSON.stringify({ prefixes: Array(100).fill({}) }), 'x');
    expect(diagnostics.length).toBe(6);
    expect(diagnostics.at(-1)?.message).toBe('95 more entries are not as expected.');
  });
});

describe('path', () => {
  const route = (target: object) => vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', ...target }]);
  const pathOf = (inventory: Inventory, more: Ask = {}, address = '8.8.8.8') => {
    const { path, pathDetail } = ask({ inventory }, address, more);
    return `${path}: ${pathDetail}`;
  };

  test.each([
    [{ NatGatewayId: 'nat-1' }, 'nat-gateway'],
    [{ GatewayId: 'igw-1' }, 'internet-gateway'],
    [{ GatewayId: 'vgw-1' }, 'virtual-private-gateway'],
    [{ TransitGatewayId: 'tgw-1' }, 'transit-gateway'],
    [{ VpcPeeringConnectionId: 'pcx-1' }, 'peering'],
    [{ NetworkInterfaceId: 'eni-7', InstanceId: 'i-7' }, 'interface'],
    [{ GatewayId: 'vpce-1' }, 'firewall-endpoint'],
    [{ LocalGatewayId: 'lgw-1' }, 'local-gateway'],
    [{ CarrierGatewayId: 'cagw-1' }, 'carrier-gateway'],
    [{ CoreNetworkArn: 'arn:aws:networkmanager::1:core-network/c' }, 'core-network'],
    [{ GatewayId: 'novel-1' }, 'unknown'],
    [{ NatGatewayId: 'nat-1', State: 'blackhole' }, 'unknown'],
  ])('by %j is %s', (target, path) => expect(ask({ inventory: route(target) }, '8.8.8.8').path).toBe(path));

  test('by an endpoint is what the endpoint is', () => {
    const endpoint = (type: string) => ({
      VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcEndpointType: type, ServiceName: 'com.amazonaws.x.s3' }],
    });
    const through = (type: string) =>
      vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vpce-1' }], endpoint(type));
    expect(ask({ inventory: through('GatewayLoadBalancer') }, '8.8.8.8').path).toBe('firewall-endpoint');
    expect(ask({ inventory: through('Gateway') }, '8.8.8.8')).toMatchObject({
      scope: 'gateway-endpoint',
      scopeDetail: 'com.amazonaws.x.s3',
      path: 'gateway-endpoint',
    });
  });

  test('is the recorded one where the route table contradicts it, and says so', () => {
    expect(pathOf(route({ NatGatewayId: 'nat-1' }), { trafficPath: 1 })).toBe(
      'nat-gateway: 0.0.0.0/0 to nat-1 (rtb-1)',
    );
    expect(pathOf(route({ NatGatewayId: 'nat-1' }), { trafficPath: 8 })).toBe(
      'internet-gateway: traffic-path 8; the route table has 0.0.0.0/0 to nat-1 (rtb-1)',
    );
    expect(pathOf(route({ GatewayId: 'igw-1' }), { trafficPath: 7, awsService: 'S3' })).toBe(
      'gateway-endpoint: traffic-path 7; the route table has 0.0.0.0/0 to igw-1 (rtb-1)',
    );
    expect(pathOf(route({ NatGatewayId: 'nat-1', State: 'blackhole' }))).toBe(
      'unknown: 0.0.0.0/0 to nat-1 (rtb-1), a blackhole',
    );
  });

  test.each<[number | null, string, string?]>([
    [
      1,
      'unknown: traffic-path 1: local, nat-gateway, transit-gateway, interface-endpoint, firewall-endpoint, interface, core-network, local-gateway',
    ],
    [2, 'unknown: traffic-path 2: internet-gateway, gateway-endpoint, egress-only-gateway'],
    [3, 'virtual-private-gateway: traffic-path 3'],
    [5, 'peering: traffic-path 5'],
    [7, 'gateway-endpoint: traffic-path 7'],
    [8, 'internet-gateway: traffic-path 8'],
    [42, 'unknown: traffic-path 42 is not known'],
    [null, 'unknown: null'],
    [8, 'unknown: traffic-path 8: internet-gateway, egress-only-gateway', '2606:4700::1'],
  ])('without an inventory and with code %s is %s', (trafficPath, expected, address = '8.8.8.8') =>
    expect(pathOf(emptyInventory, { trafficPath }, address)).toBe(expected),
  );

  test('is that of the NAT gateway where one was seen', () => {
    const seen = { natGateway: 'nat-1' };
    expect(pathOf(emptyInventory, seen)).toBe('nat-gateway: seen at nat-1');
    expect(pathOf(route({ GatewayId: 'igw-1' }), seen)).toBe('nat-gateway: seen at nat-1');
    expect(pathOf(route({ NatGatewayId: 'nat-1' }), seen)).toBe('nat-gateway: 0.0.0.0/0 to nat-1 (rtb-1)');
    expect(pathOf(route({ NatGatewayId: 'nat-2' }), seen)).toBe(
      'nat-gateway: seen at nat-1; the route table has 0.0.0.0/0 to nat-2 (rtb-1)',
    );
    const gateway = { NatGatewayId: 'nat-1', NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-nat' }] };
    const named = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }], {
      NatGateways: [gateway],
    });
    expect(pathOf(named, { natGateway: 'eni-nat' })).toBe('nat-gateway: 0.0.0.0/0 to nat-1 (rtb-1)');
    expect(pathOf(route({ TransitGatewayId: 'tgw-1' }), seen)).toBe(
      'nat-gateway: seen at nat-1; the route table has 0.0.0.0/0 to tgw-1 (rtb-1)',
    );
  });

  test('to a gateway endpoint is found by the service when the list has no entries', () => {
    const inventory = vpcWith(
      [
        { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
        { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
      ],
      {
        VpcEndpoints: [
          { VpcEndpointId: 'vpce-1', VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.x.s3' },
        ],
      },
    );
    expect(ask({ inventory }, '52.9.9.9', { awsService: 'S3' }).scope).toBe('gateway-endpoint');
    expect(ask({ inventory }, '52.9.9.9', { awsService: 'DYNAMODB' }).scope).toBe('aws-service');
    const lists = {
      PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'com.amazonaws.x.s3', Cidrs: ['52.8.0.0/16'] }],
    };
    const resolved = { ...inventory, prefixLists: described(lists).prefixLists };
    expect(ask({ inventory: resolved }, '52.9.9.9', { awsService: 'S3' }).scope).toBe('aws-service');
    expect(ask({ inventory: resolved }, '52.8.9.9').scope).toBe('gateway-endpoint');
  });

  test('follows the source: a group, the interface, or the subnet of the address behind a gateway', () => {
    const inventory = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }]);
    const unknown = { interfaceId: null, sourceAddress: null };
    expect(pathOf(inventory, unknown)).toBe('unknown: null');
    expect(pathOf(inventory, { ...unknown, routeGroup: 'rtb-1' })).toMatch(/^internet-gateway/);
    expect(pathOf(inventory, { ...unknown, routeGroup: 'subnet-1' })).toMatch(/^internet-gateway/);
    expect(pathOf(inventory, { ...unknown, sourceAddress: '10.1.0.77' })).toMatch(/^internet-gateway/);
    expect(pathOf(inventory, { ...unknown, interfaceId: 'eni-1' })).toMatch(/^internet-gateway/);
    const gateway = {
      NatGateways: [
        {
          NatGatewayId: 'nat-1',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-2',
          NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-nat' }],
        },
      ],
    };
    const behind = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }], gateway);
    const seenAtGateway = { interfaceId: 'eni-nat', sourceAddress: '10.1.0.77' };
    expect(pathOf(behind, seenAtGateway)).toBe('nat-gateway: 0.0.0.0/0 to nat-1 (rtb-1)');
  });
});

describe('expected traffic', () => {
  const rule: ExpectedTraffic = {
    to: '0.0.0.0/0',
    ports: null,
    protocol: null,
    workload: null,
    owner: 'team',
    reason: 'because',
    label: 'rule',
  };
  const lists = { PrefixLists: [{ PrefixListId: 'pl-7', Cidrs: ['8.8.0.0/16'] }] };
  const endpoint = {
    VpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.x.sqs',
        NetworkInterfaceIds: ['eni-5'],
      },
    ],
    NetworkInterfaces: [{ NetworkInterfaceId: 'eni-5', VpcId: 'vpc-1', PrivateIpAddress: '10.1.0.50' }],
  };
  const inventory = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }], lists, endpoint);
  const isExpected = (entry: Partial<ExpectedTraffic>, address: string, more: Ask = {}) =>
    ask({ inventory, expected: [{ ...rule, ...entry }] }, address, more).expected;

  test.each<[Partial<ExpectedTraffic>, string, Ask, boolean]>([
    [{ to: '8.8.8.0/24' }, '8.8.8.8', {}, true],
    [{ to: '8.8.8.8' }, '8.8.8.8', {}, true],
    [{ to: '8.8.9.0/24' }, '8.8.8.8', {}, false],
    [{ to: '0.0.0.0/0' }, '2606:4700::1', {}, false],
    [{ to: 'pl-7' }, '8.8.8.8', {}, true],
    [{ to: 'pl-7' }, '8.9.8.8', {}, false],
    [{ to: 'S3' }, '52.1.1.1', { awsService: 'S3' }, true],
    [{ to: 's3' }, '52.1.1.1', { awsService: 'S3' }, true],
    [{ to: 'S3' }, '52.1.1.1', { awsService: 'EC2' }, false],
    [{ to: 'AMAZON' }, '52.1.1.1', { awsService: 'AMAZON' }, true],
    [{ to: 'sqs' }, '10.1.0.50', {}, true],
    [{ to: 'com.amazonaws.x.sqs' }, '10.1.0.50', {}, true],
    [{ to: 'sqs' }, '10.1.0.51', {}, false],
    [{ to: 'own-vpc' }, '10.1.0.51', {}, true],
    [{ to: 'internet' }, '10.1.0.51', {}, false],
    [{ ports: [{ from: 80, to: 443 }] }, '8.8.8.8', { port: 443 }, true],
    [{ ports: [{ from: 80, to: 442 }] }, '8.8.8.8', { port: 443 }, false],
    [{ protocol: 17 }, '8.8.8.8', { protocol: 6 }, false],
    [{ workload: 'app' }, '8.8.8.8', { workload: 'app' }, true],
    [{ workload: 'app' }, '8.8.8.8', { workload: 'app+base' }, true],
    [{ workload: 'app' }, '8.8.8.8', { workload: 'apple' }, false],
  ])('%j of %s with %j: %s', (entry, address, more, expected) =>
    expect(isExpected(entry, address, more)).toBe(expected),
  );

  test('names the first entry that expects it', () => {
    const expected = [
      { ...rule, protocol: 17, label: 'first' },
      { ...rule, label: 'second' },
      { ...rule, label: 'third' },
    ];
    expect(ask({ inventory, expected }, '8.8.8.8')).toMatchObject({
      expected: true,
      expectedBy: 'second',
      portClass: 'web',
    });
    expect(ask({ inventory }, '8.8.8.8')).toMatchObject({ expected: false, expectedBy: null });
  });
});

describe('the prefixes that are not the internet', () => {
  const routes = [
    { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' },
    { DestinationCidrBlock: '44.0.0.0/9', GatewayId: 'vgw-1' },
    { DestinationCidrBlock: '45.0.0.0/16', NatGatewayId: 'nat-1' },
    { DestinationPrefixListId: 'pl-1', VpcPeeringConnectionId: 'pcx-1' },
  ];
  const lists = { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['46.0.0.0/16'] }] };
  const inside = insidePrefixes(vpcWith(routes, lists), ['9.0.0.0/16']).flatMap(
    (text) => parsePrefix(text) ?? [],
  );
  const isInside = (text: string) => {
    const address = parseAddress(text);
    return address !== undefined && inside.some((prefix) => prefixContains(prefix, address));
  };

  test.each([
    ['9.0.1.1', true],
    ['10.200.0.1', true],
    ['44.1.1.1', true],
    ['46.0.1.1', true],
    ['45.0.1.1', false],
    ['8.8.8.8', false],
    ['203.0.113.7', false],
    ['169.254.169.254', true],
    ['fd00::1', true],
    ['2606:4700::1', false],
  ])('hold %s: %s', (address, expected) => expect(isInside(address)).toBe(expected));

  test("without any network of one's own are the special ranges", () => {
    const bare = insidePrefixes(emptyInventory, []).flatMap((text) => parsePrefix(text) ?? []);
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        if (!address) throw new Error(`${text} is not an address`);
        const kind = specialRangeOf(address)?.kind;
        fc.pre(kind !== 'global');
        const special = isSpecialPurpose(address) && kind !== 'documentation' && kind !== 'embedded';
        expect(`${formatAddress(address)} ${bare.some((prefix) => prefixContains(prefix, address))}`).toBe(
          `${formatAddress(address)} ${special}`,
        );
      }),
      { numRuns: 500 },
    );
  });
});
