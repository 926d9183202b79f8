import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import { arrayOf, elementOf, entryOf, fieldsOf, isArray, isMap, isNested, isRow } from './nested-types.js';
import { fieldAt } from './row-value.js';
import type { Expression } from './syntax.js';
import {
  coerce,
  commonType,
  isWhole,
  isZoned,
  type Lowered,
  planType,
  shownType,
  shownTypeOf,
  type TrinoType,
} from './types.js';

const { call, cases, cast, gt, le, lit, not } = build;

/** `ARRAY[…]`: its elements have one type (trino.io, "Array functions and operators"). */
export function lowerArray(
  node: Extract<Expression, { kind: 'array' | 'row' }>,
  items: readonly Lowered[],
  query: QueryText,
): Lowered {
  let type: TrinoType = 'unknown';
  for (const [index, item] of items.entries()) {
    const span = node.items[index]?.span ?? node.span;
    const common = commonType(type, item.type);
    if (common === undefined) {
      const before = index === 1 && items[0] !== undefined ? shownTypeOf(items[0]) : shownType(type);
      const params = { what: 'ARRAY elements', left: before, right: shownTypeOf(item) };
      return refuse(query, 'branch-types', params, span, 'write CAST(… AS …) around one of them');
    }
    type = common;
  }
  return { type: arrayOf(type), expr: call('arrayList', ...items.map((item) => coerce(item, type))) };
}

/** `||` between arrays, and between an array and an element. */
export function joinArrays(
  node: Extract<Expression, { kind: 'concat' | 'call' }>,
  values: readonly Lowered[],
  query: QueryText,
): Lowered {
  let element: TrinoType = 'unknown';
  for (const [index, value] of values.entries()) {
    const own = isArray(value.type) ? elementOf(value.type) : value.type;
    const common = commonType(element, own);
    if (common === undefined) {
      const params = { operator: '||', left: `array(${shownType(element)})`, right: shownType(value.type) };
      return refuse(query, 'type-mismatch', params, node.args[index]?.span ?? node.span);
    }
    element = common;
  }
  const type = arrayOf(element);
  const parts = values.map((value) =>
    isArray(value.type) || value.type === 'unknown'
      ? coerce(value, type)
      : call('arrayList', coerce(value, element)),
  );
  return { type, expr: call('arrayConcat', ...parts) };
}

const failing = (message: string): Expr => call('fail', lit(message));

/** `values[1]`, `map['key']`, `row[1]`: what does not exist ends the statement. */
export function lowerSubscript(
  node: Extract<Expression, { kind: 'subscript' }>,
  value: Lowered,
  index: Lowered,
  query: QueryText,
): Lowered {
  if (isMap(value.type)) return entryAt(node, value, index, query);
  if (isRow(value.type)) return rowAt(node, value, index, query);
  if (!isArray(value.type) || !isWhole(index.type)) {
    const params = { base: shownType(value.type), index: shownTypeOf(index) };
    return refuse(query, 'bad-subscript', params, node.span, 'an array has elements by their numbers');
  }
  const type = elementOf(value.type);
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

function entryAt(
  node: Extract<Expression, { kind: 'subscript' }>,
  map: Lowered,
  key: Lowered,
  query: QueryText,
): Lowered {
  const [keyType, type] = entryOf(map.type);
  if (commonType(keyType, key.type) !== keyType) {
    const params = { base: shownType(map.type), index: shownTypeOf(key) };
    return refuse(query, 'bad-subscript', params, node.span, `the keys are ${shownType(keyType)}`);
  }
  const wanted = coerce(key, keyType);
  const isKnown = call('arrayContains', call('mapKeys', map.expr), wanted);
  const missing = typed(failing('Key not present in map'), type);
  return { type, expr: cases([[not(isKnown), missing]], call('mapElement', map.expr, wanted)) };
}

function rowAt(
  node: Extract<Expression, { kind: 'subscript' }>,
  row: Lowered,
  index: Lowered,
  query: QueryText,
): Lowered {
  const count = fieldsOf(row.type).length;
  const number = typeof index.literal === 'number' ? index.literal : 0;
  if (number >= 1 && number <= count) return fieldAt(row, number);
  const help = `write a number from 1 to ${count}`;
  return refuse(query, 'literal-needed', { what: 'The number of a field' }, node.index.span, help);
}

/** A failure has no type of its own. */
export function typed(expr: Expr, type: TrinoType): Expr {
  if (isNested(type)) return expr;
  const plain = isZoned(type) ? 'timestamp' : planType(type);
  return plain === undefined ? expr : cast(expr, plain);
}
