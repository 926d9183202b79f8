import { type Diagnostic, nearest, type Span } from '../../base/index.js';
import type { Plan } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import type { Identifier } from './syntax.js';
import { columnForOlderName, type TableColumn } from './table.js';
import type { Lowered } from './types.js';

export interface ScopeColumn extends TableColumn {
  /** The table's alias or name, in lower case. */
  readonly table: string | undefined;
}

/** A table of the statement: a plan, and what its columns are called. */
export interface Source {
  readonly plan: Plan;
  readonly columns: readonly ScopeColumn[];
}

/** What every part of one statement shares. */
export interface Statement {
  readonly query: QueryText;
  readonly diagnostics: Diagnostic[];
  /** Names in the statement's text, in lower case: columns outside `SELECT *` are kept only when they stand here. */
  readonly mentioned: ReadonlySet<string>;
  /** The columns of the query around this one. */
  readonly outer?: readonly ScopeColumn[];
}

/** Finds a column by its name, and by its table when that is written before it. */
export function resolveColumn(
  statement: Statement,
  columns: readonly ScopeColumn[],
  qualifier: readonly Identifier[],
  column: Identifier,
  span: Span,
): Lowered {
  const wanted = column.name.toLowerCase();
  const table = qualifier.at(-1)?.name.toLowerCase();
  const found = columns.filter(
    (each) => each.name.toLowerCase() === wanted && (table === undefined || each.table === table),
  );
  // A field of the format wins over the partition of the same name (`region`).
  const [first, second] = found.some((each) => each.shown) ? found.filter((each) => each.shown) : found;
  if (first === undefined) return refuseColumn(statement, columns, qualifier, column, span);
  if (second !== undefined && second.table !== first.table) {
    const help = `write for example \`${first.table ?? 't'}.${column.name}\``;
    return refuse(statement.query, 'ambiguous-column', { name: column.name }, span, help);
  }
  if (first.absent) noteAbsent(statement, column, span);
  return first.value;
}

function noteAbsent(statement: Statement, column: Identifier, span: Span): void {
  const message = `The format of these logs does not have \`${column.name}\`, so it is NULL in every row.`;
  if (statement.diagnostics.some((each) => each.message === message)) return;
  statement.diagnostics.push(statement.query.warning('field-not-logged', message, span));
}

function refuseColumn(
  statement: Statement,
  columns: readonly ScopeColumn[],
  qualifier: readonly Identifier[],
  column: Identifier,
  span: Span,
): never {
  const table = qualifier.at(-1)?.name.toLowerCase();
  const isOuter = statement.outer?.some(
    (each) =>
      each.name.toLowerCase() === column.name.toLowerCase() && (table === undefined || each.table === table),
  );
  if (isOuter) {
    const what = 'A subquery that names a column of the query around it';
    return refuse(statement.query, 'not-supported', { what }, span, 'write a join, or IN (SELECT …)');
  }
  const tables = [...new Set(columns.map((each) => each.table).filter((each) => each !== undefined))];
  const name = [...qualifier, column].map((each) => each.name).join('.');
  if (table !== undefined && !tables.includes(table)) {
    const near = nearest(table, tables) ?? tables[0];
    const help = near === undefined ? undefined : `the tables here are called ${tables.join(', ')}`;
    return refuse(statement.query, 'column-not-found', { name }, span, help);
  }
  const older = columnForOlderName(column.name.toLowerCase());
  const known = columns
    .filter((each) => table === undefined || each.table === table)
    .map((each) => each.name);
  const near = older !== undefined && known.includes(older) ? older : nearest(column.name, known);
  const plain = near === undefined || /^[a-z_][a-z0-9_]*$/.test(near) ? near : `"${near}"`;
  const help = plain === undefined ? columnHint(column) : `write \`${plain === 'end' ? '"end"' : plain}\``;
  return refuse(statement.query, 'column-not-found', { name }, span, help);
}

/** Text in double quotes is a name in SQL, which people find out here. */
function columnHint(column: Identifier): string | undefined {
  return column.quoted ? `a text is written in single quotes: '${column.name}'` : undefined;
}
