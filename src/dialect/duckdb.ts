import { assert } from '../base/index.js';
import type { Dialect } from './dialect.js';
import { addressInDuckdb, addressKeyInDuckdb, isIpv4Text, isIpv6Text } from './duckdb-address.js';
import { nanAsNull, nestedComposedInDuckdb, nestedInDuckdb, reduceInDuckdb } from './duckdb-nested.js';
import { percentilesInDuckdb } from './duckdb-percentile.js';
import { realLog, sqlOnlyInDuckdb } from './duckdb-sql.js';
import { structuresInDuckdb } from './duckdb-structures.js';
import { substringInDuckdb, upperInDuckdb } from './duckdb-texts.js';
import { typesInDuckdb } from './duckdb-types.js';
import { valuesInDuckdb } from './duckdb-values.js';
import { join, number, Sql, sql, text } from './sql.js';

const infix =
  (operator: Sql) =>
  (a: Sql, b: Sql): Sql =>
    sql`(${a} ${operator} ${b})`;

/** DuckDB 1.5, with Trino's meaning where the two differ. */
export const duckdb: Dialect = {
  name: 'duckdb',
  types: {
    varchar: 'VARCHAR',
    bigint: 'BIGINT',
    double: 'DOUBLE',
    integer: 'INTEGER',
    boolean: 'BOOLEAN',
    timestamp: 'TIMESTAMP',
    date: 'DATE',
    interval: 'INTERVAL',
    ipaddress: 'VARCHAR',
    varbinary: 'BLOB',
  },
  addressIn: addressInDuckdb,
  composed: {
    ...nestedComposedInDuckdb,
    ...percentilesInDuckdb,
    // `geomean` is a macro, which takes no FILTER.
    geometricMean: (over, a) => sql`exp(${over(sql`avg(${realLog(a, sql`ln`)})`)})`,
    // Where it is not defined DuckDB answers that it is not a number.
    correlation: (over, a, b) => nanAsNull(over(sql`corr(${a}, ${b})`)),
  },
  reduce: reduceInDuckdb,
  // As many as Trino's `max_recursion_depth` has without being set.
  mostSteps: 10,
  // A join with UNNEST is carried out as one with all different lists: 5 times as slow.
  unnested: (list, element, number) =>
    sql`unnest(${list}) AS ${element}, unnest(generate_series(1, len(${list}))) AS ${number}`,
  lambda: (parameters, body) => sql`lambda ${join(parameters, ', ')}: ${body}`,
  // `error` counts as volatile, which TRY refuses; an element of an untyped list has any type, and this number none.
  failInTry: (message) => sql`list_extract([NULL], CAST(${message} AS INTEGER))`,
  // TRY lets pass what is not implemented; an unknown zone is such a failure, and tells its name.
  giveUpInTry: (message) => {
    const zoned = sql`epoch(timezone(${message}, TIMESTAMP '1970-01-01'))`;
    return sql`list_extract([NULL], CAST(${zoned} AS INTEGER))`;
  },
  samplePercent: (percent) => sql`${number(percent)} PERCENT`,
  ignoringNulls: (call) => {
    assert(call.text.endsWith(')'), 'a window function prints as a call');
    return sql`${Sql.fromParts(call.text.slice(0, -1), call.values)} IGNORE NULLS)`;
  },
  functions: {
    ...structuresInDuckdb,
    ...sqlOnlyInDuckdb,
    ...nestedInDuckdb,
    ...valuesInDuckdb,
    ...typesInDuckdb,
    and: (...args) => sql`(${join(args, ' AND ')})`,
    or: (...args) => sql`(${join(args, ' OR ')})`,
    not: (arg) => sql`(NOT ${arg})`,
    eq: infix(sql`=`),
    ne: infix(sql`<>`),
    lt: infix(sql`<`),
    le: infix(sql`<=`),
    gt: infix(sql`>`),
    ge: infix(sql`>=`),
    same: infix(sql`IS NOT DISTINCT FROM`),
    isNull: (arg) => sql`(${arg} IS NULL)`,
    add: infix(sql`+`),
    subtract: infix(sql`-`),
    multiply: infix(sql`*`),
    divideInteger: infix(sql`//`),
    // Dividing by 0 gives infinity in DuckDB.
    divideReal: (a, b) => sql`(${a} / nullif(${b}, 0))`,
    divideIeee: infix(sql`/`),
    modulus: infix(sql`%`),
    negate: (arg) => sql`(- ${arg})`,
    bitAnd: infix(sql`&`),
    coalesce: (...args) => sql`coalesce(${join(args, ', ')})`,
    nullIf: (a, b) => sql`nullif(${a}, ${b})`,
    // DuckDB's own functions skip nulls, Trino's do not; adding a null test costs a pass, so the operands are folded.
    least: (...args) => strictFold(args, sql`least`),
    greatest: (...args) => strictFold(args, sql`greatest`),
    // `concat` skips nulls in DuckDB; the operator does not.
    concat: (...args) => sql`(${join(args, ' || ')})`,
    startsWith: (a, b) => sql`starts_with(${a}, ${b})`,
    contains: (a, b) => sql`contains(${a}, ${b})`,
    like: infix(sql`LIKE`),
    regexpLike: (a, b) => sql`regexp_matches(${a}, ${b})`,
    lower: (a) => sql`lower(${a})`,
    upper: (a) => upperInDuckdb(a),
    length: (a) => sql`length(${a})`,
    addressIn: (address) => address,
    isIpv6Text: (a) => sql`contains(${a}, ':')`,
    addressKey: addressKeyInDuckdb,
    fromUnixSeconds: (a) => sql`make_timestamp(${a} * 1000000)`,
    joinWith: (...args) => sql`concat_ws(${join(args, ', ')})`,
    likeEscape: (a, b, c) => sql`(${a} LIKE ${b} ESCAPE ${c})`,
    replace: (a, b, c) => replaced(a, b, c),
    trim: (a) => sql`trim(${a})`,
    trimLeft: (a) => sql`ltrim(${a})`,
    trimRight: (a) => sql`rtrim(${a})`,
    substring: (a, from, count?: Sql) => substringInDuckdb(a, from, count),
    splitPart: (a, b, n) => sql`list_extract(string_split(${a}, ${b}), ${n})`,
    position: (a, b) => sql`strpos(${a}, ${b})`,
    reverse: (a) => sql`reverse(${a})`,
    endsWith: (a, b) => sql`suffix(${a}, ${b})`,
    byteLength: (a) => sql`strlen(${a})`,
    md5: (a) => sql`md5(${a})`,
    sha256: (a) => sql`sha256(${a})`,
    base64: (a) => sql`to_base64(encode(${a}))`,
    // Without a match DuckDB answers an empty text.
    regexpExtract: (a, b, n) =>
      sql`CASE WHEN regexp_matches(${a}, ${b}) THEN regexp_extract(${a}, ${b}, ${n}) END`,
    regexpGroups: (a, b, n) => regexpGroups(a, b, n),
    groupOf: (groups, n) => sql`struct_extract(${groups}, ${text(`g${n.text}`)})`,
    regexpReplace: (a, b, c) => sql`regexp_replace(${a}, ${b}, ${c}, 'g')`,
    // The cast alone also reads `inf`, `1_000` and blanks around the number.
    parseNumber: (a) =>
      sql`CASE WHEN regexp_full_match(${a}, '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?') THEN TRY_CAST(${a} AS DOUBLE) END`,
    naturalKey: (a) =>
      sql`array_to_string(list_transform(regexp_extract_all(${a}, '[0-9]+|[^0-9]+'), lambda r: CASE WHEN r >= '0' AND r < ':' THEN '0' || lpad(CAST(length(r) AS VARCHAR), 5, '0') || r ELSE r || chr(1) END), '')`,
    abs: (a) => sql`abs(${a})`,
    floor: (a) => sql`floor(${a})`,
    ceiling: (a) => sql`ceil(${a})`,
    round: (a, digits?: Sql) =>
      digits === undefined ? sql`round(${a})` : sql`round(${a}, CAST(${digits} AS INTEGER))`,
    sqrt: (a) => sql`CASE WHEN ${a} >= 0 THEN sqrt(${a}) END`,
    ln: (a) => sql`CASE WHEN ${a} > 0 THEN ln(${a}) END`,
    power: (a, b) => sql`pow(${a}, ${b})`,
    moduloReal: (a, b) => sql`CASE WHEN ${b} <> 0 THEN CAST(${a} AS DOUBLE) % CAST(${b} AS DOUBLE) END`,
    bitwiseOr: infix(sql`|`),
    bitwiseXor: (a, b) => sql`xor(${a}, ${b})`,
    isIpv4Address: (a) => isIpv4Text(a),
    isIpv6Address: (a) => isIpv6Text(a),
    unixSeconds: (a) => sql`epoch(${a})`,
    unixMillis: (a) => sql`epoch_ms(${a})`,
    fromUnixMillis: (a) => sql`make_timestamp(CAST(${a} AS BIGINT) * 1000)`,
    dateTrunc: (unit, a) => sql`CAST(date_trunc(${unit}, ${a}) AS TIMESTAMP)`,
    timeBucket: (a, span) => sql`time_bucket(to_milliseconds(${span}), ${a}, TIMESTAMP '1970-01-05')`,
    monthBucket: (a, span) => sql`time_bucket(to_months(CAST(${span} AS INTEGER)), ${a})`,
    formatTime: (a, pattern) => sql`strftime(${a}, ${pattern})`,
    datePart: (unit, a) => sql`date_part(${unit}, ${a})`,
    dateDiff: (unit, a, b) => sql`date_sub(${unit}, ${a}, ${b})`,
    addUnits: (unit, n, a) => sql`(${a} + CAST('1 ' || ${unit} AS INTERVAL) * ${n})`,
    // Trino's has milliseconds.
    now: () => sql`CAST(date_trunc('milliseconds', now()) AS TIMESTAMP)`,
    fail: (a) => sql`error(${a})`,
    giveUp: (a) => sql`error(${a})`,
    count: (a?: Sql) => (a === undefined ? sql`count(*)` : sql`count(${a})`),
    // `count_if` is null without rows; Trino's is 0.
    countIf: (a) => sql`count(CASE WHEN ${a} THEN 1 END)`,
    // DuckDB sums integers to HUGEINT; Trino to BIGINT.
    sum: (a) => sql`sum(${a})`,
    avg: (a) => sql`avg(${a})`,
    min: (a) => sql`min(${a})`,
    max: (a) => sql`max(${a})`,
    boolOr: (a) => sql`bool_or(${a})`,
    boolAnd: (a) => sql`bool_and(${a})`,
    bitOr: (a) => sql`bit_or(${a})`,
    anyValue: (a) => sql`any_value(${a})`,
    minBy: (a, b) => sql`arg_min(${a}, ${b})`,
    maxBy: (a, b) => sql`arg_max(${a}, ${b})`,
    approxDistinct: (a) => sql`approx_count_distinct(${a})`,
    joinText: (a, b) => sql`string_agg(${a}, ${b})`,
    percentile: (a, share) => sql`quantile_cont(${a}, ${share})`,
    stddevSample: (a) => sql`stddev_samp(${a})`,
    stddevPopulation: (a) => sql`stddev_pop(${a})`,
    varianceSample: (a) => sql`var_samp(${a})`,
    variancePopulation: (a) => sql`var_pop(${a})`,
    correlation: (a, b) => nanAsNull(sql`corr(${a}, ${b})`),
    geometricMean: (a) => sql`geomean(${a})`,
    bitAndAll: (a) => sql`bit_and(${a})`,
    approxPercentile: (a, share) => percentilesInDuckdb.approxPercentile((call) => call, a, share),
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

/** A struct with a field for each group, from one search. */
function regexpGroups(value: Sql, pattern: Sql, count: Sql): Sql {
  const names = Array.from({ length: Number(count.text) }, (_, index) => text(`g${index + 1}`));
  // The engine wants to see this pattern when it plans, so it is written out.
  const constant = pattern.text === '?' ? text(String(pattern.values[0])) : pattern;
  const groups = sql`regexp_extract(${value}, ${constant}, [${join(names, ', ')}])`;
  return sql`CASE WHEN regexp_matches(${value}, ${pattern}) THEN ${groups} END`;
}

function strictFold(args: readonly Sql[], func: Sql): Sql {
  const anyNull = join(
    args.map((arg) => sql`${arg} IS NULL`),
    ' OR ',
  );
  return sql`CASE WHEN ${anyNull} THEN NULL ELSE ${func}(${join(args, ', ')}) END`;
}

/** The empty text stands between all characters in Trino; DuckDB finds it nowhere. */
function replaced(value: Sql, searched: Sql, by: Sql): Sql {
  const plain = sql`replace(${value}, ${searched}, ${by})`;
  const [literal] = searched.text === '?' ? searched.values : [];
  if (typeof literal === 'string' && literal !== '') return plain;
  const between = sql`regexp_replace(${value}, '', replace(${by}, '\\', '\\\\'), 'g')`;
  return sql`CASE WHEN ${searched} = '' THEN ${between} ELSE ${plain} END`;
}
