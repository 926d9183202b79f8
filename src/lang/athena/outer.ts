import { type Expr, mapNames } from '../../plan/index.js';
import { lowerExpression, type Place } from './lower-expression.js';
import { refuse } from './messages.js';
import { hasColumn, type Statement } from './scope.js';

/** How a query inside of an expression, or after LATERAL, finds the columns of the place where it stands. */
export function outerOf(place: Place): NonNullable<Statement['outer']> {
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
        const what = `A subquery in ${place.clause} that names a column of the query around it`;
        return refuse(
          place.statement.query,
          'not-supported',
          { what },
          node.span,
          'put the condition into WHERE',
        );
      });
    const { address, dayOf, ...rest } = value;
    return {
      ...rest,
      expr: further(value.expr),
      ...(address === undefined ? {} : { address: further(address) }),
      ...(dayOf === undefined ? {} : { dayOf: further(dayOf) }),
    };
  };
}
