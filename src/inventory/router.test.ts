import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../test/fixtures/vpc.js';
import { parseAddress } from '../net/index.js';
import { ownPrefixesOf, Router, workloadOf } from './index.js';

describe('routes', () => {
  const inventory = readDocuments(
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
  const { inventory } = readDocuments(
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
