import type { Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { Cursor } from './cursor.js';
import { refuse } from './messages.js';
import { readExpression } from './parse-expression.js';
import { readRelations, readTable } from './parse-relation.js';
import { atWindows, readWindows } from './parse-window.js';
import type {
  Body,
  Expression,
  GroupElement,
  Identifier,
  OrderItem,
  Query,
  Select,
  SelectItem,
} from './syntax.js';

/** Reads one SELECT statement; a `;` may end it. */
export function parseAthena(query: QueryText): { readonly query: Query; readonly cursor: Cursor } {
  const cursor = new Cursor(query);
  refuseOtherStatements(cursor);
  const parsed = readQuery(cursor);
  while (cursor.acceptSymbol(';') !== undefined);
  if (cursor.token.kind !== 'end') {
    if (cursor.isWord('select', 'with'))
      refuse(query, 'one-statement', {}, cursor.token.span, 'run them one after the other');
    cursor.unexpected('the statement should end here');
  }
  return { query: parsed, cursor };
}

const otherStatements = [
  'create',
  'alter',
  'drop',
  'insert',
  'delete',
  'update',
  'merge',
  'unload',
  'msck',
  'show',
  'describe',
  'explain',
  'prepare',
  'execute',
  'deallocate',
  'use',
  'set',
  'truncate',
  'optimize',
  'vacuum',
];

function refuseOtherStatements(cursor: Cursor): void {
  const { token } = cursor;
  if (token.kind === 'end') cursor.unexpected('write a SELECT statement');
  if (token.kind !== 'word' || token.quoted) return;
  const word = token.text.toLowerCase();
  if (otherStatements.includes(word))
    cursor.notSupported(`The statement ${word.toUpperCase()}`, token.span, 'only SELECT is read');
}

export function readQuery(cursor: Cursor): Query {
  const start = cursor.token.span;
  return cursor.depth.within(start, () => {
    const isNamed = cursor.acceptWord('with');
    const recursive = isNamed && cursor.acceptWord('recursive');
    const named = isNamed ? readWith(cursor) : [];
    const body = readBody(cursor);
    const orderBy = readOrderBy(cursor);
    const limits = readLimits(cursor);
    return { recursive, with: named, body, orderBy, ...limits, span: cursor.from(start) };
  });
}

function readOrderBy(cursor: Cursor): OrderItem[] {
  if (!cursor.acceptWord('order')) return [];
  cursor.expectWord('by');
  return cursor.list(() => readOrderItem(cursor));
}

function readWith(cursor: Cursor): Query['with'] {
  return cursor.list(() => {
    const name = cursor.identifier('a name for the query');
    const columns = readColumnList(cursor);
    cursor.expectWord('as');
    cursor.expectSymbol('(', 'write the query in parentheses');
    const query = readQuery(cursor);
    cursor.expectSymbol(')', 'close the query with )');
    return { name, columns, query };
  });
}

export function readColumnList(cursor: Cursor): Identifier[] {
  if (cursor.acceptSymbol('(') === undefined) return [];
  const columns = cursor.list(() => cursor.identifier('a column name'));
  cursor.expectSymbol(')', 'close the column names with )');
  return columns;
}

function readBody(cursor: Cursor): Body {
  const first = readIntersection(cursor);
  const chain = (body: Body): Body => {
    const isUnion = cursor.isWord('union');
    if (!isUnion && !cursor.isWord('except')) return body;
    cursor.next();
    const all = readQuantifier(cursor);
    const next = readIntersection(cursor);
    const span = cursor.from(first.span);
    if (!isUnion) {
      return cursor.depth.within(next.span, () =>
        chain({ kind: 'except', all, left: body, right: next, span }),
      );
    }
    // Unions of one kind are one node, so that a long chain is not a deep one.
    const inputs = body.kind === 'union' && body.all === all ? [...body.inputs, next] : [body, next];
    return chainUnion({ kind: 'union', all, inputs, span });
  };
  const chainUnion = (union: Extract<Body, { kind: 'union' }>): Body => {
    let body = union;
    while (cursor.areWords('union')) {
      const all = isAllAhead(cursor);
      if (all !== body.all) break;
      cursor.next();
      readQuantifier(cursor);
      const inputs = [...body.inputs, readIntersection(cursor)];
      body = { kind: 'union', all, inputs, span: cursor.from(first.span) };
    }
    return cursor.depth.within(body.span, () => chain(body));
  };
  return chain(first);
}

function isAllAhead(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return after.kind === 'word' && !after.quoted && after.text.toLowerCase() === 'all';
}

/** ALL, or DISTINCT, which is meant without a word. */
function readQuantifier(cursor: Cursor): boolean {
  const all = cursor.acceptWord('all');
  if (!all) cursor.acceptWord('distinct');
  return all;
}

/** INTERSECT binds tighter than UNION and EXCEPT. */
function readIntersection(cursor: Cursor): Body {
  const first = readBodyPart(cursor);
  const chain = (left: Body): Body => {
    if (!cursor.acceptWord('intersect')) return left;
    const all = readQuantifier(cursor);
    const right = readBodyPart(cursor);
    const span = cursor.from(first.span);
    return cursor.depth.within(right.span, () => chain({ kind: 'intersect', all, left, right, span }));
  };
  return chain(first);
}

function readBodyPart(cursor: Cursor): Body {
  const start = cursor.token.span;
  if (cursor.acceptSymbol('(') !== undefined) {
    const query = readQuery(cursor);
    cursor.expectSymbol(')', 'close the query with )');
    return { kind: 'nested', query, span: cursor.from(start) };
  }
  if (cursor.acceptWord('values')) {
    const rows = cursor.list(() => readExpression(cursor));
    return { kind: 'values', rows, span: cursor.from(start) };
  }
  if (cursor.acceptWord('table')) {
    const relation = readTable(cursor);
    return { kind: 'table', relation, span: cursor.from(start) };
  }
  return readSelect(cursor);
}

function readSelect(cursor: Cursor): Select {
  const start = cursor.token.span;
  cursor.expectWord('select');
  const distinct = cursor.acceptWord('distinct');
  if (!distinct) cursor.acceptWord('all');
  const items = cursor.list(() => readItem(cursor));
  const from = cursor.acceptWord('from') ? readRelations(cursor) : undefined;
  if (from === undefined && cursor.token.kind === 'word' && !atClause(cursor))
    cursor.unexpected('write FROM, or an operator before it');
  const where = cursor.acceptWord('where') ? readExpression(cursor) : undefined;
  const { groupBy, groupDistinct } = readGroupBy(cursor);
  const having = cursor.acceptWord('having') ? readExpression(cursor) : undefined;
  const windows = readWindows(cursor);
  const span = cursor.from(start);
  return { kind: 'select', distinct, items, from, where, groupBy, groupDistinct, having, windows, span };
}

function atClause(cursor: Cursor): boolean {
  return (
    atWindows(cursor) ||
    cursor.isWord(
      'where',
      'group',
      'having',
      'order',
      'limit',
      'offset',
      'fetch',
      'union',
      'intersect',
      'except',
    )
  );
}

function readItem(cursor: Cursor): SelectItem {
  const start = cursor.token.span;
  if (cursor.acceptSymbol('*') !== undefined) return { kind: 'all', qualifier: undefined, span: start };
  const [dot, star] = [cursor.peek(1), cursor.peek(2)];
  if (
    cursor.atIdentifier &&
    dot.kind === 'symbol' &&
    dot.text === '.' &&
    star.kind === 'symbol' &&
    star.text === '*'
  ) {
    const qualifier = cursor.identifier('a table');
    cursor.next();
    cursor.next();
    return { kind: 'all', qualifier, span: cursor.from(start) };
  }
  const value = readExpression(cursor);
  const named = cursor.acceptWord('as') || (cursor.atIdentifier && !atClause(cursor));
  const alias = named ? cursor.identifier('a name for the column') : undefined;
  return { kind: 'value', value, alias, span: cursor.from(start) };
}

function readGroupBy(cursor: Cursor): Pick<Select, 'groupBy' | 'groupDistinct'> {
  if (!cursor.acceptWord('group')) return { groupBy: [], groupDistinct: false };
  cursor.expectWord('by');
  const groupDistinct = cursor.acceptWord('distinct');
  if (!groupDistinct) cursor.acceptWord('all');
  return { groupBy: cursor.list(() => readGroupElement(cursor)), groupDistinct };
}

function readGroupElement(cursor: Cursor): GroupElement {
  const start = cursor.token.span;
  const kind = cursor.acceptWords('grouping', 'sets')
    ? 'sets'
    : cursor.acceptWord('rollup')
      ? 'rollup'
      : cursor.acceptWord('cube')
        ? 'cube'
        : 'plain';
  if (kind === 'plain') return { kind, items: [readGroupingSet(cursor)], span: cursor.from(start) };
  cursor.expectSymbol('(', 'write the keys in parentheses');
  const isEmpty = kind !== 'sets' && cursor.isSymbol(')');
  const items = isEmpty ? [] : cursor.list(() => readGroupingSet(cursor));
  cursor.expectSymbol(')', 'close the keys with )');
  return { kind, items, span: cursor.from(start) };
}

/** A key, or several in parentheses; `(a) + 1` is one key, which only what follows tells. */
function readGroupingSet(cursor: Cursor): Expression[] {
  if (!cursor.isSymbol('(')) return [readExpression(cursor)];
  const after = cursor.peek(1);
  if (after.kind === 'symbol' && after.text === ')') {
    cursor.next();
    cursor.next();
    return [];
  }
  if (!closesList(cursor)) return [readExpression(cursor)];
  cursor.next();
  const keys = cursor.list(() => readExpression(cursor));
  cursor.expectSymbol(')', 'close the keys with )');
  return keys;
}

/** Whether the parenthesis that opens here holds a list, with a comma of its own. */
function closesList(cursor: Cursor): boolean {
  let depth = 0;
  for (let ahead = 0; ; ahead++) {
    const token = cursor.peek(ahead);
    if (token.kind === 'end') return false;
    if (token.kind !== 'symbol') continue;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth === 0) return false;
    if (token.text === ',' && depth === 1) return true;
  }
}

