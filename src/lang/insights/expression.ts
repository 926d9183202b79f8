import { spanOf } from '../problem.js';
import type { Cursor } from './cursor.js';
import { readSubquery } from './subquery.js';
import type { BinaryOperator, Expression, Item } from './syntax.js';

/**
 * Reads an expression. Precedence, tightest first: `^`, `* / %`, `+ -`, comparisons and `like` and `in`, `not`, `and`,
 * `or` (AWS does not print the table; this is the usual order).
 */
export function readExpression(cursor: Cursor): Expression {
  return cursor.depth.within(cursor.token.span, () => readChain(cursor, 'or', () => readAnd(cursor)));
}

/** An expression and the name after `as`. */
export function readItem(cursor: Cursor): Item {
  const expression = readExpression(cursor);
  const alias = cursor.acceptWord('as') ? cursor.name('a name for the value') : undefined;
  return { expression, alias };
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
  if (!cursor.acceptWord('not')) return readRelation(cursor);
  return cursor.depth.within(start, () => {
    const arg = readNot(cursor);
    return { kind: 'not', arg, span: cursor.from(start) };
  });
}

const comparisons: Record<string, BinaryOperator> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function readRelation(cursor: Cursor): Expression {
  const left = readSum(cursor);
  const { token } = cursor;
  if (token.kind === 'symbol') {
    const operator = comparisons[token.text];
    if (operator !== undefined) {
      cursor.next();
      const right = readSum(cursor);
      return { kind: 'binary', operator, left, right, span: spanOf(left, right) };
    }
    if (cursor.acceptSymbol('=~') !== undefined) return readLike(cursor, left, false, true);
  }
  const negated = cursor.isWord('not') && isMatchWord(cursor);
  if (negated) cursor.next();
  if (cursor.acceptWord('like')) return readLike(cursor, left, negated, false);
  if (cursor.acceptWord('in')) return readIn(cursor, left, negated);
  return left;
}

function isMatchWord(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return after.kind === 'word' && !after.quoted && ['like', 'in'].includes(after.text.toLowerCase());
}

function readLike(cursor: Cursor, value: Expression, negated: boolean, regexOnly: boolean): Expression {
  const pattern = readPrimary(cursor);
  if (pattern.kind !== 'regex' && (regexOnly || pattern.kind !== 'string')) {
    cursor.notSupported(
      regexOnly
        ? '`=~` with anything but a regular expression'
        : '`like` with a pattern that is not written out',
      pattern.span,
      regexOnly
        ? 'write a pattern such as /10\\.32\\./'
        : 'write a quoted text or a pattern such as /10\\.32\\./',
    );
  }
  return { kind: 'like', negated, value, pattern, span: spanOf(value, pattern) };
}

function readIn(cursor: Cursor, value: Expression, negated: boolean): Expression {
  if (cursor.isSymbol('(')) {
    const query = readSubquery(cursor, true);
    return { kind: 'inQuery', negated, value, query, span: cursor.from(value.span) };
  }
  cursor.expectSymbol('[', 'write a list here, such as [22, 3389]');
  if (cursor.isSymbol(']'))
    cursor.query.fail('empty-list', 'A list has at least one value.', cursor.token.span);
  // A list of many addresses is an honest question; the size of the text bounds it.
  const list = cursor.list(() => readSum(cursor), Number.POSITIVE_INFINITY);
  cursor.expectSymbol(']', 'close the list with ]');
  return { kind: 'in', negated, value, list, span: cursor.from(value.span) };
}

function readSum(cursor: Cursor): Expression {
  return readBinary(cursor, ['+', '-'], () => readBinary(cursor, ['*', '/', '%'], () => readPower(cursor)));
}

function readBinary(
  cursor: Cursor,
  operators: readonly BinaryOperator[],
  read: () => Expression,
): Expression {
  const first = read();
  const chain = (left: Expression): Expression => {
    const symbol = cursor.acceptSymbol(...operators);
    const operator = operators.find((each) => each === symbol);
    if (operator === undefined) return left;
    const right = read();
    // A chain is a tree as deep as it is long, so it counts as nesting.
    return cursor.depth.within(right.span, () =>
      chain({ kind: 'binary', operator, left, right, span: spanOf(left, right) }),
    );
  };
  return chain(first);
}

