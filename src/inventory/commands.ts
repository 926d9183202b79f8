/** A command of the AWS CLI whose output Sluice reads, recognised by the top-level key of that output. */
export interface DescribeCommand {
  /** Member of the output that holds the list, as the EC2 API names it. */
  readonly key: string;
  readonly command: string;
  /** What Sluice learns from it. */
  readonly use: string;
  /** Member by which `--filters` limits the output to one VPC, or null when the command has no such filter. */
  readonly vpcFilter: string | null;
}

/** In the order of their use: the first is the one that matters most. */
export const describeCommands = [
  {
    key: 'NetworkInterfaces',
    command: 'describe-network-interfaces',
    use: 'whose address is whose; what is a workload, a NAT gateway, a load balancer, an endpoint',
    vpcFilter: 'vpc-id',
  },
  { key: 'Vpcs', command: 'describe-vpcs', use: 'which addresses are inside', vpcFilter: 'vpc-id' },
  { key: 'Subnets', command: 'describe-subnets', use: 'names of subnets', vpcFilter: 'vpc-id' },
  {
    key: 'RouteTables',
    command: 'describe-route-tables',
    use: 'how traffic leaves: NAT gateway, internet gateway, peering, transit gateway, endpoint',
    vpcFilter: 'vpc-id',
  },
  {
    key: 'SecurityGroups',
    command: 'describe-security-groups',
    use: 'names of workloads; which ports are let in, so which side is the server',
    vpcFilter: 'vpc-id',
  },
  {
    key: 'NatGateways',
    command: 'describe-nat-gateways',
    use: 'addresses of NAT gateways, so that nothing is counted twice',
    vpcFilter: 'vpc-id',
  },
  {
    key: 'VpcEndpoints',
    command: 'describe-vpc-endpoints',
    use: 'which service stands behind an endpoint',
    vpcFilter: 'vpc-id',
  },
  {
    key: 'PrefixLists',
    command: 'describe-prefix-lists',
    use: 'addresses of S3 and DynamoDB behind gateway endpoints',
    vpcFilter: null,
  },
  { key: 'Reservations', command: 'describe-instances', use: 'names of instances', vpcFilter: 'vpc-id' },
  {
    key: 'NetworkAcls',
    command: 'describe-network-acls',
    use: 'what the subnets deny',
    vpcFilter: 'vpc-id',
  },
  {
    key: 'FlowLogs',
    command: 'describe-flow-logs',
    use: 'format, interval and kind of traffic of the logs',
    vpcFilter: null,
  },
] as const satisfies readonly DescribeCommand[];

/** Outputs that are read when they are there, and that the list of commands leaves out because another one says as much. */
export const furtherCommands = [
  {
    key: 'SecurityGroupRules',
    command: 'describe-security-group-rules',
    use: 'rules of security groups, one by one',
    vpcFilter: null,
  },
  {
    key: 'Entries',
    command: 'get-managed-prefix-list-entries',
    use: 'addresses of one prefix list',
    vpcFilter: null,
  },
] as const satisfies readonly DescribeCommand[];

/** The top-level key of an output that Sluice reads. */
export type DocumentKey = (typeof describeCommands)[number]['key'] | (typeof furtherCommands)[number]['key'];

export const documentKeys: readonly DocumentKey[] = [...describeCommands, ...furtherCommands].map(
  (each) => each.key,
);

/** The command whose output has this top-level key, for example `describe-vpcs`. */
export function commandOf(key: DocumentKey): string {
  const found: DescribeCommand | undefined = [...describeCommands, ...furtherCommands].find(
    (each) => each.key === key,
  );
  return found?.command ?? key;
}
