import { isoTime } from './format.js';
import type { Column, Table, Value } from './table.js';

/** `bytesOut` as `bytes_out`, the form of CSV headers. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A table as CSV (RFC 4180): a header line, CRLF, quotes where needed. */
export function renderCsv(table: Table, nameOf = snakeCase): string {
  return csvHeader(table.columns, nameOf) + table.rows.map((row) => csvRow(row, table.columns)).join('');
}

export function csvHeader(columns: readonly Pick<Column, 'key'>[], nameOf = snakeCase): string {
  return `${columns.map((column) => quoted(nameOf(column.key))).join(',')}\r\n`;
}

export function csvRow(row: readonly Value[], columns: readonly Column[]): string {
  return `${row.map((value, index) => csvCell(value, columns[index]?.kind ?? 'text')).join(',')}\r\n`;
}

function csvCell(value: Value, kind: Column['kind']): string {
  if (value === null) return '';
  if (kind === 'time' && typeof value === 'number') return isoTime(value);
  return typeof value === 'string' ? quoted(protectedText(value)) : String(value);
}

/**
 * Spreadsheets run a text that begins with one of these as a formula (OWASP, "CSV Injection"). An apostrophe before it
 * makes it text again; numbers stay as they are, because they are no text.
 */
function protectedText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
