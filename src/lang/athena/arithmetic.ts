import type { Span } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { decimalArithmetic } from './decimal.js';
import { intervalOf, timeArithmetic } from './interval.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import {
  coerce,
  commonType,
  isDecimal,
  isInterval,
  isNumeric,
  isWhole,
  type Lowered,
  shownTypeOf,
} from './types.js';

const { call, cases, cast, eq, isPresent, lit } = build;
const functions = { '+': 'add', '-': 'subtract', '*': 'multiply' } as const;
type Node = Extract<Expression, { kind: 'arithmetic' }>;

/**
 * Arithmetic (trino.io, "Mathematical functions and operators"): whole numbers divide to a whole number, cut towards 0,
 * and dividing them by 0 ends the statement.
 */
export function lowerArithmetic(node: Node, left: Lowered, right: Lowered, query: QueryText): Lowered {
  const ofTimes = timeArithmetic(node, left, right, query);
  if (ofTimes !== undefined) return ofTimes;
  const type = commonType(left.type, right.type);
  if (type === undefined || !(isNumeric(type) || type === 'unknown')) {
    const params = { operator: node.operator, left: shownTypeOf(left), right: shownTypeOf(right) };
    return refuse(query, 'type-mismatch', params, node.at, castHelp(left, right));
  }
  if (type === 'unknown') return { type, expr: lit(null) };
  if (isDecimal(type)) return decimalArithmetic(node, left, right, query);
  const [a, b] = [coerce(left, type), coerce(right, type)];
  if (node.operator === '/' || node.operator === '%')
    return { type, expr: divide(node.operator, type, a, b, [left, right]) };
  // Two ports are INTEGER; Trino fails where such a sum leaves the type, and so does the engine.
  return { type, expr: call(functions[node.operator], a, b) };
}

function castHelp(left: Lowered, right: Lowered): string {
  return left.type === 'varchar' || right.type === 'varchar'
    ? 'write CAST(… AS BIGINT) around the text'
    : 'write CAST(… AS …) around one of them';
}

/** The quotient or remainder of two values of one type; `given` are they as they were written. */
export function divide(
  operator: '/' | '%',
  type: Lowered['type'],
  a: Expr,
  b: Expr,
  [left, right]: readonly [Lowered, Lowered],
): Expr {
  if (operator === '/' && !isWhole(type)) return call('divideIeee', a, b);
  // A double has a remainder of 0 too, which is not a number.
  if (!isWhole(type)) return call('modulus', cast(a, 'double'), cast(b, 'double'));
  const quotient = call(operator === '/' ? 'divideInteger' : 'modulus', a, b);
  const isSafe = right.literal !== undefined && Number(right.literal) !== 0;
  if (isSafe) return quotient;
  const failure = cast(call('fail', lit('Division by zero')), type === 'integer' ? 'integer' : 'bigint');
  // Nothing divided by 0 is nothing, and no failure.
  const fails = left.literal === undefined ? build.and(isPresent(a), eq(b, 0)) : eq(b, 0);
  return cases([[fails, failure]], quotient);
}

export function lowerNegation(value: Lowered, span: Span, query: QueryText): Lowered {
  if (value.type === 'unknown') return value;
  if (value.interval !== undefined) return intervalOf({ ...value.interval, amount: -value.interval.amount });
  if (isInterval(value.type)) return { type: value.type, expr: call('negate', value.expr) };
  if (!isNumeric(value.type)) {
    return refuse(query, 'cannot-negate', { type: shownTypeOf(value) }, span);
  }
  return { type: value.type, expr: call('negate', value.expr) };
}
