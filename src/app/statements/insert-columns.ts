import { joinSql, name, Sql, sql } from '../../dialect/index.js';
import type { OutputColumn } from '../../lang/index.js';
import { type CatalogColumn, type CatalogTable, engineType } from '../catalog/index.js';
import type { StatementContext, StatementOf } from './context.js';

/**
 * The rows of a query in the columns of a table: by position, or in those that the statement names; others are NULL. Types
 * have to be the same, or whole numbers that become larger ones. The wording is Trino's.
 */
export function insertColumns(
  statement: StatementOf<'insert'>,
  table: CatalogTable,
  given: readonly OutputColumn[],
  query: Sql,
  context: StatementContext,
): Sql {
  const all = [...table.columns, ...table.partitionKeys];
  const wanted = statement.columns.length === 0 ? all : namedColumns(statement, all, context);
  const fits =
    wanted.length === given.length && wanted.every((column, index) => accepts(column, given[index]));
  if (!fits) {
    const words = (types: readonly string[]): string => `[${types.join(', ')}]`;
    const message = `Insert query has mismatched column types: Table: ${words(wanted.map((column) => column.type))}, Query: ${words(given.map((column) => column.stored ?? column.type))}`;
    context.refuse(
      'type-mismatch',
      message,
      statement.query.span,
      'write CAST(… AS …) around the values that differ',
    );
  }
  const items = all.map((column) => {
    const type = Sql.fromParts(engineType(column.type), []);
    const from = given[wanted.indexOf(column)];
    const value = from === undefined ? sql`NULL` : name(from.column);
    return sql`CAST(${value} AS ${type}) AS ${name(column.name)}`;
  });
  return sql`SELECT ${joinSql(items, ', ')} FROM (${query})`;
}

function namedColumns(
  statement: StatementOf<'insert'>,
  all: readonly CatalogColumn[],
  context: StatementContext,
): CatalogColumn[] {
  return statement.columns.map((identifier) => {
    const found = all.find((column) => column.name === identifier.name.toLowerCase());
    if (found !== undefined) return found;
    const message = `Insert column name does not exist in target table: ${identifier.name}`;
    const help = `the columns are ${all.map((column) => column.name).join(', ')}`;
    return context.refuse('column-not-found', message, identifier.span, help);
  });
}

const widths = ['tinyint', 'smallint', 'int', 'bigint', 'double'];

function accepts(column: CatalogColumn, given: OutputColumn | undefined): boolean {
  if (given === undefined) return false;
  if (given.type === 'unknown') return true;
  const type = given.stored ?? given.type;
  if (type === column.type) return true;
  if (type === 'string') return /^(?:var)?char\(/.test(column.type);
  if (column.type.startsWith('decimal'))
    return type.startsWith('decimal') || widths.slice(0, 4).includes(type);
  const [from, to] = [widths.indexOf(type), widths.indexOf(column.type)];
  return from >= 0 && to >= 0 && (from <= to || (type === 'int' && to < 2));
}
