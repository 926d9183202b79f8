import { type Expr, mapNames } from '../../plan/index.js';
import { lowerExpression, type Place } from './lower-expression.js';
import { refuse } from './messages.js';
import { hasColumn, type Statement } from './scope.js';
import type { Lowered } from './types.js';

/** What a query inside of an expression, or after LATERAL, shares with the place where it stands. */
export function statementWithin(statement: Statement, place: Place): Statement {
  return { ...statement, outer: outerOf(place), level: (statement.level ?? 0) + 1 };
}

/** The statement for a query that is written here and read so many queries further inside. */
export function seenFrom(statement: Statement, deeper: number): Statement {
  const { outer } = statement;
  if (deeper === 0 || outer === undefined) return statement;
  const further = (expr: Expr): Expr =>
    mapNames(expr, (name) => (name.kind === 'outer' ? { ...name, levels: name.levels + deeper } : name));
  return {
    ...statement,
    outer: (node) => {
      const value = outer(node);
      return value && moved(value, further);
    },
  };
}

function moved({ address, dayOf, ...rest }: Lowered, further: (expr: Expr) => Expr): Lowered {
  return {
    ...rest,
    expr: further(rest.expr),
    ...(address === undefined ? {} : { address: further(address) }),
    ...(dayOf === undefined ? {} : { dayOf: further(dayOf) }),
  };
}

/** How a query inside of an expression, or after LATERAL, finds the columns of the place where it stands. */
function outerOf(place: Place): NonNullable<Statement['outer']> {
  return (node) => {
    const isHere = hasColumn(place.columns, node);
    const value = isHere ? lowerExpression(node, place) : place.statement.outer?.(node);
    if (value === undefined) return undefined;
    const further = (expr: Expr): Expr =>
      mapNames(expr, (name) => {
        if (name.kind === 'outer') return { ...name, levels: name.levels + 1 };
        if (name.kind === 'column' && name.side === undefined) {
          return { kind: 'outer', name: name.name, levels: 1 };
        }
        const params = { name: node.column.name };
        const help = 'put the condition into WHERE, or join a subquery';
        return refuse(place.statement.query, 'outer-column', params, node.span, help);
      });
    return moved(value, further);
  };
}
