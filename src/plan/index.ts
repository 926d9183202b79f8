export * as build from './build.js';
export { describeExpr, describePlan } from './describe.js';
export {
  childrenOf,
  type Expr,
  type LiteralValue,
  type NamedExpr,
  type SortKey,
  type ValueType,
} from './expr.js';
export { type FunctionName, type FunctionSpec, functionSpec, functions } from './functions.js';
export type { Column, Plan, Step } from './plan.js';
export { hasAggregate, simplifyCondition } from './simplify.js';
