import { type Address, bitsOf, formatPrefix, parseAddress } from '../../net/index.js';
import type { DestinationSummary, EgressNeed, Scope } from '../../outbound/index.js';
import { leavesVpc } from './findings.js';
import { formatCount } from './format.js';
import { describeScope, groupsBy, type NeedGroup, regroup } from './groups.js';

/** From this many destinations on, one row says more than a list: of one service, and of anything else (a sweep). */
const crowds = { service: 4, other: 10 } as const;

/**
 * Rows for each workload and destination, where many destinations that differ in nothing but their address share one
 * row. The inventory itself is never cut this way.
 */
export function crowdedGroups(needs: readonly EgressNeed[]): NeedGroup[] {
  const buckets = new Map<string, NeedGroup[]>();
  for (const group of groupsBy('workload', needs)) {
    const { workload, protocol, port, scope, scopeDetail } = group.first;
    const kind = isService(scope) ? (scopeDetail ?? '') : '';
    const key = [workload, protocol, port, scope, kind, group.status, group.expected].join('\u0000');
    const list = buckets.get(key);
    if (list) list.push(group);
    else buckets.set(key, [group]);
  }
  return [...buckets.values()].flatMap((groups) => (isCrowd(groups) ? [regroup(groups)] : groups));
}

function isCrowd(groups: readonly NeedGroup[]): boolean {
  const [first] = groups;
  if (first === undefined) return false;
  return groups.length >= (isService(first.first.scope) ? crowds.service : crowds.other);
}

/** Addresses of a service change, and which of them was met means nothing. */
function isService(scope: Scope): boolean {
  return scope === 'gateway-endpoint' || scope === 'aws-service';
}

/** One address, or how many and the block that holds them all. */
export function destinationWords(addresses: Iterable<string>): string {
  const all = [...new Set(addresses)];
  const [first = ''] = all;
  if (all.length <= 1) return first;
  const block = sharedBlock(all);
  return `${formatCount(all.length)} addresses${block === undefined ? '' : ` in ${block}`}`;
}

/** Shorter blocks say nothing about what is in them. */
const shortestBlock = { 4: 8, 6: 16 } as const;

function sharedBlock(texts: readonly string[]): string | undefined {
  const addresses = texts.map(parseAddress).filter((each): each is Address => each !== undefined);
  const [first] = addresses;
  if (first === undefined || addresses.some((each) => each.family !== first.family)) return undefined;
  const bits = bitsOf(first.family);
  const differing = addresses.reduce((mask, each) => mask | (each.value ^ first.value), 0n);
  const length = bits - differing.toString(2).length;
  if (differing === 0n || length < shortestBlock[first.family]) return undefined;
  const host = BigInt(bits - length);
  return formatPrefix({ family: first.family, value: (first.value >> host) << host, length });
}

/** Where the destinations of a group lie; their details only where they have the same. */
export function groupScope(group: NeedGroup): string {
  const details = new Set(group.needs.map((need) => need.scopeDetail));
  return describeScope(details.size === 1 ? group.first : { scope: group.first.scope, scopeDetail: null });
}

/** A destination of a list of the largest: an address, or a service with all its addresses. */
export interface TopDestination extends Omit<DestinationSummary, 'destinationAddress' | 'sources'> {
  readonly destination: string;
}

/** What leaves the VPC by destination, largest first; the addresses of one service are one destination. */
export function topDestinations(
  rows: readonly DestinationSummary[],
  by: (row: TopDestination) => number,
): TopDestination[] {
  const buckets = new Map<string, DestinationSummary[]>();
  for (const row of rows.filter(leavesVpc)) {
    const name = isService(row.scope) ? (row.scopeDetail ?? row.destinationAddress) : row.destinationAddress;
    const key = [name, row.scope, row.protocol, row.port].join('\u0000');
    const list = buckets.get(key);
    if (list) list.push(row);
    else buckets.set(key, [row]);
  }
  return [...buckets.values()].flatMap(merged).sort((a, b) => by(b) - by(a));
}

function merged(rows: readonly DestinationSummary[]): TopDestination[] {
  const [first] = rows;
  if (first === undefined) return [];
  const sum = (of: (row: DestinationSummary) => number) => rows.reduce((total, row) => total + of(row), 0);
  const { destinationAddress: _, sources: __, ...shared } = first;
  return [
    {
      ...shared,
      destination: destinationWords(rows.map((row) => row.destinationAddress)),
      workloads: [...new Set(rows.flatMap((row) => row.workloads))],
      connections: sum((row) => row.connections),
      bytesOut: sum((row) => row.bytesOut),
      bytesIn: sum((row) => row.bytesIn),
      expected: rows.every((row) => row.expected),
    },
  ];
}
