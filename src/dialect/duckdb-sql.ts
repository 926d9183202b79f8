import type { sqlOnlyFunctions } from '../plan/index.js';
import { positionOfInDuckdb } from './duckdb-texts.js';
import { formDecode } from './duckdb-utf8.js';
import { join, type Sql, sql, text } from './sql.js';

/** How DuckDB writes the functions that only Trino's SQL has words for. */
export const sqlOnlyInDuckdb: Record<keyof typeof sqlOnlyFunctions, (...args: Sql[]) => Sql> = {
  naturalLog: (a) => realLog(a, sql`ln`),
  decimalLog: (a) => realLog(a, sql`log10`),
  binaryLog: (a) => realLog(a, sql`log2`),
  squareRoot: (a) => sql`CASE WHEN ${a} < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(${a}) END`,
  exponential: (a) => sql`exp(${a})`,
  degrees: (a) => sql`degrees(${a})`,
  radians: (a) => sql`radians(${a})`,
  sign: (a) => sql`sign(${a})`,
  truncate: (a) => sql`trunc(${a})`,
  isNotNumber: (a) => sql`isnan(${a})`,
  isFinite: (a) => sql`isfinite(${a})`,
  isInfinite: (a) => sql`isinf(${a})`,
  bitNot: (a) => sql`(~${a})`,
  // The engine's own shift refuses to lose a bit.
  shiftLeft: (a, n, bits) => {
    const one = sql`CAST(1 AS HUGEINT)`;
    const kept = sql`(CAST(${a} AS HUGEINT) & ((${one} << (${bits} - CAST(${n} AS INTEGER))) - 1))`;
    return signed(sql`${kept} << CAST(${n} AS INTEGER)`, bits);
  },
  shiftRight: (a, n, bits) => {
    const all = sql`((CAST(1 AS HUGEINT) << ${bits}) - 1)`;
    return signed(sql`(CAST(${a} AS HUGEINT) & ${all}) >> CAST(${n} AS INTEGER)`, bits);
  },
  shiftRightSigned: (a, n) => sql`(CAST(${a} AS BIGINT) >> CAST(${n} AS INTEGER))`,
  bitCount: (a) => sql`CAST(bit_count(${a}) AS BIGINT)`,
  padLeft: (a, n, pad) => sql`lpad(${a}, CAST(${n} AS INTEGER), ${pad})`,
  padRight: (a, n, pad) => sql`rpad(${a}, CAST(${n} AS INTEGER), ${pad})`,
  translate: (a, b, c) => sql`translate(${a}, ${b}, ${c})`,
  character: (a) => sql`chr(CAST(${a} AS INTEGER))`,
  codePoint: (a) => sql`CASE WHEN length(${a}) = 1 THEN unicode(${a}) END`,
  positionOf: positionOfInDuckdb,
  editDistance: (a = sql``, b = sql``) =>
    asciiOnly('levenshtein_distance', a, b, sql`levenshtein(${a}, ${b})`),
  differentPlaces: (a = sql``, b = sql``) =>
    asciiOnly('hamming_distance', a, b, sql`CASE WHEN length(${a}) = 0 THEN 0 ELSE hamming(${a}, ${b}) END`),
  divideDecimal: (a, b, shift, scale) => divideDecimal(a, b, shift, scale),
  arrayList: (...args) => sql`[${join(args, ', ')}]`,
  arraySize: (a) => sql`CAST(len(${a}) AS BIGINT)`,
  arrayElement: (a, n) => sql`list_extract(${a}, ${n})`,
  arrayContains: (a, b) =>
    sql`CASE WHEN list_contains(${a}, ${b}) THEN TRUE WHEN len(${a}) > list_count(${a}) THEN NULL ELSE list_contains(${a}, ${b}) END`,
  arrayJoin: (a, separator, missing?: Sql) =>
    missing === undefined
      ? joined(a, a, separator)
      : joined(a, sql`list_transform(${a}, lambda x: coalesce(CAST(x AS VARCHAR), ${missing}))`, separator),
  arrayDistinct: (a) =>
    sql`list_transform([${a}], lambda l: list_filter(l, lambda x, i: list_position(l, x) = i))[1]`,
  arraySort: (a) => sql`list_sort(${a}, 'ASC', 'NULLS LAST')`,
  arrayText: (a) =>
    sql`('[' || array_to_string(list_transform(${a}, lambda x: coalesce(CAST(x AS VARCHAR), 'null')), ', ') || ']')`,
  splitText: (a, b) => sql`string_split(${a}, ${b})`,
  regexpFindAll: (a, b) => sql`regexp_extract_all(${a}, ${b})`,
  regexpSplit: (a, b) => sql`string_split_regex(${a}, ${b})`,
  sequence: (a, b, step) => sql`generate_series(${a}, ${b}, ${step})`,
  regexpCount: (a, b) => sql`CAST(len(regexp_extract_all(${a}, ${b})) AS BIGINT)`,
  formEncode: (a) => sql`replace(replace(replace(url_encode(${a}), '%20', '+'), '~', '%7E'), '%2A', '*')`,
  formDecode,
  // Blanks in a pattern are any blanks to DuckDB, which also passes them over at both ends.
  parseTime: (a, pattern) => sql`try_strptime(${a}, ${pattern})`,
  lastDay: (a) => sql`last_day(${a})`,
  minByAny: (a, b) => sql`arg_min_null(${a}, ${b})`,
  maxByAny: (a, b) => sql`arg_max_null(${a}, ${b})`,
  bitXorAll: (a) => sql`bit_xor(${a})`,
  covarianceSample: (a, b) => sql`covar_samp(${a}, ${b})`,
  covariancePopulation: (a, b) => sql`covar_pop(${a}, ${b})`,
};

