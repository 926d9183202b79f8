import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import { coerce, commonType, elementOf, isArray, isWhole, type Lowered, type TrinoType } from './types.js';

const { call, cases, cast, gt, le, lit } = build;

/** `ARRAY[…]`: its elements have one type (trino.io, "Array functions and operators"). */
export function lowerArray(
  node: Extract<Expression, { kind: 'array' }>,
  items: readonly Lowered[],
  query: QueryText,
): Lowered {
  let type: TrinoType = 'unknown';
  for (const [index, item] of items.entries()) {
    const span = node.items[index]?.span ?? node.span;
    if (isArray(item.type)) return refuse(query, 'not-supported', { what: 'An array of arrays' }, span);
    const common = commonType(type, item.type);
    if (common === undefined || common === 'interval') {
      const params = { what: 'ARRAY elements', left: type, right: item.type };
      return refuse(query, 'branch-types', params, span, 'write CAST(… AS …) around one of them');
    }
    type = common;
  }
  return { type: `array(${type})`, expr: call('arrayList', ...items.map((item) => coerce(item, type))) };
}

/** `values[1]`: counted from 1; a place that does not exist ends the statement. */
export function lowerSubscript(
  node: Extract<Expression, { kind: 'subscript' }>,
  value: Lowered,
  index: Lowered,
  query: QueryText,
): Lowered {
  if (!isArray(value.type) || !isWhole(index.type)) {
    const params = { operator: '[]', left: value.type, right: index.type };
    return refuse(query, 'type-mismatch', params, node.span, 'an array has elements by their numbers');
  }
  const type = elementOf(value.type);
  const failing = (message: string): Expr => call('fail', lit(message));
  const element = call('arrayElement', value.expr, index.expr);
  const expr = cases(
    [
      [le(index.expr, 0), typed(failing('SQL array indices start at 1'), type)],
      [
        gt(index.expr, call('arraySize', value.expr)),
        typed(failing('Array subscript must be less than or equal to array length'), type),
      ],
    ],
    element,
  );
  return { type, expr };
}

/** A failure has no type of its own. */
export function typed(expr: Expr, type: TrinoType): Expr {
  if (type === 'unknown' || type === 'interval' || isArray(type)) return expr;
  return cast(expr, type === 'timestamp with time zone' ? 'timestamp' : type);
}
