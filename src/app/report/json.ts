import { isoTime } from './format.js';
import type { Column, Table, Value } from './table.js';

/** Rises when a name or a meaning changes; a new member does not raise it. */
export const schemaVersion = 1;

/** A table as one JSON document; every format of one list has the same rows and the same names. */
export function renderTableJson(
  kind: string,
  table: Table,
  statistics?: Readonly<Record<string, number>>,
): string {
  const rows = table.rows.map((row) => `    ${rowJson(row, table.columns)}`);
  const counted = statistics === undefined ? '' : `  "statistics": ${JSON.stringify(statistics)},\n`;
  const body = rows.length === 0 ? '[]' : `[\n${rows.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": ${schemaVersion},\n  "kind": ${JSON.stringify(kind)},\n  "total": ${table.total},\n${counted}  "rows": ${body}\n}\n`;
}

/** A table as JSON lines. */
export function renderNdjson(table: Table): string {
  return table.rows.map((row) => `${rowJson(row, table.columns)}\n`).join('');
}

/** One row as an object on one line, its members in the order of the columns. */
export function rowJson(row: readonly Value[], columns: readonly Column[]): string {
  const members = columns.map((column, index) => {
    return `${JSON.stringify(column.key)}:${valueJson(row[index] ?? null, column.kind)}`;
  });
  return `{${members.join(',')}}`;
}

function valueJson(value: Value, kind: Column['kind']): string {
  if (kind === 'time' && typeof value === 'number') return JSON.stringify(isoTime(value));
  // A 64-bit count beyond 2^53 is printed whole; readers that need it read big numbers.
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value);
}
