import { build, type Expr } from '../../plan/index.js';
import { eachInside } from './each.js';
import { lambda, newParameter, withValue } from './lambda.js';
import { elementOf, entryOf, fieldsOf, isArray, isMap, isNested, isRow, rowOf } from './nested-types.js';
import { fieldAt } from './row-value.js';
import type { Comparison } from './syntax.js';
import type { Lowered, TrinoType } from './types.js';

const { and, call, cases, gt, isNull, le, lit, ne, not, or } = build;

/** Compares two values of one type that hold no others. */
export type Leaf = (operator: Comparison, left: Lowered, right: Lowered) => Expr;

/**
 * Comparisons of arrays, maps and rows of one type, as Trino means them: a null inside leaves `=` open unless something
 * else differs, and ends the statement where an order depends on it. Engines' own operators take nulls for equal.
 */
export function compareNested(operator: Comparison, left: Lowered, right: Lowered, leaf: Leaf): Expr {
  switch (operator) {
    case '=':
      return equal(left, right, leaf);
    case '<>':
      return not(equal(left, right, leaf));
    case '<':
    case '<=':
      return before(left, right, operator === '<=', leaf);
    case '>':
    case '>=':
      return before(right, left, operator === '>=', leaf);
  }
}

/** Whether values of the type have an order: maps have none. */
export function hasOrder(type: TrinoType): boolean {
  if (isArray(type)) return hasOrder(elementOf(type));
  return isRow(type) ? fieldsOf(type).every((field) => hasOrder(field.type)) : !isMap(type);
}

const isMissing = (left: Lowered, right: Lowered): Expr => or(isNull(left.expr), isNull(right.expr));
const open = lit(null, 'boolean');

function equal(left: Lowered, right: Lowered, leaf: Leaf): Expr {
  const { type } = left;
  if (isArray(type)) return equalArrays(left, right, leaf);
  if (isMap(type)) return equalMaps(left, right, leaf);
  if (!isRow(type)) return leaf('=', left, right);
  const fields = fieldsOf(type).map((_, index) =>
    equal(fieldAt(left, index + 1), fieldAt(right, index + 1), leaf),
  );
  return and(...fields);
}

/** True where the test of all elements is, else false where that of any is, else null. */
const all = (list: Expr, element: Lowered, test: Expr): Expr =>
  not(call('arrayContains', call('arrayTransform', list, lambda([element], test)), lit(false)));

/** The elements of two arrays beside each other. */
function pairOf(left: Lowered, right: Lowered): { pair: Lowered; first: Lowered; second: Lowered } {
  const types = [elementOf(left.type), elementOf(right.type)];
  const pair = newParameter(rowOf(types.map((type) => ({ name: undefined, type }))));
  return { pair, first: fieldAt(pair, 1), second: fieldAt(pair, 2) };
}

function equalArrays(left: Lowered, right: Lowered, leaf: Leaf): Expr {
  const { pair, first, second } = pairOf(left, right);
  const zipped = call('arrayZip', left.expr, right.expr);
  return cases(
    [
      [isMissing(left, right), open],
      [ne(call('arraySize', left.expr), call('arraySize', right.expr)), lit(false)],
    ],
    all(zipped, pair, equal(first, second, leaf)),
  );
}

function equalMaps(left: Lowered, right: Lowered, leaf: Leaf): Expr {
  const [keyType, type] = entryOf(left.type);
  const key = newParameter(keyType);
  const valueIn = (map: Lowered): Lowered => ({ type, expr: call('mapElement', map.expr, key.expr) });
  const isKnown = call('arrayContains', call('mapKeys', right.expr), key.expr);
  const test = cases([[not(isKnown), lit(false)]], equal(valueIn(left), valueIn(right), leaf));
  return cases(
    [
      [isMissing(left, right), open],
      [ne(call('mapSize', left.expr), call('mapSize', right.expr)), lit(false)],
    ],
    all(call('mapKeys', left.expr), key, test),
  );
}

function failure(what: string): Expr {
  const message =
    what === 'ARRAY'
      ? 'ARRAY comparison not supported for arrays with null elements'
      : 'ROW comparison not supported for fields with null elements';
  return build.cast(call('fail', lit(message)), 'boolean');
}

/** Whether the one comes before the other, or is equal to it where `orEqual` says so: by what differs first. */
function before(left: Lowered, right: Lowered, orEqual: boolean, leaf: Leaf): Expr {
  const { type } = left;
  if (isArray(type)) return arrayBefore(left, right, orEqual, leaf);
  if (!isRow(type)) return leaf(orEqual ? '<=' : '<', left, right);
  const fields = fieldsOf(type).map(
    (_, index) => [fieldAt(left, index + 1), fieldAt(right, index + 1)] as const,
  );
  const decided = fields.reduceRight<Expr>(
    (rest, [a, b]) =>
      cases(
        [
          [isMissing(a, b), failure('ROW')],
          [not(call('same', a.expr, b.expr)), before(a, b, false, leaf)],
        ],
        rest,
      ),
    lit(orEqual),
  );
  return cases([[isMissing(left, right), open]], decided);
}

function arrayBefore(left: Lowered, right: Lowered, orEqual: boolean, leaf: Leaf): Expr {
  const [leftSize, rightSize] = [call('arraySize', left.expr), call('arraySize', right.expr)];
  const elementAt = (list: Lowered, number: Lowered): Lowered => ({
    type: elementOf(list.type),
    expr: call('arrayElement', list.expr, number.expr),
  });
  const number = newParameter('bigint');
  const [a, b] = [elementAt(left, number), elementAt(right, number)];
  const isDecisive = or(isMissing(a, b), not(call('same', a.expr, b.expr)));
  const common = call('sequence', lit(1n, 'bigint'), call('least', leftSize, rightSize), lit(1n, 'bigint'));
  const first = call('arrayElement', call('arrayFilter', common, lambda([number], isDecisive)), 1);
  const bySize = orEqual ? le(leftSize, rightSize) : gt(rightSize, leftSize);
  const decided = withValue(first, 'bigint', (at) => {
    const [x, y] = [elementAt(left, at), elementAt(right, at)];
    const compared = cases([[isMissing(x, y), failure('ARRAY')]], before(x, y, false, leaf));
    return cases([[isNull(at.expr), bySize]], compared);
  });
  return cases(
    [
      [isMissing(left, right), open],
      [or(build.eq(leftSize, 0), build.eq(rightSize, 0)), bySize],
    ],
    decided,
  );
}

/**
 * The value with the entries of its maps in the order of their keys: the embedded engine takes maps for different whose
 * entries come in another order, where it looks for equal values.
 */
export function inKeyOrder(value: Lowered): Expr {
  if (isMap(value.type))
    return call(
      'mapInKeyOrder',
      eachInside(value, value.type, (part) => inKeyOrder(part)),
    );
  return isNested(value.type) ? eachInside(value, value.type, (part) => inKeyOrder(part)) : value.expr;
}
