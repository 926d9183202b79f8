import type { valueFunctions } from '../plan/index.js';
import { join, type Sql, sql } from './sql.js';
import { regexInTrino } from './trino-regex.js';
import { pathInTrino } from './trino-structures.js';

const named =
  (name: Sql) =>
  (...args: Sql[]): Sql =>
    sql`${name}(${join(args, ', ')})`;

/** How Trino writes the functions of JSON, bytes, zones and angles. JSON stays its text between them. */
export const valuesInTrino: Record<keyof typeof valueFunctions, (...args: Sql[]) => Sql> = {
  jsonValid: (a) => sql`CASE WHEN ${a} IS NOT NULL THEN try(json_parse(${a})) IS NOT NULL END`,
  jsonPlain: (a) => sql`json_format(json_parse(${a}))`,
  jsonAt: (a, path = sql`''`) => sql`json_format(json_extract(${a}, ${pathInTrino(path)}))`,
  jsonItems: (a) => sql`transform(try(CAST(json_parse(${a}) AS ARRAY(JSON))), e -> json_format(e))`,
  jsonNames: (a) => sql`map_keys(try(CAST(json_parse(${a}) AS MAP(VARCHAR, JSON))))`,
  jsonKind: (a) =>
    sql`CASE substr(json_format(json_parse(${a})), 1, 1) WHEN '[' THEN 'array' WHEN '{' THEN 'object' WHEN '"' THEN 'text' WHEN 't' THEN 'boolean' WHEN 'f' THEN 'boolean' WHEN 'n' THEN 'null' ELSE CASE WHEN ${a} IS NOT NULL THEN 'number' END END`,
  // A cast writes `1.0E0`, as SQL's literals are; JSON has Java's text.
  doubleText: (a) =>
    sql`CASE WHEN is_finite(${a}) THEN json_format(CAST(${a} AS JSON)) ELSE CAST(${a} AS VARCHAR) END`,
  doubleExponent: (a) => sql`CAST(${a} AS VARCHAR)`,
  bytesOfText: named(sql`to_utf8`),
  textOfBytes: named(sql`from_utf8`),
  bytesHex: named(sql`to_hex`),
  hexBytes: named(sql`from_hex`),
  bytesBase64: named(sql`to_base64`),
  base64Bytes: named(sql`from_base64`),
  bytesSize: named(sql`length`),
  bytesMd5: named(sql`md5`),
  bytesSha1: named(sql`sha1`),
  bytesSha256: named(sql`sha256`),
  timeInZone: (a, zone) => sql`CAST(at_timezone(with_timezone(${a}, 'UTC'), ${zone}) AS TIMESTAMP(6))`,
  timeOfZone: (a, zone) => sql`CAST(at_timezone(with_timezone(${a}, ${zone}), 'UTC') AS TIMESTAMP(6))`,
  weekYear: named(sql`year_of_week`),
  normalForm: named(sql`normalize`),
  textRepeat: (a, n) =>
    sql`CASE WHEN ${a} IS NOT NULL THEN array_join(repeat(${a}, CAST(${n} AS INTEGER)), '') END`,
  groupsOfAll: (a, b = sql`''`, n = sql`0`) => sql`regexp_extract_all(${a}, ${regexInTrino(b)}, ${n})`,
  cubeRoot: named(sql`cbrt`),
  sine: named(sql`sin`),
  cosine: named(sql`cos`),
  tangent: named(sql`tan`),
  arcSine: named(sql`asin`),
  arcCosine: named(sql`acos`),
  arcTangent: named(sql`atan`),
  arcTangentOf: named(sql`atan2`),
  sineHyperbolic: named(sql`sinh`),
  cosineHyperbolic: named(sql`cosh`),
  tangentHyperbolic: named(sql`tanh`),
  inBase: named(sql`to_base`),
  chance: () => sql`random()`,
};
