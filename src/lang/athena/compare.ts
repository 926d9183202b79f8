import type { Span } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { orderable } from './address-order.js';
import { compareDoubles, mayBeNan } from './compare-doubles.js';
import { compareNested, hasOrder, inKeyOrder } from './compare-nested.js';
import { refuse } from './messages.js';
import { isNested } from './nested-types.js';
import { pruneByDay } from './prune-day.js';
import type { Comparison, Expression } from './syntax.js';
import {
  coerce,
  commonType,
  isNumeric,
  isTime,
  isZoned,
  type Lowered,
  shownTypeOf,
  type TrinoType,
} from './types.js';

const { and, call, lit, not, or } = build;
const functions = { '=': 'eq', '<>': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
type Lower = (node: Expression) => Lowered;
const boolean = (expr: Expr): Lowered => ({ type: 'boolean', expr });

/** A comparison, with the place of which a refusal speaks. */
type Compared = Pick<Extract<Expression, { kind: 'compare' }>, 'operator' | 'span' | 'at'>;

/** A comparison; text and numbers do not compare, as Trino refuses it. */
export function lowerCompare(node: Compared, left: Lowered, right: Lowered, query: QueryText): Lowered {
  const type = sameType(node.operator, left, right, node.at ?? node.span, query);
  if (isNested(type)) return boolean(comparedInside(node, left, right, type, query));
  const func = comparisonOf(node.operator, type, node.span, query);
  const pruned = pruneByDay(node.operator, left, right);
  if (pruned !== undefined) return boolean(pruned);
  if (type === 'double') return boolean(compareDoubles(func, left, right));
  const [a, b] = [left, right].map((side): Lowered => ({ type, expr: coerce(side, type) }));
  if (a === undefined || b === undefined) return boolean(lit(null, 'boolean'));
  return boolean(compared(func, a, b));
}

function compared(func: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', a: Lowered, b: Lowered): Expr {
  const isOrder = func !== 'eq' && func !== 'ne';
  return isOrder ? call(func, orderable(a), orderable(b)) : call(func, a.expr, b.expr);
}

/** The function of an operator; values without an order are compared for being equal only. */
export function comparisonOf(
  operator: Comparison,
  type: TrinoType,
  span: Span,
  query: QueryText,
): 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' {
  const isOrder = operator !== '=' && operator !== '<>';
  if (type === 'json' && isOrder) refuse(query, 'type-mismatch', { operator, left: type, right: type }, span);
  return functions[operator];
}

/** Values that are made of others; their parts are compared as values of their own. */
function comparedInside(
  node: Compared,
  left: Lowered,
  right: Lowered,
  type: TrinoType,
  query: QueryText,
): Expr {
  const { operator, span } = node;
  const isOrder = operator !== '=' && operator !== '<>';
  if (isOrder && !hasOrder(type)) return refuseTypes(operator, left, right, span, query);
  const to = (side: Lowered): Lowered => (side.type === type ? side : { type, expr: coerce(side, type) });
  return compareNested(operator, to(left), to(right), (each, a, b) =>
    compared(comparisonOf(each, a.type, span, query), a, b),
  );
}

/** Whether the two have a type in which they compare. */
export function comparable(left: Lowered, right: Lowered): boolean {
  const isZone = isZoned(left.type) ? isTime(right.type) : isZoned(right.type) && isTime(left.type);
  return isZone || commonType(left.type, right.type) !== undefined;
}

export function sameType(
  operator: string,
  left: Lowered,
  right: Lowered,
  span: Span,
  query: QueryText,
): TrinoType {
  // Times are compared, not how they are shown.
  const isZone = isZoned(left.type) && isTime(right.type);
  if (isZone || (isZoned(right.type) && isTime(left.type))) return 'timestamp with time zone';
  const type = commonType(left.type, right.type);
  if (type !== undefined) return type;
  return refuseTypes(operator, left, right, span, query);
}

/** Trino names the operator by which it looks for the types: `a > b` is `b < a`. */
const resolvedOperators: Readonly<Record<string, string>> = { '<>': '=', '>': '<', '>=': '<=' };

function refuseTypes(operator: string, left: Lowered, right: Lowered, span: Span, query: QueryText): never {
  const sides = { left: shownTypeOf(left), right: shownTypeOf(right) };
  if (operator === 'IN') {
    const what = 'IN value and list items';
    return refuse(query, 'branch-types', { what, ...sides }, span, help(left, right));
  }
  const params = { operator: resolvedOperators[operator] ?? operator, ...sides };
  return refuse(query, 'type-mismatch', params, span, help(left, right));
}

