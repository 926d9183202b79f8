import type { structureFunctions } from '../plan/index.js';
import { refusal, refusedRow } from './refused-row.js';
import { type Sql, sql, text } from './sql.js';
import { isIpv4InTrino } from './trino-address.js';
import { literalOf, patternInTrino } from './trino-time.js';

/** A JSON pointer (RFC 6901) as a path of Trino's `json_extract`. */
function pathInTrino(pointer: Sql): Sql {
  const literal = literalOf(pointer);
  if (typeof literal !== 'string') throw refusal('A computed path', 'Trino', 'its paths are constants');
  const names = literal.split('/').slice(1);
  const steps = names.map((each) => {
    const plain = each.replaceAll('~1', '/').replaceAll('~0', '~');
    return `["${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`;
  });
  return text(`$${steps.join('')}`);
}

const notHere = (name: string, reason: string) => refusedRow(`\`${name}\``, 'Trino', reason);
const isStructure = (value: Sql): Sql => sql`regexp_like(${value}, '^\\s*[{\\[]')`;
const noParts = 'it has no function that takes such text apart';

/** How Trino writes the functions of structures, as far as it has them. */
export const structuresInTrino: Record<keyof typeof structureFunctions, (...args: Sql[]) => Sql> = {
  jsonStructure: (a = sql``) =>
    sql`CASE WHEN ${isStructure(a)} AND try(json_parse(${a})) IS NOT NULL THEN ${a} END`,
  jsonStructureAt: notHere('jsonStructureAt', 'it puts the names of an object into another order'),
  jsonScalarAt: (a, path = sql``) => sql`json_extract_scalar(${a}, ${pathInTrino(path)})`,
  jsonArraySize: (a) => sql`try(json_array_length(${a}))`,
  jsonArrayHas: (a, b) => sql`coalesce(contains(try(CAST(json_parse(${a}) AS ARRAY(VARCHAR))), ${b}), FALSE)`,
  jsonElements: notHere('jsonElements', 'it puts the names of an object into another order'),
  jsonOfText: (a) => sql`json_format(CAST(${a} AS JSON))`,
  regexpMatches: notHere('regexpMatches', 'it finds all matches for one group at a time'),
  matchGroup: notHere('matchGroup', 'it finds all matches for one group at a time'),
  logfmtStructure: notHere('logfmtStructure', noParts),
  csvField: notHere('csvField', noParts),
  splitStructure: (a, b) => sql`json_format(CAST(split(${a}, ${b}) AS JSON))`,
  // `url_encode` is the coding of forms, which differs from RFC 3986 in three characters.
  percentEncode: (a) => sql`replace(replace(replace(url_encode(${a}), '+', '%20'), '*', '%2A'), '%7E', '~')`,
  percentDecode: (a) => sql`try(url_decode(replace(${a}, '+', '%2B')))`,
  base64Text: (a) => utf8(sql`try(from_base64(${a}))`),
  hexText: (a) => utf8(sql`try(from_hex(regexp_replace(${a}, '^0[xX]', '')))`),
  hexNumber: (a) =>
    sql`CASE WHEN regexp_like(${a}, '^-?(0[xX])?[0-9a-fA-F]{1,15}\\z') THEN (CASE WHEN starts_with(${a}, '-') THEN -1 ELSE 1 END) * from_base(regexp_replace(${a}, '^-?(0[xX])?', ''), 16) END`,
  numberHex: (a) =>
    sql`CASE WHEN ${a} < 0 THEN '-0x' || to_base(- ${a}, 16) ELSE '0x' || to_base(${a}, 16) END`,
  trimSet: (a, b) => sql`trim(BOTH ${b} FROM ${a})`,
  trimSetLeft: (a, b) => sql`trim(LEADING ${b} FROM ${a})`,
  trimSetRight: (a, b) => sql`trim(TRAILING ${b} FROM ${a})`,
  ipv4Number: (a = sql``) => {
    const octet = (n: Sql, weight: Sql): Sql => sql`CAST(split_part(${a}, '.', ${n}) AS BIGINT) * ${weight}`;
    const number = sql`${octet(sql`1`, sql`16777216`)} + ${octet(sql`2`, sql`65536`)} + ${octet(sql`3`, sql`256`)} + ${octet(sql`4`, sql`1`)}`;
    return sql`CASE WHEN ${isIpv4InTrino(a)} THEN ${number} END`;
  },
  parseTimeMillis: (a, pattern, zone) =>
    sql`date_diff('millisecond', from_unixtime(0, 'UTC'), with_timezone(try(date_parse(${a}, ${patternInTrino(pattern)})), ${zone}))`,
  formatTimeIn: (a, pattern, zone = sql``) =>
    sql`date_format(at_timezone(with_timezone(${a}, 'UTC'), ${zone}), ${patternInTrino(pattern)})`,
  timeSteps: (a, b, span) => sql`sequence(${a}, ${b}, ${span} * INTERVAL '0.001' SECOND)`,
  haversine: (lat1, lon1, lat2, lon2) => {
    const half = (a = sql`0`, b = sql`0`): Sql => sql`power(sin(radians(${b} - ${a}) / 2), 2)`;
    const chord = sql`${half(lat1, lat2)} + cos(radians(${lat1 ?? sql`0`})) * cos(radians(${lat2 ?? sql`0`})) * ${half(lon1, lon2)}`;
    return sql`(2 * 6371 * asin(sqrt(least(1E0, ${chord}))))`;
  },
};

/** Bytes that are no UTF-8 give null: `from_utf8` puts U+FFFD in their place. */
function utf8(bytes: Sql): Sql {
  return sql`CASE WHEN strpos(from_utf8(${bytes}), chr(65533)) = 0 THEN from_utf8(${bytes}) END`;
}
