import { aggregateFunctions } from './aggregates.js';
import { arrayFunctions } from './arrays.js';
import { byteFunctions } from './bytes.js';
import { clockFunctions } from './clocks.js';
import { comparatorFunctions } from './comparators.js';
import { dateFunctions } from './dates.js';
import { generalFunctions } from './general.js';
import { jsonFunctions } from './json.js';
import { lambdaFunctions } from './lambdas.js';
import { mapFunctions } from './maps.js';
import { mathFunctions } from './math.js';
import { numberFunctions } from './number.js';
import type { SqlFunction } from './row.js';
import { stringFunctions } from './strings.js';
import { textFunctions } from './text.js';
import { timeFunctions } from './time.js';
import { urlFunctions } from './urls.js';
import { windowFunctions } from './windows.js';

export { refusedFunctions } from './refused.js';
export { accepts, type CallSite, type Parameter, type SqlFunction } from './row.js';

/** The functions of Trino that are carried out, one row each. */
export const sqlFunctions: readonly SqlFunction[] = [
  ...aggregateFunctions,
  ...arrayFunctions,
  ...lambdaFunctions,
  ...comparatorFunctions,
  ...mapFunctions,
  ...generalFunctions,
  ...numberFunctions,
  ...mathFunctions,
  ...textFunctions,
  ...stringFunctions,
  ...jsonFunctions,
  ...byteFunctions,
  ...urlFunctions,
  ...timeFunctions,
  ...clockFunctions,
  ...dateFunctions,
  ...windowFunctions,
];

const byName = new Map<string, readonly SqlFunction[]>();
// Of one name the forms that are carried out come first.
const forms = [...sqlFunctions].sort(
  (a, b) => Number(a.refused !== undefined) - Number(b.refused !== undefined),
);
for (const each of forms) {
  for (const name of [each.name, ...(each.aliases ?? [])]) {
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
}

/** The functions of a name; which one is called follows from the arguments. */
export function sqlFunctionsNamed(name: string): readonly SqlFunction[] {
  return byName.get(name.toLowerCase()) ?? [];
}

/** The first function of a name; all of one name are of one kind. */
export function sqlFunction(name: string): SqlFunction | undefined {
  return sqlFunctionsNamed(name)[0];
}

export const functionNames: readonly string[] = [...byName.keys()];
