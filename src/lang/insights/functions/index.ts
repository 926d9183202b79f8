import { addressFunctions } from './address.js';
import { codeFunctions } from './code.js';
import { generalFunctions } from './general.js';
import { numberFunctions } from './number.js';
import type { ScalarFunction } from './row.js';
import { structureFunctions } from './structure.js';
import { textFunctions } from './text.js';
import { timeFunctions } from './time.js';

export type { CallSite, ScalarFunction } from './row.js';

/** The scalar functions (Logs Insights syntax, "Supported operations and functions"), one row each. */
export const scalarFunctions: readonly ScalarFunction[] = [
  ...generalFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...addressFunctions,
  ...codeFunctions,
  ...timeFunctions,
  ...structureFunctions,
];

const byName = new Map(
  scalarFunctions.flatMap((each) =>
    [each.name, ...(each.aliases ?? [])].map((name) => [name.toLowerCase(), each] as const),
  ),
);

export function scalarFunction(name: string): ScalarFunction | undefined {
  return byName.get(name.toLowerCase());
}
