import type { PortRange, Prefix } from '../net/index.js';
import type { EgressPolicy } from '../policy/index.js';

/** Text that Sluice writes; nothing is ever applied to an account. `path` is relative to the folder that is asked for. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** What a target cannot express: the rule, why, and what would let it. A policy is never narrowed or widened to fit. */
export interface Refusal {
  readonly code: string;
  readonly workload: string;
  /** Id of the rule; null when it is about the workload as a whole. */
  readonly rule: string | null;
  readonly reason: string;
  /** An instruction without a full stop. */
  readonly remedy: string;
}

/** One line of the readable table: one entry of the platform. */
export interface DraftRow {
  readonly workload: string;
  /** Where it goes: a security group, a network ACL, a rule group. */
  readonly place: string;
  readonly direction: 'egress' | 'ingress';
  /** Position where the platform has one: a NACL's rule number, a signature id. */
  readonly number: number | null;
  readonly action: string;
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  readonly ports: string;
  /** Id of the egress rule that it comes from; null for replies and defaults. */
  readonly rule: string | null;
  readonly note: string;
}

/** Ports on which a subnet answers connections that others open; its replies must get out. */
export interface ServedPort {
  readonly subnetId: string;
  readonly protocol: number;
  /** Null is every port, and the only value for protocols without ports. */
  readonly ports: PortRange | null;
  /** Who opens them. */
  readonly peers: readonly Prefix[];
}

/** What a target asks beyond the policy. */
export interface TargetContext {
  /** Workloads to write files for; null is all. The others still count when it is asked who shares a group or a subnet. */
  readonly only: ReadonlySet<string> | null;
  /** Private addresses of the members of each security group, when the inventory was taken. */
  readonly groupAddresses: ReadonlyMap<string, readonly Prefix[]>;
  /** Null when nothing is known of inbound connections, as without flow logs. */
  readonly served: readonly ServedPort[] | null;
  /** Where the files will be used, for names that carry them; null when not known or more than one. */
  readonly account: string | null;
  readonly region: string | null;
  readonly options: TargetOptions;
}

export interface TargetOptions {
  /** Security groups: make groups of their own instead of adding rules to those there are. Default false. */
  readonly newGroups: boolean;
  /** Rules per security group and direction, IPv4 and IPv6 apart. Default 60 (VPC quotas). */
  readonly maxGroupRules: number;
  /** Entries per NACL and direction, IPv4 and IPv6 apart, the implicit deny included. Default 20 (VPC quotas). */
  readonly maxAclEntries: number;
  /** NACLs: let workloads of one subnet share what each may open. Default false: refused. */
  readonly shareSubnets: boolean;
  /** NACLs: one reply entry from everywhere for each protocol instead of one for each peer. Default false. */
  readonly wideReplies: boolean;
  /** NACLs: ports to which replies come. Default 1024 to 65535 (VPC User Guide, ephemeral ports). */
  readonly ephemeral: PortRange;
  /** Network Firewall: `suricata` text, `tuples` (StatefulRules), or `domains` (RulesSourceList). Default `suricata`. */
  readonly firewallRules: FirewallRules;
  /** Network Firewall: order of evaluation. Default `strict`. */
  readonly firewallOrder: FirewallOrder;
  /** Network Firewall: whether the default alerts only, or drops as well. Default `enforce`. */
  readonly firewallMode: FirewallMode;
}

export const firewallRuleForms = ['suricata', 'tuples', 'domains'] as const;
export type FirewallRules = (typeof firewallRuleForms)[number];
export const firewallOrders = ['strict', 'default'] as const;
export type FirewallOrder = (typeof firewallOrders)[number];
export const firewallModes = ['enforce', 'alert'] as const;
export type FirewallMode = (typeof firewallModes)[number];

export const defaultTargetOptions: TargetOptions = {
  newGroups: false,
  maxGroupRules: 60,
  maxAclEntries: 20,
  shareSubnets: false,
  wideReplies: false,
  ephemeral: { from: 1024, to: 65_535 },
  firewallRules: 'suricata',
  firewallOrder: 'strict',
  firewallMode: 'enforce',
};

export const formats = ['terraform', 'cloudformation', 'cli'] as const;
export type Format = (typeof formats)[number];

/** A policy in the words of one platform: entries with their places, what it cannot say, what a person must know. */
export interface Drafted<Draft> {
  readonly drafts: readonly Draft[];
  readonly refusals: readonly Refusal[];
  /** Sentences that stand at the head of the files. */
  readonly notes: readonly string[];
}

/** A platform: how a policy becomes its entries, and how those are written in each format. */
export interface TargetSpec<Draft> {
  readonly name: string;
  readonly doc: string;
  draft(policy: EgressPolicy, context: TargetContext): Drafted<Draft>;
  rows(draft: Draft): DraftRow[];
  readonly formats: Readonly<
    Record<Format, (drafted: Drafted<Draft>, context: TargetContext) => readonly GeneratedFile[]>
  >;
}

export interface TargetOutput {
  readonly rows: readonly DraftRow[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly string[];
  /** Empty when anything was refused. */
  files(format: Format): readonly GeneratedFile[];
}

/** A target as all stand in one list; the type of its drafts stays inside. */
export interface Target {
  readonly name: string;
  readonly doc: string;
  generate(policy: EgressPolicy, context: TargetContext): TargetOutput;
}

export function defineTarget<Draft>(spec: TargetSpec<Draft>): Target {
  return {
    name: spec.name,
    doc: spec.doc,
    generate(policy, context) {
      const drafted = spec.draft(policy, context);
      return {
        rows: drafted.drafts.flatMap((draft) => spec.rows(draft)),
        refusals: drafted.refusals,
        notes: drafted.notes,
        files: (format) => (drafted.refusals.length > 0 ? [] : spec.formats[format](drafted, context)),
      };
    },
  };
}
