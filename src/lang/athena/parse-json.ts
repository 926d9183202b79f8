import type { Span } from '../../base/index.js';
import type { Cursor } from './cursor.js';
import { readType } from './parse-words.js';
import type { Expression } from './syntax.js';
import type { JsonCase, JsonMember } from './syntax-json.js';

type Read = (cursor: Cursor) => Expression;
type PathNode = Extract<Expression, { kind: 'jsonPath' }>;

/** `JSON_VALUE(text, 'lax $.a' …)` and its like (trino.io, "JSON functions and operators"). */
export function readJsonPath(func: PathNode['func']) {
  return (cursor: Cursor, start: Span, read: Read): Expression => {
    cursor.expectSymbol('(', 'write the JSON and the path in parentheses');
    const input = read(cursor);
    readFormat(cursor);
    cursor.expectSymbol(',', "a path follows, such as 'lax $.event.src_ip'");
    const path = cursor.string('a path');
    if (cursor.isWord('passing')) cursor.notSupported('PASSING');
    const returning = cursor.acceptWord('returning') ? readType(cursor) : undefined;
    const wrapper = func === 'json_query' ? readWrapper(cursor) : undefined;
    const omitsQuotes = func === 'json_query' && readQuotes(cursor);
    const first = readCase(cursor, read);
    const second = first === undefined ? undefined : readCase(cursor, read);
    const given = [first, second].filter((each) => each !== undefined);
    cursor.expectSymbol(')', 'close the arguments with )');
    const onEmpty = given.find((each) => each.on === 'empty')?.then;
    const onError = given.find((each) => each.on === 'error')?.then;
    return {
      kind: 'jsonPath',
      func,
      input,
      path,
      returning,
      wrapper,
      omitsQuotes,
      onEmpty,
      onError,
      span: cursor.from(start),
    };
  };
}

function readFormat(cursor: Cursor): boolean {
  if (!cursor.acceptWords('format', 'json')) return false;
  if (cursor.isWord('encoding')) cursor.notSupported('ENCODING');
  return true;
}

function readWrapper(cursor: Cursor): PathNode['wrapper'] {
  const isWith = cursor.acceptWord('with');
  if (!isWith && !cursor.acceptWord('without')) return undefined;
  const isConditional = isWith && cursor.acceptWord('conditional');
  if (isWith && !isConditional) cursor.acceptWord('unconditional');
  cursor.acceptWord('array');
  cursor.expectWord('wrapper');
  return isWith ? (isConditional ? 'conditional' : 'unconditional') : undefined;
}

function readQuotes(cursor: Cursor): boolean {
  const omits = cursor.acceptWord('omit');
  if (!omits && !cursor.acceptWord('keep')) return false;
  cursor.expectWord('quotes');
  if (cursor.acceptWords('on', 'scalar')) cursor.expectWord('string');
  return omits;
}

const caseWords = ['null', 'error', 'true', 'false', 'unknown', 'empty array', 'empty object'] as const;

/** `NULL ON EMPTY`, `DEFAULT 0 ON ERROR`. */
function readCase(cursor: Cursor, read: Read): { on: 'empty' | 'error'; then: JsonCase } | undefined {
  const word = caseWords.find((each) => cursor.areWords(...each.split(' ')));
  if (word === undefined && !cursor.isWord('default')) return undefined;
  let then: JsonCase;
  if (word === undefined) {
    cursor.next();
    then = { kind: 'default', value: read(cursor) };
  } else {
    cursor.acceptWords(...word.split(' '));
    then = { kind: word };
  }
  cursor.expectWord('on');
  const on = cursor.acceptWord('empty') ? 'empty' : 'error';
  if (on === 'error') cursor.expectWord('error');
  return { on, then };
}

/** `JSON_OBJECT('a': 1, 'b' VALUE 2)`, `JSON_ARRAY(1, 2)`. */
export function readJsonMade(func: Extract<Expression, { kind: 'jsonMade' }>['func']) {
  return (cursor: Cursor, start: Span, read: Read): Expression => {
    cursor.expectSymbol('(', 'write the members in parentheses');
    const isEmpty =
      cursor.isSymbol(')') || (cursor.isWord('null', 'absent') && cursor.peek(1).kind === 'word');
    const members = isEmpty ? [] : cursor.list(() => readMember(func, cursor, read));
    const nulls = (['null', 'absent'] as const).find((word) => cursor.acceptWords(word, 'on', 'null'));
    if (func === 'json_object' && (cursor.isWord('with') || cursor.isWord('without'))) {
      if (cursor.acceptWord('with')) cursor.notSupported('WITH UNIQUE KEYS');
      cursor.next();
      cursor.expectWord('unique');
      cursor.acceptWord('keys');
    }
    if (cursor.isWord('returning'))
      cursor.notSupported('RETURNING', cursor.token.span, 'the answer is VARCHAR');
    cursor.expectSymbol(')', 'close the members with )');
    return { kind: 'jsonMade', func, members, nulls, span: cursor.from(start) };
  };
}

function readMember(func: string, cursor: Cursor, read: Read): JsonMember {
  if (func === 'json_array') {
    const value = read(cursor);
    return { key: undefined, value, isJson: readFormat(cursor) };
  }
  const next = cursor.peek(1);
  if (cursor.isWord('key') && !(next.kind === 'symbol' && next.text !== '(')) cursor.next();
  const key = read(cursor);
  if (cursor.acceptSymbol(':') === undefined) cursor.expectWord('value');
  const value = read(cursor);
  return { key, value, isJson: readFormat(cursor) };
}
