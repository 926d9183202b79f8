import { nearest } from '../../base/index.js';
import { type Expr, mapAggregates, type SortKey, type WindowFrame } from '../../plan/index.js';
import { orderable } from './address-order.js';
import { resolved } from './call.js';
import { inKeyOrder } from './compare-nested.js';
import type { SqlFunction } from './functions/index.js';
import { condition, lowerExpression, type Place } from './lower-expression.js';
import { sortKey } from './lower-query.js';
import { refuse } from './messages.js';
import { printExpression } from './print.js';
import type { Expression, Frame, OrderItem, Window } from './syntax.js';
import { isNumeric, type Lowered } from './types.js';

type Call = Extract<Expression, { kind: 'call' }>;
type WindowExpr = Extract<Expr, { kind: 'window' }>;

const navigation = ['lag', 'lead', 'first_value', 'last_value', 'nth_value'];
const framed = ['first_value', 'last_value', 'nth_value'];

/** A function with OVER (trino.io, "Window functions"; refusals in Trino's words). */
export function lowerWindow(node: Call, written: Window, place: Place): Lowered {
  const { query } = place.statement;
  const over = wholeWindow(written, place);
  // Inside of a window there are the groups' columns, and no other window.
  const inside: Place = { ...place, windows: false, clause: `The window of ${node.name.name}` };
  if (!place.windows) {
    refuse(query, 'aggregate-place', { clause: place.clause, name: printExpression(node) }, node.span);
  }
  const { func, value } = resolved(node, inside);
  check(func, node, over, place);
  const isFramed = func.kind === 'aggregate' || framed.includes(func.name);
  const frame = over.frame === undefined || !isFramed ? undefined : frameOf(over.frame, over, inside);
  const parts: Pick<WindowExpr, 'partitionBy' | 'orderBy' | 'frame' | 'where' | 'ignoreNulls'> = {
    partitionBy: over.partitionBy.map((each) => inKeyOrder(lowerExpression(each, inside))),
    orderBy: over.orderBy.map((item) => keyOf(item, inside)),
    ...(frame === undefined ? {} : { frame }),
    ...(node.filter === undefined ? {} : { where: condition(node.filter, inside) }),
    ...(node.ignoreNulls ? { ignoreNulls: true } : {}),
  };
  // A function of nothing but NULL is NULL in every row.
  if (value.type === 'unknown') return value;
  const expr = windowed(value.expr, parts);
  if (expr !== undefined) return { type: value.type, expr };
  return refuse(query, 'not-supported', { what: `${func.name} as a window function` }, node.span);
}

/** The order of a window: the value itself, also where it is written as a number. */
function keyOf(item: OrderItem, place: Place): SortKey {
  const value = lowerExpression(item.value, place);
  return sortKey(orderable(value), item);
}

function check(func: SqlFunction, node: Call, over: Window, place: Place): void {
  const { query } = place.statement;
  const { name } = node.name;
  if (func.kind === 'scalar')
    refuse(query, 'not-supported', { what: `${func.name} as a window function` }, node.span);
  if (node.star && func.name !== 'count') {
    refuse(query, 'function-arguments', { name: func.name, given: '*', expected: func.doc }, node.span);
  }
  if (node.distinct) refuse(query, 'not-supported', { what: 'DISTINCT in a window function' }, node.span);
  if (node.orderBy !== undefined) {
    refuse(query, 'not-supported', { what: 'ORDER BY among the arguments of a window function' }, node.span);
  }
  if (node.filter !== undefined && func.kind !== 'aggregate') {
    refuse(query, 'not-supported', { what: `FILTER in ${func.name}, which is no aggregate` }, node.span);
  }
  if (node.ignoreNulls && !navigation.includes(func.name))
    refuse(query, 'null-treatment', { name }, node.span);
  if (func.name !== 'lag' && func.name !== 'lead') return;
  if (over.orderBy.length === 0) refuse(query, 'window-order', { name }, over.span);
  if (over.frame !== undefined) {
    refuse(query, 'window-frame', { problem: `cannot be specified for ${name} function` }, over.frame.span);
  }
}

