import { build, type Plan } from '../../plan/index.js';
import { sameType } from './compare.js';
import { lowerExpression, type Place } from './lower-expression.js';
import type { ResultColumn } from './lower-query.js';
import { refuse } from './messages.js';
import type { Expression, Query } from './syntax.js';
import { coerce, type Lowered } from './types.js';

const { col, not } = build;
type Node = Extract<Expression, { kind: 'subquery' | 'exists' } | { kind: 'inQuery' }>;

/**
 * A query inside an expression (trino.io, "SELECT", subqueries): its one value, whether it has rows, or whether a value
 * is among its own. More than one row where one value is needed ends the statement, as it does on Trino.
 */
export function lowerSubquery(node: Node, place: Place): Lowered {
  const result = place.subquery?.(node.query);
  if (result === undefined) {
    return refuse(
      place.statement.query,
      'not-supported',
      { what: `A subquery in ${place.clause}` },
      node.span,
    );
  }
  if (node.kind === 'exists') return { type: 'boolean', expr: { kind: 'exists', plan: result.plan } };
  const column = onlyColumn(result.columns, node.query, place);
  const own: Lowered = { type: column.type, expr: col(column.column) };
  if (node.kind !== 'inQuery') return { type: own.type, expr: { kind: 'scalar', plan: result.plan } };
  const value = lowerExpression(node.value, place);
  const type = sameType('IN', value, own, node.span, place.statement.query);
  const plan: Plan =
    type === own.type
      ? result.plan
      : { kind: 'project', input: result.plan, columns: [{ name: 'value', expr: coerce(own, type) }] };
  const found = { kind: 'inPlan', expr: coerce(value, type), plan } as const;
  return { type: 'boolean', expr: node.negated ? not(found) : found };
}

function onlyColumn(columns: readonly ResultColumn[], query: Query, place: Place): ResultColumn {
  const [column] = columns;
  if (column !== undefined && columns.length === 1) return column;
  return refuse(place.statement.query, 'subquery-columns', { count: columns.length }, query.span);
}
