import { joinSql, Sql, sql, text } from '../dialect/index.js';

/** A whole number in the text of a statement that takes no bound values. */
export function numberLiteral(value: number): Sql {
  return Sql.fromParts(String(Math.trunc(value)), []);
}

/** A list of texts, `['a', 'b']`. */
export function textList(values: readonly string[]): Sql {
  return sql`[${joinSql(values.map(text), ', ')}]`;
}

/** A list of whole numbers, `[1, 2]`. */
export function numberList(values: readonly number[]): Sql {
  return Sql.fromParts(`[${values.map((value) => Math.trunc(value)).join(', ')}]`, []);
}

/** The name of a column type. */
export function typeName(type: string): Sql {
  return Sql.fromParts(type, []);
}
