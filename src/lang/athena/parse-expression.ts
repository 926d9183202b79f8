import type { Span } from '../../base/index.js';
import { spanOf } from '../problem.js';
import type { Cursor } from './cursor.js';
import { isPrimaryWord, readPrimary } from './parse-primary.js';
import { readQuery } from './parse-query.js';
import type { Arithmetic, Comparison, Expression } from './syntax.js';

/**
 * Reads an expression. Precedence, tightest first: sign, `* / %`, `+ -`, `||`, comparisons and predicates, NOT, AND, OR
 * (trino.io, "SQL grammar": `booleanExpression`, `valueExpression`).
 */
export function readExpression(cursor: Cursor): Expression {
  return cursor.depth.within(cursor.token.span, () => readChain(cursor, 'or', () => readAnd(cursor)));
}

/** Chains become one node, so that a long one is not a deep one. */
function readChain(cursor: Cursor, word: 'and' | 'or', read: () => Expression): Expression {
  const first = read();
  if (!cursor.isWord(word)) return first;
  const args = [first];
  while (cursor.acceptWord(word)) args.push(read());
  return { kind: word, args, span: cursor.from(first.span) };
}

function readAnd(cursor: Cursor): Expression {
  return readChain(cursor, 'and', () => readNot(cursor));
}

function readNot(cursor: Cursor): Expression {
  const start = cursor.token.span;
  if (!cursor.acceptWord('not')) return readPredicates(cursor);
  return cursor.depth.within(start, () => {
    const arg = readNot(cursor);
    return { kind: 'not', arg, span: cursor.from(start) };
  });
}

const comparisons: Record<string, Comparison> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** A value and the tests on it; a second test takes the first one's answer, which the type check then refuses. */
function readPredicates(cursor: Cursor): Expression {
  const first = readConcat(cursor);
  const chain = (left: Expression): Expression => {
    const next = readPredicate(cursor, left);
    return next === undefined ? left : cursor.depth.within(next.span, () => chain(next));
  };
  return chain(first);
}

function readPredicate(cursor: Cursor, left: Expression): Expression | undefined {
  const { token } = cursor;
  if (token.kind === 'symbol') {
    const operator = comparisons[token.text];
    if (operator === undefined) return undefined;
    cursor.next();
    if (cursor.isWord('all', 'any', 'some') && isOpening(cursor))
      return readQuantified(cursor, operator, left);
    const right = readConcat(cursor);
    return { kind: 'compare', operator, left, right, span: spanOf(left, right), at: token.span };
  }
  if (cursor.isWord('is')) return readIs(cursor, left);
  const negated = cursor.isWord('not') && followedByPredicate(cursor);
  if (negated) cursor.next();
  const at = cursor.token.span;
  if (cursor.acceptWord('between')) return readBetween(cursor, left, negated, at);
  if (cursor.acceptWord('in')) return readIn(cursor, left, negated);
  if (cursor.acceptWord('like')) return readLike(cursor, left, negated);
  return undefined;
}

function readQuantified(cursor: Cursor, operator: Comparison, value: Expression): Expression {
  const quantifier = cursor.acceptWord('all') ? 'all' : 'any';
  if (quantifier === 'any') cursor.next();
  cursor.next();
  const query = readQuery(cursor);
  cursor.expectSymbol(')', 'close the subquery with )');
  return { kind: 'quantified', operator, quantifier, value, query, span: cursor.from(value.span) };
}

function isOpening(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return after.kind === 'symbol' && after.text === '(';
}

function followedByPredicate(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return (
    after.kind === 'word' && !after.quoted && ['between', 'in', 'like'].includes(after.text.toLowerCase())
  );
}

function readIs(cursor: Cursor, left: Expression): Expression {
  cursor.next();
  const negated = cursor.acceptWord('not');
  if (cursor.acceptWord('null'))
    return { kind: 'isNull', value: left, negated, span: cursor.from(left.span) };
  if (cursor.acceptWords('distinct', 'from')) {
    const right = readConcat(cursor);
    return { kind: 'isDistinct', left, right, negated, span: spanOf(left, right) };
  }
  return cursor.unexpected('after IS stands NULL, NOT NULL or DISTINCT FROM');
}

function readBetween(cursor: Cursor, value: Expression, negated: boolean, at: Span): Expression {
  const low = readConcat(cursor);
  cursor.expectWord('and');
  const high = readConcat(cursor);
  return { kind: 'between', value, low, high, negated, span: spanOf(value, high), at };
}

