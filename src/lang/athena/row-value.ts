import { build } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import { fieldsOf, isRow, rowOf } from './nested-types.js';
import type { Identifier } from './syntax.js';
import { type Lowered, shownType } from './types.js';

const { call } = build;

/** `ROW(…)`: its fields have numbers and no names (trino.io, "Data types", ROW). */
export function rowValue(items: readonly Lowered[]): Lowered {
  const fields = items.map(({ type }) => ({ name: undefined, type }));
  return { type: rowOf(fields), expr: call('rowList', ...items.map((item) => item.expr)), fields: items };
}

/** A field by its name. */
export function fieldOf(row: Lowered, field: Identifier, query: QueryText): Lowered {
  const fields = fieldsOf(row.type);
  const wanted = field.name.toLowerCase();
  const index = fields.findIndex((each) => each.name === wanted);
  const found = fields[index];
  if (found !== undefined) return fieldAt(row, index + 1);
  const names = fields.flatMap((each) => (each.name === undefined ? [] : [each.name]));
  const help = !isRow(row.type)
    ? `it is ${shownType(row.type)}, and only a row has fields`
    : names.length > 0
      ? `the fields are ${names.join(', ')}`
      : 'its fields have no names: write for example value[1], or CAST(… AS ROW(name type, …))';
  return refuse(query, 'column-not-found', { name: field.name }, field.span, help);
}

/** A field by its number, from 1, which the row has. */
export function fieldAt(row: Lowered, number: number): Lowered {
  const known = row.fields?.[number - 1];
  if (known !== undefined) return known;
  const type = fieldsOf(row.type)[number - 1]?.type ?? 'unknown';
  return { type, expr: call('rowField', row.expr, number) };
}
