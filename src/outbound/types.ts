import type { InterfaceRole } from '../inventory/index.js';

/** Rejected: an egress REJECT, or a reply that was rejected on its way in. Unanswered: let out, never answered. */
export type Status = 'accepted' | 'rejected' | 'unanswered';
export type Confidence = 'high' | 'medium' | 'low';

/**
 * Why the initiator is who it is, in the order in which the evidence is asked: a1 SYN-ACK, a2 SYN, b flags of the
 * reverse record, b2 leg through a NAT gateway, b3 no way in from the internet, c carried over from an earlier interval,
 * d asymmetry, e port shape, f tie break.
 */
export type EvidenceClass = 'a1' | 'a2' | 'b' | 'b2' | 'b3' | 'c' | 'd' | 'e' | 'f';

/** Where a destination lies; the first that holds, in this order. */
export type Scope =
  | 'own-vpc'
  | 'peered'
  | 'link-local-service'
  | 'gateway-endpoint'
  | 'aws-service'
  | 'special-purpose'
  | 'internet';

/** Something inside opened connections to this destination and port: one row of the outbound inventory by source. */
export interface EgressNeed {
  /** Interface on whose records the row rests; null for a regional NAT gateway. */
  readonly interfaceId: string | null;
  readonly role: InterfaceRole;
  /** The group that policy speaks of: security group, else name tag, else subnet, else interface. */
  readonly workload: string;
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  /** IANA number. */
  readonly protocol: number;
  /** Destination port; 0 for protocols without ports and for fragments. */
  readonly port: number;
  readonly status: Status;
  /** Connections opened, or attempts; accepted + rejected + unanswered = connections. */
  readonly connections: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly records: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly packetsOut: number;
  readonly packetsIn: number;
  /** Unix seconds, each up to 60 s off. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Name of the port class, for example `web`; null when no class lists the port. */
  readonly portClass: string | null;
  readonly scope: Scope;
  /** What the scope rests on: a service, prefix list, special range, route or VPC; null when there is nothing to add. */
  readonly scopeDetail: string | null;
  /** How it leaves: `local`, `nat-gateway`, `internet-gateway`, `gateway-endpoint`, `transit-gateway`, `peering`, …, `unknown`. */
  readonly path: string;
  readonly pathDetail: string | null;
  readonly expected: boolean;
  /** Label of the line in `sluice.yaml` that expects it. */
  readonly expectedBy: string | null;
  readonly confidence: Confidence;
  /** The weakest evidence among the connections of this row decides its confidence. */
  readonly evidence: EvidenceClass;
  /** `interface`: the source's own interface was logged; otherwise the only place where it was seen. */
  readonly vantage: 'interface' | 'nat-gateway' | 'transit-gateway' | 'responder';
  /** Things to know about the row, as codes of `needNotes`. */
  readonly notes: readonly string[];
}

/** A conversation whose initiator cannot be told. It is in no other list. */
export interface Undecided {
  readonly interfaceId: string | null;
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly protocol: number;
  readonly localPort: number;
  readonly remotePort: number;
  readonly records: number;
  readonly bytes: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly reason: string;
}

