import type { Expr, SortKey, WindowFrame } from '../../plan/index.js';
import { applied } from './call.js';
import type { SqlFunction } from './functions/index.js';
import { condition, lowerExpression, type Place } from './lower-expression.js';
import { sortKey } from './lower-query.js';
import { refuse } from './messages.js';
import type { Expression, Frame, OrderItem, Window } from './syntax.js';
import { isNumeric, type Lowered } from './types.js';

type Call = Extract<Expression, { kind: 'call' }>;
type WindowExpr = Extract<Expr, { kind: 'window' }>;

const navigation = ['lag', 'lead', 'first_value', 'last_value', 'nth_value'];
const framed = ['first_value', 'last_value', 'nth_value'];

/** A function with OVER (trino.io, "Window functions"; refusals in Trino's words). */
export function lowerWindow(func: SqlFunction, node: Call, over: Window, place: Place): Lowered {
  const { query } = place.statement;
  check(func, node, over, place);
  // Inside of a window there are the groups' columns, and no other window.
  const inside: Place = { ...place, windows: false, clause: `The window of ${func.name}` };
  const value = applied(
    func,
    node,
    node.args.map((arg) => lowerExpression(arg, inside)),
    inside,
  );
  const isFramed = func.kind === 'aggregate' || framed.includes(func.name);
  const frame = over.frame === undefined || !isFramed ? undefined : frameOf(over.frame, over, inside);
  const parts: Pick<WindowExpr, 'partitionBy' | 'orderBy' | 'frame' | 'where' | 'ignoreNulls'> = {
    partitionBy: over.partitionBy.map((each) => lowerExpression(each, inside).expr),
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
  if (value.type === 'ipaddress') {
    const help = 'order by the text of the address';
    return refuse(
      place.statement.query,
      'not-supported',
      { what: 'Ordering addresses' },
      item.value.span,
      help,
    );
  }
  return sortKey(value.expr, item);
}

function check(func: SqlFunction, node: Call, over: Window, place: Place): void {
  const { query } = place.statement;
  const { name } = node.name;
  if (!place.windows) refuse(query, 'aggregate-place', { clause: place.clause, name }, node.span);
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

/** The aggregate or window function itself, which may stand inside a cast. */
function windowed(expr: Expr, parts: Omit<WindowExpr, 'kind' | 'func' | 'args'>): Expr | undefined {
  if (expr.kind === 'cast') {
    const inner = windowed(expr.expr, parts);
    return inner === undefined ? undefined : { ...expr, expr: inner };
  }
  if (expr.kind === 'window') return { ...expr, ...parts };
  if (expr.kind !== 'aggregate' || expr.orderBy !== undefined || expr.where !== undefined) return undefined;
  return { kind: 'window', func: expr.func, args: expr.args, ...parts };
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
