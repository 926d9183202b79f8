import type { LiteralValue } from '../plan/index.js';
import { refusal } from './refused-row.js';
import { type Sql, sql, text } from './sql.js';

/** The value of an argument that is written in the query; undefined when it is computed. */
export function literalOf(argument: Sql): LiteralValue | undefined {
  if (argument.text === '?') return argument.values[0];
  const quoted = /^'((?:[^']|'')*)'$/.exec(argument.text);
  return quoted?.[1]?.replaceAll("''", "'");
}

/** Codes of strftime, as Trino's date_format and date_parse write them (its documentation, "MySQL date functions"). */
const codes: Readonly<Record<string, string>> = {
  '%': '%%',
  a: '%a',
  A: '%W',
  b: '%b',
  B: '%M',
  d: '%d',
  f: '%f',
  H: '%H',
  I: '%h',
  j: '%j',
  m: '%m',
  M: '%i',
  p: '%p',
  S: '%s',
  y: '%y',
  Y: '%Y',
  '-d': '%e',
  '-H': '%k',
  '-I': '%l',
  '-m': '%c',
};

/** A pattern of strftime in Trino's codes. Throws a DiagnosticError for a code that Trino lacks. */
export function patternInTrino(argument: Sql | undefined): Sql {
  const pattern = argument === undefined ? undefined : literalOf(argument);
  if (typeof pattern !== 'string') throw refusal('A computed pattern of a time', 'Trino', 'its codes differ');
  const turned = pattern.replace(/%(-?.)/gs, (code, letter: string) => {
    const own = codes[letter];
    if (own === undefined) throw refusal(`The code \`${code}\` of a time`, 'Trino', 'it has no such code');
    return own;
  });
  return text(turned);
}

const parts: Readonly<Record<string, Sql>> = {
  year: sql`year`,
  quarter: sql`quarter`,
  month: sql`month`,
  week: sql`week`,
  day: sql`day`,
  hour: sql`hour`,
  minute: sql`minute`,
  second: sql`second`,
  millisecond: sql`millisecond`,
  dow: sql`day_of_week`,
  isodow: sql`day_of_week`,
  doy: sql`day_of_year`,
};

export function datePartInTrino(unit: Sql, time: Sql): Sql {
  const part = parts[String(literalOf(unit))];
  if (part === undefined) throw refusal('This part of a time', 'Trino', 'it has no function for it');
  return sql`${part}(${time})`;
}

/** Spans are counted from Monday, 1970-01-05; the division goes down, also before that day. */
export function timeBucketInTrino(time: Sql, milliseconds: Sql): Sql {
  const origin = sql`TIMESTAMP '1970-01-05 00:00:00.000'`;
  const passed = sql`CAST(date_diff('millisecond', ${origin}, ${time}) AS DOUBLE)`;
  return sql`date_add('millisecond', CAST(floor(${passed} / ${milliseconds}) AS BIGINT) * ${milliseconds}, ${origin})`;
}

export function monthBucketInTrino(time: Sql, months: Sql): Sql {
  const passed = sql`CAST(year(${time}) * 12 + month(${time}) - 1 - 24000 AS DOUBLE)`;
  return sql`date_add('month', CAST(floor(${passed} / ${months}) AS BIGINT) * ${months}, TIMESTAMP '2000-01-01 00:00:00.000')`;
}
