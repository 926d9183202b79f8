/** What a column is for: it names the need, it is a person's, or it says what was seen. */
export type ColumnGroup = 'key' | 'decision' | 'seen';

interface ColumnSpec {
  readonly group: ColumnGroup;
  readonly doc: string;
  /** A file without the column is refused; other columns are added when something is to be written there. */
  readonly required?: boolean;
}

/** The columns of a ledger, in the order in which a new file has them. */
export const ledgerColumns = {
  workload: {
    group: 'key',
    required: true,
    doc: 'The group that opened the connections, as `sluice outbound` names it; `*` is every workload.',
  },
  destination: {
    group: 'key',
    required: true,
    doc: 'An address, a CIDR block, `pl-…`, `prefix-list:NAME`, `com.amazonaws.…`, `sg-…`, `workload:NAME`, `service:NAME`, a domain, or `*`.',
  },
  protocol: {
    group: 'key',
    required: true,
    doc: 'A name (`tcp`, `udp`, `icmp`, …) or an IANA number; `*` is every protocol.',
  },
  port: {
    group: 'key',
    required: true,
    doc: 'A port, a range (`8000-8100`), or `*`; protocols without ports have `*`.',
  },
  decision: {
    group: 'decision',
    required: true,
    doc: '`allow`, `deny` or `undecided`; an empty cell is undecided.',
  },
  reason: { group: 'decision', doc: 'Why, in words.' },
  owner: { group: 'decision', doc: 'Who answers for the traffic.' },
  ticket: { group: 'decision', doc: 'Where it was discussed.' },
  expires: {
    group: 'decision',
    doc: 'The last day (UTC) on which the decision holds: `2027-03-31`. Empty: it holds until it is changed.',
  },
  decided_by: { group: 'decision', doc: 'Who decided.' },
  decided_on: { group: 'decision', doc: 'The day of the decision (UTC).' },
  status: { group: 'seen', doc: '`accepted`, `rejected` or `unanswered`.' },
  first_seen: { group: 'seen', doc: 'The first day (UTC) on which it was seen, over all updates.' },
  last_seen: { group: 'seen', doc: 'The last day (UTC).' },
  connections: { group: 'seen', doc: 'Connections in the latest window that had any, two digits.' },
  bytes_out: { group: 'seen', doc: 'Bytes sent in that window, two digits.' },
  bytes_in: { group: 'seen', doc: 'Bytes received in that window, two digits.' },
  scenarios: { group: 'seen', doc: 'Names of the scenarios in which it was seen, separated by `;`.' },
  seen: { group: 'seen', doc: '`yes` when the latest update saw it, else `no`.' },
} as const satisfies Record<string, ColumnSpec>;

export type LedgerColumn = keyof typeof ledgerColumns;

export const columnNames = Object.keys(ledgerColumns) as readonly LedgerColumn[];

export function columnSpec(name: LedgerColumn): ColumnSpec {
  return ledgerColumns[name];
}
