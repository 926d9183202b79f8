import { aggregateFunctions } from './aggregates.js';
import { generalFunctions } from './general.js';
import { numberFunctions } from './number.js';
import type { SqlFunction } from './row.js';
import { textFunctions } from './text.js';
import { timeFunctions } from './time.js';
import { windowFunctions } from './windows.js';

export { accepts, type CallSite, type Parameter, type SqlFunction } from './row.js';

/** The functions of Trino that are carried out, one row each. */
export const sqlFunctions: readonly SqlFunction[] = [
  ...aggregateFunctions,
  ...generalFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...timeFunctions,
  ...windowFunctions,
];

/** Functions of Trino that people use on flow logs and that are not carried out yet. */
export const laterFunctions: readonly string[] = (
  'approx_percentile array_agg array_join array_distinct array_sort cardinality checksum date_parse element_at filter ' +
  'format format_datetime from_base from_iso8601_timestamp from_iso8601_date geometric_mean histogram json_extract ' +
  'json_extract_scalar json_parse listagg log log10 log2 lpad rpad map map_agg multimap_agg numeric_histogram ' +
  'parse_datetime rand random reduce regexp_count regexp_extract_all regexp_position regexp_replace regexp_split ' +
  'sequence split split_to_map to_hex to_base64 to_utf8 transform translate try truncate typeof url_decode ' +
  'url_encode url_extract_host url_extract_path uuid variance var_pop var_samp width_bucket at_timezone with_timezone ' +
  'date_parse human_readable_seconds levenshtein_distance hamming_distance md5 sha256 xxhash64 bitwise_not ' +
  'bitwise_left_shift bitwise_right_shift bit_count sign exp cbrt degrees radians'
).split(' ');

const byName = new Map(
  sqlFunctions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each] as const)),
);

export function sqlFunction(name: string): SqlFunction | undefined {
  return byName.get(name.toLowerCase());
}

export const functionNames: readonly string[] = [...byName.keys()];
