import fc from 'fast-check';

/** Two subnets, two security groups, six interfaces; addresses and ports from a few, so that rules meet traffic. */
export const subnets = [
  { SubnetId: 'subnet-a', VpcId: 'vpc-1', CidrBlock: '10.0.0.0/28', Ipv6CidrBlockAssociationSet: [] },
  { SubnetId: 'subnet-b', VpcId: 'vpc-1', CidrBlock: '10.0.0.16/28' },
];
export const interfaces = [
  { id: 'eni-1', address: '10.0.0.4', subnet: 'subnet-a', groups: ['sg-1'] },
  { id: 'eni-2', address: '10.0.0.5', subnet: 'subnet-a', groups: ['sg-1', 'sg-2'] },
  { id: 'eni-3', address: '10.0.0.20', subnet: 'subnet-b', groups: ['sg-2'] },
  { id: 'eni-4', address: '10.0.0.21', subnet: 'subnet-b', groups: [] },
  { id: 'eni-5', address: '2001:db8::4', subnet: 'subnet-b', groups: ['sg-2'] },
  { id: 'eni-6', address: '2001:db8:2::4', subnet: 'subnet-a', groups: ['sg-1'] },
] as const;

export const ipv4s = [
  '10.0.0.4',
  '10.0.0.5',
  '10.0.0.9',
  '10.0.0.20',
  '10.1.0.1',
  '198.51.100.7',
  '198.51.100.8',
];
export const ipv6s = ['2001:db8::4', '2001:db8::9', '2001:db8:1::1'];
export const prefixes4 = [
  '0.0.0.0/0',
  '10.0.0.0/28',
  '10.0.0.16/28',
  '10.0.0.4/30',
  '198.51.100.0/24',
  '198.51.100.7/32',
  '128.0.0.0/1',
];
export const prefixes6 = ['::/0', '2001:db8::/64', '2001:db8::9/128'];
const ports = [0, 22, 53, 80, 443, 444, 1024, 32_768, 40_000, 65_535];

export const port = fc.constantFrom(...ports);
const range = fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const protocolText = fc.constantFrom('-1', 'tcp', 'udp', 'icmp', 'icmpv6', '6', '17', '1', '58', '47', '132');
/** Type and code; -1 is every one. 8, 13 and 128 ask for an answer, 3 is an error. */
const icmpMatch = fc.constantFrom([-1, -1], [-1, -1], [8, -1], [13, 0], [3, -1], [3, 3], [128, -1]);

/** One element of `IpPermissionsEgress`. */
const permission = fc
  .record({
    protocol: protocolText,
    ports: range,
    v4: fc.subarray(prefixes4, { maxLength: 2 }),
    v6: fc.subarray(prefixes6, { maxLength: 1 }),
    groups: fc.subarray(['sg-1', 'sg-2', 'sg-9']),
    lists: fc.subarray(['pl-1', 'pl-2']),
    icmpMatch,
  })
  .map(({ protocol, ports: [from, to], v4, v6, groups, lists, icmpMatch: [type, code] }) => {
    const icmp = ['icmp', 'icmpv6', '1', '58'].includes(protocol);
    const all = protocol === '-1';
    return {
      IpProtocol: protocol,
      ...(all ? {} : icmp ? { FromPort: type, ToPort: code } : { FromPort: from, ToPort: to }),
      IpRanges: v4.map((CidrIp) => ({ CidrIp })),
      Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })),
      UserIdGroupPairs: groups.map((GroupId) => ({ GroupId })),
      PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })),
    };
  });

export const securityGroups = fc.tuple(
  fc.array(permission, { maxLength: 4 }),
  fc.array(permission, { maxLength: 4 }),
);

export type Permission = (typeof permission extends fc.Arbitrary<infer P> ? P : never) & {
  readonly FromPort?: number;
  readonly ToPort?: number;
};

const entry = fc
  .record({
    number: fc.integer({ min: 1, max: 40 }),
    egress: fc.boolean(),
    allow: fc.boolean(),
    protocol: fc.constantFrom('-1', '6', '17', '1', '58', '47'),
    ports: range,
    prefix: fc.constantFrom(...prefixes4, ...prefixes6),
    icmpMatch,
  })
  .map(({ number, egress, allow, protocol, ports: [From, To], prefix, icmpMatch: [Type, Code] }) => ({
    RuleNumber: number,
    Egress: egress,
    RuleAction: allow ? 'allow' : 'deny',
    Protocol: protocol,
    ...(prefix.includes(':') ? { Ipv6CidrBlock: prefix } : { CidrBlock: prefix }),
    ...(protocol === '6' || protocol === '17' ? { PortRange: { From, To } } : {}),
    ...(protocol === '1' || protocol === '58' ? { IcmpTypeCode: { Type, Code } } : {}),
  }));

