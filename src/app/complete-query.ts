import { bind, name, sql } from '../dialect/index.js';
import { fieldByColumn } from '../flow/index.js';
import { completeText } from '../lang/index.js';
import { flowLogTable } from './catalog/index.js';
import type { QueryRequest } from './query.js';
import { querySourceOf } from './query-source.js';

/** Most values that are looked up; a longer list helps nobody. */
const mostValues = 100;

/**
 * What may be written at the end of a text, from the tables of the language; inside a quoted text the values that the
 * records have there, which the engine looks up. `from` is the offset at which the word begins.
 */
export async function completeQuery(
  text: string,
  place: Pick<QueryRequest, 'language' | 'engine' | 'contents' | 'source' | 'catalog'>,
): Promise<{ readonly from: number; readonly words: readonly string[] }> {
  const source = {
    ...(place.contents === undefined ? {} : querySourceOf(place.contents)),
    ...place.source,
  };
  const { from, words, valuesOf, wantsTable } = completeText(text, place.language, source);
  if (wantsTable) {
    const typed = text.slice(from).toLowerCase();
    const names = place.catalog?.names() ?? [flowLogTable];
    return { from, words: names.filter((each) => each.startsWith(typed)) };
  }
  const field = valuesOf === undefined ? undefined : fieldByColumn(valuesOf);
  if (field === undefined || (field.type !== 'text' && field.type !== 'ip')) return { from, words };
  const column = name(field.column);
  const begun = bind(`${text.slice(from).replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  const table = name(source.table ?? 'records');
  const { rows } = await place.engine.query(
    sql`SELECT DISTINCT ${column} FROM ${table} WHERE ${column} LIKE ${begun} ESCAPE '\\' ORDER BY 1 LIMIT ${bind(mostValues)}`,
  );
  return { from, words: rows.map(([value]) => String(value)) };
}
