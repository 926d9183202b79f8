import type { Span } from '../../base/index.js';

/** A cell: what it says, and where it stands with its quotes. */
export interface CsvCell {
  readonly text: string;
  readonly span: Span;
}

/** A record of the file; it may run over several lines of text. */
export interface CsvRow {
  readonly kind: 'row';
  /** One-based line of the text on which it starts. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
  /** Without its line end. */
  readonly span: Span;
}

/** A comment (`#` first) or an empty line: kept as it stands. */
export interface CsvAside {
  readonly kind: 'aside';
  readonly line: number;
  readonly span: Span;
}

export interface CsvFault {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

export interface CsvText {
  readonly text: string;
  readonly entries: readonly (CsvRow | CsvAside)[];
  /** What ends a line: that of the first line, `\n` in a file without any. */
  readonly lineEnd: '\r\n' | '\n';
  readonly faults: readonly CsvFault[];
}

const byteOrderMark = '\uFEFF';

/**
 * Reads comma-separated values (RFC 4180) without losing where anything stands. CRLF and LF end a line; a byte order mark
 * is passed over. Lines that begin with `#` and empty lines are no records, though the RFC knows neither.
 */
export function parseCsv(text: string): CsvText {
  const entries: (CsvRow | CsvAside)[] = [];
  const faults: CsvFault[] = [];
  const firstEnd = text.indexOf('\n');
  const lineEnd = firstEnd > 0 && text[firstEnd - 1] === '\r' ? '\r\n' : '\n';
  let at = text.startsWith(byteOrderMark) ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const start = at;
    if (isAside(text, at)) {
      // A comment in quotes ends where its cells do, which may be lines below.
      at = text[at] === '"' ? readRow(text, at, line, faults).span.end : endOfLine(text, at);
      entries.push({ kind: 'aside', line, span: { start, end: at } });
    } else {
      const row = readRow(text, at, line, faults);
      entries.push(row);
      at = row.span.end;
    }
    at = afterLineEnd(text, at);
    for (let index = start; index < at; index++) if (text[index] === '\n') line++;
  }
  return { text, entries, lineEnd, faults };
}

function isAside(text: string, at: number): boolean {
  // A spreadsheet puts quotes around a comment that holds a comma.
  return text[at] === '#' || text.startsWith('"#', at) || endOfLine(text, at) === at;
}

/** The offset of the line end at or after `at`, in front of its `\r\n` or `\n`. */
function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline < 0) return text.length;
  return newline > at && text[newline - 1] === '\r' ? newline - 1 : newline;
}

function afterLineEnd(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return text[at] === '\n' ? at + 1 : at;
}

function readRow(text: string, start: number, line: number, faults: CsvFault[]): CsvRow {
  const cells: CsvCell[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, faults) : plainCell(text, at, faults);
    cells.push(cell);
    at = cell.span.end;
    if (text[at] !== ',') break;
    at++;
  }
  return { kind: 'row', line, cells, span: { start, end: at } };
}

function plainCell(text: string, start: number, faults: CsvFault[]): CsvCell {
  const lineEnd = endOfLine(text, start);
  const comma = text.indexOf(',', start);
  const end = comma >= 0 && comma < lineEnd ? comma : lineEnd;
  const cell = { text: text.slice(start, end), span: { start, end } };
  const quote = cell.text.indexOf('"');
  if (quote >= 0) {
    faults.push({
      span: { start: start + quote, end: start + quote + 1 },
      message: 'A quote stands inside a cell that does not begin with one.',
      help: 'put quotes around the whole cell and write each quote inside it twice: "say ""hi"""',
    });
  }
  return cell;
}

function quotedCell(text: string, start: number, faults: CsvFault[]): CsvCell {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      faults.push({
        span: { start, end: start + 1 },
        message: 'The quote that opens this cell is never closed.',
        help: 'close it; a quote inside a quoted cell is written twice',
      });
      return { text: text.slice(start + 1), span: { start, end: text.length } };
    }
    if (text[quote + 1] === '"') at = quote + 2;
    else return closedCell(text, start, quote, faults);
  }
}

function closedCell(text: string, start: number, quote: number, faults: CsvFault[]): CsvCell {
  const content = text.slice(start + 1, quote).replaceAll('""', '"');
  const lineEnd = endOfLine(text, quote + 1);
  const comma = text.indexOf(',', quote + 1);
  const end = comma >= 0 && comma < lineEnd ? comma : lineEnd;
  if (end > quote + 1) {
    faults.push({
      span: { start: quote + 1, end },
      message: `\`${text.slice(quote + 1, end)}\` stands between the end of a quoted cell and the next comma.`,
      help: 'write a quote inside a quoted cell twice, or put the comma after the closing quote',
    });
  }
  return { text: content, span: { start, end } };
}

/** A cell as it is written: in quotes only where it must be. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
