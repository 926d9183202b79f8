import type { Span } from '../../base/index.js';
import { assertNever } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import { lowerArithmetic, lowerNegation } from './arithmetic.js';
import { lowerArray, lowerSubscript } from './array.js';
import { lowerCall } from './call.js';
import { lowerCast } from './cast.js';
import { lowerBetween, lowerCompare, lowerDistinct, lowerIn, lowerLike } from './compare.js';
import { literalOf } from './literal.js';
import type { Result } from './lower-query.js';
import { refuse } from './messages.js';
import { resolveColumn, type ScopeColumn, type Statement } from './scope.js';
import { lowerSubquery } from './subquery.js';
import type { Expression, Query } from './syntax.js';
import { coerce, commonType, type Lowered } from './types.js';

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
  /** Reads a query that stands inside an expression. */
  readonly subquery?: (query: Query) => Result;
  /** Name of the clause, for refusals. */
  readonly clause: string;
}

/** Checks an expression and says what it means over the columns of its place. */
export function lowerExpression(node: Expression, place: Place): Lowered {
  const replaced = place.replaced?.(node);
  if (replaced !== undefined) return replaced;
  const lower = (each: Expression): Lowered => lowerExpression(each, place);
  switch (node.kind) {
    case 'column':
      return resolveColumn(place.statement, place.columns, node.qualifier, node.column, node.span);
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'typed':
    case 'interval':
      return literalOf(node, place.statement.query);
    case 'call':
      return lowerCall(node, place);
    case 'not':
      return { type: 'boolean', expr: not(condition(node.arg, place)) };
    case 'negate':
      return lowerNegation(lower(node.arg), node.span, place.statement.query);
    case 'and':
    case 'or':
      return { type: 'boolean', expr: call(node.kind, ...node.args.map((arg) => condition(arg, place))) };
    case 'concat':
      return { type: 'varchar', expr: call('concat', ...node.args.map((arg) => text(arg, '||', place))) };
    case 'arithmetic':
      return lowerArithmetic(node, lower(node.left), lower(node.right), place.statement.query);
    case 'compare':
      return lowerCompare(node, lower(node.left), lower(node.right), place.statement.query);
    case 'between':
      return lowerBetween(node, lower, place.statement.query);
    case 'in':
      return lowerIn(node, lower, place.statement.query);
    case 'like':
      return lowerLike(node, lower, place.statement.query);
    case 'isDistinct':
      return lowerDistinct(node, lower(node.left), lower(node.right), place.statement.query);
    case 'isNull':
      return lowerIsNull(lower(node.value), node.negated);
    case 'case':
      return lowerCase(node, place);
    case 'cast':
      return lowerCast(node, lower(node.value), place.statement.query);
    case 'array':
      return lowerArray(node, node.items.map(lower), place.statement.query);
    case 'subscript':
      return lowerSubscript(node, lower(node.value), lower(node.index), place.statement.query);
    case 'grouping':
      return place.grouping?.(node) ?? refusePlace(node.span, 'grouping', place);
    case 'subquery':
    case 'exists':
    case 'inQuery':
      return lowerSubquery(node, place);
    case 'extract':
      return lowerExtract(node, lower(node.value), place);
    default:
      return assertNever(node);
  }
}

function lowerIsNull(value: Lowered, negated: boolean): Lowered {
  const isNull = call('isNull', value.expr);
  return { type: 'boolean', expr: negated ? not(isNull) : isNull };
}

function refusePlace(span: Span, name: string, place: Place): never {
  return refuse(place.statement.query, 'aggregate-place', { clause: place.clause, name }, span);
}

/** A value that has to be a boolean. */
export function condition(node: Expression, place: Place): Expr {
  const value = lowerExpression(node, place);
  if (value.type === 'boolean') return value.expr;
  if (value.type === 'unknown') return lit(null, 'boolean');
  const what =
    place.clause === 'WHERE' || place.clause === 'HAVING'
      ? `${place.clause} clause`
      : 'Logical expression term';
  return mistyped(what, 'boolean', value, node.span, place);
}

function text(node: Expression, operator: string, place: Place): Expr {
  const value = lowerExpression(node, place);
  if (value.type === 'varchar' || value.type === 'unknown') return coerce(value, 'varchar');
  return mistyped(`Operand of ${operator}`, 'varchar', value, node.span, place);
}

function mistyped(what: string, expected: string, value: Lowered, span: Span, place: Place): never {
  const help = expected === 'varchar' ? 'write CAST(… AS VARCHAR)' : 'compare it with a value';
  return refuse(place.statement.query, 'operand-type', { what, expected, given: value.type }, span, help);
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
    return lowerCompare(parts, operand, lowerExpression(when, place), query).expr;
  });
  const values = node.branches.map(({ value }) => lowerExpression(value, place));
  const otherwise = node.otherwise === undefined ? undefined : lowerExpression(node.otherwise, place);
  let type = values[0]?.type ?? 'unknown';
  for (const each of otherwise === undefined ? values : [...values, otherwise]) {
    const common = commonType(type, each.type);
    if (common === undefined) {
      return refuse(
        query,
        'branch-types',
        { what: 'CASE results', left: type, right: each.type },
        node.span,
        'write CAST(… AS …) in one of them',
      );
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
  if (unit === undefined) {
    return refuse(
      place.statement.query,
      'bad-literal',
      { text: node.unit, type: 'unit' },
      node.span,
      `the units are ${Object.keys(units).join(', ')}`,
    );
  }
  if (commonType(value.type, 'timestamp with time zone') === undefined) {
    return mistyped('Value of EXTRACT', 'date or timestamp', value, node.span, place);
  }
  return { type: 'bigint', expr: call('datePart', lit(unit), coerce(value, 'timestamp')) };
}
