import { build, type Expr, mapNames, type Plan } from '../../plan/index.js';
import { comparable, comparisonOf, lowerCompare, sameType } from './compare.js';
import { lowerExpression, type Place } from './lower-expression.js';
import type { ResultColumn } from './lower-query.js';
import { refuse } from './messages.js';
import { fieldsOf, isNested, isRow } from './nested-types.js';
import { fieldAt } from './row-value.js';
import type { Expression, Query } from './syntax.js';
import { coerce, type Lowered, shownType, shownTypeOf } from './types.js';

const { and, cases, col, lit, not } = build;
type Node = Extract<
  Expression,
  { kind: 'subquery' } | { kind: 'exists' } | { kind: 'inQuery' } | { kind: 'quantified' }
>;

/**
 * A query inside an expression (trino.io, "SELECT", subqueries): its one value, whether it has rows, whether a value is
 * among its own, or how a value compares with all or any of them. It may name columns of the query around it. More than
 * one row where one value is needed ends the statement, as it does on Trino.
 */
export function lowerSubquery(node: Node, place: Place): Lowered {
  const { query } = place.statement;
  if (place.parameters !== undefined) {
    return refuse(query, 'not-supported', { what: 'A subquery in a lambda function' }, node.span);
  }
  const result = place.subquery?.(node.query, place);
  if (result === undefined) {
    return refuse(query, 'not-supported', { what: `A subquery in ${place.clause}` }, node.span);
  }
  if (node.kind === 'exists') return { type: 'boolean', expr: { kind: 'exists', plan: result.plan } };
  if (node.kind === 'inQuery') {
    const value = lowerExpression(node.value, place);
    if (isRow(value.type) && result.columns.length !== 1) return lowerRowIn(node, value, result, place);
    if (isNested(value.type)) return lowerNestedIn(node, value, result, place);
  }
  const column = onlyColumn(result.columns, node.query, place);
  const own: Lowered = { type: column.type, expr: col(column.column) };
  if (node.kind === 'subquery') return { type: own.type, expr: { kind: 'scalar', plan: result.plan } };
  const value = lowerExpression(node.value, place);
  const operator = node.kind === 'inQuery' ? 'IN' : node.operator;
  if (node.kind === 'inQuery' && !comparable(value, own)) {
    const params = { value: shownTypeOf(value), result: shownType(own.type) };
    return refuse(query, 'subquery-type', params, node.span, 'write CAST(… AS …) around one of them');
  }
  const type = sameType(operator, value, own, node.span, query);
  if (isNested(type)) {
    const what = `${node.kind === 'quantified' ? node.quantifier.toUpperCase() : 'IN'} of ${shownType(type)}`;
    return refuse(query, 'not-supported', { what }, node.span, 'write IN (SELECT …), or EXISTS');
  }
  const plan: Plan =
    type === own.type
      ? result.plan
      : { kind: 'project', input: result.plan, columns: [{ name: 'value', expr: coerce(own, type) }] };
  if (node.kind === 'quantified') {
    const { quantifier } = node;
    const func = comparisonOf(node.operator, type, node.span, query);
    return {
      type: 'boolean',
      expr: { kind: 'quantified', func, quantifier, expr: coerce(value, type), plan },
    };
  }
  const found = { kind: 'inPlan', expr: coerce(value, type), plan } as const;
  return { type: 'boolean', expr: node.negated ? not(found) : found };
}

/**
 * `(a, b) IN (SELECT a, b …)`: true where all fields are equal to those of a row, else null where a null leaves that
 * open. Engines compare whole rows with null equal to null.
 */
function lowerRowIn(
  node: Extract<Node, { kind: 'inQuery' }>,
  row: Lowered,
  result: { readonly plan: Plan; readonly columns: readonly ResultColumn[] },
  place: Place,
): Lowered {
  const { query } = place.statement;
  const count = fieldsOf(row.type).length;
  if (result.columns.length !== count) {
    return refuse(query, 'row-columns', { expected: count, given: result.columns.length }, node.query.span);
  }
  const equal = result.columns.map((column, index): Expr => {
    const field = fieldAt(row, index + 1);
    const own: Lowered = { type: column.type, expr: col(column.column) };
    const type = sameType('IN', field, own, node.span, query);
    return build.eq(fromOutside(coerce(field, type), node, place), coerce(own, type));
  });
  return whereEqual(node, and(...equal), result.plan);
}

/** Whether a row is among those of a plan for which the condition holds, or null where it is open for one. */
function whereEqual(node: Extract<Node, { kind: 'inQuery' }>, all: Expr, plan: Plan): Lowered {
  const among = (where: Expr): Expr => ({
    kind: 'exists',
    plan: { kind: 'filter', input: plan, where },
  });
  const found = cases(
    [
      [among(all), lit(true)],
      [among(build.isNull(all)), lit(null, 'boolean')],
    ],
    lit(false),
  );
  return { type: 'boolean', expr: node.negated ? not(found) : found };
}

/** An array, a map or one row among the values of a query. */
function lowerNestedIn(
  node: Extract<Node, { kind: 'inQuery' }>,
  value: Lowered,
  result: { readonly plan: Plan; readonly columns: readonly ResultColumn[] },
  place: Place,
): Lowered {
  const column = onlyColumn(result.columns, node.query, place);
  const own: Lowered = { type: column.type, expr: col(column.column) };
  const outside: Lowered = { type: value.type, expr: fromOutside(value.expr, node, place) };
  const compared = { operator: '=', span: node.span } as const;
  return whereEqual(node, lowerCompare(compared, outside, own, place.statement.query).expr, result.plan);
}

/** The value as the plan inside of the expression sees it. */
function fromOutside(expr: Expr, node: Node, place: Place): Expr {
  return mapNames(expr, (name) => {
    if (name.kind === 'outer') return { ...name, levels: name.levels + 1 };
    if (name.kind === 'column' && name.side === undefined)
      return { kind: 'outer', name: name.name, levels: 1 };
    const what = `A row of columns before IN (SELECT …) in ${place.clause}`;
    return refuse(place.statement.query, 'not-supported', { what }, node.span);
  });
}

function onlyColumn(columns: readonly ResultColumn[], query: Query, place: Place): ResultColumn {
  const [column] = columns;
  if (column !== undefined && columns.length === 1) return column;
  return refuse(place.statement.query, 'subquery-columns', { count: columns.length }, query.span);
}