/** Where all elements are null, DuckDB answers null; a missing separator it leaves out. */
function joined(list: Sql, texts: Sql, separator: Sql): Sql {
  const known =
    separator.text === '?' ? sql`${list} IS NOT NULL` : sql`${list} IS NOT NULL AND ${separator} IS NOT NULL`;
  return sql`CASE WHEN ${known} THEN coalesce(array_to_string(${texts}, ${separator}), '') END`;
}

/** The number that so many bits are in two's complement. */
function signed(value: Sql, bits: Sql): Sql {
  const size = sql`(CAST(1 AS HUGEINT) << ${bits})`;
  return sql`list_transform([${value}], lambda "the bits": CAST(CASE WHEN "the bits" >= ${size} // 2 THEN "the bits" - ${size} ELSE "the bits" END AS BIGINT))[1]`;
}

/** DuckDB refuses logarithms of 0 and below. */
export function realLog(value: Sql, func: Sql): Sql {
  const outside = sql`CASE WHEN ${value} = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE CAST('NaN' AS DOUBLE) END`;
  return sql`CASE WHEN ${value} > 0 THEN ${func}(${value}) WHEN ${value} <= 0 THEN ${outside} END`;
}

/**
 * DuckDB divides decimals as doubles. The digits are divided as whole numbers instead, each operand computed once: half a
 * unit or more rounds away from 0.
 */
function divideDecimal(a: Sql, b: Sql, shift: Sql, scale: Sql): Sql {
  const digits = (value: Sql): Sql => sql`CAST(replace(CAST(${value} AS VARCHAR), '.', '') AS HUGEINT)`;
  const power = (count: Sql): Sql => sql`CAST(rpad('1', ${count} + 1, '0') AS HUGEINT)`;
  const moved = Number(shift.text) === 0 ? digits(a) : sql`${digits(a)} * ${power(shift)}`;
  const pair = sql`[{'n': ${moved}, 'd': ${digits(b)}}]`;
  const size = sql`(abs(p.n) // abs(p.d) + CASE WHEN 2 * (abs(p.n) % abs(p.d)) >= abs(p.d) THEN 1 ELSE 0 END)`;
  const sign = sql`CASE WHEN (p.n < 0) <> (p.d < 0) THEN '-' ELSE '' END`;
  const text = sql`${sign} || CAST(${size} // ${power(scale)} AS VARCHAR) || '.' || lpad(CAST(${size} % ${power(scale)} AS VARCHAR), ${scale}, '0')`;
  return sql`list_transform(${pair}, lambda p: CASE WHEN p.d <> 0 THEN ${text} END)[1]`;
}

/** The distances count bytes in DuckDB and code points in Trino: text where these differ ends the query, with the reason. */
function asciiOnly(func: string, a: Sql, b: Sql, distance: Sql): Sql {
  const isAscii = (value: Sql): Sql => sql`strlen(${value}) = length(${value})`;
  const refused = sql`error(${text(`${func} takes ASCII text only on the embedded engine`)})`;
  return sql`CASE WHEN ${isAscii(a)} AND ${isAscii(b)} THEN ${distance} WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN CAST(${refused} AS BIGINT) END`;
}
