import { aggregateFunctions } from './aggregate-functions.js';
import { nestedFunctions } from './nested-functions.js';
import { scalarFunctions } from './scalar-functions.js';
import { sqlOnlyFunctions } from './sql-functions.js';
import { structureFunctions } from './structure-functions.js';
import { typeFunctions } from './type-functions.js';
import { valueFunctions } from './value-functions.js';

export type { FunctionSpec } from './function-spec.js';

/**
 * Every function a plan can call. The meaning is Trino's (trino.io, "Functions and operators") unless the text says
 * otherwise; a dialect has a row for each name, so a new function stops the build in each dialect that lacks it.
 */
export const functions = {
  ...scalarFunctions,
  ...structureFunctions,
  ...sqlOnlyFunctions,
  ...nestedFunctions,
  ...valueFunctions,
  ...typeFunctions,
  ...aggregateFunctions,
} as const;

export type FunctionName = keyof typeof functions;
