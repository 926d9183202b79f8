import { type Diagnostic, nearest, type Span } from '../../base/index.js';
import type { Decision } from '../types.js';
import { type CellFault, type CellRead, readDay, readDecision, readPorts, readProtocol } from './cells.js';
import { columnNames, columnSpec, type LedgerColumn, ledgerColumns } from './columns.js';
import { type CsvRow, parseCsv } from './csv.js';
import { readDestination } from './destination.js';
import type { Ledger, LedgerLine, SeenColumn } from './line.js';
import { readText } from './text-cell.js';

export interface LedgerRead {
  /** Undefined after an error. */
  readonly ledger: Ledger | undefined;
  /** Every mistake of the file, in the order in which they stand there. */
  readonly diagnostics: readonly Diagnostic[];
}

type Report = (code: string, span: Span, fault: CellFault, severity?: Diagnostic['severity']) => void;

/** Reads the text of a `ledger.csv`. `source` names the file in diagnostics. */
export function readLedger(text: string, source: string): LedgerRead {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, span, { message, help }, severity = 'error') =>
    diagnostics.push({ code, severity, source, span, message, help });
  const csv = parseCsv(text);
  const rows = csv.entries.filter((entry) => entry.kind === 'row');
  const [header, ...body] = rows;
  const separator = header && wrongSeparator(header, text);
  if (header !== undefined && separator !== undefined) {
    // Quotes stand in the middle of what is read as one cell then: a fault of each would hide what is wrong.
    report('ledger-header', header.span, separator);
    return { ledger: undefined, diagnostics };
  }
  for (const fault of csv.faults) report('ledger-csv', fault.span, fault);
  if (csv.faults.length > 0) return { ledger: undefined, diagnostics };
  if (header === undefined) {
    report('ledger-header', { start: 0, end: Math.min(1, text.length) }, missingHeader);
    return { ledger: undefined, diagnostics };
  }
  const columns = readHeader(header, report);
  if (columns === undefined) return { ledger: undefined, diagnostics };
  const width = header.cells.length;
  const lines = body.flatMap((row) => readLine(row, { columns, width, report }) ?? []);
  diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  if (diagnostics.some((each) => each.severity === 'error')) return { ledger: undefined, diagnostics };
  return { ledger: { source, csv, columns, width, lines }, diagnostics };
}

const missingHeader: CellFault = {
  message: 'The file has no header line.',
  help: `begin it with ${columnNames.slice(0, 5).join(',')}; \`sluice ledger update\` writes a new one`,
};

function readHeader(header: CsvRow, report: Report): Map<LedgerColumn, number> | undefined {
  const columns = new Map<LedgerColumn, number>();
  const unknown: { name: string; span: Span }[] = [];
  for (const [index, cell] of header.cells.entries()) {
    const name = cell.text.trim().toLowerCase();
    const known = columnNames.find((each) => each === name);
    if (known === undefined) unknown.push({ name: cell.text.trim(), span: cell.span });
    else if (columns.has(known)) {
      const message = `The column \`${known}\` stands there twice.`;
      report('ledger-header', cell.span, { message, help: 'take one of them out' });
    } else columns.set(known, index);
  }
  const missing = columnNames.filter((name) => columnSpec(name).required === true && !columns.has(name));
  for (const name of missing) report('ledger-header', header.span, missingColumn(name, unknown));
  if (missing.length > 0) return undefined;
  for (const { name, span } of unknown) warnOfSlip(name, span, columns, report);
  return columns;
}

/** What spreadsheets write where a comma divides the digits of a number. */
function wrongSeparator({ cells, span }: CsvRow, text: string): CellFault | undefined {
  const written = text.slice(span.start, span.end);
  const mark = [';', '\t'].find((each) => cells.length === 1 && written.includes(each));
  if (mark === undefined) return undefined;
  const words = mark === ';' ? 'semicolons' : 'tabs';
  return {
    message: `Between the cells stand ${words}.`,
    help: 'save the file as CSV with commas between the cells, whatever the list separator of the region is',
  };
}

