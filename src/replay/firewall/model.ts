import type { PortRange } from '../../net/index.js';
import type { AddressSet } from '../address-set.js';
import type { Match } from '../match.js';
import type { Flow, Rule } from '../types.js';

/** A packet of a connection, as far as the engines tell packets apart. */
export interface Packet {
  readonly flow: Flow;
  /** From who opened the connection to who answers. */
  readonly toServer: boolean;
  /** After the handshake; without one, after the first answer. */
  readonly established: boolean;
  /** Flags of TCP that are set; empty for other protocols. */
  readonly flags: readonly TcpFlag[];
}

/** Flags as Network Firewall names them (API, TCPFlagField). */
export const tcpFlags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const;
export type TcpFlag = (typeof tcpFlags)[number];

/** Ports that a rule speaks of; null is every one. */
export interface PortSet {
  readonly ranges: readonly PortRange[] | null;
  readonly except: readonly PortRange[];
}

export type StatelessAction = 'pass' | 'drop' | 'forward';

/** One rule of a stateless rule group (API, StatelessRule). Empty lists match everything. */
export interface StatelessRule {
  readonly rule: Rule;
  readonly priority: number;
  readonly sources: readonly AddressSet[];
  readonly destinations: readonly AddressSet[];
  readonly sourcePorts: readonly PortRange[];
  readonly destinationPorts: readonly PortRange[];
  readonly protocols: readonly number[];
  /** A packet matches one of them when its flags within the mask are exactly these. */
  readonly flags: readonly { readonly set: readonly TcpFlag[]; readonly mask: readonly TcpFlag[] }[];
  readonly action: StatelessAction;
}

/** Actions of stateful rules, in the default order of evaluation (Network Firewall Developer Guide, "Action order"). */
export const statefulActions = ['pass', 'drop', 'reject', 'alert'] as const;
export type StatefulAction = (typeof statefulActions)[number];

/** One rule of a stateful rule group, from whatever it was written as. */
export interface StatefulRule {
  readonly rule: Rule;
  readonly action: StatefulAction;
  /** Name in the header, in lower case: `ip`, `tcp`, `tls`, … */
  readonly protocol: string;
  readonly source: AddressSet;
  readonly sourcePorts: PortSet;
  readonly destination: AddressSet;
  readonly destinationPorts: PortSet;
  readonly bothWays: boolean;
  /** 1 to 255, 1 first; only in default action order. */
  readonly priority: number;
  /** What its options ask of a packet; all must hold. */
  readonly conditions: readonly ((packet: Packet) => Match)[];
  /** The same, where the options ask for nothing but kinds of packets and a protocol; null where they ask for more. */
  readonly plain: PlainOptions | null;
}

/** Options of a rule that is told by addresses, ports and packets alone. */
export interface PlainOptions {
  /** Null is both. */
  readonly toServer: boolean | null;
  readonly established: boolean | null;
  /** The protocol that `ip_proto` names; null without one. */
  readonly protocol: number | null;
}

export type RuleOrder = 'default' | 'strict';

/** Rules in the order in which the policy has them evaluated, and what holds where none decides. */
export interface Firewall {
  readonly name: string;
  readonly stateless: readonly StatelessRule[];
  readonly statelessDefault: StatelessAction;
  readonly fragmentDefault: StatelessAction;
  readonly order: RuleOrder;
  readonly stateful: readonly StatefulRule[];
  /** In strict order: `drop-strict` drops what nothing passed, `drop-established` what goes beyond a TCP handshake. */
  readonly statefulDefault: 'none' | 'drop-strict' | 'drop-established';
}
