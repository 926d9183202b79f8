import type { FunctionName } from '../plan/index.js';
import type { Dialect } from './dialect.js';
import { refusal } from './refused-row.js';
import { join, number, type Sql, sql } from './sql.js';
import { addressInTrino, addressKeyInTrino, isIpv4InTrino, isIpv6InTrino } from './trino-address.js';
import { nestedInTrino, reduceInTrino } from './trino-nested.js';
import { regexInTrino, regexpGroupsInTrino, replacementInTrino } from './trino-regex.js';
import { sqlOnlyInTrino } from './trino-sql.js';
import { structuresInTrino } from './trino-structures.js';
import { datePartInTrino, monthBucketInTrino, shownPatternInTrino, timeBucketInTrino } from './trino-time.js';
import { typesInTrino } from './trino-types.js';
import { valuesInTrino } from './trino-values.js';

const infix =
  (operator: Sql) =>
  (a: Sql, b: Sql): Sql =>
    sql`(${a} ${operator} ${b})`;
const real = (value: Sql): Sql => sql`CAST(${value} AS DOUBLE)`;

const keepsNulls: ReadonlySet<FunctionName> = new Set(['arrayOf', 'minBy', 'maxBy']);

/** Trino, and Amazon Athena from engine version 3 on. Times are without a zone, in UTC, as in the plan. */
export const trino: Dialect = {
  name: 'trino',
  types: {
    varchar: 'VARCHAR',
    bigint: 'BIGINT',
    double: 'DOUBLE',
    integer: 'INTEGER',
    boolean: 'BOOLEAN',
    timestamp: 'TIMESTAMP(6)',
    date: 'DATE',
    interval: 'INTERVAL DAY TO SECOND',
    ipaddress: 'IPADDRESS',
    varbinary: 'VARBINARY',
  },
  addressIn: addressInTrino,
  reduce: reduceInTrino,
  lambda: (parameters, body) => sql`(${join(parameters, ', ')}) -> ${body}`,
  // TRY does not catch `fail`; a text that is no number is a failure that it catches, and tells the same.
  failInTry: (message) => sql`element_at(ARRAY[NULL], CAST(${message} AS BIGINT))`,
  rowsOf: (list) => sql`transform(${list}, "each one" -> ROW("each one"))`,
  samplePercent: (percent) => number(percent),
  ignoringNulls: (call) => sql`${call} IGNORE NULLS`,
  filtersByCase: (func) => {
    if (!keepsNulls.has(func)) return true;
    throw refusal(
      'FILTER of this window function',
      'Trino',
      'it filters no windows, and the function keeps nulls',
    );
  },
  groupsByName: true,
  composed: {
    joinText: (over, a, separator) => sql`array_join(${over(sql`array_agg(${a})`)}, ${separator})`,
    percentile: (over, a, share) => percentile(over(sql`array_agg(${real(a)})`), share),
  },
  functions: {
    ...structuresInTrino,
    ...sqlOnlyInTrino,
    ...nestedInTrino,
    ...valuesInTrino,
    ...typesInTrino,
    and: (...args) => sql`(${join(args, ' AND ')})`,
    or: (...args) => sql`(${join(args, ' OR ')})`,
    not: (arg) => sql`(NOT ${arg})`,
    eq: infix(sql`=`),
    ne: infix(sql`<>`),
    lt: infix(sql`<`),
    le: infix(sql`<=`),
    gt: infix(sql`>`),
    ge: infix(sql`>=`),
    // Bare in a join it becomes a dynamic filter, which in Trino 476 lets no row pass where one side has nulls only.
    same: (a, b) => sql`coalesce((${a} IS NOT DISTINCT FROM ${b}), FALSE)`,
    isNull: (arg) => sql`(${arg} IS NULL)`,
    add: infix(sql`+`),
    subtract: infix(sql`-`),
    multiply: infix(sql`*`),
    divideInteger: infix(sql`/`),
    divideReal: (a, b) => sql`(${real(a)} / nullif(${real(b)}, 0E0))`,
    divideIeee: (a, b) => sql`(${real(a)} / ${real(b)})`,
    modulus: infix(sql`%`),
    negate: (arg) => sql`(- ${arg})`,
    bitAnd: (a, b) => sql`bitwise_and(${a}, ${b})`,
    coalesce: (...args) => (args.length === 1 ? join(args, '') : sql`coalesce(${join(args, ', ')})`),
    nullIf: (a, b) => sql`nullif(${a}, ${b})`,
    least: (...args) => sql`least(${join(args, ', ')})`,
    greatest: (...args) => sql`greatest(${join(args, ', ')})`,
    concat: (...args) => sql`(${join(args, ' || ')})`,
    startsWith: (a, b) => sql`starts_with(${a}, ${b})`,
    contains: (a, b) => sql`(strpos(${a}, ${b}) > 0)`,
    like: infix(sql`LIKE`),
    regexpLike: (a, b) => sql`regexp_like(${a}, ${regexInTrino(b)})`,
    lower: (a) => sql`lower(${a})`,
    upper: (a) => sql`upper(${a})`,
    length: (a) => sql`length(${a})`,
    addressIn: (address) => address,
    isIpv6Text: (a) => sql`(strpos(${a}, ':') > 0)`,
    addressKey: addressKeyInTrino,
    fromUnixSeconds: (a) => sql`CAST(from_unixtime(${a}, 'UTC') AS TIMESTAMP(6))`,
    joinWith: (...args) => sql`concat_ws(${join(args, ', ')})`,
    likeEscape: (a, b, c) => sql`(${a} LIKE ${b} ESCAPE ${c})`,
    replace: (a, b, c) => sql`replace(${a}, ${b}, ${c})`,
    // Without a character it takes all kinds of white space.
    trim: (a) => sql`trim(BOTH ' ' FROM ${a})`,
    trimLeft: (a) => sql`trim(LEADING ' ' FROM ${a})`,
    trimRight: (a) => sql`trim(TRAILING ' ' FROM ${a})`,
    substring: (...args) => sql`substr(${join(args, ', ')})`,
    splitPart: (a, b, n) => sql`split_part(${a}, ${b}, ${n})`,
    position: (a, b) => sql`strpos(${a}, ${b})`,
    reverse: (a) => sql`reverse(${a})`,
    endsWith: (a, b) =>
      sql`(length(${a}) >= length(${b}) AND substr(${a}, length(${a}) - length(${b}) + 1) = ${b})`,
    byteLength: (a) => sql`length(to_utf8(${a}))`,
    md5: (a) => sql`lower(to_hex(md5(to_utf8(${a}))))`,
    sha256: (a) => sql`lower(to_hex(sha256(to_utf8(${a}))))`,
    base64: (a) => sql`to_base64(to_utf8(${a}))`,
    regexpExtract: (a, b, n) => sql`regexp_extract(${a}, ${regexInTrino(b)}, ${n})`,
    regexpGroups: regexpGroupsInTrino,
    groupOf: (groups, n) => sql`element_at(${groups}, ${n})`,
    regexpReplace: (a, b, c) => sql`regexp_replace(${a}, ${regexInTrino(b)}, ${replacementInTrino(c)})`,
    parseNumber: (a) =>
      sql`CASE WHEN regexp_like(${a}, '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z') THEN TRY_CAST(${a} AS DOUBLE) END`,
    naturalKey: (a) =>
      sql`array_join(transform(regexp_extract_all(${a}, '[0-9]+|[^0-9]+'), r -> CASE WHEN r >= '0' AND r < ':' THEN '0' || lpad(CAST(length(r) AS VARCHAR), 5, '0') || r ELSE r || chr(1) END), '')`,
    abs: (a) => sql`abs(${a})`,
    floor: (a) => sql`floor(${a})`,
    ceiling: (a) => sql`ceiling(${a})`,
    round: (a, digits?: Sql) =>
      digits === undefined ? sql`round(${a})` : sql`round(${a}, CAST(${digits} AS INTEGER))`,
    sqrt: (a) => sql`CASE WHEN ${a} >= 0 THEN sqrt(${a}) END`,
    ln: (a) => sql`CASE WHEN ${a} > 0 THEN ln(${a}) END`,
    power: (a, b) => sql`power(${a}, ${b})`,
    moduloReal: (a, b) => sql`CASE WHEN ${b} <> 0 THEN ${real(a)} % ${real(b)} END`,
    bitwiseOr: (a, b) => sql`bitwise_or(${a}, ${b})`,
    bitwiseXor: (a, b) => sql`bitwise_xor(${a}, ${b})`,
    isIpv4Address: isIpv4InTrino,
    isIpv6Address: isIpv6InTrino,
    unixSeconds: (a) => sql`to_unixtime(${a})`,
    unixMillis: (a) => sql`date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00.000', ${a})`,
    fromUnixMillis: (a) => sql`CAST(from_unixtime(${real(a)} / 1E3, 'UTC') AS TIMESTAMP(6))`,
    dateTrunc: (unit, a) => sql`date_trunc(${unit}, ${a})`,
    timeBucket: timeBucketInTrino,
    monthBucket: monthBucketInTrino,
    formatTime: (a, pattern) => sql`format_datetime(${a}, ${shownPatternInTrino(pattern)})`,
    datePart: datePartInTrino,
    dateDiff: (unit, a, b) => sql`date_diff(${unit}, ${a}, ${b})`,
    addUnits: (unit, n, a) => sql`date_add(${unit}, CAST(${n} AS BIGINT), ${a})`,
    now: () => sql`CAST(at_timezone(now(), 'UTC') AS TIMESTAMP(6))`,
    fail: (a) => sql`fail(${a})`,
    giveUp: (a) => sql`fail(${a})`,
    count: (a?: Sql) => (a === undefined ? sql`count(*)` : sql`count(${a})`),
    countIf: (a) => sql`count_if(${a})`,
    sum: (a) => sql`sum(${a})`,
    avg: (a) => sql`avg(${a})`,
    min: (a) => sql`min(${a})`,
    max: (a) => sql`max(${a})`,
    boolOr: (a) => sql`bool_or(${a})`,
    boolAnd: (a) => sql`bool_and(${a})`,
    bitOr: (a) => sql`bitwise_or_agg(${a})`,
    anyValue: (a) => sql`any_value(${a})`,
    minBy: (a, b) => sql`min_by(${a}, ${b})`,
    maxBy: (a, b) => sql`max_by(${a}, ${b})`,
    approxDistinct: (a) => sql`approx_distinct(${a})`,
    joinText: (a, b) => sql`array_join(array_agg(${a}), ${b})`,
    percentile: (a, share) => percentile(sql`array_agg(${real(a)})`, share),
    stddevSample: (a) => sql`stddev_samp(${a})`,
    stddevPopulation: (a) => sql`stddev_pop(${a})`,
    varianceSample: (a) => sql`var_samp(${a})`,
    variancePopulation: (a) => sql`var_pop(${a})`,
    correlation: (a, b) => sql`corr(${a}, ${b})`,
    geometricMean: (a) => sql`geometric_mean(${a})`,
    bitAndAll: (a) => sql`bitwise_and_agg(${a})`,
    approxPercentile: (a, share) => sql`approx_percentile(${a}, ${share})`,
    arrayOf: (a) => sql`array_agg(${a})`,
    grouping: (...args) => sql`grouping(${join(args, ', ')})`,
    rank: () => sql`rank()`,
    denseRank: () => sql`dense_rank()`,
    percentRank: () => sql`percent_rank()`,
    cumeDist: () => sql`cume_dist()`,
    ntile: (a) => sql`ntile(${a})`,
    firstValue: (a) => sql`first_value(${a})`,
    lastValue: (a) => sql`last_value(${a})`,
    nthValue: (a, n) => sql`nth_value(${a}, ${n})`,
    rowNumber: () => sql`row_number()`,
    lag: (...args) => sql`lag(${join(args, ', ')})`,
    lead: (...args) => sql`lead(${join(args, ', ')})`,
  },
};

/**
 * The exact percentile with linear interpolation between the two nearest ranks, which Trino has no aggregate for; it
 * holds the values of a group in memory.
 */
function percentile(valuesOf: Sql, share: Sql): Sql {
  const sorted = sql`array_sort(filter(${valuesOf}, v -> v IS NOT NULL))`;
  const rank = sql`(${real(share)} * (cardinality(s) - 1))`;
  const at = (position: Sql): Sql => sql`element_at(s, CAST(${position} AS INTEGER) + 1)`;
  const low = at(sql`floor(${rank})`);
  const high = at(sql`ceiling(${rank})`);
  return sql`element_at(transform(filter(ARRAY[${sorted}], s -> cardinality(s) > 0), s -> ${low} + (${high} - ${low}) * (${rank} - floor(${rank}))), 1)`;
}