function readPower(cursor: Cursor): Expression {
  const left = readUnary(cursor);
  if (cursor.acceptSymbol('^') === undefined) return left;
  const right = cursor.depth.within(left.span, () => readPower(cursor));
  return { kind: 'binary', operator: '^', left, right, span: spanOf(left, right) };
}

function readUnary(cursor: Cursor): Expression {
  const start = cursor.token.span;
  if (cursor.acceptSymbol('-') === undefined) return readPostfix(cursor);
  return cursor.depth.within(start, () => {
    const arg = readUnary(cursor);
    if (arg.kind === 'number' && !arg.text.startsWith('-')) {
      return { kind: 'number', value: -arg.value, text: `-${arg.text}`, span: cursor.from(start) };
    }
    return { kind: 'negate', arg, span: cursor.from(start) };
  });
}

function readPostfix(cursor: Cursor): Expression {
  const value = readPrimary(cursor);
  const steps: (string | number)[] = [];
  while (cursor.isSymbol('.', '[')) steps.push(...readStep(cursor));
  return steps.length === 0 ? value : { kind: 'path', value, steps, span: cursor.from(value.span) };
}

/** `.name`, or `[2]`, counted from 0. */
function readStep(cursor: Cursor): (string | number)[] {
  if (cursor.acceptSymbol('.') !== undefined) return cursor.name('a key of the structure').name.split('.');
  cursor.next();
  const { token } = cursor;
  if (token.kind !== 'number' || !/^[0-9]+$/.test(token.text)) {
    return cursor.unexpected('write the place in the list, counted from 0');
  }
  cursor.next();
  cursor.expectSymbol(']', 'close the place in the list with ]');
  return [token.value];
}

function readPrimary(cursor: Cursor): Expression {
  const { token } = cursor;
  switch (token.kind) {
    case 'number':
    case 'string':
    case 'regex':
    case 'period':
      cursor.next();
      return token;
    case 'word':
      return readWord(cursor, token);
    case 'symbol':
      if (token.text === '(') return readParenthesis(cursor);
      return cursor.unexpected('write a field, a value or a function here');
    case 'end':
      return cursor.unexpected('the query ends here, but a value is needed');
  }
}

function readParenthesis(cursor: Cursor): Expression {
  cursor.next();
  const inner = readExpression(cursor);
  cursor.expectSymbol(')', 'close the parenthesis with )');
  return inner;
}

function readWord(
  cursor: Cursor,
  token: { text: string; quoted: boolean; span: { start: number; end: number } },
): Expression {
  const reserved = ['and', 'or', 'not', 'like', 'in', 'as', 'by'];
  if (!token.quoted && reserved.includes(token.text.toLowerCase())) {
    return cursor.unexpected('write a field, a value or a function here');
  }
  cursor.next();
  if (token.quoted || !cursor.isSymbol('(')) {
    return { kind: 'field', name: token.text, quoted: token.quoted, span: token.span };
  }
  cursor.next();
  const args = cursor.isSymbol(')') ? [] : cursor.list(() => readArgument(cursor));
  cursor.expectSymbol(')', `close the arguments of \`${token.text}\` with )`);
  return { kind: 'call', name: token.text, args, span: cursor.from(token.span) };
}

const operatorWords = ['and', 'or', 'not', 'in', 'like', 'as'];

function readArgument(cursor: Cursor): Expression {
  const { token } = cursor;
  if (cursor.acceptSymbol('*') !== undefined) return { kind: 'star', span: token.span };
  // `bin(5 min)`: the unit may stand apart; `if(5 in [5, 6], …)` has none.
  const unit = cursor.peek(1);
  const isUnit = unit.kind === 'word' && !operatorWords.includes(unit.text.toLowerCase());
  if (token.kind === 'number' && isUnit && Number.isInteger(token.value)) {
    cursor.next();
    cursor.next();
    return { kind: 'period', amount: token.value, unit: unit.text.toLowerCase(), span: spanOf(token, unit) };
  }
  return readExpression(cursor);
}
