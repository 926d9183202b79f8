import { describe, expect, test } from 'vitest';
import { type Ask, ask, described, vpcWith } from '../../test/fixtures/vpc.js';
import { emptyInventory, type Inventory } from '../inventory/index.js';

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
