import type { Address, PortRange, Prefix } from '../net/index.js';
import type { Box } from './boxes.js';
import type { Block, Unknown } from './reasons.js';
import type { RuleShape } from './shapes.js';

/** What judges a connection, in the order in which a new connection meets them. */
export const layerKinds = [
  'egress policy',
  'security groups',
  'network ACLs',
  'route tables',
  'network firewall',
] as const;
export type LayerKind = (typeof layerKinds)[number];

/**
 * Where a destination lies for those who filter. `unfiltered`: link-local services, which neither security groups nor
 * network ACLs filter (VPC User Guide, "Control traffic with security groups"); `inside`: the own VPC and gateway
 * endpoints, which no firewall endpoint sees; `leaving`: everything else.
 */
export const reaches = ['unfiltered', 'inside', 'leaving'] as const;
export type Reach = (typeof reaches)[number];

/** A new connection as rules see it. */
export interface Flow {
  readonly source: Address;
  readonly destination: Address;
  /** IANA number. */
  readonly protocol: number;
  /** Null where the protocol has ports and the records carry none; 0 for protocols without ports. */
  readonly port: number | null;
  /** The port that replies go to; null as above. */
  readonly clientPort: number | null;
  /** Whether anything came back. */
  readonly answered: boolean;
  readonly reach: Reach;
  /** Names by which the destination is known to have been asked for, in lower case; empty when none is known. */
  readonly names: readonly string[];
}

/** Who opens a connection. */
export interface Origin {
  readonly workload: string;
  /** Null when the inventory does not describe the interface. */
  readonly interfaceId: string | null;
  readonly securityGroups: readonly { readonly id: string; readonly name: string }[];
  readonly subnetId: string | null;
  readonly vpcId: string | null;
}

/** A rule that was read, as messages and lists name it. */
export interface Rule {
  readonly layer: LayerKind;
  /** What it belongs to: a security group, network ACL, route table, rule group or workload. */
  readonly owner: string;
  /** What it says, in one line. */
  readonly text: string;
  /** `FILE` or `FILE:LINE:COLUMN`. */
  readonly place: string;
  readonly allows: boolean;
}

/** `maybe` are rules that may speak of it as well, and would not change what becomes of it. */
export type LayerVerdict =
  /** `rules` are those that let it through, all of them where any may. */
  | { readonly kind: 'passes'; readonly rules: readonly Rule[]; readonly maybe?: readonly Rule[] }
  /** `rule` is null where it is the absence of a rule that blocks; `before` are rules that let it go as far as that. */
  | {
      readonly kind: 'blocked';
      readonly rule: Rule | null;
      readonly reason: Block;
      readonly before?: readonly Rule[];
      readonly maybe?: readonly Rule[];
    }
  /** `rules` are those that may let it through or stop it; `before` as above. */
  | {
      readonly kind: 'unknown';
      readonly reason: Unknown;
      readonly rules: readonly Rule[];
      readonly before?: readonly Rule[];
    };

/** Rules of one kind with the meaning that AWS gives them. */
export interface Layer {
  readonly kind: LayerKind;
  /** Every rule of it that sources are asked about, used or not. */
  readonly rules: readonly Rule[];
  /**
   * Further rules, of what destinations let in. What comes in from outside is not replayed, so nothing is said of the use of
   * these. Undefined for a layer that does not ask destinations.
   */
  readonly ingress?: readonly Rule[] | undefined;
  /** Sets of addresses that its rules tell apart, of destinations and of sources. */
  readonly destinations: readonly (readonly Prefix[])[];
  readonly sources: readonly (readonly Prefix[])[];
  /** Ports of destinations, and of clients, that its rules tell apart. */
  readonly ports: readonly PortRange[];
  readonly clientPorts: readonly PortRange[];
  /** Its rules as boxes of traffic; empty for a kind whose rules say more than that. */
  readonly shapes: readonly RuleShape[];
  /** What its rules let through together, for a kind where no scope stands for itself; null for too many rules. */
  readonly sets?: () => LayerSets | null;
  /** Whether it asks for the names of destinations. */
  readonly asksNames: boolean;
  /** Origins with the same key are judged alike. */
  originKey(origin: Origin): string;
  judge(flow: Flow, origin: Origin): LayerVerdict;
}

/** Connections that a layer lets through by its rules about addresses and ports alone. */
export interface LayerSets {
  readonly allowed: readonly Box[];
  /** Rules that ask for more, and that the sets leave out. */
  readonly beyond: readonly Rule[];
}

/** What becomes of a connection, by all layers. */
export type Verdict = {
  /** The rules of every layer that speak of it, whatever the others say. */
  readonly matched: readonly Rule[];
  /** Rules that may speak of it, where that cannot be told. */
  readonly maybe: readonly Rule[];
} & (
  | { readonly kind: 'passes' }
  | {
      readonly kind: 'blocked';
      readonly layer: LayerKind;
      readonly rule: Rule | null;
      readonly reason: Block;
    }
  | { readonly kind: 'unknown'; readonly layer: LayerKind; readonly reason: Unknown }
);
