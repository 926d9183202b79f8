import { build, type Expr, type SortKey } from '../../plan/index.js';
import type { Value } from './value.js';

const { asc, call, cases, desc, lit } = build;

/** The record's start, as seconds or as `@timestamp`: both are in the same order. */
export function isStart(expr: Expr): boolean {
  const [seconds] = expr.kind === 'call' && expr.func === 'fromUnixSeconds' ? expr.args : [expr];
  return seconds?.kind === 'column' && seconds.name === 'start';
}

/** Groups of equal rank are ordered by their keys, so that the same query gives the same rows again. */
export function withTieBreak(sort: readonly SortKey[], keys: readonly Expr[]): readonly SortKey[] {
  const sorted = new Set(sort.map(({ expr }) => (expr.kind === 'column' ? expr.name : '')));
  const rest = keys.filter((key) => key.kind !== 'column' || !sorted.has(key.name));
  return [...sort, ...rest.map((key) => asc(key))];
}

/**
 * The order of a field (Logs Insights syntax, `sort`): text before numbers, numbers by value, text by runs of digits
 * and other characters, where a longer run of digits is the larger number. Descending is the reverse.
 */
export function naturalOrder(value: Value, descending: boolean): SortKey[] {
  const key = (expr: Expr): SortKey => (descending ? desc(expr) : asc(expr));
  if (value.kind === 'missing') return [];
  if (value.kind !== 'text') return [key(value.expr)];
  if (value.address !== undefined) return [key(call('naturalKey', value.expr))];
  return [key(textOrder(value.expr))];
}

/**
 * Text whose plain order is the natural one: a text of digits stands after every other text, by its value, and `01` before
 * `1`, as in the list that AWS prints.
 */
export function textOrder(text: Expr): Expr {
  const significant = call('trimSetLeft', text, lit('0'));
  const number = call('concat', lit('1'), call('naturalKey', significant), lit(' '), text);
  const digits = call('regexpLike', text, lit('^[0-9]+$'));
  return cases([[digits, number]], call('concat', lit('0'), call('naturalKey', text)));
}
