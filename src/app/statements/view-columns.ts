import type { OutputColumn } from '../../lang/index.js';
import type { CatalogColumn } from '../catalog/index.js';
import type { StatementContext, StatementOf } from './context.js';

/** The columns of a view or of a table that a query makes: each with a name of its own. */
export function viewColumns(
  columns: readonly OutputColumn[],
  statement: StatementOf<'createView' | 'createTableAs' | 'unload'>,
  context: StatementContext,
): CatalogColumn[] {
  const given =
    statement.kind === 'createView' ? statement.columns.map((each) => each.name.toLowerCase()) : [];
  if (given.length > 0 && given.length !== columns.length) {
    const message = `Column alias list has ${given.length} entries but the query has ${columns.length} columns`;
    context.refuse('column-aliases', message, statement.query.span);
  }
  const names = columns.map((column, index) => given[index] ?? column.name.toLowerCase());
  for (const [index, name] of names.entries()) {
    const column = columns[index];
    if (/^_col\d+$/.test(name) && given.length === 0) {
      const message = `Column name not specified at position ${index + 1}`;
      context.refuse('no-column-name', message, statement.query.span, 'give the value a name, with AS');
    }
    if (names.indexOf(name) < index) {
      const message = `Column name '${name}' specified more than once`;
      context.refuse(
        'duplicate-column',
        message,
        statement.query.span,
        'give one of them another name, with AS',
      );
    }
    if (column !== undefined && column.type === 'unknown') {
      const message = `Column type is unknown at position ${index + 1}`;
      context.refuse('unknown-type', message, statement.query.span, 'write CAST(NULL AS VARCHAR)');
    }
  }
  const unstored =
    statement.kind === 'createView' ? -1 : columns.findIndex((column) => column.stored === undefined);
  const refused = columns[unstored];
  if (refused !== undefined) {
    const message = `NOT_SUPPORTED: Unsupported Hive type: ${refused.type}`;
    const help = `write CAST(… AS ${refused.type.startsWith('timestamp') ? 'TIMESTAMP' : 'VARCHAR'})`;
    context.refuse('not-supported', message, statement.query.span, help);
  }
  return columns.map((column, index) => ({
    name: names[index] ?? column.name,
    type: column.stored ?? column.type,
  }));
}
