import type { Span } from '../../base/index.js';
import { assertNever } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { lowerArithmetic, lowerNegation } from './arithmetic.js';
import { joinArrays, lowerArray, lowerSubscript } from './array.js';
import { lowerCall } from './call.js';
import { lowerCast } from './cast.js';
import { clockTimestamp } from './clock.js';
import { comparable, lowerBetween, lowerCompare, lowerDistinct, lowerIn, lowerLike } from './compare.js';
import { intervalPart } from './interval.js';
import { lowerJson } from './json-path.js';
import { literalOf } from './literal.js';
import type { Result } from './lower-query.js';
import { refuse } from './messages.js';
import { isArray } from './nested-types.js';
import { fieldOf, rowValue } from './row-value.js';
import { resolveColumn, type ScopeColumn, type Statement } from './scope.js';
import { lowerSubquery } from './subquery.js';
import { type Expression, partsOf, type Query, type Window } from './syntax.js';
import {
  coerce,
  commonType,
  isClock,
  isInterval,
  isTime,
  isZoned,
  type Lowered,
  shownType,
  shownTypeOf,
} from './types.js';
import { localTime } from './zones.js';

const { call, cases, lit, not } = build;

/** Where an expression stands: the columns it can name, and what stands for whole expressions there. */
export interface Place {
  readonly statement: Statement;
  readonly columns: readonly ScopeColumn[];
  /** In a grouped query: the column that stands for this expression, or undefined to look at its parts. */
  readonly replaced?: (node: Expression) => Lowered | undefined;
  /** Makes a column of an aggregate; without it, aggregates are refused in this clause. */
  readonly aggregate?: (node: Extract<Expression, { kind: 'call' }>) => Lowered;
  /** Says how many of these keys a row is not grouped by; without it GROUPING is refused. */
  readonly grouping?: (node: Extract<Expression, { kind: 'grouping' }>) => Lowered;
  /** Whether window functions may stand here: in SELECT and ORDER BY. */
  readonly windows?: boolean;
  /** Reads a query that stands inside an expression of this place. */
  readonly subquery?: (query: Query, place: Place) => Result;
  /** What the parameters of the lambdas around stand for, by their names in lower case. */
  readonly parameters?: ReadonlyMap<string, Lowered>;
  /** The windows of the WINDOW clause, by their names in lower case. */
  readonly named?: ReadonlyMap<string, Window>;
  /** Name of the clause, for refusals. */
  readonly clause: string;
}

/** Checks an expression and says what it means over the columns of its place. */
export function lowerExpression(node: Expression, place: Place): Lowered {
  const replaced = replacementOf(node, place);
  if (replaced !== undefined) return replaced;
  const lower = (each: Expression): Lowered => lowerExpression(each, place);
  switch (node.kind) {
    case 'column':
      return parameterNamed(node, place) ?? resolveColumn(place.statement, place.columns, node);
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'typed':
    case 'interval':
      return literalOf(node, place.statement.query);
    case 'call':
      return lowerCall(node, place);
    case 'negate':
      return lowerNegation(lower(node.arg), node.span, place.statement.query);
    case 'not':
    case 'and':
    case 'or':
      return lowerLogic(node, place);
    case 'concat':
      return lowerConcat(node, node.args.map(lower), place);
    case 'arithmetic':
      return lowerArithmetic(node, lower(node.left), lower(node.right), place.statement.query);
    case 'compare':
    case 'between':
    case 'in':
    case 'like':
    case 'isDistinct':
    case 'isNull':
      return lowerTest(node, lower, place.statement.query);
    case 'case':
      return lowerCase(node, place);
    case 'cast':
      return lowerCast(node, lower(node.value), place.statement.query);
    case 'array':
    case 'row':
    case 'field':
    case 'subscript':
      return lowerNested(node, lower, place.statement.query);
    case 'lambda':
      return refuse(place.statement.query, 'lambda-place', {}, node.span);
    case 'grouping':
      return place.grouping?.(node) ?? refusePlace(node.span, 'grouping', place);
    case 'subquery':
    case 'exists':
    case 'inQuery':
    case 'quantified':
      return lowerSubquery(node, place);
    case 'jsonPath':
    case 'jsonMade':
      return lowerJson(node, lower, place);
    case 'extract':
      return lowerExtract(node, lower(node.value), place);
    default:
      return assertNever(node);
  }
}

