import type { Expr, LiteralValue, NamedExpr, SortKey, ValueType } from './expr.js';
import type { FunctionName } from './functions.js';
import type { Column, Plan } from './plan.js';
import { simplifyCondition } from './simplify.js';

/** What may stand where an expression is expected; numbers, booleans and null are literals. */
type Operand = Expr | number | bigint | boolean | null;

function operand(value: Operand): Expr {
  return typeof value === 'object' && value !== null ? value : lit(value);
}

export function col(name: string): Expr {
  return { kind: 'column', name };
}
/** A column of a join's left side. */
export function left(name: string): Expr {
  return { kind: 'column', name, side: 'left' };
}
/** A column of a join's right side. */
export function right(name: string): Expr {
  return { kind: 'column', name, side: 'right' };
}
/** A value, text included; a plain string elsewhere is never taken for a value. */
export function lit(value: LiteralValue, type?: ValueType): Expr {
  return type === undefined ? { kind: 'literal', value } : { kind: 'literal', value, type };
}
export function call(func: FunctionName, ...args: Operand[]): Expr {
  return { kind: 'call', func, args: args.map(operand) };
}
export const and = (...args: Expr[]): Expr => (args.length === 1 && args[0] ? args[0] : call('and', ...args));
export const or = (...args: Expr[]): Expr => (args.length === 1 && args[0] ? args[0] : call('or', ...args));
export const not = (arg: Expr): Expr => call('not', arg);
export const eq = (a: Operand, b: Operand): Expr => call('eq', a, b);
export const ne = (a: Operand, b: Operand): Expr => call('ne', a, b);
export const lt = (a: Operand, b: Operand): Expr => call('lt', a, b);
export const le = (a: Operand, b: Operand): Expr => call('le', a, b);
export const gt = (a: Operand, b: Operand): Expr => call('gt', a, b);
export const ge = (a: Operand, b: Operand): Expr => call('ge', a, b);
export const isNull = (arg: Expr): Expr => call('isNull', arg);
export const isPresent = (arg: Expr): Expr => not(isNull(arg));
export const coalesce = (...args: Operand[]): Expr => call('coalesce', ...args);
export function inList(expr: Expr, list: readonly LiteralValue[]): Expr {
  return { kind: 'in', expr, list: list.map((value) => lit(value)) };
}
/**
 * A searched CASE: pairs of condition and value, then the value when none holds (null if it is left out). A condition that is
 * null does not hold, as in a filter.
 */
export function cases(branches: readonly (readonly [Expr, Operand])[], otherwise?: Operand): Expr {
  const rows = branches.map(([when, value]) => ({ when: simplifyCondition(when), value: operand(value) }));
  return otherwise === undefined
    ? { kind: 'case', branches: rows }
    : { kind: 'case', branches: rows, otherwise: operand(otherwise) };
}
export function cast(expr: Expr, to: ValueType, safe = false): Expr {
  return { kind: 'cast', expr, to, safe };
}
/** An aggregate over the rows for which `where` holds (all rows without it). */
export function agg(func: FunctionName, args: readonly Operand[] = [], where?: Expr): Expr {
  const given = args.map(operand);
  const shared = {
    kind: 'aggregate',
    func,
    args: func === 'countIf' ? given.map(simplifyCondition) : given,
  } as const;
  return where === undefined ? shared : { ...shared, where: simplifyCondition(where) };
}
export function countDistinct(arg: Expr, where?: Expr): Expr {
  const shared = { kind: 'aggregate', func: 'count', args: [arg], distinct: true } as const;
  return where === undefined ? shared : { ...shared, where };
}
export function over(
  func: FunctionName,
  args: readonly Operand[],
  partitionBy: readonly Expr[],
  orderBy: readonly SortKey[] = [],
): Expr {
  return { kind: 'window', func, args: args.map(operand), partitionBy, orderBy };
}

/** Named expressions from an object; a bare `true` keeps the column of that name. */
type Columns = Readonly<Record<string, Expr | true>>;

function named(columns: Columns): NamedExpr[] {
  return Object.entries(columns).map(([name, expr]) => ({ name, expr: expr === true ? col(name) : expr }));
}

/** Columns by their own names, for `project` and `aggregate`. */
export function keep(...names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name) => [name, true] as const));
}

/** Builds a plan from top to bottom: each method takes the plan so far as its input. */
export class Query {
  constructor(readonly plan: Plan) {}

  filter(...conditions: Expr[]): Query {
    return new Query({ kind: 'filter', input: this.plan, where: and(...conditions) });
  }
  project(columns: Columns): Query {
    return new Query({ kind: 'project', input: this.plan, columns: named(columns) });
  }
  extend(columns: Columns): Query {
    return new Query({ kind: 'extend', input: this.plan, columns: named(columns) });
  }
  aggregate(by: Columns, measures: Columns): Query {
    return new Query({ kind: 'aggregate', input: this.plan, by: named(by), measures: named(measures) });
  }
  join(type: 'inner' | 'left', other: Query, on: Expr, columns: Readonly<Record<string, Expr>>): Query {
    return new Query({ kind: 'join', type, left: this.plan, right: other.plan, on, columns: named(columns) });
  }
  /** Keeps the rows that have (`semi`) or do not have (`anti`) a partner. */
  only(type: 'semi' | 'anti', other: Query, on: Expr): Query {
    return new Query({ kind: 'join', type, left: this.plan, right: other.plan, on, columns: [] });
  }
  union(...others: Query[]): Query {
    return new Query({ kind: 'union', inputs: [this.plan, ...others.map((other) => other.plan)] });
  }
  /** A row for each element of a list. */
  unnest(list: Expr, element: string, number: string): Query {
    return new Query({ kind: 'unnest', input: this.plan, list, element, number });
  }
  distinct(): Query {
    return new Query({ kind: 'distinct', input: this.plan });
  }
  sort(...keys: SortKey[]): Query {
    return new Query({ kind: 'sort', input: this.plan, keys });
  }
  limit(count: number): Query {
    return new Query({ kind: 'limit', input: this.plan, count });
  }
}

export function scan(table: string): Query {
  return new Query({ kind: 'scan', table });
}
export function values(columns: readonly Column[], rows: readonly (readonly LiteralValue[])[]): Query {
  return new Query({ kind: 'values', columns, rows });
}
export const asc = (expr: Expr): SortKey => ({ expr });
export const desc = (expr: Expr): SortKey => ({ expr, descending: true });
