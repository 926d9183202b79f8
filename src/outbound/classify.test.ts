import { describe, expect, test } from 'vitest';
import { ask, described, inWords, sampleInventory, vpcWith } from '../../test/fixtures/vpc.js';
import { emptyInventory, ownPrefixesOf } from '../inventory/index.js';
import { createClassifier } from './classify.js';

describe.each<['shop-v2' | 'shop-v5', string | null]>([
  ['shop-v2', null],
  ['shop-v5', 'as recorded'],
])('%s', (sample, recorded) => {
  const inventory = sampleInventory(sample);
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
