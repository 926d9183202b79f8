import { type Diagnostic, nearest, type Span } from '../../base/index.js';
import type { Plan } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import type { Token } from './lexer.js';
import { refuse } from './messages.js';
import { isRow } from './nested-types.js';
import { fieldOf } from './row-value.js';
import type { Expression, Identifier } from './syntax.js';
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
  /**
   * Names in the statement's text, in lower case, and `*` when it may ask for all columns at once: of the others only what
   * stands here is kept.
   */
  readonly mentioned: ReadonlySet<string>;
  /** A name of the query around this one, or of one further out; undefined where none has it. */
  readonly outer?: (node: ColumnNode) => Lowered | undefined;
  /** How many queries stand around this one, as expressions or after LATERAL; default 0. */
  readonly level?: number;
}

/** What a statement with these words and symbols may name. `count(*)` names nothing; NATURAL joins by all columns. */
export function mentionedIn(tokens: readonly Token[]): Set<string> {
  const words = tokens.flatMap((token) => (token.kind === 'word' ? [token.text.toLowerCase()] : []));
  const isSymbol = (token: Token | undefined, text: string) =>
    token?.kind === 'symbol' && token.text === text;
  const hasStar = tokens.some((token, index) => isSymbol(token, '*') && !isSymbol(tokens[index - 1], '('));
  return new Set(hasStar || words.includes('natural') ? [...words, '*'] : words);
}

type ColumnNode = Extract<Expression, { kind: 'column' }>;

/** Finds a column by its name, and by its table when that is written before it; then names of fields may follow. */
export function resolveColumn(
  statement: Statement,
  columns: readonly ScopeColumn[],
  node: ColumnNode,
): Lowered {
  const parts = [...node.qualifier, node.column];
  const own = ownColumn(statement, columns, parts, node.span);
  return own ?? statement.outer?.(node) ?? refuseColumn(statement, columns, node);
}

/** Whether one of these columns, or a field of one, is meant. */
export function hasColumn(columns: readonly ScopeColumn[], { qualifier, column }: ColumnNode): boolean {
  const parts = [...qualifier, column];
  return parts.some((_, index) => matching(columns, parts.slice(0, index + 1)).length > 0);
}

function ownColumn(
  statement: Statement,
  columns: readonly ScopeColumn[],
  parts: readonly Identifier[],
  span: Span,
): Lowered | undefined {
  // The most qualified reading comes first; what is left over are fields.
  for (let length = parts.length; length > 0; length--) {
    const value = columnNamed(statement, columns, parts.slice(0, length), span);
    if (value === undefined || (length < parts.length && !isRow(value.type))) continue;
    return parts.slice(length).reduce((row, field) => fieldOf(row, field, statement.query), value);
  }
  return undefined;
}

function matching(columns: readonly ScopeColumn[], parts: readonly Identifier[]): readonly ScopeColumn[] {
  const wanted = parts.at(-1)?.name.toLowerCase();
  const table = parts.at(-2)?.name.toLowerCase();
  return columns.filter(
    (each) => each.name.toLowerCase() === wanted && (table === undefined || each.table === table),
  );
}

function columnNamed(
  statement: Statement,
  columns: readonly ScopeColumn[],
  parts: readonly Identifier[],
  span: Span,
): Lowered | undefined {
  const found = matching(columns, parts);
  const [column] = parts.slice(-1);
  // A field of the format wins over the partition of the same name (`region`).
  const [first, second] = found.some((each) => each.shown) ? found.filter((each) => each.shown) : found;
  if (first === undefined || column === undefined) return undefined;
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
  { qualifier, column, span }: ColumnNode,
): never {
  const table = qualifier.at(-1)?.name.toLowerCase();
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
