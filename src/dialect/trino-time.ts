import type { LiteralValue } from '../plan/index.js';
import { refusal } from './refused-row.js';
import { type Sql, sql, text } from './sql.js';

/** The value of an argument that is written in the query; undefined when it is computed. */
export function literalOf(argument: Sql): LiteralValue | undefined {
  if (argument.text === '?') return argument.values[0];
  const quoted = /^'((?:[^']|'')*)'$/.exec(argument.text);
  return quoted?.[1]?.replaceAll("''", "'");
}

/** Codes of strftime, as Trino's date_parse reads them (its documentation, "MySQL date functions"). */
const readCodes: Readonly<Record<string, string>> = {
  '%': '%%',
  a: '%a',
  A: '%W',
  b: '%b',
  B: '%M',
  d: '%d',
  f: '%f',
  g: '%f',
  H: '%H',
  I: '%h',
  j: '%j',
  m: '%m',
  M: '%i',
  p: '%p',
  S: '%s',
  y: '%y',
  Y: '%Y',
};

/** Codes of strftime, as Trino's format_datetime writes them (its documentation, "Java date functions": Joda's). */
const shownCodes: Readonly<Record<string, string>> = {
  '%': '%',
  a: 'EEE',
  A: 'EEEE',
  b: 'MMM',
  B: 'MMMM',
  d: 'dd',
  g: 'SSS',
  G: 'xxxx',
  H: 'HH',
  I: 'hh',
  j: 'DDD',
  m: 'MM',
  M: 'mm',
  p: 'aa',
  S: 'ss',
  u: 'e',
  V: 'ww',
  y: 'yy',
  Y: 'yyyy',
  z: 'Z',
  '-d': 'd',
  '-H': 'H',
  '-I': 'h',
  '-j': 'D',
  '-m': 'M',
  '-M': 'm',
  '-S': 's',
};

/** A pattern of strftime for `date_parse`. Throws a DiagnosticError for a code that Trino lacks. */
export function readPatternInTrino(argument: Sql | undefined): Sql {
  return text(
    patternOf(argument).replace(/%(-?.)/gs, (code, letter: string) => codeOf(readCodes, letter, code)),
  );
}

/** A pattern of strftime for `format_datetime`, whose letters outside of codes stand in quotes. */
export function shownPatternInTrino(argument: Sql | undefined): Sql {
  const tokens = patternOf(argument).match(/%-?.|[A-Za-z']+|[\s\S]/g) ?? [];
  const turned = tokens.map((token) => {
    if (token.startsWith('%') && token.length > 1) return codeOf(shownCodes, token.slice(1), token);
    return /^[A-Za-z']/.test(token) ? `'${token.replaceAll("'", "''")}'` : token;
  });
  return text(turned.join(''));
}

function patternOf(argument: Sql | undefined): string {
  const pattern = argument === undefined ? undefined : literalOf(argument);
  if (typeof pattern !== 'string') throw refusal('A computed pattern of a time', 'Trino', 'its codes differ');
  return pattern;
}

function codeOf(codes: Readonly<Record<string, string>>, letter: string, code: string): string {
  const own = codes[letter];
  if (own === undefined) throw refusal(`The code \`${code}\` of a time`, 'Trino', 'it has no such code');
  return own;
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

/**
 * Spans are counted from Monday, 1970-01-05; the division goes down, also before that day. The time is made from
 * seconds: `date_add` takes no more than 2^31 milliseconds.
 */
export function timeBucketInTrino(time: Sql, milliseconds: Sql): Sql {
  const passed = sql`date_diff('millisecond', TIMESTAMP '1970-01-05 00:00:00.000', ${time})`;
  const start = sql`floor(CAST(${passed} AS DOUBLE) / ${milliseconds}) * ${milliseconds}`;
  return sql`CAST(from_unixtime((${start} + 345600000) / 1E3, 'UTC') AS TIMESTAMP(6))`;
}

export function monthBucketInTrino(time: Sql, months: Sql): Sql {
  const passed = sql`CAST(year(${time}) * 12 + month(${time}) - 1 - 24000 AS DOUBLE)`;
  return sql`date_add('month', CAST(floor(${passed} / ${months}) AS BIGINT) * ${months}, TIMESTAMP '2000-01-01 00:00:00.000')`;
}
