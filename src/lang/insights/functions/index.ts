import { addressFunctions } from './address.js';
import { generalFunctions } from './general.js';
import { numberFunctions } from './number.js';
import type { ScalarFunction } from './row.js';
import { textFunctions } from './text.js';

export type { CallSite, ScalarFunction } from './row.js';

/** The scalar functions (Logs Insights syntax, "Supported operations and functions"), one row each. */
export const scalarFunctions: readonly ScalarFunction[] = [
  ...generalFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...addressFunctions,
];

/** Documented functions that are not carried out yet; they are refused with these words and not as unknown. */
export const laterFunctions: readonly string[] = [
  'haversine',
  'jsonParse',
  'jsonStringify',
  'jsonArraySize',
  'jsonArrayContains',
  'parseDate',
  'formatDate',
  'strftime',
  'queryStartTime',
  'queryEndTime',
  'queryTimeRange',
  'unmask',
  'isReservedIP',
  'ipv4ToNumber',
  'regexReplace',
  'regex_replace',
  'urlencode',
  'urldecode',
  'base64decode',
  'split',
  'hexToAscii',
  'hexToDec',
  'decToHex',
];

const byName = new Map(
  scalarFunctions.flatMap((each) =>
    [each.name, ...(each.aliases ?? [])].map((name) => [name.toLowerCase(), each] as const),
  ),
);

export function scalarFunction(name: string): ScalarFunction | undefined {
  return byName.get(name.toLowerCase());
}
