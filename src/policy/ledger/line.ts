import type { Span } from '../../base/index.js';
import { formatPortRange, type PortRange, protocolName } from '../../net/index.js';
import type { Decision, DecisionRef } from '../types.js';
import type { LedgerColumn } from './columns.js';
import type { CsvRow, CsvText } from './csv.js';
import { formatDestination, type LineDestination } from './destination.js';

/** What a line speaks of. */
export interface LineKey {
  /** Null speaks of every workload. */
  readonly workload: string | null;
  readonly destination: LineDestination;
  /** IANA number; null is every protocol. */
  readonly protocol: number | null;
  /** Null is every port, and the only value for protocols without ports. */
  readonly ports: PortRange | null;
}

/** One line of the ledger. */
export interface LedgerLine extends LineKey {
  /** One-based line of the file. */
  readonly line: number;
  readonly decision: Decision;
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string;
  /** The last day (UTC, `2027-03-31`) on which the decision holds; null when it holds until it is changed. */
  readonly expires: string | null;
  readonly decidedBy: string;
  readonly decidedOn: string | null;
  /** The cells of the group `seen` as they stand in the file; empty where the column is missing. */
  readonly seen: Readonly<Record<SeenColumn, string>>;
  readonly row: CsvRow;
  /** Where the cell of a column stands; the whole line for a column that the file lacks. */
  spanOf(column: LedgerColumn): Span;
}

export type SeenColumn =
  | 'status'
  | 'first_seen'
  | 'last_seen'
  | 'connections'
  | 'bytes_out'
  | 'bytes_in'
  | 'scenarios'
  | 'seen';

/** A ledger that was read without an error. */
export interface Ledger {
  /** The file, as diagnostics name it. */
  readonly source: string;
  readonly csv: CsvText;
  /** Position of each column in the file. */
  readonly columns: ReadonlyMap<LedgerColumn, number>;
  /** How many cells the header line has. */
  readonly width: number;
  /** In the order of the file. */
  readonly lines: readonly LedgerLine[];
}

/** `app → 198.51.100.7 tcp/443`, as a person says it. */
export function describeKey({ workload, destination, protocol, ports }: LineKey): string {
  const what = protocol === null ? '*' : protocolName(protocol);
  const port = ports === null ? '' : `/${formatPortRange(ports)}`;
  return `${workload ?? '*'} → ${formatDestination(destination)} ${what}${port}`;
}

/** The line as results refer to it: its number, and what it says. */
export function refOf(line: LedgerLine): DecisionRef {
  return { line: line.line, text: `${describeKey(line)}: ${line.decision}` };
}
