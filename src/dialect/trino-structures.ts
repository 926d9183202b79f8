import type { structureFunctions } from '../plan/index.js';
import { refusal } from './refused-row.js';
import { integer, join, type Sql, sql, text, textLiteral } from './sql.js';
import { isIpv4InTrino } from './trino-address.js';
import { regexInTrino } from './trino-regex.js';
import { literalOf, readPatternInTrino, shownPatternInTrino } from './trino-time.js';
import { xmlAt } from './xml.js';

/** A JSON pointer (RFC 6901) as a path of Trino's `json_extract`. */
export function pathInTrino(pointer: Sql): Sql {
  const literal = literalOf(pointer);
  if (typeof literal !== 'string') throw refusal('A computed path', 'Trino', 'its paths are constants');
  const names = literal.split('/').slice(1);
  const steps = names.map((each) => {
    const plain = each.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isReadAsIndex(plain)) {
      throw refusal(`The name \`${plain}\` in a path`, 'Trino', 'it reads it as the index of a list too');
    }
    return `["${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`;
  });
  return text(`$${steps.join('')}`);
}

/** What Java reads as a whole number and RFC 6901 takes for no index: `01`, `+1`, digits of other scripts. */
function isReadAsIndex(step: string): boolean {
  return /^[+-]?\p{Nd}+$/u.test(step) && !/^(?:0|-?[1-9][0-9]*)$/.test(step);
}

const isStructure = (value: Sql): Sql => sql`regexp_like(${value}, '^\\s*[{\\[]')`;
/** 1 to a number; none for 0, where `sequence` would count down. */
const upTo = (count: Sql): Sql => sql`filter(sequence(0, ${count}), i -> i > 0)`;

/** How Trino writes the functions of structures, as far as it has them. */
export const structuresInTrino: Record<keyof typeof structureFunctions, (...args: Sql[]) => Sql> = {
  jsonStructure: (a = sql``) =>
    sql`CASE WHEN ${isStructure(a)} AND try(json_parse(${a})) IS NOT NULL THEN ${a} END`,
  jsonStructureAt: (a, path = sql``) => {
    const found = sql`json_format(json_extract(${a}, ${pathInTrino(path)}))`;
    return sql`CASE WHEN ${isStructure(found)} THEN ${found} END`;
  },
  jsonScalarAt: (a, path = sql``) => sql`json_extract_scalar(${a}, ${pathInTrino(path)})`,
  jsonArraySize: (a) => sql`try(json_array_length(${a}))`,
  jsonArrayHas: (a, b) => {
    const elements = sql`try(CAST(json_parse(${a}) AS ARRAY(JSON)))`;
    return sql`coalesce(contains(transform(${elements}, e -> json_extract_scalar(e, '$')), ${b}), FALSE)`;
  },
  jsonElements: (a = sql``) => {
    const element = sql`json_format(json_extract(${a}, '$[' || CAST(i - 1 AS VARCHAR) || ']'))`;
    const elements = sql`transform(${upTo(sql`json_array_length(${a})`)}, i -> ${element})`;
    return sql`CASE WHEN json_array_length(${a}) IS NULL THEN ARRAY[${a}] ELSE ${elements} END`;
  },
  jsonOfText: (a) => sql`json_format(CAST(${a} AS JSON))`,
  regexpMatches: (a = sql``, b = sql``, n = sql``) => {
    const regex = regexInTrino(b);
    const groups = Array.from({ length: Number(n.text) }, (_, index) => integer(index + 1));
    const lists = groups.map((group) => sql`regexp_extract_all(${a}, ${regex}, ${group})`);
    const match = lists.map((list) => sql`coalesce(element_at(${list}, i), '')`);
    const matches = sql`transform(${upTo(sql`regexp_count(${a}, ${regex})`)}, i -> ARRAY[${join(match, ', ')}])`;
    return sql`CASE WHEN regexp_like(${a}, ${regex}) THEN ${matches} ELSE ARRAY[NULL] END`;
  },
  matchGroup: (match, n) => sql`element_at(${match}, ${n})`,
  logfmtStructure: (a) => {
    const pair = text('([A-Za-z_@][A-Za-z0-9_.@/-]*)=("(?:[^"\\\\]|\\\\.)*"|[^\\s"]*)');
    const keys = sql`regexp_extract_all(${a}, ${pair}, 1)`;
    const values = sql`transform(regexp_extract_all(${a}, ${pair}, 2), v -> CASE WHEN starts_with(v, '"') THEN replace(substr(v, 2, length(v) - 2), '\\"', '"') ELSE v END)`;
    // A key that stands twice keeps its last value. The text is put together here: a MAP would be sorted by its keys.
    const rest = sql`slice(${keys}, i + 1, cardinality(${keys}))`;
    const last = sql`filter(${upTo(sql`cardinality(${keys})`)}, i -> NOT contains(${rest}, element_at(${keys}, i)))`;
    const quoted = (list: Sql): Sql => sql`json_format(CAST(element_at(${list}, i) AS JSON))`;
    const pairs = sql`transform(${last}, i -> ${quoted(keys)} || ':' || ${quoted(values)})`;
    return sql`CASE WHEN cardinality(${keys}) > 0 THEN '{' || array_join(${pairs}, ',') || '}' END`;
  },
  csvField: (a, n) => {
    const raw = sql`element_at(regexp_extract_all(${a} || ',', '("(?:[^"]|"")*"|[^,]*),', 1), ${n})`;
    return sql`CASE WHEN starts_with(${raw}, '"') THEN replace(substr(${raw}, 2, length(${raw}) - 2), '""', '"') ELSE ${raw} END`;
  },
  xmlAt: (a = sql``, path = sql``) =>
    xmlAt(
      {
        matches: (value, pattern) => sql`regexp_extract_all(${value}, ${pattern})`,
        group: (value, pattern) => sql`regexp_extract(${value}, ${pattern}, 1)`,
        withoutMatch: (value, pattern) => sql`regexp_replace(${value}, ${pattern})`,
        state: (place, found, done) =>
          sql`CAST(ROW(${place}, ${found}, ${done}) AS ROW(path VARCHAR, found VARCHAR, done BOOLEAN))`,
        reduce: (tokens, first, step) => sql`reduce(${tokens}, ${first}, (s, t) -> ${step}, s -> s.found)`,
        token: sql`t`,
      },
      a,
      textLiteral(path),
    ),
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
    sql`date_diff('millisecond', from_unixtime(0, 'UTC'), with_timezone(try(date_parse(${a}, ${readPatternInTrino(pattern)})), ${zone}))`,
  formatTimeIn: (a, pattern, zone = sql``) =>
    sql`format_datetime(at_timezone(with_timezone(${a}, 'UTC'), ${zone}), ${shownPatternInTrino(pattern)})`,
  timeSteps: (a, b, span) => sql`sequence(${a}, ${b}, ${span} * INTERVAL '0.001' SECOND)`,
  numberMarks: (a, mark, word) => {
    const parts = sql`split(${a}, ${mark})`;
    const numbered = sql`(part, i) -> IF(i = 1, part, '<' || ${word} || '-' || CAST(i - 1 AS VARCHAR) || '>' || part)`;
    return sql`array_join(zip_with(${parts}, sequence(1, cardinality(${parts})), ${numbered}), '')`;
  },
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