/** What would make the two sides comparable. */
function help(left: Lowered, right: Lowered): string {
  const types = [left.type, right.type];
  const text = left.type === 'varchar' ? left : right.type === 'varchar' ? right : undefined;
  if (text !== undefined && types.some(isNumeric)) {
    if (typeof text.literal === 'string' && /^-?\d+$/.test(text.literal))
      return `write the number without quotes: ${text.literal}`;
    return typeof text.literal === 'string'
      ? 'compare it with a number'
      : 'write the value in single quotes, or CAST(… AS BIGINT)';
  }
  if (text !== undefined && types.includes('date')) {
    return typeof text.literal === 'string'
      ? `write DATE '${text.literal.replaceAll('/', '-')}'`
      : 'write CAST(… AS DATE)';
  }
  if (text !== undefined && types.includes('ipaddress'))
    return 'write CAST(… AS IPADDRESS), or compare the texts';
  if (types.some(isZoned) && types.some(isNumeric))
    return 'compare the Unix seconds themselves, without from_unixtime';
  return 'write CAST(… AS …) around one of them';
}

export function lowerBetween(
  node: Extract<Expression, { kind: 'between' }>,
  lower: Lower,
  query: QueryText,
): Lowered {
  const value = lower(node.value);
  const { span } = node;
  const [low, high] = [lower(node.low), lower(node.high)];
  if ([low, high].some((bound) => !comparable(value, bound))) {
    const params = { value: shownTypeOf(value), low: shownTypeOf(low), high: shownTypeOf(high) };
    return refuse(query, 'between-types', params, node.at, help(value, low));
  }
  const from = lowerCompare({ operator: '>=', span }, value, low, query).expr;
  const to = lowerCompare({ operator: '<=', span }, value, high, query).expr;
  return boolean(node.negated ? not(and(from, to)) : and(from, to));
}

export function lowerIn(node: Extract<Expression, { kind: 'in' }>, lower: Lower, query: QueryText): Lowered {
  const value = lower(node.value);
  const list = node.list.map((each) => ({ item: lower(each), span: each.span }));
  if (isNested(value.type)) {
    const equal = list.map(
      ({ item, span }) => lowerCompare({ operator: '=', span }, value, item, query).expr,
    );
    return boolean(node.negated ? not(or(...equal)) : or(...equal));
  }
  let type: TrinoType = value.type;
  for (const { item, span } of list) type = sameType('IN', { ...value, type }, item, span, query);
  // A day's list is a few ranges of time; other lists stay lists.
  if (value.dayOf !== undefined && list.length <= 31) {
    const ranges = list.map(({ item }) => pruneByDay('=', value, item));
    const known = ranges.filter((each) => each !== undefined);
    if (known.length === list.length) return boolean(node.negated ? not(or(...known)) : or(...known));
  }
  // The engine finds what is not a number among others of its kind; to Trino it is equal to nothing.
  if (type === 'double' && mayBeNan(value) && list.some(({ item }) => mayBeNan(item))) {
    const equal = or(...list.map(({ item }) => compareDoubles('eq', value, item)));
    return boolean(node.negated ? not(equal) : equal);
  }
  const items = list.map(({ item }) => coerce(item, type));
  const found: Expr = { kind: 'in', expr: coerce(value, type), list: items };
  return boolean(node.negated ? not(found) : found);
}

export function lowerDistinct(
  node: Extract<Expression, { kind: 'isDistinct' }>,
  left: Lowered,
  right: Lowered,
  query: QueryText,
): Lowered {
  const type = sameType('IS DISTINCT FROM', left, right, node.span, query);
  const [a, b] = [left, right].map((side) => inKeyOrder({ type, expr: coerce(side, type) }));
  const same = call('same', a ?? lit(null), b ?? lit(null));
  return boolean(node.negated ? same : not(same));
}

/** LIKE works on text only; `%` is any text, `_` any character, and there is no escape character unless one is named. */
export function lowerLike(
  node: Extract<Expression, { kind: 'like' }>,
  lower: Lower,
  query: QueryText,
): Lowered {
  const parts = [node.value, node.pattern, ...(node.escape === undefined ? [] : [node.escape])];
  const [value, pattern, mark] = parts.map((part) => {
    const each = lower(part);
    if (each.type === 'varchar' || each.type === 'unknown') return { ...each, expr: coerce(each, 'varchar') };
    const params = { what: 'Left side of LIKE expression', expected: 'varchar', given: shownTypeOf(each) };
    return refuse(
      query,
      'operand-type',
      params,
      part.span,
      'write CAST(… AS VARCHAR), or compare the numbers',
    );
  });
  if (value === undefined || pattern === undefined) return boolean(lit(null, 'boolean'));
  const found =
    mark === undefined
      ? plainLike(value, pattern)
      : call('likeEscape', value.expr, pattern.expr, escapeOf(mark, node, query));
  return boolean(node.negated ? not(found) : found);
}

/** Without a wildcard LIKE is equality, which every engine can look up. */
function plainLike(value: Lowered, pattern: Lowered): Expr {
  const { literal } = pattern;
  const isPlain = typeof literal === 'string' && !/[%_\\]/.test(literal);
  return call(isPlain ? 'eq' : 'like', value.expr, pattern.expr);
}

function escapeOf(mark: Lowered, node: Extract<Expression, { kind: 'like' }>, query: QueryText): Expr {
  if (typeof mark.literal === 'string' && [...mark.literal].length === 1) return mark.expr;
  const span = node.escape?.span ?? node.span;
  return refuse(
    query,
    'literal-needed',
    { what: 'The escape character' },
    span,
    "write one character, such as '\\'",
  );
}
