import type { Expr, LiteralValue } from './expr.js';
import { childrenOf } from './expr.js';

/**
 * Rewrites a filter's condition so that engines can prune files and row groups by it. A text column of a flow log shows
 * `-` for a missing value, which a plan writes as `coalesce(column, '-')`; a comparison of that with another text is the
 * same as one of the bare column, and only the bare column has statistics. The rewritten condition holds for the same
 * rows; where it does not hold it may be null instead of false, which a filter does not tell apart.
 */
export function simplifyCondition(where: Expr): Expr {
  switch (where.kind) {
    case 'call':
      if (where.func === 'and' || where.func === 'or') {
        return { ...where, args: where.args.map(simplifyCondition) };
      }
      return simplifyTest(where);
    case 'in':
      return simplifyIn(where, where, false);
    default:
      return where;
  }
}

/** Tests that are never true of null, whose meaning on the placeholder is known without the engine. */
const tests: Partial<Record<string, (value: string, other: string) => boolean>> = {
  eq: (value, other) => value === other,
  ne: (value, other) => value !== other,
  startsWith: (value, other) => value.startsWith(other),
  contains: (value, other) => value.includes(other),
  like: (value, other) => likeMatches(value, other),
};

function simplifyTest(where: Extract<Expr, { kind: 'call' }>): Expr {
  const negated = where.func === 'not';
  const inner = negated ? where.args[0] : where;
  if (inner?.kind === 'in' && negated) return simplifyIn(where, inner, true);
  if (inner?.kind !== 'call') return where;
  if (!negated && inner.func === 'coalesce') return withoutFallback(inner);
  const [subject, other] = inner.args;
  const test = tests[inner.func];
  if (test === undefined || subject === undefined || other?.kind !== 'literal' || inner.args.length !== 2) {
    return where;
  }
  const shown = shownColumns(subject);
  if (shown === undefined || typeof other.value !== 'string') return where;
  const onColumn = (column: Expr) => maybeNot({ ...inner, args: [column, other] }, negated);
  return onEach(shown.columns, onColumn, test(shown.placeholder, other.value) !== negated);
}

function simplifyIn(where: Expr, inner: Extract<Expr, { kind: 'in' }>, negated: boolean): Expr {
  const shown = shownColumns(inner.expr);
  const list = textsOf(inner.list);
  if (shown === undefined || list === undefined) return where;
  const onColumn = (column: Expr) => maybeNot({ ...inner, expr: column }, negated);
  return onEach(shown.columns, onColumn, list.includes(shown.placeholder) !== negated);
}

/** A condition that is false instead of null holds for the same rows as the bare one. */
function withoutFallback(where: Extract<Expr, { kind: 'call' }>): Expr {
  const [first, second] = where.args;
  const isFalse = second?.kind === 'literal' && second.value === false;
  return first !== undefined && isFalse && where.args.length === 2 ? simplifyCondition(first) : where;
}

function maybeNot(expr: Expr, negated: boolean): Expr {
  return negated ? { kind: 'call', func: 'not', args: [expr] } : expr;
}

/** The first column decides; where it is null the next one does, and at last the placeholder. */
function onEach(columns: readonly Expr[], test: (column: Expr) => Expr, missingHolds: boolean): Expr {
  const [column, ...rest] = columns;
  if (column === undefined) return { kind: 'literal', value: missingHolds };
  if (rest.length === 0 && missingHolds) {
    const opposite = oppositeOf(test(column));
    if (opposite !== undefined) return { kind: 'call', func: 'not', args: [opposite] };
  }
  const isNull: Expr = { kind: 'call', func: 'isNull', args: [column] };
  if (rest.length > 0) {
    const later: Expr = { kind: 'call', func: 'and', args: [isNull, onEach(rest, test, missingHolds)] };
    return { kind: 'call', func: 'or', args: [test(column), later] };
  }
  return missingHolds ? { kind: 'call', func: 'or', args: [test(column), isNull] } : test(column);
}

/**
 * What has to be false for a negated test to hold, never null: `column IS NOT DISTINCT FROM 'text'`, or that of a test and
 * TRUE. Negating it costs as much as the bare test; `OR column IS NULL` beside the test costs a third more.
 */
function oppositeOf(test: Expr): Expr | undefined {
  if (test.kind !== 'call') return undefined;
  if (test.func === 'ne') return { ...test, func: 'same' };
  const [inner] = test.args;
  if (test.func !== 'not' || inner === undefined) return undefined;
  if (inner.kind === 'call' && inner.func === 'eq') return { ...inner, func: 'same' };
  return { kind: 'call', func: 'same', args: [inner, { kind: 'literal', value: true }] };
}

/** `coalesce(column, …, 'text')`, the way in which a plan shows a missing text. */
function shownColumns(expr: Expr): { columns: readonly Expr[]; placeholder: string } | undefined {
  if (expr.kind !== 'call' || expr.func !== 'coalesce') return undefined;
  const placeholder = expr.args.at(-1);
  const columns = expr.args.slice(0, -1);
  if (placeholder?.kind !== 'literal' || typeof placeholder.value !== 'string') return undefined;
  return columns.every((each) => each.kind === 'column')
    ? { columns, placeholder: placeholder.value }
    : undefined;
}

function textsOf(list: readonly Expr[]): readonly LiteralValue[] | undefined {
  const literals = list.filter((each) => each.kind === 'literal');
  if (literals.length !== list.length) return undefined;
  return literals.every((each) => typeof each.value === 'string')
    ? literals.map((each) => each.value)
    : undefined;
}

/** SQL's LIKE on one text, without an escape character; greedy with one point to go back to, so never slow. */
function likeMatches(value: string, pattern: string): boolean {
  let at = 0;
  let mark = -1;
  let resume = 0;
  for (let i = 0; i < value.length || at < pattern.length; ) {
    const wanted = pattern[at];
    if (wanted === '%') {
      mark = at++;
      resume = i;
    } else if (i < value.length && (wanted === '_' || wanted === value[i])) {
      at++;
      i++;
    } else if (mark >= 0 && resume < value.length) {
      at = mark + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return true;
}

/** Whether an aggregate stands anywhere in the expression. */
export function hasAggregate(expr: Expr): boolean {
  return expr.kind === 'aggregate' || childrenOf(expr).some(hasAggregate);
}

/** Whether a window function stands anywhere in the expression. */
export function hasWindow(expr: Expr): boolean {
  return expr.kind === 'window' || childrenOf(expr).some(hasWindow);
}
