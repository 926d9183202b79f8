import type { NotePlace } from './read-rules.js';
import { present, type Shape, tagOf } from './shape.js';
import type {
  FlowLogDescription,
  NatGateway,
  PrefixList,
  Route,
  RouteTable,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './types.js';

/** CIDR blocks that are in use; a block that was removed stays listed as `disassociated`. */
function associatedPrefixes(shape: Shape, list: string, member: string, state: string): (string | null)[] {
  return shape
    .objects(list)
    .filter((each) => (each.object(state)?.text('State') ?? 'associated') === 'associated')
    .map((each) => each.prefix(member));
}

/** Both families' blocks of a VPC or subnet, the primary IPv4 block first. */
function blocksOf(shape: Shape): string[] {
  return [
    ...new Set(
      present([
        shape.prefix('CidrBlock'),
        ...associatedPrefixes(shape, 'CidrBlockAssociationSet', 'CidrBlock', 'CidrBlockState'),
        ...associatedPrefixes(shape, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock', 'Ipv6CidrBlockState'),
      ]),
    ),
  ];
}

/** One element of `Vpcs` (EC2 API, Vpc). */
export function readVpc(shape: Shape): Vpc | null {
  const id = shape.id('VpcId');
  return id === null ? null : { id, prefixes: blocksOf(shape) };
}

/** One element of `Subnets` (EC2 API, Subnet). */
export function readSubnet(shape: Shape): Subnet | null {
  const id = shape.id('SubnetId');
  if (id === null) return null;
  return { id, vpcId: shape.text('VpcId'), name: tagOf(shape, 'Name'), prefixes: blocksOf(shape) };
}

/** Members that hold a route's target (EC2 API, Route); at most one is set, but an interface's instance stands beside it. */
const targetMembers = [
  'NatGatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'EgressOnlyInternetGatewayId',
  'NetworkInterfaceId',
  'InstanceId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
  'OdbNetworkArn',
  'GatewayId',
] as const;

function readRoute(shape: Shape): Route | null {
  const destination =
    shape.prefix('DestinationCidrBlock') ??
    shape.prefix('DestinationIpv6CidrBlock') ??
    shape.text('DestinationPrefixListId');
  if (destination === null) {
    shape.reject('DestinationCidrBlock', 'a destination');
    return null;
  }
  const target = present(targetMembers.map((member) => shape.text(member)))[0];
  // A blackhole route may have lost its target; it still catches what it matches.
  return { destination, target: target ?? 'none', state: shape.text('State') ?? 'active' };
}

/** One element of `RouteTables` (EC2 API, RouteTable). Associations with gateways are of no use to outbound traffic. */
export function readRouteTable(shape: Shape, place: NotePlace): RouteTable | null {
  const id = shape.id('RouteTableId');
  if (id === null) return null;
  const associations = shape
    .objects('Associations')
    .filter((each) => (each.object('AssociationState')?.text('State') ?? 'associated') === 'associated');
  return {
    id,
    vpcId: shape.text('VpcId'),
    main: associations.some((each) => each.flag('Main') === true),
    subnetIds: present(associations.map((each) => each.text('SubnetId'))),
    routes: shape.objects('Routes').flatMap((each) => {
      const route = readRoute(each);
      if (route === null) return [];
      place(route, each.path);
      return [route];
    }),
  };
}

/** One element of `NatGateways` (EC2 API, NatGateway). */
export function readNatGateway(shape: Shape): NatGateway | null {
  const id = shape.id('NatGatewayId');
  if (id === null) return null;
  return {
    id,
    vpcId: shape.text('VpcId'),
    subnetId: shape.text('SubnetId'),
    regional: shape.text('AvailabilityMode') === 'regional',
    addresses: shape.objects('NatGatewayAddresses').map((each) => ({
      interfaceId: each.text('NetworkInterfaceId'),
      privateIp: each.address('PrivateIp'),
      publicIp: each.address('PublicIp'),
    })),
  };
}

/**
 * One element of `PrefixLists`: of `describe-prefix-lists`, with `Cidrs`, or of `describe-managed-prefix-lists`, without
 * (or with `Entries` that somebody put beside it).
 */
export function readPrefixList(shape: Shape): PrefixList | null {
  const id = shape.id('PrefixListId');
  if (id === null) return null;
  const prefixes = [
    ...shape.prefixes('Cidrs'),
    ...shape.objects('Entries').map((each) => each.prefix('Cidr')),
  ];
  return {
    id,
    name: shape.text('PrefixListName'),
    prefixes: present(prefixes),
    entriesKnown: prefixes.length > 0,
    // AWS's own lists have weights of their own (VPC User Guide, AWS-managed prefix list weight).
    maxEntries: shape.text('OwnerId') === 'AWS' ? null : shape.integer('MaxEntries', 1, 1000),
  };
}

/** One element of `VpcEndpoints` (EC2 API, VpcEndpoint). */
export function readEndpoint(shape: Shape): VpcEndpoint | null {
  const id = shape.id('VpcEndpointId');
  if (id === null) return null;
  return {
    id,
    vpcId: shape.text('VpcId'),
    type: shape.text('VpcEndpointType') ?? 'Gateway',
    service: shape.text('ServiceName') ?? 'unknown',
    interfaceIds: shape.texts('NetworkInterfaceIds'),
  };
}

/** One element of `FlowLogs` (EC2 API, FlowLog). The default interval is 600 seconds. */
export function readFlowLog(shape: Shape): FlowLogDescription | null {
  const id = shape.id('FlowLogId');
  if (id === null) return null;
  return {
    id,
    resourceId: shape.text('ResourceId'),
    trafficType: shape.text('TrafficType') ?? 'ALL',
    logFormat: shape.text('LogFormat'),
    aggregationSeconds: shape.integer('MaxAggregationInterval', 1, 86_400) ?? 600,
  };
}
