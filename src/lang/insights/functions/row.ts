import type { Span } from '../../../base/index.js';
import type { Expr } from '../../../plan/index.js';
import type { QueryText } from '../../problem.js';
import type { Range } from '../range.js';
import type { Standing } from '../standing.js';
import { missing, type Value } from '../value.js';

/** What a function's row gets beside its arguments: the place of the call, for refusals. */
export interface CallSite {
  readonly query: QueryText;
  readonly name: string;
  readonly span: Span;
  readonly argSpans: readonly Span[];
  /** The time range of the query, as far as it is known. */
  readonly range: Range;
}

export interface ScalarFunction extends Standing {
  /** As AWS writes it; names are read without regard to case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly least: number;
  /** Default is `least`; `Infinity` when any number may follow. */
  readonly most?: number;
  readonly signature: string;
  readonly doc: string;
  readonly build: (args: readonly Value[], site: CallSite) => Value;
}

export const long = (expr: Expr): Value => ({ kind: 'long', expr });
export const double = (expr: Expr): Value => ({ kind: 'double', expr });
export const text = (expr: Expr): Value => ({ kind: 'text', expr });
export const flag = (expr: Expr): Value => ({ kind: 'boolean', expr });
export const at = (args: readonly Value[], index: number): Value => args[index] ?? missing;