/** What stands for the whole expression in its place, unless it speaks of what a lambda is given. */
function replacementOf(node: Expression, place: Place): Lowered | undefined {
  const isOpen = place.parameters !== undefined && namesParameter(node, place.parameters);
  return isOpen ? undefined : place.replaced?.(node);
}

type Logic = Extract<Expression, { kind: 'not' | 'negate' } | { kind: 'and' | 'or' }>;

function lowerLogic(node: Logic, place: Place): Lowered {
  if ('arg' in node)
    return { type: 'boolean', expr: not(condition(node.arg, place, 'Value of logical NOT expression')) };
  return {
    type: 'boolean',
    expr: call(node.kind, ...node.args.map((arg) => condition(arg, place, 'Logical expression term'))),
  };
}

type Test = Extract<Expression, { kind: 'compare' | 'between' | 'in' | 'like' | 'isDistinct' | 'isNull' }>;

function lowerTest(node: Test, lower: (each: Expression) => Lowered, query: QueryText): Lowered {
  switch (node.kind) {
    case 'compare':
      return lowerCompare(node, lower(node.left), lower(node.right), query);
    case 'between':
      return lowerBetween(node, lower, query);
    case 'in':
      return lowerIn(node, lower, query);
    case 'like':
      return lowerLike(node, lower, query);
    case 'isDistinct':
      return lowerDistinct(node, lower(node.left), lower(node.right), query);
    case 'isNull':
      return lowerIsNull(lower(node.value), node.negated);
    default:
      return assertNever(node);
  }
}

type Nested = Extract<Expression, { kind: 'array' | 'row' } | { kind: 'field' } | { kind: 'subscript' }>;

function lowerNested(node: Nested, lower: (each: Expression) => Lowered, query: QueryText): Lowered {
  switch (node.kind) {
    case 'array':
      return lowerArray(node, node.items.map(lower), query);
    case 'row':
      return rowValue(node.items.map(lower));
    case 'field':
      return fieldOf(lower(node.value), node.field, query);
    case 'subscript':
      return lowerSubscript(node, lower(node.value), lower(node.index), query);
    default:
      return assertNever(node);
  }
}

function namesParameter(node: Expression, parameters: NonNullable<Place['parameters']>): boolean {
  if (node.kind === 'column') {
    const [first = node.column] = node.qualifier;
    return parameters.has(first.name.toLowerCase());
  }
  return partsOf(node).some((part) => namesParameter(part, parameters));
}

/** What a lambda was given, or a field of it. */
function parameterNamed(node: Extract<Expression, { kind: 'column' }>, place: Place): Lowered | undefined {
  const [first = node.column, ...fields] = [...node.qualifier, node.column];
  const value = place.parameters?.get(first.name.toLowerCase());
  return value && fields.reduce((row, field) => fieldOf(row, field, place.statement.query), value);
}

function lowerIsNull(value: Lowered, negated: boolean): Lowered {
  const isNull = call('isNull', value.expr);
  return { type: 'boolean', expr: negated ? not(isNull) : isNull };
}

function refusePlace(span: Span, name: string, place: Place): never {
  return refuse(place.statement.query, 'aggregate-place', { clause: place.clause, name }, span);
}

/** A value that has to be a boolean; `term` says of which expression it is a part. */
export function condition(node: Expression, place: Place, term?: string): Expr {
  const value = lowerExpression(node, place);
  if (value.type === 'boolean') return value.expr;
  if (value.type === 'unknown') return lit(null, 'boolean');
  if (term !== undefined || (place.clause !== 'WHERE' && place.clause !== 'HAVING')) {
    return mistyped(term ?? 'Logical expression term', 'boolean', value, node.span, place);
  }
  const params = { clause: place.clause, given: shownTypeOf(value) };
  return refuse(place.statement.query, 'wrong-condition', params, node.span, 'compare it with a value');
}

