/** What `aws ec2 describe-*` prints about the generated VPC, in the shape of the EC2 API 2016-11-15. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { account, destinationPorts, flowLogId, region, vpcId, vpcPrefix, vpcPrefix6 } from './world.mjs';

const zoneNames = ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
const tag = (name) => (name === null ? [] : [{ Key: 'Name', Value: name }]);

const descriptions = {
  lb: 'ELB app/shop-front/0a1b2c3d4e5f6071',
  db: 'RDSNetworkInterface',
  cache: 'ElastiCache shop-sessions-001',
  endpoint: (world) => `VPC Endpoint Interface ${world.gateways.secrets}`,
  lambda: (_, entry) => `AWS Lambda VPC ENI-${entry.group}`,
  nat: (_, entry) => `Interface for NAT Gateway ${entry.natGateway}`,
};
const interfaceTypes = { lambda: 'lambda', nat: 'nat_gateway', endpoint: 'vpc_endpoint' };

function describeInterface(world, entry) {
  const text = descriptions[entry.role] ?? '';
  const association = entry.publicAddr === null ? {} : { Association: { PublicIp: entry.publicAddr } };
  return {
    NetworkInterfaceId: entry.id,
    InterfaceType: interfaceTypes[entry.role] ?? 'interface',
    Description: typeof text === 'function' ? text(world, entry) : text,
    PrivateIpAddress: entry.addr,
    PrivateIpAddresses: [{ PrivateIpAddress: entry.addr, Primary: true, ...association }],
    Ipv6Addresses: entry.addr6 === null ? [] : [{ Ipv6Address: entry.addr6 }],
    SubnetId: entry.subnet,
    VpcId: vpcId,
    AvailabilityZone: zoneNames[entry.zone],
    OwnerId: account,
    RequesterManaged: entry.instance === null,
    Status: 'in-use',
    Groups: entry.role === 'nat' ? [] : [{ GroupId: world.groups.get(entry.group), GroupName: entry.group }],
    TagSet: tag(entry.name),
    SourceDestCheck: entry.role !== 'nat',
    ...association,
    ...(entry.instance === null
      ? {}
      : { Attachment: { InstanceId: entry.instance, DeviceIndex: 0, Status: 'attached' } }),
  };
}

function describeRoutes(world, subnet) {
  const local = [
    { DestinationCidrBlock: vpcPrefix, GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' },
    { DestinationIpv6CidrBlock: vpcPrefix6, GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' },
  ];
  const route = (fields) => ({ ...fields, State: 'active', Origin: 'CreateRoute' });
  if (subnet.tier === 'data') return local;
  if (subnet.tier === 'public') {
    return [...local, route({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: world.gateways.internet })];
  }
  const nat = world.interfaces.find(({ role, zone }) => role === 'nat' && zone === subnet.zone);
  return [
    ...local,
    route({ DestinationPrefixListId: 'pl-6ea54007', GatewayId: world.gateways.s3 }),
    route({ DestinationPrefixListId: 'pl-66a5400f', GatewayId: world.gateways.dynamodb }),
    route({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: nat.natGateway }),
    route({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: world.gateways.egressOnly }),
  ];
}

const anywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [] };
const permission = (protocol, from, to, peer) => ({
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
  ...peer,
});

/** What a group's interfaces let in: the listeners that the conversations of the generator use. */
function ingressOf(world, group) {
  const groups = (names) => ({
    UserIdGroupPairs: names
      .filter((name) => world.groups.has(name))
      .map((name) => ({ GroupId: world.groups.get(name), UserId: account })),
  });
  const internal = [...world.groups.keys()].filter(
    (name) => !['lb', 'db', 'cache', 'endpoint', 'bastion', 'nat'].includes(name),
  );
  if (group === 'lb') {
    return [
      permission('tcp', 443, 443, anywhere),
      permission('tcp', 80, 80, anywhere),
      permission('icmp', -1, -1, anywhere),
    ];
  }
  if (group === 'db') return [permission('tcp', 5432, 5432, groups(internal))];
  if (group === 'cache') return [permission('tcp', 6379, 6379, groups(internal))];
  if (group === 'endpoint') return [permission('tcp', 443, 443, groups(internal))];
  if (group === 'bastion')
    return [permission('tcp', 22, 22, { IpRanges: [{ CidrIp: '91.198.174.0/24' }], UserIdGroupPairs: [] })];
  return [permission('tcp', 8080, 8080, groups(['lb'])), permission('tcp', 22, 22, groups(['bastion']))];
}

const everywhere = { ...anywhere, Ipv6Ranges: [{ CidrIpv6: '::/0' }] };

/** What every group lets out: all that the generated conversations need, and nothing of what they are refused. */
const egressPermissions = [
  ...[443, ...destinationPorts.map(([port]) => port)].map((port) =>
    permission('tcp', port, port, everywhere),
  ),
  ...[53, 123, 443].map((port) => permission('udp', port, port, everywhere)),
  permission('icmp', -1, -1, everywhere),
];

function securityGroups(world) {
  return [...world.groups]
    .filter(([group]) => group !== 'nat')
    .map(([group, id]) => ({
      GroupId: id,
      GroupName: group,
      Description: group,
      VpcId: vpcId,
      OwnerId: account,
      IpPermissions: ingressOf(world, group),
      IpPermissionsEgress: egressPermissions,
    }));
}

