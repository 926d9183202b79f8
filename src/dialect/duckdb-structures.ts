import type { structureFunctions } from '../plan/index.js';
import { isIpv4Text } from './duckdb-address.js';
import { integer, join, type Sql, sql, textLiteral } from './sql.js';
import { xmlAt } from './xml.js';

const isStructure = (type: Sql): Sql => sql`${type} IN ('OBJECT', 'ARRAY')`;

/** How DuckDB writes the functions of structures. Its JSON functions fail on text that is no JSON, so that is asked first. */
export const structuresInDuckdb: Record<keyof typeof structureFunctions, (...args: Sql[]) => Sql> = {
  jsonStructure: (a) =>
    sql`CASE WHEN json_valid(${a}) THEN CASE WHEN ${isStructure(sql`json_type(${a})`)} THEN ${a} END END`,
  jsonStructureAt: (a, path) =>
    sql`CASE WHEN ${isStructure(sql`json_type(${a}, ${path})`)} THEN CAST(json_extract(${a}, ${path}) AS VARCHAR) END`,
  // The value alone is JSON again and short; asking for its type first would parse the whole text twice.
  jsonScalarAt: (a, path) => sql`json_extract_string(json_value(${a}, ${path}), '$')`,
  jsonArraySize: (a) =>
    sql`CASE WHEN json_valid(${a}) THEN CASE WHEN json_type(${a}) = 'ARRAY' THEN CAST(json_array_length(${a}) AS BIGINT) END END`,
  jsonArrayHas: (a, b) =>
    sql`coalesce(CASE WHEN json_valid(${a}) THEN CASE WHEN json_type(${a}) = 'ARRAY' THEN list_contains(json_extract_string(${a}, '$[*]'), ${b}) END END, FALSE)`,
  jsonElements: (a) =>
    sql`CASE WHEN ${a} IS NULL THEN [NULL] WHEN json_type(${a}) = 'ARRAY' THEN CAST(json_extract(${a}, '$[*]') AS VARCHAR[]) ELSE [${a}] END`,
  jsonOfText: (a) => sql`CAST(to_json(${a}) AS VARCHAR)`,
  regexpMatches: (a, b, n) => {
    const groups = Array.from({ length: Number(n?.text) }, (_, index) => index + 1);
    const lists = groups.map((group) => sql`regexp_extract_all(${a}, ${b}, ${integer(group)})`);
    return sql`CASE WHEN regexp_matches(${a}, ${b}) THEN list_zip(${join(lists, ', ')}) ELSE [NULL] END`;
  },
  matchGroup: (match, n) => sql`struct_extract_at(${match}, ${n})`,
  logfmtStructure: (a) => {
    const pair = sql`'([A-Za-z_@][A-Za-z0-9_.@/-]*)=("(?:[^"\\\\]|\\\\.)*"|[^\\s"]*)'`;
    const keys = sql`regexp_extract_all(${a}, ${pair}, 1)`;
    const values = sql`list_transform(regexp_extract_all(${a}, ${pair}, 2), lambda v: CASE WHEN starts_with(v, '"') THEN replace(substring(v, 2, length(v) - 2), '\\"', '"') ELSE v END)`;
    // A key that stands twice keeps its last value; a map of the engine takes each key once.
    const entries = sql`list_zip(${keys}, ${values})`;
    const last = sql`list_filter(${entries}, lambda e, i: NOT list_contains(list_slice(${keys}, i + 1, len(${keys})), e[1]))`;
    return sql`CASE WHEN len(${keys}) > 0 THEN CAST(to_json(map_from_entries(${last})) AS VARCHAR) END`;
  },
  csvField: (a, n) => {
    const raw = sql`list_extract(regexp_extract_all(${a} || ',', '("(?:[^"]|"")*"|[^,]*),', 1), ${n})`;
    return sql`CASE WHEN starts_with(${raw}, '"') THEN replace(substring(${raw}, 2, length(${raw}) - 2), '""', '"') ELSE ${raw} END`;
  },
  xmlAt: (a = sql``, path = sql``) =>
    xmlAt(
      {
        matches: (value, pattern) =>
          sql`list_transform(regexp_extract_all(${value}, ${pattern}), lambda t: {'path': '', 'found': CAST(NULL AS VARCHAR), 'done': FALSE, 'token': t})`,
        group: (value, pattern) => sql`nullif(regexp_extract(${value}, ${pattern}, 1), '')`,
        withoutMatch: (value, pattern) => sql`regexp_replace(${value}, ${pattern}, '')`,
        state: (place, found, done) =>
          sql`{'path': ${place}, 'found': ${found}, 'done': ${done}, 'token': ''}`,
        reduce: (tokens, first, step) =>
          sql`struct_extract(list_reduce(${tokens}, lambda s, t: ${step}, ${first}), 'found')`,
        token: sql`t.token`,
      },
      a,
      textLiteral(path),
    ),
  splitStructure: (a, b) => sql`CAST(to_json(string_split(${a}, ${b})) AS VARCHAR)`,
  percentEncode: (a) => sql`url_encode(${a})`,
  percentDecode: (a) => sql`TRY(url_decode(${a}))`,
  base64Text: (a) => sql`TRY(decode(from_base64(${a})))`,
  hexText: (a) => sql`TRY(decode(unhex(regexp_replace(${a}, '^0[xX]', ''))))`,
  hexNumber: (a) =>
    sql`CASE WHEN regexp_full_match(${a}, '[-]?(0[xX])?[0-9a-fA-F]{1,15}') THEN (CASE WHEN starts_with(${a}, '-') THEN -1 ELSE 1 END) * CAST('0x' || regexp_replace(${a}, '^-?(0[xX])?', '') AS BIGINT) END`,
  numberHex: (a) =>
    sql`CASE WHEN ${a} < 0 THEN '-0x' || lower(to_hex(- ${a})) ELSE '0x' || lower(to_hex(${a})) END`,
  trimSet: (a, b) => sql`trim(${a}, ${b})`,
  trimSetLeft: (a, b) => sql`ltrim(${a}, ${b})`,
  trimSetRight: (a, b) => sql`rtrim(${a}, ${b})`,
  ipv4Number: (a) => {
    const octet = (n: Sql, weight: Sql): Sql => sql`CAST(split_part(${a}, '.', ${n}) AS BIGINT) * ${weight}`;
    const number = sql`${octet(sql`1`, sql`16777216`)} + ${octet(sql`2`, sql`65536`)} + ${octet(sql`3`, sql`256`)} + ${octet(sql`4`, sql`1`)}`;
    return sql`CASE WHEN ${isIpv4Text(a)} THEN ${number} END`;
  },
  parseTimeMillis: (a, pattern, zone) => sql`epoch_ms(timezone(${zone}, try_strptime(${a}, ${pattern})))`,
  formatTimeIn: (a, pattern, zone) => sql`strftime(timezone(${zone}, timezone('UTC', ${a})), ${pattern})`,
  timeSteps: (a, b, span) => sql`generate_series(${a}, ${b}, to_milliseconds(${span}))`,
  numberMarks: (a, mark, word) =>
    sql`array_to_string(list_transform(string_split(${a}, ${mark}), lambda part, i: CASE WHEN i = 1 THEN part ELSE '<' || ${word} || '-' || (i - 1) || '>' || part END), '')`,
  haversine: (lat1, lon1, lat2, lon2) => {
    const half = (a: Sql, b: Sql): Sql => sql`pow(sin(radians(${b} - ${a}) / 2), 2)`;
    const chord = sql`${half(lat1 ?? sql`0`, lat2 ?? sql`0`)} + cos(radians(${lat1})) * cos(radians(${lat2})) * ${half(lon1, lon2)}`;
    // `least` skips nulls here; a comparison does not, so a missing coordinate gives no distance.
    return sql`(2 * 6371 * asin(sqrt(CASE WHEN (${chord}) > 1 THEN 1 ELSE ${chord} END)))`;
  },
};