/** `||` joins texts, arrays and bytes, and puts a value before or after an array. */
function lowerConcat(
  node: Extract<Expression, { kind: 'concat' }>,
  values: readonly Lowered[],
  place: Place,
): Lowered {
  if (values.some((value) => isArray(value.type))) return joinArrays(node, values, place.statement.query);
  const type = values.some((value) => value.type === 'varbinary') ? 'varbinary' : 'varchar';
  const parts = values.map((value, index) => {
    if (value.type === type || value.type === 'unknown') return coerce(value, type);
    return mistyped('Operand of ||', type, value, node.args[index]?.span ?? node.span, place);
  });
  return { type, expr: call('concat', ...parts) };
}

function mistyped(what: string, expected: string, value: Lowered, span: Span, place: Place): never {
  const help = expected === 'varchar' ? 'write CAST(… AS VARCHAR)' : 'compare it with a value';
  return refuse(
    place.statement.query,
    'operand-type',
    { what, expected, given: shownTypeOf(value) },
    span,
    help,
  );
}

function lowerCase(node: Extract<Expression, { kind: 'case' }>, place: Place): Lowered {
  const { query } = place.statement;
  const operand = node.operand === undefined ? undefined : lowerExpression(node.operand, place);
  const conditions = node.branches.map(({ when }) => {
    if (operand === undefined) return condition(when, place);
    const parts = {
      kind: 'compare',
      operator: '=',
      left: node.operand ?? when,
      right: when,
      span: when.span,
    } as const;
    const value = lowerExpression(when, place);
    if (!comparable(operand, value)) {
      const params = { operand: shownTypeOf(operand), when: shownTypeOf(value) };
      refuse(query, 'case-operand', params, when.span, 'write CAST(… AS …) around one of them');
    }
    return lowerCompare(parts, operand, value, query).expr;
  });
  const values = node.branches.map(({ value }) => lowerExpression(value, place));
  const otherwise = node.otherwise === undefined ? undefined : lowerExpression(node.otherwise, place);
  let type = values[0]?.type ?? 'unknown';
  const results = [
    ...node.branches.map((branch) => branch.value),
    ...(node.otherwise === undefined ? [] : [node.otherwise]),
  ];
  for (const [index, each] of (otherwise === undefined ? values : [...values, otherwise]).entries()) {
    const common = commonType(type, each.type);
    if (common === undefined) {
      const before = index === 1 && values[0] !== undefined ? shownTypeOf(values[0]) : shownType(type);
      // Times of two zones have one type in Trino: here the zones say why not.
      const sides = isZoned(type)
        ? { left: type, right: each.type }
        : { left: before, right: shownTypeOf(each) };
      const params = { what: 'CASE results', ...sides };
      const span = results[index]?.span ?? node.span;
      return refuse(query, 'branch-types', params, span, 'write CAST(… AS …) in one of them');
    }
    type = common;
  }
  const branches = conditions.map((when, index) => {
    const value = values[index];
    return [when, value === undefined ? lit(null) : coerce(value, type)] as const;
  });
  return { type, expr: otherwise === undefined ? cases(branches) : cases(branches, coerce(otherwise, type)) };
}

const units: Record<string, string> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  day_of_month: 'day',
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_year: 'doy',
  doy: 'doy',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
};

function lowerExtract(node: Extract<Expression, { kind: 'extract' }>, value: Lowered, place: Place): Lowered {
  const unit = units[node.unit];
  const part = isInterval(value.type) ? intervalPart(node.unit, value) : undefined;
  if (part !== undefined) return { type: 'bigint', expr: part };
  if (isClock(value.type) && ['hour', 'minute', 'second'].includes(node.unit)) {
    return { type: 'bigint', expr: call('datePart', lit(node.unit), clockTimestamp(value)) };
  }
  if (unit === undefined) {
    return refuse(
      place.statement.query,
      'bad-field',
      { field: node.unit.toUpperCase() },
      node.span,
      `the units are ${Object.keys(units).join(', ')}`,
    );
  }
  if (!isTime(value.type) && value.type !== 'unknown') {
    return mistyped('Value of EXTRACT', 'date or timestamp', value, node.span, place);
  }
  return { type: 'bigint', expr: call('datePart', lit(unit), localTime(value)) };
}
