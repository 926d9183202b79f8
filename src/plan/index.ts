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
export { type FunctionName, type FunctionSpec, functions } from './functions.js';
export type { Column, Plan, Step } from './plan.js';
export { hasAggregate, simplifyCondition } from './simplify.js';
export { sqlOnlyFunctions } from './sql-functions.js';
export { structureFunctions } from './structure-functions.js';