export function readOrderItem(cursor: Cursor): OrderItem {
  const value = readExpression(cursor);
  const descending = cursor.acceptWord('desc');
  if (!descending) cursor.acceptWord('asc');
  let nullsFirst: boolean | undefined;
  if (cursor.acceptWord('nulls')) {
    nullsFirst = cursor.acceptWord('first');
    if (!nullsFirst) cursor.expectWord('last');
  }
  return { value, descending, nullsFirst };
}

/** OFFSET, then LIMIT or FETCH FIRST; Athena's own pages write them in either order. */
function readLimits(cursor: Cursor): Pick<Query, 'offset' | 'limit' | 'ties'> {
  let offset: number | undefined;
  let limit: number | undefined;
  let ties = false;
  for (;;) {
    if (offset === undefined && cursor.acceptWord('offset')) {
      offset = readCount(cursor);
      if (cursor.isWord('row', 'rows')) cursor.next();
    } else if (limit === undefined && cursor.acceptWord('limit')) {
      if (cursor.acceptWord('all')) continue;
      limit = readCount(cursor);
    } else if (limit === undefined && cursor.acceptWord('fetch')) {
      ({ limit, ties } = readFetch(cursor));
    } else return { offset, limit, ties };
  }
}

function readFetch(cursor: Cursor): { readonly limit: number; readonly ties: boolean } {
  if (!cursor.acceptWord('first')) cursor.expectWord('next');
  const count = cursor.token.kind === 'integer' ? readCount(cursor) : 1;
  if (!cursor.acceptWord('row')) cursor.expectWord('rows');
  const ties = cursor.acceptWords('with', 'ties');
  if (!ties) cursor.expectWord('only');
  return { limit: count, ties };
}

function readCount(cursor: Cursor): number {
  const { token } = cursor;
  if (token.kind !== 'integer') return cursor.unexpected('write a whole number here');
  cursor.next();
  return countOf(cursor, token.text, token.span);
}

function countOf(cursor: Cursor, text: string, span: Span): number {
  const count = BigInt(text);
  if (count > 9223372036854775807n) refuse(cursor.query, 'bad-literal', { text, type: 'row count' }, span);
  // Beyond what a number holds exactly there are no rows left to tell apart.
  return Number(count > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) : count);
}