/** What one NAT gateway carried, without counting anything twice. */
export interface NatUsage {
  readonly natGateway: string;
  readonly interfaceId: string | null;
  /** Addresses inside that used it, busiest first, at most 20. */
  readonly clients: readonly string[];
  readonly clientCount: number;
  /** Clients of it whose own interface was not logged. */
  readonly unseenClients: number;
  /** Records of its own interface, all legs. */
  readonly records: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** How many connections, and how many bytes, rest on each class of evidence. */
export interface EvidenceShare {
  readonly evidence: EvidenceClass | 'unknown';
  readonly direction: 'outbound' | 'inbound' | 'unknown';
  readonly connections: number;
  readonly bytes: number;
}

export interface TimeSpan {
  /** Unix seconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface InterfaceCoverage {
  readonly interfaceId: string;
  readonly role: InterfaceRole;
  readonly workload: string;
  readonly records: number;
  readonly bytes: number;
  /** Seconds of the window in each state; they add up to the window. */
  readonly seenSeconds: number;
  readonly silentSeconds: number;
  readonly gapSeconds: number;
  readonly absentSeconds: number;
  /** SKIPDATA spans, first 100. */
  readonly gaps: readonly TimeSpan[];
  /** Longest spans without any line, at most 20, longest first. */
  readonly absences: readonly TimeSpan[];
  /** The whole window in equal pieces, for a drawing; `ribbonPieces` at most. */
  readonly ribbon: readonly RibbonPiece[];
}

/** Shares of one piece of the window, each 0 to 1; what is missing to 1 is absent. */
export interface RibbonPiece {
  readonly seen: number;
  readonly silent: number;
  readonly gap: number;
}

/** What a missing field costs the analysis. */
export interface MissingField {
  readonly field: string;
  /** Share of the records whose format lacks the field, 0 to 1. */
  readonly share: number;
  readonly cost: string;
}

export interface Coverage {
  readonly window: TimeSpan;
  readonly aggregationSeconds: number;
  /** Where the interval comes from: `flow log` or `inferred`. */
  readonly aggregationSource: string;
  readonly interfaces: readonly InterfaceCoverage[];
  /** Interfaces of the inventory with no line at all. */
  readonly unloggedInterfaces: readonly string[];
  /** Interfaces in the logs that the inventory does not describe. */
  readonly unknownInterfaces: readonly string[];
  readonly accepts: number;
  readonly rejects: number;
  readonly missingFields: readonly MissingField[];
  /** Sentences that limit every conclusion, most important first. */
  readonly limits: readonly string[];
}

/** Connections opened from outside: counted, never listed as needs. */
export interface InboundSummary {
  readonly connections: number;
  readonly accepted: number;
  /** Inbound attempts that were rejected: scans. */
  readonly rejected: number;
  readonly scanSources: number;
  readonly bytes: number;
}

export interface Totals {
  /** Flow records with traffic. */
  readonly records: number;
  readonly bytes: number;
  readonly conversations: number;
  readonly outboundConnections: number;
  readonly outboundBytes: number;
  readonly undecidedConversations: number;
  readonly undecidedBytes: number;
  /** Egress REJECT records after the close of an accepted connection; no denial. */
  readonly lateRejects: number;
  /** Records whose own side could not be told. */
  readonly unorientedRecords: number;
  /** Records of NAT gateways, transit gateways and endpoints that repeat what a workload's interface logged. */
  readonly repeatedRecords: number;
}

/** One workload over all its needs, exact whatever the size of the lists. */
export interface WorkloadSummary {
  readonly workload: string;
  readonly role: InterfaceRole;
  readonly sources: number;
  readonly destinations: number;
  readonly needs: number;
  readonly unexpectedNeeds: number;
  readonly connections: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** One destination, protocol and port over all sources; the largest by bytes and by connections. */
export interface DestinationSummary {
  readonly destinationAddress: string;
  readonly protocol: number;
  readonly port: number;
  readonly scope: Scope;
  readonly scopeDetail: string | null;
  readonly portClass: string | null;
  readonly workloads: readonly string[];
  readonly sources: number;
  readonly connections: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Whether every need for it is expected. */
  readonly expected: boolean;
}

/** Bytes that left in each slice of time, by when their connection was opened, for the chart. */
export interface TimelinePoint {
  /** Unix seconds. */
  readonly at: number;
  readonly expectedBytes: number;
  readonly unexpectedBytes: number;
  readonly rejectedConnections: number;
}

/** The answer: what leaves the VPC, what was tried, what is not known, and on what coverage that rests. */
export interface EgressAnalysis {
  readonly totals: Totals;
  /** Needs by source, largest first; when there are more than the listing holds, `needsTotal` is larger. */
  readonly needs: readonly EgressNeed[];
  readonly needsTotal: number;
  readonly unexpectedTotal: number;
  /** Labels of expected traffic that no need matched: entries that nothing used in this window. */
  readonly expectedUnseen: readonly string[];
  readonly workloads: readonly WorkloadSummary[];
  /** At most 1,000: the largest by bytes and by connections. */
  readonly destinations: readonly DestinationSummary[];
  readonly destinationsTotal: number;
  readonly undecided: readonly Undecided[];
  readonly inbound: InboundSummary;
  readonly nat: readonly NatUsage[];
  readonly evidence: readonly EvidenceShare[];
  readonly coverage: Coverage;
  readonly timeline: readonly TimelinePoint[];
  /** The VPC's own prefixes and where they come from: `inventory`, `--vpc-cidr`, `sluice.yaml` or `inferred`. */
  readonly ownPrefixes: readonly string[];
  readonly ownPrefixesSource: string;
}