const associated = (field, prefix) => ({ [field]: prefix, [`${field}State`]: { State: 'associated' } });

const describeVpc = () => ({
  VpcId: vpcId,
  CidrBlock: vpcPrefix,
  CidrBlockAssociationSet: [associated('CidrBlock', vpcPrefix)],
  Ipv6CidrBlockAssociationSet: [associated('Ipv6CidrBlock', vpcPrefix6)],
});

const describeSubnet = (subnet) => ({
  SubnetId: subnet.id,
  CidrBlock: subnet.prefix,
  Ipv6CidrBlockAssociationSet: [associated('Ipv6CidrBlock', subnet.prefix6)],
  VpcId: vpcId,
  AvailabilityZone: zoneNames[subnet.zone],
  AvailabilityZoneId: subnet.azId,
  MapPublicIpOnLaunch: subnet.tier === 'public',
  Tags: tag(subnet.key),
});

const describeReservation = (entry) => ({
  Instances: [
    {
      InstanceId: entry.instance,
      PrivateIpAddress: entry.addr,
      VpcId: vpcId,
      SubnetId: entry.subnet,
      Tags: tag(entry.name),
      NetworkInterfaces: [{ NetworkInterfaceId: entry.id }],
    },
  ],
});

const describeNatGateway = (entry) => ({
  NatGatewayId: entry.natGateway,
  VpcId: vpcId,
  SubnetId: entry.subnet,
  State: 'available',
  ConnectivityType: 'public',
  NatGatewayAddresses: [
    {
      NetworkInterfaceId: entry.id,
      PrivateIp: entry.addr,
      PublicIp: entry.publicAddr,
      IsPrimary: true,
      Status: 'succeeded',
    },
  ],
});

const describeRouteTable = (world, subnet) => ({
  RouteTableId: subnet.routeTable,
  VpcId: vpcId,
  OwnerId: account,
  Tags: tag(subnet.key),
  Associations: [
    {
      RouteTableAssociationId: subnet.routeTable.replace('rtb', 'rtbassoc'),
      SubnetId: subnet.id,
      Main: false,
      AssociationState: { State: 'associated' },
    },
  ],
  Routes: describeRoutes(world, subnet),
});

function describeEndpoints({ gateways, interfaces }) {
  const endpoint = (id, type, service) => ({
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpcId,
    ServiceName: `com.amazonaws.${region}.${service}`,
    State: 'available',
  });
  const members = interfaces.filter(({ role }) => role === 'endpoint');
  return [
    endpoint(gateways.s3, 'Gateway', 's3'),
    endpoint(gateways.dynamodb, 'Gateway', 'dynamodb'),
    {
      ...endpoint(gateways.secrets, 'Interface', 'secretsmanager'),
      NetworkInterfaceIds: members.map(({ id }) => id),
      SubnetIds: [...new Set(members.map(({ subnet }) => subnet))],
    },
  ];
}

const prefixList = (id, service, prefix) => ({
  PrefixListId: id,
  PrefixListName: `com.amazonaws.${region}.${service}`,
  Cidrs: [prefix],
});

const describeFlowLog = ({ logFormat, from }) => ({
  FlowLogId: flowLogId,
  FlowLogStatus: 'ACTIVE',
  ResourceId: vpcId,
  TrafficType: 'ALL',
  LogDestinationType: 's3',
  LogDestination: 'arn:aws:s3:::amzn-s3-demo-bucket',
  LogFormat: logFormat,
  MaxAggregationInterval: 60,
  DeliverLogsStatus: 'SUCCESS',
  CreationTime: new Date(from * 1000).toISOString(),
});

/** Each document by the name of its file. */
function describeWorld(world, flowLog) {
  const { interfaces, subnets } = world;
  const instances = interfaces.filter(({ instance }) => instance !== null);
  const natGateways = interfaces.filter(({ role }) => role === 'nat');
  return {
    'describe-vpcs': { Vpcs: [describeVpc()] },
    'describe-subnets': { Subnets: subnets.map(describeSubnet) },
    'describe-network-interfaces': {
      NetworkInterfaces: interfaces.map((entry) => describeInterface(world, entry)),
    },
    'describe-instances': { Reservations: instances.map(describeReservation) },
    'describe-nat-gateways': { NatGateways: natGateways.map(describeNatGateway) },
    'describe-route-tables': { RouteTables: subnets.map((subnet) => describeRouteTable(world, subnet)) },
    'describe-security-groups': { SecurityGroups: securityGroups(world) },
    'describe-prefix-lists': {
      PrefixLists: [
        prefixList('pl-6ea54007', 's3', '52.219.168.0/21'),
        prefixList('pl-66a5400f', 'dynamodb', '52.94.17.0/24'),
      ],
    },
    'describe-vpc-endpoints': { VpcEndpoints: describeEndpoints(world) },
    'describe-flow-logs': { FlowLogs: [describeFlowLog(flowLog)] },
  };
}

/** Writes the documents into `folder`, each as `NAME.json`. */
export async function writeInventory(folder, world, facts) {
  await mkdir(folder, { recursive: true });
  for (const [name, document] of Object.entries(describeWorld(world, facts))) {
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(document, null, 1)}\n`);
  }
}
