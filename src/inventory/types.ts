/** What an interface does in the network; only `workload` and `load-balancer` interfaces open connections of their own. */
export type InterfaceRole =
  | 'workload'
  | 'load-balancer'
  | 'nat-gateway'
  | 'transit-gateway'
  | 'endpoint'
  | 'unknown';

/** A network interface with everything the analysis asks of it. Addresses are text as flow logs write them. */
export interface NetworkInterface {
  readonly id: string;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly role: InterfaceRole;
  /** What owns it, in words: `RDS`, `Lambda`, `NAT gateway nat-…`, `instance i-…`. */
  readonly owner: string;
  /** Private IPv4 and IPv6 addresses, the primary one first. */
  readonly addresses: readonly string[];
  /** Delegated prefixes (EKS prefix delegation), as CIDR text. */
  readonly prefixes: readonly string[];
  readonly publicAddresses: readonly string[];
  readonly securityGroups: readonly { readonly id: string; readonly name: string }[];
  readonly instanceId: string | null;
  /** The `Name` tag of the interface, else of its instance. */
  readonly name: string | null;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string | null;
  readonly name: string | null;
  readonly prefixes: readonly string[];
}

export interface Vpc {
  readonly id: string;
  readonly prefixes: readonly string[];
}

export interface Route {
  /** CIDR text, or the id of a prefix list. */
  readonly destination: string;
  /** `local`, `igw-…`, `nat-…`, `vpce-…`, `tgw-…`, `pcx-…`, `vgw-…`, `eni-…`, `eigw-…`, … */
  readonly target: string;
  readonly state: string;
}

export interface RouteTable {
  readonly id: string;
  readonly vpcId: string | null;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

export interface NatGateway {
  readonly id: string;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly regional: boolean;
  readonly addresses: readonly {
    readonly interfaceId: string | null;
    readonly privateIp: string | null;
    readonly publicIp: string | null;
  }[];
}

export interface PrefixList {
  readonly id: string;
  readonly name: string | null;
  readonly prefixes: readonly string[];
  /** False when only the list itself was described and not its entries. */
  readonly entriesKnown: boolean;
  /** What a customer's list counts as in quotas of rules; null for AWS's own, and when it was not described. */
  readonly maxEntries: number | null;
}

export interface VpcEndpoint {
  readonly id: string;
  readonly vpcId: string | null;
  readonly type: string;
  readonly service: string;
  readonly interfaceIds: readonly string[];
}

/** Type and code of ICMP or ICMPv6 that a rule speaks of (IANA, "ICMP Type Numbers"); null is every one. */
export interface IcmpMatch {
  readonly type: number | null;
  readonly code: number | null;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  /** Whether its description holds what it lets in; false when only egress rules were given. */
  readonly ingressKnown: boolean;
}

/** One rule of a security group or one of its sources; an open range stands as 0 to 65535. */
export interface SecurityGroupRule {
  readonly groupId: string;
  readonly egress: boolean;
  /** IANA number, or null for all protocols. */
  readonly protocol: number | null;
  readonly fromPort: number;
  readonly toPort: number;
  /** Null for other protocols, and where every type is meant. */
  readonly icmp: IcmpMatch | null;
  /** CIDR text, or the id of a prefix list or of another security group. */
  readonly peer: string;
}

export interface NetworkAclEntry {
  readonly aclId: string;
  readonly subnetIds: readonly string[];
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: number | null;
  readonly fromPort: number;
  readonly toPort: number;
  /** Null for other protocols, and where every type is meant. */
  readonly icmp: IcmpMatch | null;
  readonly prefix: string;
}

export interface FlowLogDescription {
  readonly id: string;
  readonly resourceId: string | null;
  readonly trafficType: string;
  readonly logFormat: string | null;
  readonly aggregationSeconds: number;
}

/** The described VPCs. Every list is empty when its file was not given; `files` says which were. */
export interface Inventory {
  /** The kinds of describe-output that were read, for example `describe-network-interfaces`. */
  readonly files: readonly string[];
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly interfaces: readonly NetworkInterface[];
  readonly routeTables: readonly RouteTable[];
  readonly natGateways: readonly NatGateway[];
  readonly prefixLists: readonly PrefixList[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly securityGroupRules: readonly SecurityGroupRule[];
  readonly networkAclEntries: readonly NetworkAclEntry[];
  readonly flowLogs: readonly FlowLogDescription[];
}
