import { hasPorts, protocolName } from '../../net/index.js';
import type { Confidence, EgressNeed, EvidenceClass, Scope, Status } from '../../outbound/index.js';
import { needId, shortId } from './need-id.js';

/** Needs that share something, with their sums. The parts stay reachable for `explain`. */
export interface NeedGroup {
  readonly id: string;
  readonly needs: readonly EgressNeed[];
  /** The first need: what all of the group share can be read from it. */
  readonly first: EgressNeed;
  readonly status: Status;
  readonly connections: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly records: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly packetsOut: number;
  readonly packetsIn: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Only when every need of it is. */
  readonly expected: boolean;
  readonly confidence: Confidence;
  readonly evidence: EvidenceClass;
}

/** What `outbound --by` offers. */
export type GroupBy = 'source' | 'interface' | 'workload';

/** One group for each need (`source`), or for each (interface or workload, destination, protocol, port). */
export function groupsBy(by: GroupBy, needs: readonly EgressNeed[]): NeedGroup[] {
  if (by === 'source') return needs.map((need) => groupOf(needId(need), [need]));
  return groupNeeds(needs, (need) => [
    by,
    (by === 'interface' ? need.interfaceId : need.workload) ?? '',
    ...targetParts(need),
  ]);
}

/** Destination, protocol and port: what a rule speaks of. */
export function targetParts(need: EgressNeed): string[] {
  return [need.destinationAddress, String(need.protocol), String(need.port)];
}

export function groupNeeds(
  needs: readonly EgressNeed[],
  partsOf: (need: EgressNeed) => readonly string[],
): NeedGroup[] {
  const members = new Map<string, EgressNeed[]>();
  for (const need of needs) {
    const key = partsOf(need).join('\u0000');
    const list = members.get(key);
    if (list) list.push(need);
    else members.set(key, [need]);
  }
  return [...members].map(([key, list]) => groupOf(shortId([key]), list));
}

const evidenceOrder: readonly EvidenceClass[] = ['a1', 'a2', 'b', 'b2', 'b3', 'c', 'd', 'e', 'f'];
const confidenceOrder: readonly Confidence[] = ['high', 'medium', 'low'];

/** Several groups as one. */
export function regroup(groups: readonly NeedGroup[]): NeedGroup {
  return groupOf(
    shortId(groups.map((group) => group.id)),
    groups.flatMap((group) => group.needs),
  );
}

function groupOf(id: string, needs: readonly EgressNeed[]): NeedGroup {
  const first = needs[0];
  if (first === undefined) throw new RangeError('a group has at least one need');
  const sum = (of: (need: EgressNeed) => number) => needs.reduce((total, need) => total + of(need), 0);
  const accepted = sum((need) => need.accepted);
  const rejected = sum((need) => need.rejected);
  return {
    id,
    needs,
    first,
    status:
      needs.length === 1
        ? first.status
        : accepted > 0
          ? 'accepted'
          : rejected > 0
            ? 'rejected'
            : 'unanswered',
    connections: sum((need) => need.connections),
    accepted,
    rejected,
    unanswered: sum((need) => need.unanswered),
    records: sum((need) => need.records),
    bytesOut: sum((need) => need.bytesOut),
    bytesIn: sum((need) => need.bytesIn),
    packetsOut: sum((need) => need.packetsOut),
    packetsIn: sum((need) => need.packetsIn),
    firstSeen: needs.reduce((time, need) => Math.min(time, need.firstSeen), Number.POSITIVE_INFINITY),
    lastSeen: needs.reduce((time, need) => Math.max(time, need.lastSeen), 0),
    expected: needs.every((need) => need.expected),
    confidence: weakest(
      confidenceOrder,
      needs.map((need) => need.confidence),
    ),
    evidence: weakest(
      evidenceOrder,
      needs.map((need) => need.evidence),
    ),
  };
}

function weakest<T>(order: readonly T[], values: readonly T[]): T {
  return values.reduce((worst, value) => (order.indexOf(value) > order.indexOf(worst) ? value : worst));
}

/** What a list can be sorted by; `bytes` are the bytes out. Numbers and times run from the largest down, texts from A up. */
export const sortKeys = [
  'bytes',
  'connections',
  'records',
  'last-seen',
  'first-seen',
  'destination',
  'workload',
] as const;
export type SortKey = (typeof sortKeys)[number];

const compare: Record<SortKey, (a: NeedGroup, b: NeedGroup) => number> = {
  bytes: (a, b) => b.bytesOut - a.bytesOut,
  connections: (a, b) => b.connections - a.connections,
  records: (a, b) => b.records - a.records,
  'last-seen': (a, b) => b.lastSeen - a.lastSeen,
  'first-seen': (a, b) => a.firstSeen - b.firstSeen,
  destination: () => 0,
  workload: (a, b) => order(a.first.workload, b.first.workload),
};

/** Sorted by the key, then by destination and source, so that two runs print the same list. */
export function sortGroups(groups: readonly NeedGroup[], key: SortKey): NeedGroup[] {
  return [...groups].sort(
    (a, b) =>
      compare[key](a, b) ||
      order(a.first.destinationAddress, b.first.destinationAddress) ||
      a.first.protocol - b.first.protocol ||
      a.first.port - b.first.port ||
      order(a.first.sourceAddress, b.first.sourceAddress) ||
      order(a.first.interfaceId ?? '', b.first.interfaceId ?? ''),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `tcp/443`, `icmp`; a protocol without ports has none. */
export function formatPort(protocol: number, port: number): string {
  return hasPorts(protocol) ? `${protocolName(protocol)}/${port}` : protocolName(protocol);
}

const scopeWords: Record<Scope, string> = {
  'own-vpc': 'own VPC',
  peered: 'private network',
  'link-local-service': 'link-local service',
  'gateway-endpoint': 'gateway endpoint',
  'aws-service': 'AWS',
  'special-purpose': 'special range',
  internet: 'internet',
};

/** Where a destination lies, in words, with what that rests on. */
export function describeScope(need: Pick<EgressNeed, 'scope' | 'scopeDetail'>): string {
  const words = scopeWords[need.scope];
  if (need.scopeDetail === null) return words;
  // `com.amazonaws.eu-central-1.s3` is `s3` to everybody who reads this.
  return `${words}: ${need.scopeDetail.replace(/^com\.amazonaws\.(?:[a-z0-9-]+\.)?/, '')}`;
}

/** `app`, `app, worker`, or `app, worker +3`. */
export function listNames(names: Iterable<string>, shown = 2): string {
  const all = [...new Set(names)].sort(order);
  const rest = all.length - shown;
  return rest > 0 ? `${all.slice(0, shown).join(', ')} +${rest}` : all.join(', ');
}
