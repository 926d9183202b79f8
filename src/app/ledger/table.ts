import { formatPortRange, protocolName } from '../../net/index.js';
import { formatDestination, type LedgerLine } from '../../policy/index.js';
import { type Column, type Table, tableOf, type Value } from '../report/table.js';

type LineColumn = Column & { readonly of: (line: LedgerLine) => Value };

const number = (text: string) => (text === '' || Number.isNaN(Number(text)) ? null : Number(text));
const orNull = (text: string) => (text === '' ? null : text);

const key: readonly LineColumn[] = [
  { key: 'line', title: 'Line', kind: 'text', weight: 8, of: ({ line }) => line },
  { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: ({ workload }) => workload ?? '*' },
  {
    key: 'destination',
    title: 'Destination',
    kind: 'text',
    weight: 9,
    of: ({ destination }) => formatDestination(destination),
  },
  {
    key: 'protocol',
    title: 'Protocol',
    kind: 'text',
    weight: 9,
    of: ({ protocol }) => (protocol === null ? '*' : protocolName(protocol)),
  },
  {
    key: 'port',
    title: 'Port',
    kind: 'text',
    weight: 9,
    of: ({ ports }) => (ports === null ? '*' : formatPortRange(ports)),
  },
  { key: 'decision', title: 'Decision', kind: 'text', weight: 9, of: ({ decision }) => decision },
  { key: 'reason', title: 'Reason', kind: 'text', weight: 7, of: ({ reason }) => orNull(reason) },
  { key: 'owner', title: 'Owner', kind: 'text', weight: 5, of: ({ owner }) => orNull(owner) },
  { key: 'ticket', title: 'Ticket', kind: 'text', weight: 4, of: ({ ticket }) => orNull(ticket) },
  { key: 'expires', title: 'Expires', kind: 'text', weight: 6, of: ({ expires }) => expires },
  { key: 'decidedBy', title: 'Decided by', kind: 'text', weight: 3, of: (line) => orNull(line.decidedBy) },
  { key: 'decidedOn', title: 'On', kind: 'text', weight: 2, of: ({ decidedOn }) => decidedOn },
  { key: 'status', title: 'Status', kind: 'text', weight: 3, of: ({ seen }) => orNull(seen.status) },
  {
    key: 'firstSeen',
    title: 'First seen',
    kind: 'text',
    weight: 1,
    of: ({ seen }) => orNull(seen.first_seen),
  },
  { key: 'lastSeen', title: 'Last seen', kind: 'text', weight: 2, of: ({ seen }) => orNull(seen.last_seen) },
  {
    key: 'connections',
    title: 'Conns',
    kind: 'count',
    weight: 3,
    of: ({ seen }) => number(seen.connections),
  },
  { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 4, of: ({ seen }) => number(seen.bytes_out) },
  { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 1, of: ({ seen }) => number(seen.bytes_in) },
  { key: 'scenarios', title: 'Scenarios', kind: 'text', weight: 1, of: ({ seen }) => orNull(seen.scenarios) },
  { key: 'seen', title: 'Seen', kind: 'text', weight: 6, of: ({ seen }) => orNull(seen.seen) },
];

/** Lines of a ledger as a list, with every column that it knows. */
export function ledgerTable(lines: readonly LedgerLine[], limit?: number): Table {
  return tableOf(key, lines, limit);
}
