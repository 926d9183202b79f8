import type { Span } from '../../base/index.js';
import { spanOf } from '../problem.js';
import type { Cursor } from './cursor.js';
import { refuse } from './messages.js';
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
    return refuse(cursor.query, 'natural-join', {}, cursor.token.span, 'write JOIN … USING (columns)');
  if (cursor.acceptWords('cross', 'join')) return 'cross';
  for (const type of ['left', 'right', 'full'] as const) {
    if (cursor.acceptWords(type, 'outer', 'join') || cursor.acceptWords(type, 'join')) return type;
  }
  return cursor.acceptWords('inner', 'join') || cursor.acceptWord('join') ? 'inner' : undefined;
}

function readRelation(cursor: Cursor): Relation {
  const relation = readSampled(cursor);
  if (!cursor.isWord('tablesample')) return relation;
  cursor.next();
  const method = cursor.acceptWord('system') ? 'system' : 'bernoulli';
  if (method === 'bernoulli') cursor.expectWord('bernoulli');
  cursor.expectSymbol('(', 'write the share in parentheses, such as (10)');
  const { token } = cursor;
  const percent = token.kind === 'integer' || token.kind === 'decimal' ? Number(token.text) : Number.NaN;
  if (!(percent >= 0 && percent <= 100)) cursor.unexpected('write a number from 0 to 100');
  cursor.next();
  cursor.expectSymbol(')', 'close the share with )');
  return { kind: 'sample', relation, method, percent, span: cursor.from(relation.span) };
}

function readSampled(cursor: Cursor): Relation {
  const start = cursor.token.span;
  if (cursor.acceptWord('lateral')) {
    cursor.expectSymbol('(', 'write the query in parentheses');
    const query = readQuery(cursor);
    cursor.expectSymbol(')', 'close the query with )');
    const { alias, columns } = readAlias(cursor);
    return { kind: 'lateral', query, alias, columns, span: cursor.from(start) };
  }
  if (cursor.acceptWord('unnest')) return readUnnest(cursor, start);
  if (cursor.isSymbol('(')) return readParenthesis(cursor);
  if (cursor.isWord('table')) cursor.notSupported('A table function', start);
  const { name } = readTable(cursor);
  if (cursor.isWord('for')) cursor.notSupported('FOR TIMESTAMP or VERSION AS OF');
  if (cursor.isWord('match_recognize')) cursor.notSupported('MATCH_RECOGNIZE');
  const { alias, columns } = readAlias(cursor);
  if (cursor.isWord('match_recognize')) cursor.notSupported('MATCH_RECOGNIZE');
  return { kind: 'table', name, alias, columns, span: cursor.from(start) };
}

/** A table's name, with its schema and catalogue. */
export function readTable(cursor: Cursor): Extract<Relation, { kind: 'table' }> {
  const start = cursor.token.span;
  const name: Identifier[] = [cursor.identifier('a table')];
  while (cursor.acceptSymbol('.') !== undefined) name.push(cursor.identifier('a table'));
  return { kind: 'table', name, alias: undefined, columns: [], span: cursor.from(start) };
}

function readUnnest(cursor: Cursor, start: Span): Relation {
  cursor.expectSymbol('(', 'write the array in parentheses');
  const lists = cursor.list(() => readExpression(cursor));
  cursor.expectSymbol(')', 'close UNNEST with )');
  const ordinality = cursor.acceptWords('with', 'ordinality');
  const { alias, columns } = readAlias(cursor);
  return { kind: 'unnest', lists, ordinality, alias, columns, span: cursor.from(start) };
}

function readParenthesis(cursor: Cursor): Relation {
  const start = cursor.next().span;
  return cursor.depth.within(start, () => {
    if (!cursor.isWord('select', 'with', 'values', 'table') && !cursor.isSymbol('(')) {
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
const afterTable = ['match_recognize', 'limit', 'offset', 'fetch', 'window', 'tablesample'];

function readAlias(cursor: Cursor): { alias: Identifier | undefined; columns: readonly Identifier[] } {
  const named = cursor.acceptWord('as') || (cursor.atIdentifier && !cursor.isWord(...afterTable));
  if (!named) return { alias: undefined, columns: [] };
  const alias = cursor.identifier('a name for the table');
  return { alias, columns: readColumnList(cursor) };
}
