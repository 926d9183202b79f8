import type { PortRange, Prefix } from '../net/index.js';
import type { Confidence, Scope, Status } from '../outbound/index.js';

/**
 * The other end of a rule or of a decision. A security group stands for the private addresses of its members, a prefix
 * list for its entries (VPC User Guide, security group rules), a domain for whatever its name is asked for by TLS or
 * HTTP (Network Firewall Developer Guide, domain lists): only Network Firewall can express it.
 */
export type Peer =
  | { readonly kind: 'prefix'; readonly prefix: Prefix }
  | { readonly kind: 'security-group'; readonly id: string; readonly name: string | null }
  | {
      readonly kind: 'prefix-list';
      readonly id: string;
      readonly name: string | null;
      /** Its entries when the inventory was taken; null when only the list itself was described. */
      readonly prefixes: readonly Prefix[] | null;
      /** What it counts towards a quota of rules: `MaxEntries`, or AWS's weight of its own lists; null when unknown. */
      readonly weight: number | null;
    }
  /** `example.com` is that name alone, `.example.com` the name and everything below it. */
  | { readonly kind: 'domain'; readonly name: string };

export type Decision = 'allow' | 'deny' | 'undecided';

/**
 * The line of the ledger that decided: one-based line of the file, and what it says, for a person. The line is 0 in a
 * policy that was read from its file, which keeps only what the line says.
 */
export interface DecisionRef {
  readonly line: number;
  readonly text: string;
}

/** Something a workload opened, summed over its sources, with the decision that holds for it. */
export interface DecidedNeed {
  /** Eight hexadecimal digits, the same in the ledger, the outbound inventory, the policy and the replay. */
  readonly id: string;
  readonly workload: string;
  readonly destination: Prefix;
  /** IANA number. */
  readonly protocol: number;
  /** Destination port; 0 for protocols without ports. */
  readonly port: number;
  readonly status: Status;
  readonly scope: Scope;
  readonly decision: Decision;
  /** Null when no line speaks of it. */
  readonly decidedBy: DecisionRef | null;
  readonly connections: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Unix seconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly confidence: Confidence;
  readonly scenarios: readonly string[];
  /** Other ways to speak of the destination, best first: groups of its interface, prefix lists that hold it, its names. */
  readonly peers: readonly Peer[];
}

/**
 * What one line of the ledger allows or denies, whether or not traffic for it was seen. A line about one address gives
 * the needs their decision; a line about more (a CIDR, a service, a prefix list, a group) is as wide as a person said.
 */
export interface Ruling {
  /**
   * An undecided ruling cuts its hole into a wider line that allows, as one that denies does. Only a decision that has
   * expired is one: a line on which nobody has decided says nothing.
   */
  readonly decision: Decision;
  /**
   * How specific the line is, as `compareSpecificity` compares it: where two lines speak of the same traffic, the more
   * specific one decides. Of two that are equal, the one that does not allow.
   */
  readonly specificity: readonly number[];
  /** Null speaks of every workload. */
  readonly workload: string | null;
  readonly peers: readonly Peer[];
  /** Null is every protocol. */
  readonly protocol: number | null;
  /** Null is every port, and the only value for protocols without ports. */
  readonly ports: PortRange | null;
  readonly decidedBy: DecisionRef;
  /** Ids of the needs for which this line is the most specific. */
  readonly needs: readonly string[];
}

/** The group that policy speaks of, and where its rules go. */
export interface WorkloadPlace {
  readonly workload: string;
  /** Security groups that carry its rules, in the order of the inventory; empty when none is known. */
  readonly securityGroups: readonly { readonly id: string; readonly name: string | null }[];
  readonly subnets: readonly { readonly id: string; readonly prefixes: readonly Prefix[] }[];
  readonly vpcId: string | null;
  /** Its private addresses, for targets that match by source. */
  readonly addresses: readonly Prefix[];
}

/** The private addresses of the interfaces that carry a security group: what a reference to it stands for. */
export interface GroupMembers {
  readonly id: string;
  readonly name: string | null;
  readonly addresses: readonly Prefix[];
}

/** Everything that a policy is derived from. */
export interface PolicyBasis {
  readonly needs: readonly DecidedNeed[];
  readonly rulings: readonly Ruling[];
  readonly places: readonly WorkloadPlace[];
  /** Every security group of the inventory that an interface carries; a group that is missing has unknown members. */
  readonly groups: readonly GroupMembers[];
  /** The VPC's own prefixes. */
  readonly ownPrefixes: readonly Prefix[];
  /** The window that was analysed, Unix seconds. */
  readonly window: { readonly from: number; readonly to: number };
}

/** Why a rule deserves a second look. */
export type RuleMark =
  | 'rare'
  | 'late'
  | 'one-scenario'
  | 'low-confidence'
  | 'not-seen'
  | 'only-attempted'
  /** Flow logs have no ICMP type, so the rule allows every one. */
  | 'every-icmp-type'
  /** Many ephemeral ports of one destination became one range. */
  | 'port-range';

/**
 * What a rule allows beyond what was allowed: addresses × ports, where ICMP and protocols without ports count as one
 * port and every protocol counts as 256 × 65,536. Exact, hence a bigint (an IPv6 /64 alone has 2^64 addresses).
 */
export type Excess = bigint;

/** One rule of egress: the workload may open connections to the peer. */
export interface EgressRule {
  /** Eight hexadecimal digits that follow from what the rule says, not from its position. */
  readonly id: string;
  readonly peer: Peer;
  /** IANA number; null is every protocol. */
  readonly protocol: number | null;
  /** Null is every port, and the only value for protocols without ports. */
  readonly ports: PortRange | null;
  /** Ids of the needs that it serves; empty when a line of the ledger allows what was not seen. */
  readonly needs: readonly string[];
  /** Lines of the ledger that allow it. */
  readonly decidedBy: readonly DecisionRef[];
  readonly excess: Excess;
  /**
   * For a security group or a prefix list that was chosen for needs and not written in the ledger: what its members allow
   * beyond them, as `excess` counts it, at the time of the inventory; null when the members are not known. It is no part
   * of `excess`, because members come and go without a change of the policy. Absent for every other rule.
   */
  readonly referenceExcess?: Excess | null;
  readonly marks: readonly RuleMark[];
}

export interface WorkloadPolicy {
  readonly place: WorkloadPlace;
  readonly rules: readonly EgressRule[];
  readonly excess: Excess;
}

/** A need that is allowed and that no rule can express, with the reason in words. */
export interface UnexpressedNeed {
  readonly need: string;
  readonly workload: string;
  readonly reason: string;
}

/** The least policy: for each workload what it may open; everything else is denied. */
export interface EgressPolicy {
  readonly workloads: readonly WorkloadPolicy[];
  /** Absent when every allowed need has its rule. */
  readonly unexpressed?: readonly UnexpressedNeed[];
  readonly ownPrefixes: readonly Prefix[];
  readonly window: { readonly from: number; readonly to: number };
}
