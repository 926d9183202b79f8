import { destinationWords, groupScope } from './crowds.js';
import { describeScope, formatPort, type GroupBy, listNames, type NeedGroup } from './groups.js';
import type { Column, Table, Value } from './table.js';
import { tableOf } from './table.js';

type GroupColumn = Column & { readonly of: (group: NeedGroup) => Value };

const subject: Record<GroupBy, readonly GroupColumn[]> = {
  source: [
    { key: 'interface', title: 'Interface', kind: 'text', of: (group) => group.first.interfaceId },
    { key: 'source', title: 'Source', kind: 'text', of: (group) => group.first.sourceAddress },
  ],
  interface: [
    { key: 'interface', title: 'Interface', kind: 'text', of: (group) => group.first.interfaceId },
    { key: 'sources', title: 'Sources', kind: 'count', of: sourceCount },
  ],
  workload: [
    { key: 'workload', title: 'Workload', kind: 'text', of: (group) => group.first.workload },
    { key: 'sources', title: 'Sources', kind: 'count', of: sourceCount },
  ],
};

function sourceCount(group: NeedGroup): number {
  return new Set(group.needs.map((need) => need.sourceAddress)).size;
}

const measures: readonly GroupColumn[] = [
  { key: 'destination', title: 'Destination', kind: 'text', of: (group) => group.first.destinationAddress },
  { key: 'protocol', title: 'Protocol', kind: 'count', of: (group) => group.first.protocol },
  // A port is a name, not an amount: no thousands separator.
  { key: 'port', title: 'Port', kind: 'text', of: (group) => group.first.port },
  { key: 'status', title: 'Status', kind: 'text', of: (group) => group.status },
  { key: 'connections', title: 'Connections', kind: 'count', of: (group) => group.connections },
  { key: 'accepted', title: 'Accepted', kind: 'count', of: (group) => group.accepted },
  { key: 'rejected', title: 'Rejected', kind: 'count', of: (group) => group.rejected },
  { key: 'unanswered', title: 'Unanswered', kind: 'count', of: (group) => group.unanswered },
  { key: 'records', title: 'Records', kind: 'count', of: (group) => group.records },
  { key: 'bytesOut', title: 'Bytes out', kind: 'bytes', of: (group) => group.bytesOut },
  { key: 'bytesIn', title: 'Bytes in', kind: 'bytes', of: (group) => group.bytesIn },
  { key: 'packetsOut', title: 'Packets out', kind: 'count', of: (group) => group.packetsOut },
  { key: 'packetsIn', title: 'Packets in', kind: 'count', of: (group) => group.packetsIn },
  { key: 'firstSeen', title: 'First seen', kind: 'time', of: (group) => group.firstSeen },
  { key: 'lastSeen', title: 'Last seen', kind: 'time', of: (group) => group.lastSeen },
  { key: 'portClass', title: 'Port class', kind: 'text', of: (group) => group.first.portClass },
  { key: 'scope', title: 'Scope', kind: 'text', of: (group) => group.first.scope },
  { key: 'scopeDetail', title: 'Scope detail', kind: 'text', of: (group) => group.first.scopeDetail },
  { key: 'path', title: 'Path', kind: 'text', of: (group) => joined(group, (need) => need.path) },
  {
    key: 'pathDetail',
    title: 'Path detail',
    kind: 'text',
    of: (group) => joined(group, (need) => need.pathDetail),
  },
  { key: 'expected', title: 'Expected', kind: 'flag', of: (group) => group.expected },
  {
    key: 'expectedBy',
    title: 'Expected by',
    kind: 'text',
    of: (group) => joined(group, (need) => need.expectedBy),
  },
  { key: 'confidence', title: 'Confidence', kind: 'text', of: (group) => group.confidence },
  { key: 'evidence', title: 'Evidence', kind: 'text', of: (group) => group.evidence },
  { key: 'vantage', title: 'Vantage', kind: 'text', of: (group) => joined(group, (need) => need.vantage) },
];

const workloadColumn: GroupColumn = {
  key: 'workload',
  title: 'Workload',
  kind: 'text',
  of: (group) => joined(group, (need) => need.workload),
};
const notesColumn: GroupColumn = {
  key: 'notes',
  title: 'Notes',
  kind: 'text',
  of: (group) => [...new Set(group.needs.flatMap((need) => need.notes))].sort().join(' ') || null,
};
const idColumn: GroupColumn = { key: 'id', title: 'Id', kind: 'text', of: (group) => group.id };

/** The values of a group's needs, once each; null when none has one. */
function joined(group: NeedGroup, of: (need: NeedGroup['first']) => string | null): string | null {
  const values = new Set(group.needs.map(of).filter((value) => value !== null));
  return values.size === 0 ? null : [...values].sort().join(' ');
}

/**
 * The outbound inventory for machines: every measure as it is. By source one row for each (interface, source,
 * destination, protocol, port).
 */
export function needTable(by: GroupBy, groups: readonly NeedGroup[], limit?: number): Table {
  const tail = by === 'workload' ? [notesColumn] : [workloadColumn, notesColumn];
  return tableOf([...subject[by], ...measures, ...tail], groups, limit);
}

/** What the ledger decides for a row, in a word. */
export type DecisionOfGroup = (group: NeedGroup) => string;

/** A column only where there is a ledger. */
function decisionColumns(of: DecisionOfGroup | undefined): GroupColumn[] {
  return of === undefined ? [] : [{ key: 'decision', title: 'Decision', kind: 'text', weight: 7, of }];
}

