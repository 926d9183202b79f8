import { assert } from '../../base/index.js';
import { formatPortRange, protocolName } from '../../net/index.js';
import { columnNames, type LedgerColumn } from './columns.js';
import { type CsvAside, type CsvRow, csvCell } from './csv.js';
import { formatDestination } from './destination.js';
import type { Ledger, LedgerLine, LineKey } from './line.js';
import { compareKeys } from './order.js';
import { readLedger } from './read.js';
import { writeText } from './text-cell.js';

/** What columns are to say; a column that is left out stays as it is. */
export type Cells = Readonly<Partial<Record<LedgerColumn, string>>>;

export interface NewLine {
  readonly key: LineKey;
  readonly cells: Cells;
}

export interface LedgerEdit {
  readonly changed: ReadonlyMap<LedgerLine, Cells>;
  readonly added: readonly NewLine[];
}

/** The text of a ledger without a line. */
export const emptyLedgerText = `${columnNames.join(',')}\n`;

/**
 * The text of the ledger after an edit. Only the cells that the edit names are written again: comments, columns of one's
 * own, quotes, line ends and the order of the lines stay as they are. A new line stands after the line that comes just
 * before it in the order of `compareKeys`, so that a sorted file stays sorted and a file with an order of its own keeps it.
 */
export function editLedger(ledger: Ledger, edit: LedgerEdit): string {
  const missing = columnNames.filter((name) => !ledger.columns.has(name) && isWritten(name, edit));
  const columns = new Map(ledger.columns);
  for (const [index, name] of missing.entries()) columns.set(name, ledger.width + index);
  const writer = { ledger, columns, width: ledger.width + missing.length };
  const after = placeNew(ledger, edit.added);
  const { text, entries, lineEnd } = ledger.csv;
  const linesByRow = new Map(ledger.lines.map((line) => [line.row, line]));
  const header = entries.find((entry) => entry.kind === 'row');
  let written = text.slice(0, entries[0]?.span.start ?? 0);
  for (const [index, entry] of entries.entries()) {
    const rest = text.slice(entry.span.end, entries[index + 1]?.span.start ?? text.length);
    const line = entry.kind === 'row' ? linesByRow.get(entry) : undefined;
    written += entryText(entry, writer, {
      cells: line && edit.changed.get(line),
      added: entry === header ? missing : [],
    });
    const follow = after.get(entry) ?? [];
    written += follow.length > 0 && rest === '' ? lineEnd : rest;
    for (const each of follow) written += newLineText(each, writer) + lineEnd;
  }
  return written;
}

/** The ledger after an edit, read again. */
export function applyEdit(ledger: Ledger, edit: LedgerEdit): Ledger {
  const read = readLedger(editLedger(ledger, edit), ledger.source).ledger;
  assert(read !== undefined, 'what was written can be read');
  return read;
}

function isWritten(name: LedgerColumn, { changed, added }: LedgerEdit): boolean {
  const writes = ({ [name]: text = '' }: Cells) => text !== '';
  return [...changed.values()].some(writes) || added.some((each) => writes(each.cells));
}

interface Writer {
  readonly ledger: Ledger;
  readonly columns: ReadonlyMap<LedgerColumn, number>;
  readonly width: number;
}

/** Where the new lines go: after which entry of the file, in order. */
function placeNew(ledger: Ledger, added: readonly NewLine[]): Map<CsvRow | CsvAside, NewLine[]> {
  const sorted = [...ledger.lines].sort((a, b) => compareKeys(a, b) || a.line - b.line);
  const places = new Map<CsvRow | CsvAside, NewLine[]>();
  let passed = 0;
  for (const each of [...added].sort((a, b) => compareKeys(a.key, b.key))) {
    for (let next = sorted[passed]; next && compareKeys(next, each.key) <= 0; next = sorted[passed]) passed++;
    const place = sorted[passed - 1]?.row ?? firstPlace(ledger);
    const there = places.get(place);
    if (there) there.push(each);
    else places.set(place, [each]);
  }
  return places;
}

/** In front of the first line, below what is said at the head of the file. */
function firstPlace({ csv, lines }: Ledger): CsvRow | CsvAside {
  const first = lines[0] && csv.entries.indexOf(lines[0].row);
  const place = first === undefined ? csv.entries.at(-1) : csv.entries[first - 1];
  assert(place !== undefined, 'a ledger has a header line');
  return place;
}

function entryText(
  entry: CsvRow | CsvAside,
  { ledger, columns, width }: Writer,
  change: { readonly cells: Cells | undefined; readonly added: readonly LedgerColumn[] },
): string {
  const raw = (span: { start: number; end: number }) => ledger.csv.text.slice(span.start, span.end);
  const { cells, added } = change;
  // Without a change in this line or a new column, not even the number of its cells is touched.
  if (entry.kind === 'aside' || (cells === undefined && width === ledger.width)) return raw(entry.span);
  const texts = Array.from({ length: width }, (_, index) => {
    const cell = entry.cells[index];
    return cell === undefined ? '' : raw(cell.span);
  });
  for (const name of added) texts[columns.get(name) ?? width] = name;
  for (const name of columnNames) {
    const text = cells?.[name];
    const index = columns.get(name);
    if (text === undefined || index === undefined) continue;
    const before = entry.cells[index]?.text ?? '';
    if (before.trim() !== writeText(text)) texts[index] = csvCell(writeText(text));
  }
  return texts.join(',');
}

function newLineText({ key, cells }: NewLine, { columns, width }: Writer): string {
  const texts = Array.from({ length: width }, () => '');
  const put = (name: LedgerColumn, text: string) => {
    const index = columns.get(name);
    if (index !== undefined) texts[index] = csvCell(text);
  };
  for (const name of columnNames) put(name, writeText(cells[name] ?? ''));
  put('workload', key.workload === null ? '*' : writeText(key.workload));
  put('destination', formatDestination(key.destination));
  put('protocol', key.protocol === null ? '*' : protocolName(key.protocol));
  put('port', key.ports === null ? '*' : formatPortRange(key.ports));
  return texts.join(',');
}
