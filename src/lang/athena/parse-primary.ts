import type { Span } from '../../base/index.js';
import type { Cursor } from './cursor.js';
import { refuse } from './messages.js';
import { readInterval } from './parse-interval.js';
import { readJsonMade, readJsonPath } from './parse-json.js';
import { readOrderItem, readQuery } from './parse-query.js';
import { readOver } from './parse-window.js';
import {
  bareCall,
  readCase,
  readCast,
  readExtract,
  readNormalize,
  readPosition,
  readTrim,
} from './parse-words.js';
import type { Expression, Identifier } from './syntax.js';

type Read = (cursor: Cursor) => Expression;

/** Reserved words that begin a value of their own, each with its reader. */
const wordReaders: Record<string, (cursor: Cursor, start: Span, read: Read) => Expression> = {
  true: (cursor, start) => ({ kind: 'boolean', value: true, span: cursor.from(start) }),
  false: (cursor, start) => ({ kind: 'boolean', value: false, span: cursor.from(start) }),
  null: (cursor, start) => ({ kind: 'null', span: cursor.from(start) }),
  case: readCase,
  cast: (cursor, start, read) => readCast(cursor, start, read, false),
  extract: readExtract,
  trim: readTrim,
  current_date: (cursor, start) => bareCall(cursor, 'current_date', start),
  current_timestamp: (cursor, start) => bareCall(cursor, 'current_timestamp', start),
  exists: readExists,
  grouping: readGrouping,
  listagg: readListagg,
  localtimestamp: (cursor, start) => bareCall(cursor, 'localtimestamp', start),
  current_time: (cursor, start) => bareCall(cursor, 'current_time', start),
  current_user: (cursor, start) => cursor.notSupported('CURRENT_USER', start),
  normalize: readNormalize,
  localtime: (cursor, start) => bareCall(cursor, 'localtime', start),
  json_array: readJsonMade('json_array'),
  json_exists: readJsonPath('json_exists'),
  json_object: readJsonMade('json_object'),
  json_query: readJsonPath('json_query'),
  json_table: (cursor, start) =>
    cursor.notSupported('JSON_TABLE', start, 'write UNNEST(CAST(json_extract(…) AS ARRAY(JSON)))'),
  json_value: readJsonPath('json_value'),
};

export function isPrimaryWord(cursor: Cursor): boolean {
  const { token } = cursor;
  return token.kind === 'word' && !token.quoted && wordReaders[token.text.toLowerCase()] !== undefined;
}

/** A value that no operator begins: a literal, a column, a call, a parenthesis, CASE, CAST. */
export function readPrimary(cursor: Cursor, read: Read): Expression {
  const { token } = cursor;
  switch (token.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
      cursor.next();
      return { kind: 'number', type: token.kind, text: token.text, span: token.span };
    case 'string':
      cursor.next();
      return { kind: 'string', value: token.value, span: token.span };
    case 'symbol':
      if (token.text === '(') return readParenthesis(cursor, read);
      if (token.text === '?') return refuseParameter(cursor, token.span);
      return cursor.unexpected('write a column, a value or a function here');
    case 'end':
      return cursor.unexpected('the statement ends here, but a value is needed');
    case 'word':
      return readWord(cursor, token, read);
  }
}

/** Values take the places of parameters before a statement is read, so whoever meets one has none. */
function refuseParameter(cursor: Cursor, span: Span): never {
  const places = cursor.tokens.filter((token) => token.kind === 'symbol' && token.text === '?');
  const help = 'give a value for each ?, with --param or EXECUTE … USING, or write it out';
  return refuse(cursor.query, 'parameter-count', { expected: places.length, given: 0 }, span, help);
}

function readWord(
  cursor: Cursor,
  token: { text: string; quoted: boolean; span: Span },
  read: Read,
): Expression {
  const word = token.quoted ? '' : token.text.toLowerCase();
  const reader = wordReaders[word];
  if (reader !== undefined) {
    cursor.next();
    return reader(cursor, token.span, read);
  }
  const after = cursor.peek(1);
  if (after.kind === 'string') return readTypedLiteral(cursor, word, token.span);
  if (word === 'interval' && after.kind === 'symbol' && after.text !== ',')
    return readInterval(cursor, token.span);
  if (word === 'try_cast' && after.kind === 'symbol' && after.text === '(') {
    cursor.next();
    return readCast(cursor, token.span, read, true);
  }
  if (word === 'array' && after.kind === 'symbol' && after.text === '[') return readArray(cursor, read);
  if (word === 'position' && after.kind === 'symbol' && after.text === '(') {
    cursor.next();
    return readPosition(cursor, token.span);
  }
  if (word === 'row' && after.kind === 'symbol' && after.text === '(') {
    cursor.next();
    return readRow(cursor, token.span, read);
  }
  return readName(cursor, read);
}