/**
 * The same rows with the id that `explain` takes, and the decision where there is a ledger; CSV leaves both out, because
 * its columns are a fixed contract.
 */
export function needTableWithId(
  by: GroupBy,
  groups: readonly NeedGroup[],
  limit?: number,
  decisionOf?: DecisionOfGroup,
): Table {
  const tail = by === 'workload' ? [notesColumn] : [workloadColumn, notesColumn];
  const columns = [idColumn, ...subject[by], ...measures, ...tail, ...decisionColumns(decisionOf)];
  return tableOf(columns, groups, limit);
}

const who: Record<GroupBy, GroupColumn> = {
  source: {
    key: 'source',
    title: 'Source',
    kind: 'text',
    weight: 9,
    of: (group) => group.first.sourceAddress,
  },
  interface: {
    key: 'interface',
    title: 'Interface',
    kind: 'text',
    weight: 9,
    of: (group) => group.first.interfaceId ?? '(none)',
  },
  workload: {
    key: 'workload',
    title: 'Workload',
    kind: 'text',
    weight: 9,
    of: (group) => group.first.workload,
  },
};

const forPeople: readonly GroupColumn[] = [
  {
    key: 'destination',
    title: 'Destination',
    kind: 'text',
    weight: 9,
    of: (group) => group.first.destinationAddress,
  },
  { key: 'target', title: 'Port', kind: 'text', weight: 9, of: portOf },
  { key: 'status', title: 'Status', kind: 'text', weight: 8, of: (group) => group.status },
  { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (group) => group.connections },
  { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 7, of: (group) => group.bytesOut },
  { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 4, of: (group) => group.bytesIn },
  { key: 'expected', title: 'Expected', kind: 'flag', weight: 6, of: (group) => group.expected },
  { key: 'where', title: 'Where', kind: 'text', weight: 3, of: (group) => describeScope(group.first) },
  { key: 'confidence', title: 'Sure', kind: 'text', weight: 2, of: (group) => group.confidence },
  { key: 'lastSeen', title: 'Last seen', kind: 'time', weight: 1, of: (group) => group.lastSeen },
];

function portOf(group: NeedGroup): string {
  return formatPort(group.first.protocol, group.first.port);
}

/** The outbound inventory for people: fewer columns, names for protocols, the id that `explain` takes. */
export function needTableForPeople(
  by: GroupBy,
  groups: readonly NeedGroup[],
  limit?: number,
  decisionOf?: DecisionOfGroup,
): Table {
  const extra = by === 'workload' ? [] : [{ ...workloadColumn, weight: 5 }];
  const [destination, port, ...rest] = forPeople;
  const columns = [destination, port, ...decisionColumns(decisionOf), ...rest].filter(
    (each) => each !== undefined,
  );
  return tableOf([{ ...idColumn, weight: 8 }, who[by], ...extra, ...columns], groups, limit);
}

/** Columns of a list of destinations inside a report. */
export function destinationTable(
  groups: readonly NeedGroup[],
  limit: number,
  last: readonly GroupColumn[],
): Table {
  return tableOf(
    [
      {
        key: 'destination',
        title: 'Destination',
        kind: 'text',
        weight: 9,
        of: (group) => destinationWords(addressesOf(group)),
      },
      { key: 'target', title: 'Port', kind: 'text', weight: 9, of: portOf },
      { key: 'where', title: 'Where', kind: 'text', weight: 4, of: groupScope },
      { key: 'workloads', title: 'Opened by', kind: 'text', weight: 7, of: workloadsOf },
      ...last,
    ],
    groups,
    limit,
  );
}

function addressesOf(group: NeedGroup): string[] {
  return group.needs.map((need) => need.destinationAddress);
}

function workloadsOf(group: NeedGroup): string {
  return listNames(group.needs.map((need) => need.workload));
}

/** Measures that lists of a report end with. */
export const endings = {
  connections: {
    key: 'connections',
    title: 'Conns',
    kind: 'count',
    weight: 8,
    of: (group) => group.connections,
  },
  attempts: {
    key: 'attempts',
    title: 'Attempts',
    kind: 'count',
    weight: 8,
    of: (group) => group.rejected + group.unanswered,
  },
  rejected: { key: 'rejected', title: 'Rejected', kind: 'count', weight: 8, of: (group) => group.rejected },
  unanswered: {
    key: 'unanswered',
    title: 'Attempts',
    kind: 'count',
    weight: 8,
    of: (group) => group.unanswered,
  },
  accepted: { key: 'accepted', title: 'Accepted', kind: 'count', weight: 6, of: (group) => group.accepted },
  bytesOut: { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 8, of: (group) => group.bytesOut },
  bytesIn: { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (group) => group.bytesIn },
  expected: { key: 'expected', title: 'Expected', kind: 'flag', weight: 6, of: (group) => group.expected },
  portClass: {
    key: 'portClass',
    title: 'Class',
    kind: 'text',
    weight: 6,
    of: (group) => group.first.portClass,
  },
  lastSeen: { key: 'lastSeen', title: 'Last seen', kind: 'time', weight: 3, of: (group) => group.lastSeen },
  sure: { key: 'confidence', title: 'Sure', kind: 'text', weight: 2, of: (group) => group.confidence },
  // A row of many destinations is no row of the inventory, so nothing explains it by one id.
  id: {
    key: 'id',
    title: 'Id',
    kind: 'text',
    weight: 6,
    of: (group) => (new Set(addressesOf(group)).size === 1 ? group.id : null),
  },
} as const satisfies Record<string, GroupColumn>;
