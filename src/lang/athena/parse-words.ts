import type { Span } from '../../base/index.js';
import type { Cursor } from './cursor.js';
import { readConcat } from './parse-expression.js';
import type { Expression } from './syntax.js';

type Read = (cursor: Cursor) => Expression;

/** TRIM of one side is the function of that side. */
const sides = { leading: 'ltrim', trailing: 'rtrim', both: 'trim' } as const;

export function readCase(cursor: Cursor, start: Span, read: Read): Expression {
  const operand = cursor.isWord('when') ? undefined : read(cursor);
  const branches: { when: Expression; value: Expression }[] = [];
  while (cursor.acceptWord('when')) {
    const when = read(cursor);
    cursor.expectWord('then');
    branches.push({ when, value: read(cursor) });
  }
  if (branches.length === 0) cursor.unexpected('a CASE has WHEN … THEN …');
  const otherwise = cursor.acceptWord('else') ? read(cursor) : undefined;
  cursor.expectWord('end');
  return { kind: 'case', operand, branches, otherwise, span: cursor.from(start) };
}

export function readCast(cursor: Cursor, start: Span, read: Read, safe: boolean): Expression {
  cursor.expectSymbol('(', 'write (value AS type)');
  const value = read(cursor);
  cursor.expectWord('as');
  const type = readType(cursor);
  cursor.expectSymbol(')', 'close the cast with )');
  return { kind: 'cast', value, type, safe, span: cursor.from(start) };
}

/** A type as Trino writes it, in lower case: `decimal(10,2)`, `timestamp with time zone`, `map(varchar,array(bigint))`. */
export function readType(cursor: Cursor): string {
  return cursor.depth.within(cursor.token.span, () => {
    let type = cursor.identifier('a type such as BIGINT').name.toLowerCase();
    if (type === 'double' && cursor.isWord('precision')) cursor.next();
    if (type === 'row') return `row(${readFields(cursor)})`;
    if (cursor.isSymbol('<')) cursor.unexpected('write its parts in parentheses, such as ARRAY(VARCHAR)');
    if (cursor.acceptSymbol('(') !== undefined) {
      const params = cursor.list(() => {
        const { token } = cursor;
        if (token.kind !== 'integer') return readType(cursor);
        cursor.next();
        return token.text;
      });
      cursor.expectSymbol(')', 'close the type with )');
      type += `(${params.join(',')})`;
    }
    if (cursor.acceptWords('with', 'time', 'zone')) type += ' with time zone';
    return type;
  });
}

/** Fields of a ROW type: a name and a type, or a type alone. */
function readFields(cursor: Cursor): string {
  cursor.expectSymbol('(', 'write the fields in parentheses');
  const fields = cursor.list(() => {
    const after = cursor.peek(1);
    const isNamed = after.kind === 'word' && !(after.text.toLowerCase() === 'with' && !after.quoted);
    if (!isNamed) return readType(cursor);
    const { name } = cursor.identifier('a name for the field');
    return `"${name.toLowerCase().replaceAll('"', '""')}" ${readType(cursor)}`;
  });
  cursor.expectSymbol(')', 'close the fields with )');
  return fields.join(',');
}

export function readExtract(cursor: Cursor, start: Span, read: Read): Expression {
  cursor.expectSymbol('(', 'write (unit FROM value)');
  const unit = cursor.identifier('a unit such as HOUR').name.toLowerCase();
  cursor.expectWord('from');
  const value = read(cursor);
  cursor.expectSymbol(')', 'close EXTRACT with )');
  return { kind: 'extract', unit, value, span: cursor.from(start) };
}

export function readTrim(cursor: Cursor, start: Span, read: Read): Expression {
  cursor.expectSymbol('(', 'write the text in parentheses');
  const side = (['leading', 'trailing', 'both'] as const).find((word) => cursor.acceptWord(word));
  const first = cursor.acceptWord('from') ? undefined : read(cursor);
  const characters = first !== undefined && cursor.acceptWord('from') ? first : undefined;
  const value = first === undefined || characters !== undefined ? read(cursor) : first;
  const given = characters ?? (cursor.acceptSymbol(',') === undefined ? undefined : read(cursor));
  if (side !== undefined && first === value) cursor.unexpected('write TRIM(LEADING … FROM value)');
  cursor.expectSymbol(')', 'close TRIM with )');
  const args = given === undefined ? [value] : [value, given];
  const name = { name: sides[side ?? 'both'], quoted: false, span: start };
  return {
    kind: 'call',
    name,
    args,
    star: false,
    distinct: false,
    filter: undefined,
    span: cursor.from(start),
  };
}

/** NORMALIZE takes the name of a normal form, which is no value. */
export function readNormalize(cursor: Cursor, start: Span, read: Read): Expression {
  cursor.expectSymbol('(', 'write the text in parentheses');
  const args = [read(cursor)];
  if (cursor.acceptSymbol(',') !== undefined && !cursor.acceptWord('nfc'))
    cursor.notSupported('A normal form other than NFC');
  cursor.expectSymbol(')', 'close NORMALIZE with )');
  return { ...bareCall(cursor, 'normalize', start), args, span: cursor.from(start) };
}

/** `POSITION(part IN text)` is `strpos(text, part)`. */
export function readPosition(cursor: Cursor, start: Span): Expression {
  cursor.next();
  const part = readConcat(cursor);
  cursor.expectWord('in');
  const text = readConcat(cursor);
  cursor.expectSymbol(')', 'close POSITION with )');
  return { ...bareCall(cursor, 'strpos', start), args: [text, part], span: cursor.from(start) };
}

export function bareCall(cursor: Cursor, word: string, start: Span): Extract<Expression, { kind: 'call' }> {
  if (cursor.isSymbol('(')) cursor.notSupported(`${word.toUpperCase()} with a precision`, start);
  const name = { name: word, quoted: false, span: start };
  return {
    kind: 'call',
    name,
    args: [],
    star: false,
    distinct: false,
    filter: undefined,
    span: cursor.from(start),
  };
}
