import type { Dialect } from './dialect.js';
import { addressInDuckdb } from './duckdb-address.js';
import { join, type Sql, sql } from './sql.js';

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
    boolean: 'BOOLEAN',
    timestamp: 'TIMESTAMP',
    date: 'DATE',
    interval: 'INTERVAL',
    ipaddress: 'VARCHAR',
  },
  addressIn: addressInDuckdb,
  functions: {
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
    divideReal: infix(sql`/`),
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
    upper: (a) => sql`upper(${a})`,
    length: (a) => sql`length(${a})`,
    addressIn: (address) => address,
    isIpv6Text: (a) => sql`contains(${a}, ':')`,
    fromUnixSeconds: (a) => sql`make_timestamp(${a} * 1000000)`,
    count: (a?: Sql) => (a === undefined ? sql`count(*)` : sql`count(${a})`),
    countIf: (a) => sql`count_if(${a})`,
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
    rowNumber: () => sql`row_number()`,
    lag: (a) => sql`lag(${a})`,
    lead: (a) => sql`lead(${a})`,
  },
};

function strictFold(args: readonly Sql[], func: Sql): Sql {
  const anyNull = join(
    args.map((arg) => sql`${arg} IS NULL`),
    ' OR ',
  );
  return sql`CASE WHEN ${anyNull} THEN NULL ELSE ${func}(${join(args, ', ')}) END`;
}
