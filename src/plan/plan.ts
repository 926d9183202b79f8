import type { Expr, LiteralValue, NamedExpr, SortKey, ValueType } from './expr.js';

export interface Column {
  readonly name: string;
  readonly type: ValueType;
}

/**
 * What a query or an analysis means: a relational tree of plain data, the same for every engine. A dialect prints it.
 * Columns are addressed by name; names are case-sensitive and unique within one node's output.
 */
export type Plan =
  /** A table or view of the engine, or the result of an earlier step. */
  | { readonly kind: 'scan'; readonly table: string }
  | {
      readonly kind: 'values';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly LiteralValue[])[];
    }
  | { readonly kind: 'filter'; readonly input: Plan; readonly where: Expr }
  /** The named columns and nothing else. */
  | { readonly kind: 'project'; readonly input: Plan; readonly columns: readonly NamedExpr[] }
  /** The input's columns and the named ones after them. A name of the input may not be used again. */
  | { readonly kind: 'extend'; readonly input: Plan; readonly columns: readonly NamedExpr[] }
  | {
      readonly kind: 'aggregate';
      readonly input: Plan;
      readonly by: readonly NamedExpr[];
      readonly measures: readonly NamedExpr[];
      /**
       * Several groupings at once, each a list of positions in `by`; a key outside of the row's grouping is null. Default
       * is one grouping by all keys.
       */
      readonly sets?: readonly (readonly number[])[];
    }
  /**
   * `columns` names the output, from either side; `semi` and `anti` keep the left side's columns and have none.
   * In `on` and `columns` each column says its side.
   */
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'full' | 'semi' | 'anti';
      readonly left: Plan;
      readonly right: Plan;
      readonly on: Expr;
      readonly columns: readonly NamedExpr[];
      /** Only for `inner` and `left`: all columns of the left side stand before the named ones. */
      readonly allLeft?: boolean;
    }
  /** All rows of all inputs; the inputs have the same column names in the same order. */
  | { readonly kind: 'union'; readonly inputs: readonly Plan[] }
  /** Rows of both inputs, or of the left one only; the inputs have the same column names in the same order. */
  | {
      readonly kind: 'setOperation';
      readonly operation: 'intersect' | 'except';
      /** Whether each row counts as often as it occurs; otherwise rows are made different first. */
      readonly all: boolean;
      readonly left: Plan;
      readonly right: Plan;
    }
  /**
   * A row for each element of a list of the row, none for an empty one: the input's columns, the element, and its number
   * from 1. Names of the input may not be used again.
   */
  | {
      readonly kind: 'unnest';
      readonly input: Plan;
      readonly list: Expr;
      readonly element: string;
      readonly number: string;
      /** Whether a row without elements stays, with nulls; default false. */
      readonly keepsEmpty?: boolean;
    }
  /**
   * For each row of the left side the rows of the right one, whose expressions see that row's columns as `outer`: the
   * columns of both. No name may be on both sides.
   */
  | {
      readonly kind: 'lateral';
      readonly left: Plan;
      readonly right: Plan;
      /** Whether a row without a partner stays, with nulls. */
      readonly keepsLeft: boolean;
    }
  /** About this share of the rows, a hundredth each, chosen by chance: row by row, or in larger pieces. */
  | {
      readonly kind: 'sample';
      readonly input: Plan;
      readonly method: 'bernoulli' | 'system';
      readonly percent: number;
    }
  /**
   * The rows of `base`, then those of `step` as long as it gives any, ten times at most; a scan of `name` in `step` is the rows that were
   * new last. Both have the same columns.
   */
  | {
      readonly kind: 'recursive';
      readonly name: string;
      readonly columns: readonly string[];
      readonly base: Plan;
      readonly step: Plan;
    }
  | { readonly kind: 'distinct'; readonly input: Plan }
  | { readonly kind: 'sort'; readonly input: Plan; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly input: Plan; readonly count: number; readonly offset?: number };

/** A named intermediate result of an analysis. An engine keeps it for the steps that follow. */
export interface Step {
  readonly name: string;
  readonly plan: Plan;
  /** Results of earlier steps that no step after this one reads; an engine may let go of them. */
  readonly releases?: readonly string[];
}