/** Types whose names stand before a text. */
const literalTypes: Readonly<Record<string, Extract<Expression, { kind: 'typed' }>['type']>> = {
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
  ipaddress: 'ipaddress',
  uuid: 'uuid',
  decimal: 'decimal',
  json: 'json',
  x: 'varbinary',
};

/** `BIGINT '1'` is a cast. */
const castLiterals = [
  'char',
  'varchar',
  'bigint',
  'int',
  'integer',
  'smallint',
  'tinyint',
  'double',
  'real',
  'boolean',
];

/** `DATE '2026-01-31'` and the like: a type's name before a string. */
function readTypedLiteral(cursor: Cursor, word: string, start: Span): Expression {
  if (word === 'interval') return readInterval(cursor, start);
  const type = literalTypes[word];
  if (type !== undefined) {
    cursor.next();
    const { value } = cursor.string('a value');
    return { kind: 'typed', type, text: value, span: cursor.from(start) };
  }
  if (castLiterals.includes(word)) {
    cursor.next();
    const text = cursor.string('a value');
    return {
      kind: 'cast',
      value: { kind: 'string', ...text },
      type: word,
      safe: false,
      span: cursor.from(start),
    };
  }
  const name = cursor.identifier('a column');
  return cursor.unexpected(`after \`${name.name}\` an operator is needed, such as = or LIKE`);
}

function readParenthesis(cursor: Cursor, read: Read): Expression {
  const start = cursor.next().span;
  if (cursor.isWord('select', 'with', 'values', 'table')) {
    const query = readQuery(cursor);
    cursor.expectSymbol(')', 'close the subquery with )');
    return { kind: 'subquery', query, span: cursor.from(start) };
  }
  if (opensLambda(cursor)) return readLambda(cursor, start, read);
  const inner = read(cursor);
  if (cursor.acceptSymbol(',') !== undefined) {
    const items = [inner, ...cursor.list(() => read(cursor))];
    cursor.expectSymbol(')', 'close the row with )');
    return { kind: 'row', items, span: cursor.from(start) };
  }
  cursor.expectSymbol(')', 'close the parenthesis with )');
  return inner;
}

function readRow(cursor: Cursor, start: Span, read: Read): Expression {
  cursor.next();
  const items = cursor.list(() => read(cursor));
  cursor.expectSymbol(')', 'close the row with )');
  return { kind: 'row', items, span: cursor.from(start) };
}

/** Whether names and `) ->` follow the parenthesis that was taken. */
function opensLambda(cursor: Cursor): boolean {
  for (let ahead = 0; ; ahead++) {
    const token = cursor.peek(ahead);
    if (token.kind === 'symbol' && token.text === ')') return isSymbol(cursor, ahead + 1, '->');
    const isName = token.kind === 'word' || (token.kind === 'symbol' && token.text === ',');
    if (!isName) return false;
  }
}

/** `(a, b) -> …`, after its parenthesis. */
function readLambda(cursor: Cursor, start: Span, read: Read): Expression {
  const parameters = cursor.isSymbol(')')
    ? []
    : cursor.list(() => cursor.identifier('a name for the argument'));
  cursor.next();
  cursor.next();
  return { kind: 'lambda', parameters, body: read(cursor), span: cursor.from(start) };
}

function readArray(cursor: Cursor, read: Read): Expression {
  const start = cursor.next().span;
  cursor.next();
  const items = cursor.isSymbol(']') ? [] : cursor.list(() => read(cursor));
  cursor.expectSymbol(']', 'close the array with ]');
  return { kind: 'array', items, span: cursor.from(start) };
}

function readExists(cursor: Cursor, start: Span): Expression {
  cursor.expectSymbol('(', 'write the query in parentheses');
  const query = readQuery(cursor);
  cursor.expectSymbol(')', 'close the subquery with )');
  return { kind: 'exists', query, span: cursor.from(start) };
}

function readGrouping(cursor: Cursor, start: Span, read: Read): Expression {
  cursor.expectSymbol('(', 'write the keys in parentheses');
  const args = cursor.list(() => read(cursor));
  cursor.expectSymbol(')', 'close the keys with )');
  return { kind: 'grouping', args, span: cursor.from(start) };
}