function readIn(cursor: Cursor, value: Expression, negated: boolean): Expression {
  cursor.expectSymbol('(', 'write the values in parentheses');
  if (cursor.isWord('select', 'with', 'values', 'table')) {
    const query = readQuery(cursor);
    cursor.expectSymbol(')', 'close the subquery with )');
    return { kind: 'inQuery', value, query, negated, span: cursor.from(value.span) };
  }
  const list = cursor.list(() => readExpression(cursor));
  cursor.expectSymbol(')', 'close the list with )');
  return { kind: 'in', value, list, negated, span: cursor.from(value.span) };
}

function readLike(cursor: Cursor, value: Expression, negated: boolean): Expression {
  const pattern = readConcat(cursor);
  const mark = cursor.acceptWord('escape') ? readConcat(cursor) : undefined;
  return { kind: 'like', value, pattern, escape: mark, negated, span: cursor.from(value.span) };
}

export function readConcat(cursor: Cursor): Expression {
  const first = readSum(cursor);
  if (!cursor.isSymbol('||')) return first;
  const args = [first];
  while (cursor.acceptSymbol('||') !== undefined) args.push(readSum(cursor));
  return { kind: 'concat', args, span: cursor.from(first.span) };
}

function readSum(cursor: Cursor): Expression {
  return readBinary(cursor, ['+', '-'], () => readBinary(cursor, ['*', '/', '%'], () => readSign(cursor)));
}

function readBinary(cursor: Cursor, operators: readonly Arithmetic[], read: () => Expression): Expression {
  const first = read();
  const chain = (left: Expression): Expression => {
    const at = cursor.token.span;
    const symbol = cursor.acceptSymbol(...operators);
    const operator = operators.find((each) => each === symbol);
    if (operator === undefined) return left;
    const right = read();
    // A chain is a tree as deep as it is long, so it counts as nesting.
    return cursor.depth.within(right.span, () =>
      chain({ kind: 'arithmetic', operator, left, right, span: spanOf(left, right), at }),
    );
  };
  return chain(first);
}

function readSign(cursor: Cursor): Expression {
  const start = cursor.token.span;
  const sign = cursor.acceptSymbol('-', '+');
  if (sign === undefined) return readTimeZone(cursor);
  return cursor.depth.within(start, () => {
    const arg = readSign(cursor);
    if (sign === '+') return arg;
    if (arg.kind === 'number' && !arg.text.startsWith('-')) {
      return { ...arg, text: `-${arg.text}`, span: cursor.from(start) };
    }
    return { kind: 'negate', arg, span: cursor.from(start) };
  });
}

/** What follows a value: elements `[…]` and fields `.name`. */
function readSubscripts(cursor: Cursor, value: Expression): Expression {
  if (cursor.isSymbol('.') && value.kind !== 'number') {
    cursor.next();
    const field = cursor.identifier('a field of the row');
    const part = { kind: 'field', value, field, span: cursor.from(value.span) } as const;
    return cursor.depth.within(field.span, () => readSubscripts(cursor, part));
  }
  if (cursor.acceptSymbol('[') === undefined) return value;
  const index = readExpression(cursor);
  cursor.expectSymbol(']', 'close the subscript with ]');
  const element = { kind: 'subscript', value, index, span: cursor.from(value.span) } as const;
  return cursor.depth.within(index.span, () => readSubscripts(cursor, element));
}

function readTimeZone(cursor: Cursor): Expression {
  if (cursor.token.kind === 'word' && !cursor.atIdentifier && !isPrimaryWord(cursor)) {
    cursor.identifier('a column, a value or a function');
  }
  const value = readSubscripts(cursor, readPrimary(cursor, readExpression));
  return cursor.areWords('at', 'time', 'zone') ? atZone(cursor, value) : value;
}

/** `AT TIME ZONE` again and again: the last one counts. */
function atZone(cursor: Cursor, value: Expression): Expression {
  if (cursor.acceptWords('at', 'time', 'zone')) {
    const zone = cursor.string('a time zone');
    const name = { name: 'at_timezone', quoted: false, span: value.span };
    const args: Expression[] = [value, { kind: 'string', ...zone }];
    const call = { kind: 'call', name, args, star: false, distinct: false, filter: undefined } as const;
    const moved = { ...call, span: cursor.from(value.span) };
    return cursor.depth.within(zone.span, () => atZone(cursor, moved));
  }
  return value;
}
