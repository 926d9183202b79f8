import { build } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import { type Decimal, decimalOf, decimalType, type Lowered, maxPrecision } from './types.js';

const { call, cases, cast, eq, lit } = build;
type Node = Extract<Expression, { kind: 'arithmetic' }>;

/**
 * Arithmetic where one side is a decimal and the other one a decimal or a whole number. Precision and scale of the
 * result are those of trino.io, "Decimal functions and operators"; a quotient is rounded half away from 0.
 */
export function decimalArithmetic(node: Node, left: Lowered, right: Lowered, query: QueryText): Lowered {
  const [a, b] = [decimalOf(left.type), decimalOf(right.type)];
  if (a === undefined || b === undefined) return { type: 'unknown', expr: lit(null) };
  if (node.operator === '%') return remainder(left, right, a, b);
  const result = resultOf(node.operator, a, b);
  if (result.scale > maxPrecision) {
    return refuse(
      query,
      'not-supported',
      { what: 'A decimal of more than 38 places' },
      node.span,
      'write CAST(… AS DOUBLE)',
    );
  }
  const type = decimalType(result);
  const [x, y] = [left, right].map((side, index) => cast(side.expr, decimalType(index === 0 ? a : b)));
  if (x === undefined || y === undefined) return { type, expr: lit(null) };
  if (node.operator === '/') {
    const quotient = call('divideDecimal', x, y, result.scale + b.scale - a.scale, result.scale);
    const isSafe = right.literal !== undefined && Number(right.literal) !== 0;
    if (isSafe) return { type, expr: cast(quotient, type) };
    const failure = cast(call('fail', lit('Division by zero')), type);
    return { type, expr: cases([[eq(y, 0), failure]], cast(quotient, type)) };
  }
  if (node.operator === '*') return { type, expr: cast(call('multiply', x, y), type) };
  const func = node.operator === '+' ? 'add' : 'subtract';
  return { type, expr: cast(call(func, cast(x, type), cast(y, type)), type) };
}

/** What is left has the sign of the first, and digits for the smaller whole part and all places. */
function remainder(left: Lowered, right: Lowered, a: Decimal, b: Decimal): Lowered {
  const scale = Math.max(a.scale, b.scale);
  const [least, most] = [Math.min, Math.max].map((pick) =>
    pick(a.precision - a.scale, b.precision - b.scale),
  );
  const type = decimalType({ precision: Math.max(1, scale + (least ?? 0)), scale });
  const wide = decimalType({ precision: scale + (most ?? 0), scale });
  const [x, y] = [cast(left.expr, wide), cast(right.expr, wide)];
  const rest = cast(call('modulus', x, y), type);
  if (right.literal !== undefined && Number(right.literal) !== 0) return { type, expr: rest };
  return { type, expr: cases([[eq(y, 0), cast(call('fail', lit('Division by zero')), type)]], rest) };
}

function resultOf(operator: '+' | '-' | '*' | '/', a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case '+':
    case '-':
      return { precision: 1 + scale + Math.max(a.precision - a.scale, b.precision - b.scale), scale };
    case '*':
      return { precision: a.precision + b.precision, scale: a.scale + b.scale };
    case '/':
      return { precision: a.precision + b.scale + Math.max(0, b.scale - a.scale), scale };
  }
}
