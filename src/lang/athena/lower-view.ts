import { QueryText } from '../problem.js';
import { type CatalogRelation, checkViewDepth } from './catalog.js';
import type { Result } from './lower-query.js';
import type { Tables } from './lower-relation.js';
import { parseAthena } from './parse-query.js';
import { mentionedIn } from './scope.js';

/** The answer of a view's query. What is wrong in it has its place in the view's own text. */
export function lowerView(view: Extract<CatalogRelation, { kind: 'view' }>, tables: Tables): Result {
  const depth = (tables.viewDepth ?? 0) + 1;
  checkViewDepth(depth, tables.statement.query, view.name);
  const query = new QueryText(view.text, `view ${view.name}`);
  const { query: parsed, cursor } = parseAthena(query);
  const { statement } = tables;
  const result = tables.lowerQuery(parsed, {
    ...tables,
    statement: { query, diagnostics: statement.diagnostics, mentioned: mentionedIn(cursor.tokens) },
    named: new Map(),
    catalog: view.catalog,
    viewDepth: depth,
  });
  const columns = result.columns.map((column, index) => ({
    ...column,
    name: view.columns[index] ?? column.name,
  }));
  return { ...result, columns };
}
