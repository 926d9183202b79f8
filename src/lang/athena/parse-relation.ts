import type { Span } from '../../base/index.js';
import { spanOf } from '../problem.js';
import type { Cursor } from './cursor.js';
import { readExpression } from './parse-expression.js';
import { readColumnList, readQuery } from './parse-query.js';
import type { Expression, Identifier, Relation } from './syntax.js';

/** What stands after FROM; tables with commas between them are a cross join. */
export function readRelations(cursor: Cursor): Relation {
  const first = readJoins(cursor);
  const chain = (left: Relation): Relation => {
    if (cursor.acceptSymbol(',') === undefined) return left;
    const right = readJoins(cursor);
    return cursor.depth.within(right.span, () =>
      chain({
        kind: 'join',
        type: 'cross',
        left,
        right,
        on: undefined,
        using: [],
        span: spanOf(left, right),
      }),
    );
  };
  return chain(first);
}

function readJoins(cursor: Cursor): Relation {
  const first = readRelation(cursor);
  const chain = (left: Relation): Relation => {
    const type = readJoinType(cursor);
    if (type === undefined) return left;
    const right = readRelation(cursor);
    const using = type !== 'cross' && cursor.acceptWord('using') ? readUsing(cursor) : [];
    let on: Expression | undefined;
    if (type !== 'cross' && using.length === 0) {
      cursor.expectWord('on');
      on = readExpression(cursor);
    }
    return cursor.depth.within(right.span, () =>
      chain({ kind: 'join', type, left, right, on, using, span: cursor.from(left.span) }),
    );
  };
  return chain(first);
}

function readUsing(cursor: Cursor): readonly Identifier[] {
  const columns = cursor.isSymbol('(') ? readColumnList(cursor) : [];
  return columns.length > 0 ? columns : cursor.unexpected('write the columns in parentheses');
}

function readJoinType(cursor: Cursor): Extract<Relation, { kind: 'join' }>['type'] | undefined {
  if (cursor.isWord('natural'))
    return cursor.notSupported('NATURAL JOIN', cursor.token.span, 'write JOIN … USING (columns)');
  if (cursor.acceptWords('cross', 'join')) return 'cross';
  for (const type of ['left', 'right', 'full'] as const) {
    if (cursor.acceptWords(type, 'outer', 'join') || cursor.acceptWords(type, 'join')) return type;
  }
  return cursor.acceptWords('inner', 'join') || cursor.acceptWord('join') ? 'inner' : undefined;
}

function readRelation(cursor: Cursor): Relation {
  const start = cursor.token.span;
  if (cursor.isWord('lateral')) cursor.notSupported('LATERAL');
  if (cursor.acceptWord('unnest')) return readUnnest(cursor, start);
  if (cursor.isSymbol('(')) return readParenthesis(cursor);
  const name: Identifier[] = [cursor.identifier('a table')];
  while (cursor.acceptSymbol('.') !== undefined) name.push(cursor.identifier('a table'));
  if (cursor.isWord('tablesample')) cursor.notSupported('TABLESAMPLE');
  const { alias, columns } = readAlias(cursor);
  return { kind: 'table', name, alias, columns, span: cursor.from(start) };
}

function readUnnest(cursor: Cursor, start: Span): Relation {
  cursor.expectSymbol('(', 'write the array in parentheses');
  const list = readExpression(cursor);
  if (cursor.isSymbol(',')) cursor.notSupported('UNNEST of several arrays');
  cursor.expectSymbol(')', 'close UNNEST with )');
  const ordinality = cursor.acceptWords('with', 'ordinality');
  const { alias, columns } = readAlias(cursor);
  return { kind: 'unnest', list, ordinality, alias, columns, span: cursor.from(start) };
}

function readParenthesis(cursor: Cursor): Relation {
  const start = cursor.next().span;
  return cursor.depth.within(start, () => {
    if (!cursor.isWord('select', 'with') && !cursor.isSymbol('(')) {
      if (cursor.isWord('values', 'table')) cursor.notSupported('VALUES or TABLE as a query');
      const inner = readRelations(cursor);
      cursor.expectSymbol(')', 'close the parenthesis with )');
      return inner;
    }
    const query = readQuery(cursor);
    cursor.expectSymbol(')', 'close the subquery with )');
    const { alias, columns } = readAlias(cursor);
    return { kind: 'subquery', query, alias, columns, span: cursor.from(start) };
  });
}

/** Words that follow a table and are no alias of it, although they may be names. */
const afterTable = ['limit', 'offset', 'fetch', 'window', 'tablesample'];

function readAlias(cursor: Cursor): { alias: Identifier | undefined; columns: readonly Identifier[] } {
  const named = cursor.acceptWord('as') || (cursor.atIdentifier && !cursor.isWord(...afterTable));
  if (!named) return { alias: undefined, columns: [] };
  const alias = cursor.identifier('a name for the table');
  return { alias, columns: readColumnList(cursor) };
}
