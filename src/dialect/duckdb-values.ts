import type { valueFunctions } from '../plan/index.js';
import { textOfBytes } from './duckdb-utf8.js';
import { join, type Sql, sql } from './sql.js';

const named =
  (name: Sql) =>
  (...args: Sql[]): Sql =>
    sql`${name}(${join(args, ', ')})`;

/** How DuckDB writes the functions of JSON, bytes, zones and angles. */
export const valuesInDuckdb: Record<keyof typeof valueFunctions, (...args: Sql[]) => Sql> = {
  jsonValid: (a) => jsonValid(a),
  jsonPlain: (a) => sql`CAST(json(${a}) AS VARCHAR)`,
  jsonAt: (a, path) => sql`CAST(json_extract(${a}, ${path}) AS VARCHAR)`,
  jsonItems: (a) =>
    sql`CASE WHEN json_type(${a}) = 'ARRAY' THEN CAST(json_extract(${a}, '$[*]') AS VARCHAR[]) END`,
  jsonNames: (a) => sql`CASE WHEN json_type(${a}) = 'OBJECT' THEN json_keys(${a}) END`,
  jsonKind: (a) =>
    sql`CASE json_type(${a}) WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'object' WHEN 'VARCHAR' THEN 'text' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' ELSE CASE WHEN ${a} IS NOT NULL THEN 'number' END END`,
  doubleText: (a) =>
    doubleText(a, sql`"the value" = 0 OR abs("the value") BETWEEN 1e-3 AND 9999999.999999998`),
  doubleExponent: (a) => doubleText(a, sql`FALSE`),
  bytesOfText: named(sql`encode`),
  textOfBytes,
  bytesHex: named(sql`hex`),
  hexBytes: named(sql`unhex`),
  bytesBase64: named(sql`to_base64`),
  // Trino takes Base64 without its filling too.
  base64Bytes: (a) => sql`from_base64(${a} || repeat('=', (4 - length(${a}) % 4) % 4))`,
  bytesSize: named(sql`octet_length`),
  bytesMd5: (a) => sql`unhex(md5(${a}))`,
  bytesSha1: (a) => sql`unhex(sha1(${a}))`,
  bytesSha256: (a) => sql`unhex(sha256(${a}))`,
  timeInZone: (a, zone) => sql`timezone(${zone}, timezone('UTC', ${a}))`,
  timeOfZone: (a, zone) => timeOfZone(a, zone),
  weekYear: (a) => sql`date_part('isoyear', ${a})`,
  normalForm: named(sql`nfc_normalize`),
  textRepeat: (a, n) => sql`repeat(${a}, ${n})`,
  groupsOfAll: named(sql`regexp_extract_all`),
  // One step of Newton's method: the engine's own root of 27 is not 3.
  cubeRoot: (a) =>
    sql`list_transform([cbrt(${a})], lambda "the root": CASE WHEN isfinite("the root") AND "the root" <> 0 THEN "the root" - ("the root" * "the root" * "the root" - ${a}) / (3 * "the root" * "the root") ELSE "the root" END)[1]`,
  sine: (a) => ofFinite(a, sql`sin(${a})`),
  cosine: (a) => ofFinite(a, sql`cos(${a})`),
  tangent: (a) => ofFinite(a, sql`tan(${a})`),
  arcSine: (a) => insideOne(a, sql`asin(${a})`),
  arcCosine: (a) => insideOne(a, sql`acos(${a})`),
  arcTangent: named(sql`atan`),
  arcTangentOf: named(sql`atan2`),
  sineHyperbolic: named(sql`sinh`),
  cosineHyperbolic: named(sql`cosh`),
  tangentHyperbolic: named(sql`tanh`),
  inBase: (a, base) =>
    sql`CASE WHEN ${a} < 0 THEN '-' || lower(to_base(- ${a}, CAST(${base} AS INTEGER))) ELSE lower(to_base(${a}, CAST(${base} AS INTEGER))) END`,
  chance: () => sql`random()`,
};

/**
 * What the clocks show twice when they are set back is the earlier of both times to Java, the later one to DuckDB. Clocks
 * are set back by an hour, or by half of one.
 */
function timeOfZone(value: Sql, zone: Sql): Sql {
  const shows = (step: Sql): Sql => sql`timezone(${zone}, "the time" - ${step}) = ${value}`;
  const [hour, half] = [sql`INTERVAL 60 MINUTE`, sql`INTERVAL 30 MINUTE`];
  const earlier = sql`CASE WHEN ${shows(hour)} THEN "the time" - ${hour} WHEN ${shows(half)} THEN "the time" - ${half} ELSE "the time" END`;
  return sql`timezone('UTC', list_transform([timezone(${zone}, ${value})], lambda "the time": ${earlier})[1])`;
}

/** DuckDB also takes a comma before a closing bracket, and `NaN` and `Infinity`, for JSON. */
function jsonValid(value: Sql): Sql {
  const bare = sql`regexp_replace(${value}, '"(?:[^"\\\\]|\\\\.)*"', '', 'g')`;
  const suspicious = sql`'(?i),\\s*[\\]}]|nan|inf'`;
  return sql`CASE WHEN regexp_matches(${value}, ${suspicious}) THEN json_valid(${value}) AND NOT regexp_matches(${bare}, ${suspicious}) ELSE json_valid(${value}) END`;
}

/** DuckDB refuses infinite angles. */
function ofFinite(value: Sql, inside: Sql): Sql {
  return sql`CASE WHEN isinf(${value}) THEN CAST('NaN' AS DOUBLE) ELSE ${inside} END`;
}

/** DuckDB refuses what is outside. */
function insideOne(value: Sql, inside: Sql): Sql {
  return sql`CASE WHEN abs(${value}) > 1 THEN CAST('NaN' AS DOUBLE) ELSE ${inside} END`;
}

/**
 * DuckDB and Java write the same digits; DuckDB has an exponent below 0.0001 and from 1e16 on, Java where the value is not
 * plain.
 */
function doubleText(value: Sql, isPlain: Sql): Sql {
  const plain = sql`CAST("the value" AS VARCHAR)`;
  const size = sql`CAST(abs("the value") AS VARCHAR)`;
  const sign = sql`CASE WHEN "the value" < 0 THEN '-' ELSE '' END`;
  const digits = sql`rtrim(ltrim(replace(${size}, '.', ''), '0'), '0')`;
  const mantissa = sql`left(${digits}, 1) || '.' || CASE WHEN length(${digits}) > 1 THEN substring(${digits}, 2) ELSE '0' END`;
  const exponent = sql`CASE WHEN abs("the value") >= 1 THEN length(split_part(${size}, '.', 1)) - 1 ELSE length(split_part(${size}, '.', 2)) * -1 + length(ltrim(split_part(${size}, '.', 2), '0')) - 1 END`;
  const first = sql`split_part(${size}, 'e', 1)`;
  const given = sql`${sign} || ${first} || CASE WHEN contains(${first}, '.') THEN '' ELSE '.0' END || 'E' || CAST(CAST(split_part(${size}, 'e', 2) AS INTEGER) AS VARCHAR)`;
  const text = sql`CASE WHEN isnan("the value") THEN 'NaN' WHEN isinf("the value") THEN ${sign} || 'Infinity' WHEN contains(${plain}, 'e') THEN ${given} WHEN ${isPlain} THEN ${plain} WHEN "the value" = 0 THEN replace(${plain}, '.0', '') || 'E0' ELSE ${sign} || ${mantissa} || 'E' || CAST(${exponent} AS VARCHAR) END`;
  return sql`list_transform([${value}], lambda "the value": ${text})[1]`;
}
