import { assertNever } from '../base/index.js';
import { childrenOf, type Expr } from './expr.js';
import type { Plan } from './plan.js';

/** The plans that a plan is made of, one level down. */
export function inputsOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'union':
      return plan.inputs;
    case 'join':
    case 'setOperation':
    case 'lateral':
      return [plan.left, plan.right];
    case 'recursive':
      return [plan.base, plan.step];
    default:
      return [plan.input];
  }
}

/** The expressions of a plan's own node. */
export function expressionsOf(plan: Plan): readonly Expr[] {
  switch (plan.kind) {
    case 'filter':
      return [plan.where];
    case 'project':
    case 'extend':
      return plan.columns.map((column) => column.expr);
    case 'aggregate':
      return [...plan.by, ...plan.measures].map((column) => column.expr);
    case 'join':
      return [plan.on, ...plan.columns.map((column) => column.expr)];
    case 'unnest':
      return [plan.list];
    case 'sort':
      return plan.keys.map((key) => key.expr);
    default:
      return [];
  }
}

/** The plans that stand inside an expression. */
function plansIn(expr: Expr): readonly Plan[] {
  const own = 'plan' in expr ? [expr.plan] : [];
  return [...own, ...childrenOf(expr).flatMap(plansIn)];
}

/** Whether a plan stands inside of the expression. */
export function hasPlan(expr: Expr): boolean {
  return plansIn(expr).length > 0;
}

/** Whether a plan inside of the expression names a column of the row that the expression is computed for, or of one further out. */
export function isCorrelated(expr: Expr): boolean {
  return plansIn(expr).some(namesOuter);
}

/** Whether the plan names a column from outside of itself, or holds a plan that does so of anything. */
export function namesOuter(plan: Plan): boolean {
  const here = expressionsOf(plan).some((expr) => hasOuter(expr) || isCorrelated(expr));
  return here || inputsOf(plan).some(namesOuter);
}

function hasOuter(expr: Expr): boolean {
  return expr.kind === 'outer' || childrenOf(expr).some(hasOuter);
}

type Aggregate = Extract<Expr, { kind: 'aggregate' | 'window' }>;

/** The expression with its aggregates replaced, those inside of other aggregates aside. */
export function mapAggregates(
  expr: Expr,
  replace: (aggregate: Extract<Expr, { kind: 'aggregate' }>) => Expr,
): Expr {
  return mapLeaves(expr, (each) => (each.kind === 'aggregate' ? replace(each) : each));
}

/** The expression with its names replaced. Plans inside of it are left as they are, and so are aggregates. */
export function mapNames(
  expr: Expr,
  replace: (name: Extract<Expr, { kind: 'column' | 'outer' | 'parameter' }>) => Expr,
): Expr {
  return mapLeaves(expr, (each) => {
    const isName = each.kind === 'column' || each.kind === 'outer' || each.kind === 'parameter';
    return isName ? replace(each) : each;
  });
}

type Leaf = Extract<
  Expr,
  | { kind: 'column' }
  | { kind: 'outer' }
  | { kind: 'parameter' }
  | { kind: 'literal' }
  | { kind: 'scalar' }
  | { kind: 'exists' }
>;

function mapLeaves(expr: Expr, replace: (leaf: Leaf | Aggregate) => Expr): Expr {
  const map = (each: Expr): Expr => mapLeaves(each, replace);
  switch (expr.kind) {
    case 'column':
    case 'outer':
    case 'parameter':
    case 'literal':
    case 'scalar':
    case 'exists':
    case 'aggregate':
    case 'window':
      return replace(expr);
    case 'call':
      return { ...expr, args: expr.args.map(map) };
    case 'case': {
      const branches = expr.branches.map(({ when, value }) => ({ when: map(when), value: map(value) }));
      return expr.otherwise === undefined
        ? { ...expr, branches }
        : { ...expr, branches, otherwise: map(expr.otherwise) };
    }
    case 'cast':
    case 'try':
      return { ...expr, expr: map(expr.expr) };
    case 'in':
      return { ...expr, expr: map(expr.expr), list: expr.list.map(map) };
    case 'lambda':
      return { ...expr, body: map(expr.body) };
    case 'inPlan':
    case 'quantified':
      return { ...expr, expr: map(expr.expr) };
    default:
      return assertNever(expr);
  }
}
