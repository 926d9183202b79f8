/**
 * Every field that a VPC or Transit Gateway flow log can carry. Parser, record type, Parquet columns, the names in
 * both query languages and the reference page follow from this table.
 *
 * Source: VPC User Guide, "Flow log records" (field versions 2 to 11) and "Transit Gateway flow log records"
 * (version 6). There is no version 6 for VPC flow logs.
 */
export interface FlowFieldSpec {
  /** Name in a header line and in `LogFormat`. */
  readonly log: string;
  /** Lowest version that has the field. */
  readonly since: number;
  readonly type: FieldType;
  /** Names in Logs Insights, when they are not just the key of this table. */
  readonly insights?: readonly string[];
  /** Column name of older tables (2018 and 2019 tutorials). */
  readonly older?: string;
  readonly doc: string;
}

/** `port` is 0 to 65535, `byte` 0 to 255, `seconds` a Unix time in seconds, `long` up to 2^63 - 1. */
export type FieldType = 'text' | 'ip' | 'port' | 'byte' | 'int' | 'long' | 'seconds';

export const flowFields = {
  version: {
    log: 'version',
    since: 2,
    type: 'int',
    doc: 'Highest field version among the chosen fields; never a layout id.',
  },
  accountId: {
    log: 'account-id',
    since: 2,
    type: 'text',
    older: 'account',
    doc: 'Owner of this network interface.',
  },
  interfaceId: {
    log: 'interface-id',
    since: 2,
    type: 'text',
    older: 'interfaceid',
    doc: 'Network interface (ENI); absent for a regional NAT gateway.',
  },
  srcAddr: {
    log: 'srcaddr',
    since: 2,
    type: 'ip',
    older: 'sourceaddress',
    doc: 'Source address as the interface saw it; on egress the primary address of the interface.',
  },
  dstAddr: {
    log: 'dstaddr',
    since: 2,
    type: 'ip',
    older: 'destinationaddress',
    doc: 'Destination address as the interface saw it; on ingress the primary address of the interface.',
  },
  srcPort: { log: 'srcport', since: 2, type: 'port', older: 'sourceport', doc: 'Source port; 0 for ICMP.' },
  dstPort: {
    log: 'dstport',
    since: 2,
    type: 'port',
    older: 'destinationport',
    doc: 'Destination port; 0 for ICMP.',
  },
  protocol: { log: 'protocol', since: 2, type: 'byte', doc: 'IANA protocol number.' },
  packets: {
    log: 'packets',
    since: 2,
    type: 'long',
    older: 'numpackets',
    doc: 'Packets of this flow in this interval, one direction; absent on BPA rejects.',
  },
  bytes: {
    log: 'bytes',
    since: 2,
    type: 'long',
    older: 'numbytes',
    doc: 'Bytes of this flow in this interval, one direction; absent on BPA rejects.',
  },
  start: {
    log: 'start',
    since: 2,
    type: 'seconds',
    insights: ['startTime', 'start'],
    older: 'starttime',
    doc: 'First packet within the interval, Unix seconds, up to 60 s off.',
  },
  end: {
    log: 'end',
    since: 2,
    type: 'seconds',
    insights: ['endTime', 'end'],
    older: 'endtime',
    doc: 'Last packet within the interval, Unix seconds, up to 60 s off.',
  },
  action: {
    log: 'action',
    since: 2,
    type: 'text',
    doc: 'ACCEPT or REJECT; a packet after the close of a connection is a REJECT too.',
  },
  logStatus: {
    log: 'log-status',
    since: 2,
    type: 'text',
    older: 'logstatus',
    doc: 'OK, NODATA (no traffic) or SKIPDATA (records were lost).',
  },
  vpcId: { log: 'vpc-id', since: 3, type: 'text', older: 'vpcid', doc: 'VPC of the ENI.' },
  subnetId: { log: 'subnet-id', since: 3, type: 'text', older: 'subnetid', doc: 'Subnet of the interface.' },
  instanceId: {
    log: 'instance-id',
    since: 3,
    type: 'text',
    older: 'instanceid',
    doc: 'Instance, if it is owned by the account.',
  },
  tcpFlags: {
    log: 'tcp-flags',
    since: 3,
    type: 'int',
    older: 'tcpflags',
    doc: 'OR of FIN 1, SYN 2, RST 4 and SYN-ACK 18 over the record.',
  },
  type: { log: 'type', since: 3, type: 'text', doc: 'IPv4, IPv6 or EFA.' },
  pktSrcAddr: {
    log: 'pkt-srcaddr',
    since: 3,
    type: 'ip',
    older: 'pktsrcaddr',
    doc: 'Original source of the packet behind NAT gateways and other middle boxes.',
  },
  pktDstAddr: {
    log: 'pkt-dstaddr',
    since: 3,
    type: 'ip',
    older: 'pktdstaddr',
    doc: 'Final destination of the packet behind NAT gateways and other middle boxes.',
  },
  region: { log: 'region', since: 4, type: 'text', doc: 'Region of the interface.' },
  azId: { log: 'az-id', since: 4, type: 'text', older: 'azid', doc: 'Availability Zone id.' },
  sublocationType: {
    log: 'sublocation-type',
    since: 4,
    type: 'text',
    older: 'sublocationtype',
    doc: 'wavelength, outpost or localzone.',
  },
  sublocationId: {
    log: 'sublocation-id',
    since: 4,
    type: 'text',
    older: 'sublocationid',
    doc: 'Id of the sublocation.',
  },
  pktSrcAwsService: {
    log: 'pkt-src-aws-service',
    since: 5,
    type: 'text',
    doc: 'AWS service of pkt-srcaddr, if it is a public AWS address.',
  },
  pktDstAwsService: {
    log: 'pkt-dst-aws-service',
    since: 5,
    type: 'text',
    doc: 'AWS service of pkt-dstaddr, if it is a public AWS address.',
  },
  flowDirection: {
    log: 'flow-direction',
    since: 5,
    type: 'text',
    doc: 'ingress or egress relative to the interface; not who opened the connection.',
  },
  trafficPath: {
    log: 'traffic-path',
    since: 5,
    type: 'int',
    doc: 'Path of egress traffic: 1 same VPC, 2 internet gateway or gateway endpoint, 3 virtual private gateway, 4 and 5 peering, 6 local gateway, 7 gateway endpoint, 8 internet gateway.',
  },
  ecsClusterArn: { log: 'ecs-cluster-arn', since: 7, type: 'text', doc: 'ECS cluster ARN.' },
  ecsClusterName: { log: 'ecs-cluster-name', since: 7, type: 'text', doc: 'ECS cluster name.' },
  ecsContainerInstanceArn: {
    log: 'ecs-container-instance-arn',
    since: 7,
    type: 'text',
    doc: 'Container instance ARN.',
  },
  ecsContainerInstanceId: {
    log: 'ecs-container-instance-id',
    since: 7,
    type: 'text',
    doc: 'Container instance id.',
  },
  ecsContainerId: {
    log: 'ecs-container-id',
    since: 7,
    type: 'text',
    doc: 'Runtime id of the first container.',
  },
  ecsSecondContainerId: {
    log: 'ecs-second-container-id',
    since: 7,
    type: 'text',
    doc: 'Runtime id of the second container.',
  },
  ecsServiceName: { log: 'ecs-service-name', since: 7, type: 'text', doc: 'ECS service.' },
  ecsTaskDefinitionArn: {
    log: 'ecs-task-definition-arn',
    since: 7,
    type: 'text',
    doc: 'Task definition ARN.',
  },
  ecsTaskArn: { log: 'ecs-task-arn', since: 7, type: 'text', doc: 'Task ARN.' },
  ecsTaskId: { log: 'ecs-task-id', since: 7, type: 'text', doc: 'Task id.' },
  rejectReason: {
    log: 'reject-reason',
    since: 8,
    type: 'text',
    doc: 'BPA or EC; absent for every other reject.',
  },
  resourceId: { log: 'resource-id', since: 9, type: 'text', doc: 'Regional NAT gateway.' },
  encryptionStatus: {
    log: 'encryption-status',
    since: 10,
    type: 'int',
    doc: '0 none, 1 Nitro, 2 application layer, 3 both.',
  },
  instanceTag: {
    log: 'instance-tag',
    since: 11,
    type: 'text',
    doc: 'Value of the first tag key chosen for instance.',
  },
  instanceTag2: {
    log: 'instance-tag-2',
    since: 11,
    type: 'text',
    doc: 'Value of the second tag key chosen for instance.',
  },
  interfaceTag: {
    log: 'interface-tag',
    since: 11,
    type: 'text',
    doc: 'First tag key for network-interface.',
  },
  interfaceTag2: {
    log: 'interface-tag-2',
    since: 11,
    type: 'text',
    doc: 'Second tag key for network-interface.',
  },
  asgTag: { log: 'asg-tag', since: 11, type: 'text', doc: 'First tag key for auto-scaling-group.' },
  asgTag2: { log: 'asg-tag-2', since: 11, type: 'text', doc: 'Second tag key for auto-scaling-group.' },
  interfaceType: {
    log: 'interface-type',
    since: 11,
    type: 'text',
    doc: 'Kind of the interface, for NAT gateways, load balancers, transit gateways and endpoints.',
  },
  nextHopInterfaceId: {
    log: 'next-hop-interface-id',
    since: 11,
    type: 'text',
    doc: 'Interface that receives the packet next, or sent it.',
  },
  nextHopSubnetId: { log: 'next-hop-subnet-id', since: 11, type: 'text', doc: 'Its subnet.' },
  nextHopAzId: {
    log: 'next-hop-az-id',
    since: 11,
    type: 'text',
    doc: 'Availability Zone id of the next hop.',
  },
  nextHopVpcId: { log: 'next-hop-vpc-id', since: 11, type: 'text', doc: 'Its VPC.' },
  nextHopInterfaceType: {
    log: 'next-hop-interface-type',
    since: 11,
    type: 'text',
    doc: 'Its type, same values as interface-type.',
  },
  resourceType: {
    log: 'resource-type',
    since: 6,
    type: 'text',
    doc: 'TransitGateway or TransitGatewayAttachment.',
  },
  tgwId: { log: 'tgw-id', since: 6, type: 'text', doc: 'Transit gateway: id.' },
  tgwAttachmentId: {
    log: 'tgw-attachment-id',
    since: 6,
    type: 'text',
    doc: 'Transit gateway: attachment id.',
  },
  tgwSrcVpcAccountId: {
    log: 'tgw-src-vpc-account-id',
    since: 6,
    type: 'text',
    doc: 'Transit gateway: src vpc account id.',
  },
  tgwDstVpcAccountId: {
    log: 'tgw-dst-vpc-account-id',
    since: 6,
    type: 'text',
    doc: 'Transit gateway: dst vpc account id.',
  },
  tgwSrcVpcId: { log: 'tgw-src-vpc-id', since: 6, type: 'text', doc: 'Transit gateway: src vpc id.' },
  tgwDstVpcId: { log: 'tgw-dst-vpc-id', since: 6, type: 'text', doc: 'Transit gateway: dst vpc id.' },
  tgwSrcSubnetId: {
    log: 'tgw-src-subnet-id',
    since: 6,
    type: 'text',
    doc: 'Transit gateway: src subnet id.',
  },
  tgwDstSubnetId: {
    log: 'tgw-dst-subnet-id',
    since: 6,
    type: 'text',
    doc: 'Transit gateway: dst subnet id.',
  },
  tgwSrcEni: { log: 'tgw-src-eni', since: 6, type: 'text', doc: 'Transit gateway: src eni.' },
  tgwDstEni: { log: 'tgw-dst-eni', since: 6, type: 'text', doc: 'Transit gateway: dst eni.' },
  tgwSrcAzId: { log: 'tgw-src-az-id', since: 6, type: 'text', doc: 'Transit gateway: src az id.' },
  tgwDstAzId: { log: 'tgw-dst-az-id', since: 6, type: 'text', doc: 'Transit gateway: dst az id.' },
  tgwPairAttachmentId: {
    log: 'tgw-pair-attachment-id',
    since: 6,
    type: 'text',
    doc: 'Transit gateway: pair attachment id.',
  },
  packetsLostNoRoute: {
    log: 'packets-lost-no-route',
    since: 6,
    type: 'long',
    doc: 'Packets lost: no route.',
  },
  packetsLostBlackhole: {
    log: 'packets-lost-blackhole',
    since: 6,
    type: 'long',
    doc: 'Packets lost: blackhole.',
  },
  packetsLostMtuExceeded: {
    log: 'packets-lost-mtu-exceeded',
    since: 6,
    type: 'long',
    doc: 'Packets lost: mtu exceeded.',
  },
  packetsLostTtlExpired: {
    log: 'packets-lost-ttl-expired',
    since: 6,
    type: 'long',
    doc: 'Packets lost: ttl expired.',
  },
} as const satisfies Record<string, FlowFieldSpec>;

export type FlowFieldName = keyof typeof flowFields;
