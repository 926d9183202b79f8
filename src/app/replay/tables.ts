import { formatPort } from '../report/groups.js';
import { type Column, type Table, tableOf, type Value } from '../report/table.js';
import type { ReplayFinding, RuleUse } from './answer.js';

type ColumnOf<Row> = Column & { readonly of: (row: Row) => Value };

/** A finding with the list that it stands in. */
export type ListedFinding = ReplayFinding & { readonly list: string };

const findingColumns: readonly ColumnOf<ReplayFinding>[] = [
  { key: 'workload', title: 'Workload', kind: 'text', weight: 8, of: (row) => row.workload },
  { key: 'destination', title: 'Destination', kind: 'text', weight: 9, of: (row) => row.destination },
  {
    key: 'service',
    title: 'Port',
    kind: 'text',
    weight: 9,
    of: (row) => formatPort(row.protocol, row.port),
  },
  { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (row) => row.connections },
  { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 6, of: (row) => row.bytesOut },
  { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 4, of: (row) => row.bytesIn },
  { key: 'firstSeen', title: 'First seen', kind: 'time', weight: 3, of: (row) => row.firstSeen },
  { key: 'lastSeen', title: 'Last seen', kind: 'time', weight: 5, of: (row) => row.lastSeen },
  { key: 'decision', title: 'Decision', kind: 'text', weight: 3, of: (row) => row.decision },
  { key: 'owner', title: 'Owner', kind: 'text', weight: 3, of: (row) => row.owner },
  { key: 'decidedBy', title: 'Decided by', kind: 'text', weight: 7, of: deciding },
  { key: 'place', title: 'Place', kind: 'text', weight: 2, of: ({ rule }) => rule?.place ?? null },
  { key: 'id', title: 'Id', kind: 'text', weight: 7, of: (row) => row.id },
];

/** The rule that decides, or why there is none. */
function deciding({ rule, reason }: ReplayFinding): string | null {
  return rule === null ? (reason?.replaceAll('-', ' ') ?? null) : ruleText(rule);
}

function ruleText(rule: RuleUse['rule']): string {
  return `${rule.owner}: ${rule.text}`;
}

export function findingTable(rows: readonly ReplayFinding[], total: number, limit?: number): Table {
  return { ...tableOf(findingColumns, rows, limit), total: Math.max(total, rows.length) };
}

/** Findings of all lists, with every column, for programs. */
export function findingsForPrograms(rows: readonly ListedFinding[]): Table {
  const columns: readonly ColumnOf<ListedFinding>[] = [
    { key: 'list', title: 'List', kind: 'text', of: (row) => row.list },
    { key: 'id', title: 'Id', kind: 'text', of: (row) => row.id },
    { key: 'workload', title: 'Workload', kind: 'text', of: (row) => row.workload },
    { key: 'destination', title: 'Destination', kind: 'text', of: (row) => row.destination },
    { key: 'protocol', title: 'Protocol', kind: 'number', of: (row) => row.protocol },
    { key: 'port', title: 'Port', kind: 'number', of: (row) => row.port },
    { key: 'sources', title: 'Sources', kind: 'count', of: (row) => row.sources },
    { key: 'connections', title: 'Connections', kind: 'count', of: (row) => row.connections },
    { key: 'bytesOut', title: 'Bytes out', kind: 'bytes', of: (row) => row.bytesOut },
    { key: 'bytesIn', title: 'Bytes in', kind: 'bytes', of: (row) => row.bytesIn },
    { key: 'firstSeen', title: 'First seen', kind: 'time', of: (row) => row.firstSeen },
    { key: 'lastSeen', title: 'Last seen', kind: 'time', of: (row) => row.lastSeen },
    { key: 'decision', title: 'Decision', kind: 'text', of: (row) => row.decision },
    { key: 'owner', title: 'Owner', kind: 'text', of: (row) => row.owner },
    { key: 'layer', title: 'Layer', kind: 'text', of: (row) => row.layer },
    { key: 'ruleOwner', title: 'Rule of', kind: 'text', of: (row) => row.rule?.owner ?? null },
    { key: 'rule', title: 'Rule', kind: 'text', of: (row) => row.rule?.text ?? null },
    { key: 'rulePlace', title: 'Place', kind: 'text', of: (row) => row.rule?.place ?? null },
    { key: 'reason', title: 'Reason', kind: 'text', of: (row) => row.reason },
  ];
  return tableOf(columns, rows);
}

/** Rules that nothing used: only what names them. */
export function unusedTable(uses: readonly RuleUse[], limit?: number): Table {
  const columns: readonly ColumnOf<RuleUse>[] = [
    { key: 'owner', title: 'Rule of', kind: 'text', weight: 9, of: ({ rule }) => rule.owner },
    { key: 'rule', title: 'Rule', kind: 'text', weight: 9, of: ({ rule }) => rule.text },
    { key: 'place', title: 'Place', kind: 'text', of: ({ rule }) => rule.place },
  ];
  return tableOf(columns, uses, limit);
}