export type AclEntry = {
  readonly RuleNumber: number;
  readonly Egress: boolean;
  readonly RuleAction: string;
  readonly Protocol: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly PortRange?: { readonly From: number; readonly To: number };
  readonly IcmpTypeCode?: { readonly Type: number; readonly Code: number };
};

/** Entries of the network ACL of subnet-a; numbers differ within a direction and family, as AWS demands. */
export const aclEntries: fc.Arbitrary<AclEntry[]> = fc.uniqueArray(entry as fc.Arbitrary<AclEntry>, {
  maxLength: 10,
  selector: (each) => `${each.Egress} ${each.RuleNumber} ${each.CidrBlock === undefined}`,
});

/** A connection as the tests speak of it. */
export interface Connection {
  readonly iface: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly clientPort: number;
  readonly answered: boolean;
  readonly scope: 'own-vpc' | 'internet' | 'link-local-service';
}

export const connection: fc.Arbitrary<Connection> = fc
  .record({
    from: fc.constantFrom(...interfaces),
    ipv4: fc.constantFrom(...ipv4s),
    ipv6: fc.constantFrom(...ipv6s),
    protocol: fc.constantFrom(6, 6, 17, 1, 58, 47, 132),
    port,
    clientPort: fc.constantFrom(1024, 32_768, 40_000, 65_535),
    answered: fc.boolean(),
    linkLocal: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
  })
  .map(({ from, ipv4, ipv6, protocol, port: wanted, clientPort, answered, linkLocal }) => {
    const ported = protocol === 6 || protocol === 17 || protocol === 132;
    const destination = from.address.includes(':') ? ipv6 : ipv4;
    const inside = destination.startsWith('10.0.') || destination.startsWith('2001:db8::');
    return {
      iface: from.id,
      source: from.address,
      destination,
      protocol,
      port: ported ? wanted : 0,
      clientPort: ported ? clientPort : 0,
      answered,
      scope: linkLocal ? 'link-local-service' : inside ? 'own-vpc' : 'internet',
    } as const;
  });

/** What AWS shows at the end of every network ACL. */
const implicit = [true, false].map((Egress) => ({
  RuleNumber: 32_767,
  Egress,
  RuleAction: 'deny',
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
}));

/** The whole description, as `aws ec2 describe-…` prints it. */
export function describeVpc(
  groups: readonly (readonly Permission[])[],
  entries: readonly AclEntry[],
  ingress?: readonly (readonly Permission[])[],
): object[] {
  return [
    { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' }] },
    { Subnets: subnets },
    {
      NetworkInterfaces: interfaces.map((each) => ({
        NetworkInterfaceId: each.id,
        VpcId: 'vpc-1',
        SubnetId: each.subnet,
        ...(each.address.includes(':')
          ? { Ipv6Addresses: [{ Ipv6Address: each.address }] }
          : { PrivateIpAddress: each.address }),
        Groups: each.groups.map((id) => ({ GroupId: id, GroupName: id })),
        Attachment: { InstanceId: `i-${each.id}` },
      })),
    },
    {
      SecurityGroups: groups.map((IpPermissionsEgress, index) => ({
        GroupId: `sg-${index + 1}`,
        GroupName: `sg-${index + 1}`,
        IpPermissionsEgress,
        ...(ingress === undefined ? {} : { IpPermissions: ingress[index] ?? [] }),
      })),
    },
    {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Associations: [{ SubnetId: 'subnet-a' }],
          Entries: [...entries, ...implicit],
        },
        {
          NetworkAclId: 'acl-2',
          Associations: [{ SubnetId: 'subnet-b' }],
          Entries: [true, false].flatMap((Egress) =>
            [{ CidrBlock: '0.0.0.0/0' }, { Ipv6CidrBlock: '::/0' }].map((block, index) => ({
              RuleNumber: 100 + index,
              Egress,
              RuleAction: 'allow',
              Protocol: '-1',
              ...block,
            })),
          ),
        },
      ],
    },
    { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['198.51.100.8/32', '10.0.0.0/30'] }] },
  ];
}