/** The aggregates or the window function themselves, which may stand inside of other functions. */
function windowed(expr: Expr, parts: Omit<WindowExpr, 'kind' | 'func' | 'args'>): Expr | undefined {
  if (expr.kind === 'window') return { ...expr, ...parts };
  let count = 0;
  const mapped = mapAggregates(expr, (each) => {
    count += each.orderBy === undefined && each.where === undefined ? 1 : Number.NEGATIVE_INFINITY;
    return { kind: 'window', func: each.func, args: each.args, ...parts };
  });
  return count > 0 ? mapped : undefined;
}

/** The window with the parts of the one that it names, which it may add to and not change. */
function wholeWindow(window: Window, place: Place): Window {
  const { base } = window;
  if (base === undefined) return window;
  const { query } = place.statement;
  const named = place.named?.get(base.name.toLowerCase());
  if (named === undefined) {
    const near = nearest(base.name, place.named?.keys() ?? []);
    const help = near === undefined ? 'name it in WINDOW name AS (…)' : `write \`${near}\``;
    return refuse(query, 'window-name', { name: base.name }, base.span, help);
  }
  // A window of the clause names only windows that stand before it, so this ends.
  const before = [...(place.named ?? [])].slice(
    0,
    [...(place.named?.keys() ?? [])].indexOf(base.name.toLowerCase()),
  );
  const whole = wholeWindow(named, { ...place, named: new Map(before) });
  const wrong = (part: string): never => refuse(query, 'window-parts', { part }, window.span);
  const isMore = window.partitionBy.length + window.orderBy.length > 0 || window.frame !== undefined;
  if (window.partitionBy.length > 0) wrong('PARTITION BY');
  if (window.orderBy.length > 0 && whole.orderBy.length > 0) wrong('ORDER BY');
  if (isMore && whole.frame !== undefined) wrong('a frame of a window that has one');
  return {
    partitionBy: whole.partitionBy,
    orderBy: window.orderBy.length > 0 ? window.orderBy : whole.orderBy,
    frame: window.frame ?? whole.frame,
    span: window.span,
  };
}

function frameOf(frame: Frame, over: Window, place: Place): WindowFrame {
  const { query } = place.statement;
  const wrong = (problem: string): never => refuse(query, 'window-frame', { problem }, frame.span);
  const { unit, start } = frame;
  const end = frame.end ?? { kind: 'current', offset: undefined };
  const isOpen = (bound: Frame['start']): boolean => bound.kind !== 'current' && bound.offset === undefined;
  if (start.kind === 'following' && isOpen(start)) wrong('start cannot be UNBOUNDED FOLLOWING');
  if (end.kind === 'preceding' && isOpen(end)) wrong('end cannot be UNBOUNDED PRECEDING');
  if (start.kind === 'current' && end.kind === 'preceding')
    wrong('starting from CURRENT ROW cannot end with PRECEDING');
  if (start.kind === 'following' && end.kind !== 'following') {
    wrong(`starting from FOLLOWING cannot end with ${end.kind === 'current' ? 'CURRENT ROW' : 'PRECEDING'}`);
  }
  if (unit === 'groups' && over.orderBy.length === 0) wrong('of type GROUPS requires ORDER BY');
  const counts = [start, end].some((bound) => bound.offset !== undefined);
  if (unit === 'range' && counts) checkRange(over, frame, place);
  return { unit, start, end };
}

/** A range counts in units of its one key, which is a number. */
function checkRange(over: Window, frame: Frame, place: Place): void {
  const { query } = place.statement;
  const wrong = (problem: string): never => refuse(query, 'window-frame', { problem }, frame.span);
  const [key, ...others] = over.orderBy;
  if (key === undefined) wrong('of type RANGE PRECEDING or FOLLOWING requires ORDER BY');
  if (others.length > 0) wrong('of type RANGE PRECEDING or FOLLOWING requires single sort item in ORDER BY');
  const type = key === undefined ? 'unknown' : lowerExpression(key.value, place).type;
  if (!isNumeric(type)) {
    refuse(
      query,
      'not-supported',
      { what: `A RANGE frame over a ${type}` },
      frame.span,
      'order by a number, such as start',
    );
  }
}
