import { type Sql, sql } from './sql.js';

/** Outside of the text Trino answers an empty one; DuckDB counts on from its edges, and backwards for a negative count. */
export function substringInDuckdb(value: Sql, from: Sql, count?: Sql): Sql {
  const cut =
    count === undefined ? sql`substring(${value}, ${from})` : sql`substring(${value}, ${from}, ${count})`;
  if (isAboveZero(from) && (count === undefined || isAboveZero(count))) return cut;
  const isOutside = sql`${from} = 0 OR ${from} < - length(${value})`;
  if (count === undefined) {
    const known = sql`${value} IS NOT NULL AND ${from} IS NOT NULL`;
    return sql`CASE WHEN ${known} THEN CASE WHEN ${isOutside} THEN '' ELSE ${cut} END END`;
  }
  const known = sql`${value} IS NOT NULL AND ${from} IS NOT NULL AND ${count} IS NOT NULL`;
  return sql`CASE WHEN ${known} THEN CASE WHEN ${isOutside} OR ${count} <= 0 THEN '' ELSE ${cut} END END`;
}

function isAboveZero(value: Sql): boolean {
  const [literal] = value.values;
  return value.text === '?' && Number(literal) > 0;
}

/** DuckDB has a capital of `ß`; Java, which Trino asks, has none of one character. */
export function upperInDuckdb(value: Sql): Sql {
  const parts = sql`list_transform(string_split(${value}, 'ß'), lambda "each part": upper("each part"))`;
  return sql`CASE WHEN contains(${value}, 'ß') THEN array_to_string(${parts}, 'ß') ELSE upper(${value}) END`;
}

/** Where the text stands for that time, counted from the end when negative; places may overlap. */
export function positionOfInDuckdb(value: Sql, searched: Sql, number: Sql): Sql {
  const isThere = sql`substring(${value}, "each place", length(${searched})) = ${searched}`;
  const places = sql`list_filter(range(1, length(${value}) + 1), lambda "each place": ${isThere})`;
  const found = sql`coalesce(list_extract(${places}, ${number}), 0)`;
  return sql`CASE WHEN ${value} IS NOT NULL AND ${searched} IS NOT NULL AND ${number} IS NOT NULL THEN CASE WHEN ${searched} = '' THEN 1 ELSE ${found} END END`;
}
