import type { FunctionName } from './functions.js';
import type { Plan } from './plan.js';

/**
 * Types of values in a plan, in Trino's words. `any` stands for a value whose type is known only when it runs
 * (fields of Logs Insights text) and is accepted everywhere.
 */
export type ValueType =
  | 'varchar'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | 'date'
  | 'interval'
  | 'ipaddress'
  | 'varbinary'
  | 'array'
  | DecimalType
  | 'any';

/** A decimal number of so many digits, so many of them after the point. */
export type DecimalType = `decimal(${number},${number})`;

export type LiteralValue = string | number | bigint | boolean | null;

export interface SortKey {
  readonly expr: Expr;
  readonly descending?: boolean;
  /** Default is last in both directions, as Trino does. */
  readonly nullsFirst?: boolean;
}

/** A scalar, aggregate or window expression over the columns of the plan's input. */
export type Expr =
  | {
      readonly kind: 'column';
      readonly name: string;
      readonly side?: 'left' | 'right';
    }
  | { readonly kind: 'literal'; readonly value: LiteralValue; readonly type?: ValueType }
  | { readonly kind: 'call'; readonly func: FunctionName; readonly args: readonly Expr[] }
  | {
      readonly kind: 'aggregate';
      readonly func: FunctionName;
      readonly args: readonly Expr[];
      readonly distinct?: boolean;
      readonly where?: Expr;
      readonly orderBy?: readonly SortKey[];
    }
  | {
      readonly kind: 'window';
      readonly func: FunctionName;
      readonly args: readonly Expr[];
      readonly partitionBy: readonly Expr[];
      readonly orderBy: readonly SortKey[];
      /** Default is SQL's: all rows without an order, else those up to the row's last peer. */
      readonly frame?: WindowFrame;
      readonly ignoreNulls?: boolean;
      /** Only for aggregates: the rows that count. */
      readonly where?: Expr;
    }
  | {
      readonly kind: 'case';
      readonly branches: readonly { readonly when: Expr; readonly value: Expr }[];
      readonly otherwise?: Expr;
    }
  | { readonly kind: 'cast'; readonly expr: Expr; readonly to: ValueType; readonly safe?: boolean }
  | { readonly kind: 'in'; readonly expr: Expr; readonly list: readonly Expr[] }
  /** The one value of a plan with one column and at most one row; null without a row. */
  | { readonly kind: 'scalar'; readonly plan: Plan }
  /** Whether the value is among those of a plan with one column, as SQL's IN means it for nulls. */
  | { readonly kind: 'inPlan'; readonly expr: Expr; readonly plan: Plan }
  /** Whether the plan has any row. */
  | { readonly kind: 'exists'; readonly plan: Plan }
  /** Whether the comparison holds with all values of a plan with one column, or with any of them, as SQL means it for nulls. */
  | {
      readonly kind: 'quantified';
      readonly func: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
      readonly quantifier: 'all' | 'any';
      readonly expr: Expr;
      readonly plan: Plan;
    }
  /** In a plan inside of an expression: a column of the row that the expression is computed for, `levels` plans further out. */
  | { readonly kind: 'outer'; readonly name: string; readonly levels: number }
  /** A function without a name, only as an argument of functions that apply it. */
  | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expr }
  /** What a parameter of a lambda stands for in its body. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** The value, or null where computing it fails. */
  | { readonly kind: 'try'; readonly expr: Expr };

/** Where a window's frame begins or ends: so many rows, groups or units of the key away, or all of them. */
export type FrameBound =
  | { readonly kind: 'current' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: number | undefined };

export interface WindowFrame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
}

export interface NamedExpr {
  readonly name: string;
  readonly expr: Expr;
}

/** The direct children of an expression; whoever walks a tree uses this, so a new kind is listed once. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'column':
    case 'literal':
    case 'scalar':
    case 'exists':
    case 'outer':
    case 'parameter':
      return [];
    case 'inPlan':
    case 'quantified':
    case 'try':
      return [expr.expr];
    case 'lambda':
      return [expr.body];
    case 'call':
      return expr.args;
    case 'aggregate': {
      const order = (expr.orderBy ?? []).map((key) => key.expr);
      return expr.where === undefined ? [...expr.args, ...order] : [...expr.args, ...order, expr.where];
    }
    case 'window': {
      const inside = [...expr.args, ...expr.partitionBy, ...expr.orderBy.map((key) => key.expr)];
      return expr.where === undefined ? inside : [...inside, expr.where];
    }
    case 'case': {
      const branches = expr.branches.flatMap((branch) => [branch.when, branch.value]);
      return expr.otherwise === undefined ? branches : [...branches, expr.otherwise];
    }
    case 'cast':
      return [expr.expr];
    case 'in':
      return [expr.expr, ...expr.list];
  }
}
