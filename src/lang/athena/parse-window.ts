import type { Cursor } from './cursor.js';
import { readExpression } from './parse-expression.js';
import { readOrderItem } from './parse-query.js';
import type { Expression, Frame, FrameBound, Select, Window } from './syntax.js';

type Read = (cursor: Cursor) => Expression;

/** What may follow the arguments of a window function: IGNORE NULLS and OVER (…). */
export function readOver(
  cursor: Cursor,
  read: Read,
): { readonly ignoreNulls: boolean; readonly over: Window | undefined } {
  const ignoreNulls = cursor.acceptWords('ignore', 'nulls');
  if (!ignoreNulls) cursor.acceptWords('respect', 'nulls');
  const [start, after] = [cursor.token.span, cursor.peek(1)];
  const isOver =
    cursor.isWord('over') && (after.kind === 'word' || (after.kind === 'symbol' && after.text === '('));
  if (!isOver) {
    if (ignoreNulls) cursor.unexpected('IGNORE NULLS belongs to a window function: write OVER (…) after it');
    return { ignoreNulls, over: undefined };
  }
  cursor.next();
  if (!cursor.isSymbol('(')) {
    const base = cursor.identifier('a window');
    const over = { base, partitionBy: [], orderBy: [], frame: undefined, span: cursor.from(start) };
    return { ignoreNulls, over };
  }
  return { ignoreNulls, over: { ...readWindow(cursor, read), span: cursor.from(start) } };
}

/** The parts of a window in parentheses; a name that comes first stands for a window of the WINDOW clause. */
function readWindow(cursor: Cursor, read: Read): Window {
  const start = cursor.token.span;
  cursor.expectSymbol('(', 'write the window in parentheses');
  const isNamed = cursor.atIdentifier && !cursor.isWord('partition', 'rows', 'range', 'groups');
  const base = isNamed ? cursor.identifier('a window') : undefined;
  const partitionBy = cursor.acceptWords('partition', 'by') ? cursor.list(() => read(cursor)) : [];
  const orderBy = cursor.acceptWords('order', 'by') ? cursor.list(() => readOrderItem(cursor)) : [];
  const frame = readFrame(cursor);
  cursor.expectSymbol(')', 'close the window with )');
  const window = { partitionBy, orderBy, frame, span: cursor.from(start) };
  return base === undefined ? window : { ...window, base };
}

/** Whether the WINDOW clause begins here; as a name, the word is followed by something else. */
export function atWindows(cursor: Cursor): boolean {
  const name = cursor.peek(1);
  const as = cursor.peek(2);
  return (
    cursor.isWord('window') && name.kind === 'word' && as.kind === 'word' && as.text.toLowerCase() === 'as'
  );
}

/** WINDOW name AS (…), …; none without the clause. */
export function readWindows(cursor: Cursor): Select['windows'] {
  if (!atWindows(cursor)) return [];
  cursor.next();
  return cursor.list(() => {
    const name = cursor.identifier('a name for the window');
    cursor.expectWord('as');
    return { name, window: readWindow(cursor, readExpression) };
  });
}

function readFrame(cursor: Cursor): Frame | undefined {
  const start = cursor.token.span;
  const unit = (['rows', 'range', 'groups'] as const).find((each) => cursor.acceptWord(each));
  if (unit === undefined) return undefined;
  if (!cursor.acceptWord('between')) {
    return { unit, start: readBound(cursor), end: undefined, span: cursor.from(start) };
  }
  const first = readBound(cursor);
  cursor.expectWord('and');
  return { unit, start: first, end: readBound(cursor), span: cursor.from(start) };
}

function readBound(cursor: Cursor): FrameBound {
  if (cursor.acceptWords('current', 'row')) return { kind: 'current', offset: undefined };
  let offset: number | undefined;
  if (!cursor.acceptWord('unbounded')) {
    const { token } = cursor;
    if (token.kind !== 'integer')
      return cursor.notSupported(
        'A frame bound that is no whole number',
        token.span,
        'write for example 5 PRECEDING',
      );
    cursor.next();
    offset = Number(token.text);
  }
  if (cursor.acceptWord('preceding')) return { kind: 'preceding', offset };
  cursor.expectWord('following');
  return { kind: 'following', offset };
}
