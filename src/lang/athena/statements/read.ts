import type { Span } from '../../../base/index.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { readQuery } from '../parse-query.js';
import type { Identifier } from '../syntax.js';
import { parseHiveType, printHiveType } from './hive-type.js';
import { isReservedInDdl } from './reserved.js';
import type { ColumnDefinition, InnerQuery, PartitionSpec, Property, TableName } from './syntax.js';

/** A name in DDL; a reserved word is one only in back-quotes. Names are kept in lower case, as Athena keeps them. */
export function readName(cursor: Cursor, what: string): Identifier {
  const { token } = cursor;
  if (token.kind === 'string') cursor.unexpected(`write ${what} here, without quotes or in back-quotes`);
  if (token.kind !== 'word') return cursor.unexpected(`write ${what} here`);
  if (!token.quoted && isReservedInDdl(token.text)) {
    const help = `as a name it is written \`${token.text}\`, in back-quotes`;
    return refuse(cursor.query, 'reserved-word', { word: token.text }, token.span, help);
  }
  cursor.next();
  return { name: token.text.toLowerCase(), quoted: token.quoted, span: token.span };
}

/** `table` or `database.table`. */
export function readTableName(cursor: Cursor, what = 'a table'): TableName {
  const first = readName(cursor, what);
  if (cursor.acceptSymbol('.') === undefined) return { database: undefined, table: first, span: first.span };
  const table = readName(cursor, what);
  if (cursor.isSymbol('.'))
    cursor.notSupported('A catalog before the database', first.span, 'leave it out: there is one catalog');
  return { database: first, table, span: cursor.from(first.span) };
}

/** The same in a statement that Trino reads, whose names stand in double quotes. */
export function readQueryTableName(cursor: Cursor): TableName {
  const lower = (identifier: Identifier): Identifier => ({
    ...identifier,
    name: identifier.name.toLowerCase(),
  });
  const first = lower(cursor.identifier('a table'));
  if (cursor.acceptSymbol('.') === undefined) return { database: undefined, table: first, span: first.span };
  const table = lower(cursor.identifier('a table'));
  if (cursor.isSymbol('.'))
    cursor.notSupported('A catalog before the database', first.span, 'leave it out: there is one catalog');
  return { database: first, table, span: cursor.from(first.span) };
}

export function acceptIfNotExists(cursor: Cursor): boolean {
  return cursor.acceptWords('if', 'not', 'exists');
}

export function acceptIfExists(cursor: Cursor): boolean {
  return cursor.acceptWords('if', 'exists');
}

/** `(name type [COMMENT 'text'], …)`. */
export function readColumns(cursor: Cursor): ColumnDefinition[] {
  cursor.expectSymbol('(', 'write the columns in parentheses');
  const columns = cursor.list(() => {
    const name = readName(cursor, 'a column name');
    refuseSplitName(cursor, name);
    const type = readType(cursor);
    const comment = cursor.acceptWord('comment') ? cursor.string('the comment').value : undefined;
    return { name, type, comment };
  });
  cursor.expectSymbol(')', 'close the columns with ), or write a comma and the next column');
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name.name)) refuse(cursor.query, 'duplicate-column', { name: name.name }, name.span);
    seen.add(name.name);
  }
  return columns;
}

/** Tutorials write `pkt-src-aws-service string`, which no engine reads. */
function refuseSplitName(cursor: Cursor, name: Identifier): void {
  if (name.quoted || !cursor.isSymbol('-')) return;
  const rest = /^[\w-]+/.exec(cursor.query.text.slice(name.span.start))?.[0] ?? name.name;
  cursor.unexpected(`write \`${rest.replaceAll('-', '_')}\`, or the name in back-quotes`);
}

function readType(cursor: Cursor): string {
  const first = cursor.next();
  const start = first.span;
  if (first.kind !== 'word') {
    const symbol = cursor.query.slice(start);
    refuse(cursor.query, 'mismatched', { symbol }, start, 'write a type here, such as string, int or bigint');
  }
  let depth = 0;
  while (depth > 0 || cursor.isSymbol('<', '(')) {
    if (cursor.token.kind === 'end') cursor.unexpected('close the type with > or )');
    if (cursor.isSymbol('<', '(')) depth++;
    if (cursor.isSymbol('>', ')')) depth--;
    cursor.next();
    if (depth === 0) break;
  }
  const span = cursor.from(start);
  const type = parseHiveType(cursor.query.slice(span));
  if (typeof type !== 'string') return printHiveType(type);
  const help =
    type === 'varchar'
      ? 'write string, or varchar with a length'
      : type === 'integer'
        ? 'DDL writes int'
        : undefined;
  return refuse(cursor.query, 'unknown-type', { name: type }, span, help);
}

/** `('key' = 'value', …)`. */
export function readProperties(cursor: Cursor): Property[] {
  cursor.expectSymbol('(', "write the properties in parentheses: ('key' = 'value')");
  const properties = cursor.list(() => {
    const { value: key, span } = cursor.string('a property');
    cursor.expectSymbol('=', 'write = and the value');
    const { value } = cursor.string('its value');
    return { key, value, span };
  });
  cursor.expectSymbol(')', 'close the properties with )');
  return properties;
}

/** `(column = 'value', …)`; a number may stand without quotes. */
export function readPartition(cursor: Cursor): PartitionSpec {
  cursor.expectSymbol('(', "write the partition in parentheses: (day = '2026/01/31')");
  const spec = cursor.list(() => {
    const column = readName(cursor, 'a partition column');
    if (cursor.acceptSymbol('=') === undefined) {
      cursor.unexpected('write = and the value; other comparisons are not supported yet');
    }
    const { token } = cursor;
    if (token.kind === 'string') {
      cursor.next();
      return { column, value: token.value, span: token.span };
    }
    if (token.kind !== 'integer') cursor.unexpected('write the value here, in single quotes');
    cursor.next();
    return { column, value: token.kind === 'integer' ? token.text : '', span: token.span };
  });
  cursor.expectSymbol(')', 'close the partition with )');
  return spec;
}

export function readLocation(cursor: Cursor): { value: string; span: Span } {
  return cursor.string("the folder, such as 's3://bucket/prefix/',");
}

/** A SELECT inside a statement, which has to be one also when it is only kept. */
export function readInnerQuery(cursor: Cursor): InnerQuery {
  return { span: readQuery(cursor).span };
}
