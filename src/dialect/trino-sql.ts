import type { sqlOnlyFunctions } from '../plan/index.js';
import { refusedRow } from './refused-row.js';
import { join, type Sql, sql } from './sql.js';
import { regexInTrino } from './trino-regex.js';

const named =
  (name: Sql) =>
  (...args: Sql[]): Sql =>
    sql`${name}(${join(args, ', ')})`;

/** How Trino writes its own functions. */
export const sqlOnlyInTrino: Record<keyof typeof sqlOnlyFunctions, (...args: Sql[]) => Sql> = {
  naturalLog: named(sql`ln`),
  decimalLog: named(sql`log10`),
  binaryLog: named(sql`log2`),
  squareRoot: named(sql`sqrt`),
  exponential: named(sql`exp`),
  degrees: named(sql`degrees`),
  radians: named(sql`radians`),
  sign: named(sql`sign`),
  truncate: named(sql`truncate`),
  isNotNumber: named(sql`is_nan`),
  isFinite: named(sql`is_finite`),
  isInfinite: named(sql`is_infinite`),
  bitNot: named(sql`bitwise_not`),
  shiftLeft: (a, n, bits) => shifted(sql`bitwise_left_shift`, a, n, bits),
  shiftRight: (a, n, bits) => shifted(sql`bitwise_right_shift`, a, n, bits),
  shiftRightSigned: (a, n, bits) => shifted(sql`bitwise_right_shift_arithmetic`, a, n, bits),
  padLeft: named(sql`lpad`),
  padRight: named(sql`rpad`),
  translate: named(sql`translate`),
  character: named(sql`chr`),
  positionOf: named(sql`strpos`),
  editDistance: named(sql`levenshtein_distance`),
  differentPlaces: named(sql`hamming_distance`),
  divideDecimal: (a, b) => sql`CAST((${a} / ${b}) AS VARCHAR)`,
  arrayList: (...args) => sql`ARRAY[${join(args, ', ')}]`,
  arraySize: named(sql`cardinality`),
  arrayElement: named(sql`element_at`),
  arrayContains: named(sql`contains`),
  arrayJoin: named(sql`array_join`),
  arrayDistinct: named(sql`array_distinct`),
  arraySort: named(sql`array_sort`),
  arrayText: (a) => sql`('[' || array_join(${a}, ', ', 'null') || ']')`,
  splitText: named(sql`split`),
  regexpFindAll: (a, b) => sql`regexp_extract_all(${a}, ${regexInTrino(b)})`,
  regexpSplit: (a, b) => sql`regexp_split(${a}, ${regexInTrino(b)})`,
  sequence: named(sql`sequence`),
  regexpCount: (a, b) => sql`regexp_count(${a}, ${regexInTrino(b)})`,
  formEncode: named(sql`url_encode`),
  formDecode: named(sql`url_decode`),
  lastDay: named(sql`last_day_of_month`),
  minByAny: named(sql`min_by`),
  maxByAny: named(sql`max_by`),
  bitXorAll: named(sql`bitwise_xor_agg`),
  covarianceSample: named(sql`covar_samp`),
  covariancePopulation: named(sql`covar_pop`),
  bitCount: (a) => sql`bit_count(${a}, 64)`,
  codePoint: (a) => sql`CASE WHEN length(${a}) = 1 THEN codepoint(CAST(${a} AS VARCHAR(1))) END`,
  parseTime: refusedRow('`parseTime`', 'Trino', 'its patterns are written in other words there'),
};

/** Its functions go by the type of the first argument. */
function shifted(func: Sql, value: Sql, count: Sql, bits: Sql): Sql {
  const type = bits.text === '32' ? sql`INTEGER` : sql`BIGINT`;
  return sql`${func}(CAST(${value} AS ${type}), CAST(${count} AS INTEGER))`;
}
