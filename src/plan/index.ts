export * as build from './build.js';
export { describeExpr, describePlan } from './describe.js';
export type {
  DecimalType,
  Expr,
  FrameBound,
  LiteralValue,
  NamedExpr,
  SortKey,
  ValueType,
  WindowFrame,
} from './expr.js';
export { childrenOf } from './expr.js';
export { type FunctionName, type FunctionSpec, functions } from './functions.js';
export { nestedFunctions } from './nested-functions.js';
export type { Column, Plan, Step } from './plan.js';
export { columnsOf, isPlain, scanConditions } from './scan-conditions.js';
export { hasAggregate, hasWindow, simplifyCondition } from './simplify.js';
export { sqlOnlyFunctions } from './sql-functions.js';
export { groupedByStored, type StoredTexts } from './stored-keys.js';
export { structureFunctions } from './structure-functions.js';
export { typeFunctions } from './type-functions.js';
export { valueFunctions } from './value-functions.js';
export { hasPlan, inputsOf, isCorrelated, mapAggregates, mapNames, namesOuter } from './walk.js';
