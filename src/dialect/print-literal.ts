import { assert } from '../base/index.js';
import type { FrameBound, LiteralValue, WindowFrame } from '../plan/index.js';
import { bind, integer, Sql, sql } from './sql.js';

const frameUnits = { rows: sql` ROWS`, range: sql` RANGE`, groups: sql` GROUPS` } as const;

export function frameSql({ unit, start, end }: WindowFrame): Sql {
  return sql`${frameUnits[unit]} BETWEEN ${boundSql(start)} AND ${boundSql(end)}`;
}

function boundSql(bound: FrameBound): Sql {
  if (bound.kind === 'current') return sql`CURRENT ROW`;
  const offset = bound.offset === undefined ? sql`UNBOUNDED` : integer(bound.offset);
  return bound.kind === 'preceding' ? sql`${offset} PRECEDING` : sql`${offset} FOLLOWING`;
}

/** Numbers, booleans and null are written out, and so is punctuation; text is bound, so none of a user becomes SQL. */
export function bindLiteral(value: LiteralValue): Sql {
  return typeof value === 'string' && !/^[-:. ]?$/.test(value) ? bind(value) : literalText(value);
}

export function literalText(value: LiteralValue): Sql {
  if (value === null) return sql`NULL`;
  if (typeof value === 'string') return Sql.fromParts(`'${value.replaceAll("'", "''")}'`, []);
  if (typeof value === 'boolean') return value ? sql`TRUE` : sql`FALSE`;
  if (typeof value === 'number') assert(Number.isFinite(value), 'a literal number is finite');
  return Sql.fromParts(numberText(value), []);
}

/** Beyond 64 bits a number is a double, which Trino wants to see by its exponent; only a double has a zero below 0. */
function numberText(value: LiteralValue): string {
  if (Object.is(value, -0)) return '-0e0';
  if (typeof value !== 'number' || Math.abs(value) < 2 ** 63) return String(value);
  return value.toExponential().replace('e+', 'E');
}
