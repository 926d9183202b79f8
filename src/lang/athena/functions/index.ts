import { aggregateFunctions } from './aggregates.js';
import { arrayFunctions } from './arrays.js';
import { dateFunctions } from './dates.js';
import { generalFunctions } from './general.js';
import { mathFunctions } from './math.js';
import { numberFunctions } from './number.js';
import type { SqlFunction } from './row.js';
import { stringFunctions } from './strings.js';
import { textFunctions } from './text.js';
import { timeFunctions } from './time.js';
import { windowFunctions } from './windows.js';

export { arrayContains } from './arrays.js';
export { accepts, type CallSite, type Parameter, type SqlFunction } from './row.js';

/** The functions of Trino that are carried out, one row each. */
export const sqlFunctions: readonly SqlFunction[] = [
  ...aggregateFunctions,
  ...arrayFunctions,
  ...generalFunctions,
  ...numberFunctions,
  ...mathFunctions,
  ...textFunctions,
  ...stringFunctions,
  ...timeFunctions,
  ...dateFunctions,
  ...windowFunctions,
];

/** Functions of Trino that people use on flow logs and that are not carried out yet. */
export const laterFunctions: readonly string[] = (
  'checksum filter format from_base ' +
  'histogram json_extract json_parse map map_agg multimap_agg numeric_histogram rand random reduce ' +
  'split_to_map to_hex to_base64 to_utf8 transform try ' +
  'typeof url_extract_host url_extract_path uuid human_readable_seconds md5 sha256 xxhash64 cbrt'
).split(' ');

const byName = new Map(
  sqlFunctions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each] as const)),
);

export function sqlFunction(name: string): SqlFunction | undefined {
  return byName.get(name.toLowerCase());
}

export const functionNames: readonly string[] = [...byName.keys()];