/** LISTAGG names its order outside of its arguments. */
function readListagg(cursor: Cursor, start: Span, read: Read): Expression {
  cursor.expectSymbol('(', 'write the text in parentheses');
  const distinct = cursor.acceptWord('distinct');
  if (!distinct) cursor.acceptWord('all');
  const args = cursor.list(() => read(cursor));
  const overflow = cursor.acceptWords('on', 'overflow') ? readOverflow(cursor) : undefined;
  cursor.expectSymbol(')', 'close the arguments of LISTAGG with )');
  for (const word of ['within', 'group']) cursor.expectWord(word);
  cursor.expectSymbol('(', 'write (ORDER BY …)');
  for (const word of ['order', 'by']) cursor.expectWord(word);
  const orderBy = cursor.list(() => readOrderItem(cursor));
  cursor.expectSymbol(')', 'close WITHIN GROUP with )');
  const filter = readFilter(cursor, read);
  if (cursor.isWord('over')) cursor.notSupported('LISTAGG as a window function');
  const name = { name: 'listagg', quoted: false, span: start };
  const call = { kind: 'call', name, args, star: false, distinct, filter, orderBy } as const;
  return { ...call, ...(overflow === undefined ? {} : { overflow }), span: cursor.from(start) };
}

/** `ERROR`, or `TRUNCATE 'filler' WITH COUNT`, as it is printed. */
function readOverflow(cursor: Cursor): string {
  if (cursor.acceptWord('error')) return 'ERROR';
  cursor.expectWord('truncate');
  const filler = cursor.token.kind === 'string' ? cursor.string('a text').value : undefined;
  const word = cursor.acceptWord('without') ? 'WITHOUT' : 'WITH';
  if (word === 'WITH') cursor.expectWord('with');
  cursor.expectWord('count');
  return `TRUNCATE ${filler === undefined ? '' : `'${filler.replaceAll("'", "''")}' `}${word} COUNT`;
}

function readFilter(cursor: Cursor, read: Read): Expression | undefined {
  if (!cursor.areWords('filter') || !isSymbol(cursor, 1, '(')) return undefined;
  cursor.next();
  cursor.next();
  cursor.expectWord('where');
  const filter = read(cursor);
  cursor.expectSymbol(')', 'close FILTER (WHERE …) with )');
  return filter;
}

/** A column with its qualifiers, or a call. */
function readName(cursor: Cursor, read: Read): Expression {
  if (cursor.atIdentifier && isSymbol(cursor, 1, '->')) {
    const parameter = cursor.identifier('a name for the argument');
    cursor.next();
    return { kind: 'lambda', parameters: [parameter], body: read(cursor), span: cursor.from(parameter.span) };
  }
  const parts: Identifier[] = [cursor.identifier('a column')];
  while (cursor.isSymbol('.') && parts.length < 4) {
    cursor.next();
    parts.push(cursor.identifier('a column'));
  }
  const last = parts.at(-1) ?? { name: '', quoted: false, span: cursor.token.span };
  const first = parts[0] ?? last;
  if (cursor.isSymbol('(') && parts.length === 1) return readCall(cursor, last, read);
  return { kind: 'column', qualifier: parts.slice(0, -1), column: last, span: cursor.from(first.span) };
}

function readCall(cursor: Cursor, name: Identifier, read: Read): Expression {
  cursor.next();
  const star = cursor.acceptSymbol('*') !== undefined;
  const distinct = !star && cursor.acceptWord('distinct');
  if (!star && !distinct) cursor.acceptWord('all');
  const args = star || cursor.isSymbol(')') ? [] : cursor.list(() => read(cursor));
  const orderBy = cursor.acceptWords('order', 'by') ? cursor.list(() => readOrderItem(cursor)) : undefined;
  cursor.expectSymbol(')', `close the arguments of \`${name.name}\` with )`);
  const filter = readFilter(cursor, read);
  const { ignoreNulls, over } = readOver(cursor, read);
  const call = { kind: 'call', name, args, star, distinct, filter, span: cursor.from(name.span) } as const;
  return {
    ...call,
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(over === undefined ? {} : { over }),
    ...(ignoreNulls ? { ignoreNulls } : {}),
  };
}

function isSymbol(cursor: Cursor, ahead: number, symbol: string): boolean {
  const token = cursor.peek(ahead);
  return token.kind === 'symbol' && token.text === symbol;
}