function missingColumn(name: LedgerColumn, unknown: readonly { name: string }[]): CellFault {
  const near = nearest(
    name,
    unknown.map((each) => each.name),
  );
  return {
    message: `The header line has no column \`${name}\`.`,
    help:
      near === undefined ? `add the column: ${ledgerColumns[name].doc}` : `write \`${name}\` for \`${near}\``,
  };
}

/** A column of one's own is welcome; one that is nearly one of ours is more likely a slip. */
function warnOfSlip(
  name: string,
  span: Span,
  columns: ReadonlyMap<LedgerColumn, number>,
  report: Report,
): void {
  const near = nearest(
    name,
    columnNames.filter((each) => !columns.has(each)),
  );
  if (near === undefined) return;
  const message = `The column \`${name}\` means nothing here.`;
  report('ledger-column', span, { message, help: `write \`${near}\` if that is meant` }, 'warning');
}

interface RowContext {
  readonly columns: ReadonlyMap<LedgerColumn, number>;
  readonly width: number;
  readonly report: Report;
}

function readLine(row: CsvRow, { columns, width, report }: RowContext): LedgerLine | undefined {
  // A spreadsheet writes its empty lines as commas.
  if (row.cells.every((cell) => cell.text.trim() === '')) return undefined;
  // Empty cells behind the last column are what a spreadsheet leaves of columns that were cleared.
  if (row.cells.slice(width).some((cell) => cell.text.trim() !== '')) {
    const span = row.cells[width]?.span ?? row.span;
    const message = `The line has ${row.cells.length} cells, but the header has ${width}.`;
    report('ledger-cells', span, { message, help: 'put a cell that holds a comma in quotes' });
    return undefined;
  }
  const cellOf = (column: LedgerColumn) => row.cells[columns.get(column) ?? -1];
  const spanOf = (column: LedgerColumn) => cellOf(column)?.span ?? row.span;
  const textOf = (column: LedgerColumn) => readText(cellOf(column)?.text.trim() ?? '');
  const read = <Value>(column: LedgerColumn, result: CellRead<Value>): Value | undefined => {
    if ('value' in result) return result.value;
    report(`ledger-${column.replaceAll('_', '-')}`, spanOf(column), result);
    return undefined;
  };
  const key = readKey(cellOf('workload')?.text.trim() ?? '', textOf, read);
  const decision = read<Decision>('decision', readDecision(textOf('decision')));
  const expires = read('expires', readDay(textOf('expires')));
  const decidedOn = read('decided_on', readDay(textOf('decided_on')));
  if (key === undefined || decision === undefined || expires === undefined || decidedOn === undefined) {
    return undefined;
  }
  const [reason, owner, ticket] = [textOf('reason'), textOf('owner'), textOf('ticket')];
  const decidedBy = textOf('decided_by');
  const seen = seenCells(textOf);
  return {
    ...key,
    ...{ line: row.line, decision, reason, owner, ticket, expires, decidedBy, decidedOn, seen, row, spanOf },
  };
}

type Read = <Value>(column: LedgerColumn, result: CellRead<Value>) => Value | undefined;

function readKey(workloadCell: string, textOf: (column: LedgerColumn) => string, read: Read) {
  const workload = read('workload', readWorkload(workloadCell));
  const destination = read('destination', readDestination(textOf('destination')));
  const protocol = read('protocol', readProtocol(textOf('protocol')));
  const ports = read('port', readPorts(textOf('port'), protocol ?? null));
  if (workload === undefined || destination === undefined || protocol === undefined || ports === undefined) {
    return undefined;
  }
  return { workload, destination, protocol, ports };
}

function readWorkload(cell: string): CellRead<string | null> {
  if (cell === '*') return { value: null };
  if (cell !== '') return { value: readText(cell) };
  return { message: 'The workload is missing.', help: 'write its name, or * for every workload' };
}

function seenCells(textOf: (column: LedgerColumn) => string): Record<SeenColumn, string> {
  return {
    status: textOf('status'),
    first_seen: textOf('first_seen'),
    last_seen: textOf('last_seen'),
    connections: textOf('connections'),
    bytes_out: textOf('bytes_out'),
    bytes_in: textOf('bytes_in'),
    scenarios: textOf('scenarios'),
    seen: textOf('seen'),
  };
}
