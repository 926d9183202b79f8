import type { Span } from '../../../base/index.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { readProperties } from './read.js';
import type { Property } from './syntax.js';

/** How the bytes of a table's files become columns. */
export type TableFormat =
  /** LazySimpleSerDe: fields by position, one delimiter, no quoting (Athena User Guide, "Lazy Simple SerDe"). */
  | { readonly kind: 'text'; readonly delimiter: string; readonly nullText: string }
  /** OpenCSVSerde: fields by position, with quotes. */
  | { readonly kind: 'csv'; readonly delimiter: string; readonly quote: string; readonly escape: string }
  /** OpenX's or Hive's JSON SerDe: one object a line, fields by name. `names` are the keys of columns with another name. */
  | {
      readonly kind: 'json';
      readonly serde: 'openx' | 'hive';
      readonly names: Readonly<Record<string, string>>;
      readonly ignoreMalformed: boolean;
      readonly caseInsensitive: boolean;
    }
  /** RegexSerDe: the groups of a pattern that matches the whole line. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly span: Span }
  /** Columns by name. */
  | { readonly kind: 'parquet' };

/** LazySimpleSerDe's defaults: Control-A between fields, `\N` for NULL. */
const defaultDelimiter = '\u0001';
const defaultNull = '\\N';

interface Declared {
  readonly serde: string | undefined;
  readonly span: Span;
  readonly properties: readonly Property[];
  delimiter?: string;
  nullText?: string;
}

const serdes: Readonly<Record<string, TableFormat['kind'] | 'openx'>> = {
  'org.apache.hadoop.hive.serde2.lazy.lazysimpleserde': 'text',
  'org.apache.hadoop.hive.serde2.opencsvserde': 'csv',
  'org.apache.hadoop.hive.serde2.regexserde': 'regex',
  'org.openx.data.jsonserde.jsonserde': 'openx',
  'org.apache.hive.hcatalog.data.jsonserde': 'json',
  'org.apache.hadoop.hive.ql.io.parquet.serde.parquethiveserde': 'parquet',
};

/** `ROW FORMAT …` and `STORED AS …`, each of which may be missing. */
export function readFormat(cursor: Cursor): TableFormat {
  const row = readRowFormat(cursor);
  const stored = readStoredAs(cursor);
  if (stored !== 'parquet') return rowFormat(cursor, row);
  if (row.serde !== undefined && row.serde !== 'parquet') {
    const help = 'Parquet has a SerDe of its own; leave ROW FORMAT out';
    return refuse(cursor.query, 'not-supported', { what: 'This SerDe for Parquet' }, row.span, help);
  }
  return { kind: 'parquet' };
}

function readRowFormat(cursor: Cursor): Declared {
  const start = cursor.token.span;
  if (!cursor.acceptWords('row', 'format')) return { serde: undefined, span: start, properties: [] };
  if (cursor.acceptWord('delimited')) return readDelimited(cursor, start);
  cursor.expectWord('serde');
  const { value, span } = cursor.string('the class of the SerDe');
  const serde = serdes[value.toLowerCase()];
  if (serde === undefined) {
    const help = 'known are LazySimpleSerDe, OpenCSVSerde, RegexSerDe, the JSON SerDes and ParquetHiveSerDe';
    return refuse(cursor.query, 'not-supported', { what: `The SerDe ${value}` }, span, help);
  }
  const properties = cursor.acceptWords('with', 'serdeproperties') ? readProperties(cursor) : [];
  return { serde, span, properties };
}

function readDelimited(cursor: Cursor, start: Span): Declared {
  const declared: Declared = { serde: 'text', span: start, properties: [] };
  for (;;) {
    if (cursor.acceptWords('fields', 'terminated', 'by')) {
      const { value, span } = cursor.string('the delimiter');
      declared.delimiter = oneCharacter(cursor, 'FIELDS TERMINATED BY', value, span);
      if (cursor.isWord('escaped')) cursor.notSupported('ESCAPED BY');
    } else if (cursor.acceptWords('lines', 'terminated', 'by')) {
      const { value, span } = cursor.string('the end of a line');
      if (value !== '\n')
        refuse(cursor.query, 'not-supported', { what: 'Another end of a line than \\n' }, span);
    } else if (cursor.acceptWords('null', 'defined', 'as')) {
      declared.nullText = cursor.string('the text for NULL').value;
    } else if (cursor.isWord('collection', 'map')) {
      cursor.notSupported('A list or map in a text table', cursor.token.span, 'declare the column as string');
    } else return declared;
  }
}

/** LazySimpleSerDe takes one character; the number of a byte stands for it, too. */
function oneCharacter(cursor: Cursor, name: string, value: string, span: Span): string {
  if (/^\d{1,3}$/.test(value) && value.length > 1) return String.fromCharCode(Number(value));
  if (value.length === 1) return value;
  const accepted = 'one character';
  return refuse(cursor.query, 'bad-property', { name, value, accepted }, span);
}

function readStoredAs(cursor: Cursor): 'parquet' | 'text' | undefined {
  if (!cursor.acceptWords('stored', 'as')) return undefined;
  const { token } = cursor;
  if (cursor.acceptWord('parquet')) return 'parquet';
  if (cursor.acceptWord('textfile')) return 'text';
  if (cursor.acceptWord('inputformat')) {
    const input = cursor.string('the class of the input format');
    cursor.expectWord('outputformat');
    cursor.string('the class of the output format');
    if (/parquet/i.test(input.value)) return 'parquet';
    if (/\bTextInputFormat$/i.test(input.value)) return 'text';
    return refuse(
      cursor.query,
      'not-supported',
      { what: `The input format ${input.value}` },
      input.span,
      'known are MapredParquetInputFormat and TextInputFormat',
    );
  }
  if (token.kind !== 'word') return cursor.unexpected('write TEXTFILE or PARQUET');
  return cursor.notSupported(
    `STORED AS ${token.text.toUpperCase()}`,
    token.span,
    'write TEXTFILE or PARQUET',
  );
}

function rowFormat(cursor: Cursor, row: Declared): TableFormat {
  const found = new Map(row.properties.map((property) => [property.key.toLowerCase(), property]));
  const value = (key: string): string | undefined => found.get(key)?.value;
  switch (row.serde) {
    case 'parquet':
      return { kind: 'parquet' };
    case 'regex': {
      const pattern = found.get('input.regex');
      if (pattern !== undefined) return { kind: 'regex', pattern: pattern.value, span: pattern.span };
      const why = 'RegexSerDe takes the columns from its groups';
      return refuse(cursor.query, 'missing-property', { name: 'input.regex', why }, row.span);
    }
    case 'csv': {
      const character = (key: string, otherwise: string): string => {
        const given = found.get(key.toLowerCase());
        return given === undefined ? otherwise : oneCharacter(cursor, key, given.value, given.span);
      };
      return {
        kind: 'csv',
        delimiter: character('separatorChar', ','),
        quote: character('quoteChar', '"'),
        escape: character('escapeChar', '\\'),
      };
    }
    case 'json':
    case 'openx':
      return jsonFormat(row.serde === 'openx' ? 'openx' : 'hive', row.properties);
    default: {
      const given = found.get('field.delim') ?? found.get('serialization.format');
      const delimiter =
        given === undefined
          ? defaultDelimiter
          : given.value === '\\t'
            ? '\t'
            : oneCharacter(cursor, given.key, given.value, given.span);
      return {
        kind: 'text',
        delimiter: row.delimiter ?? delimiter,
        nullText: row.nullText ?? value('serialization.null.format') ?? defaultNull,
      };
    }
  }
}

function jsonFormat(serde: 'openx' | 'hive', properties: readonly Property[]): TableFormat {
  const names: Record<string, string> = {};
  for (const { key, value } of properties) {
    const column = /^mapping\.(.+)$/i.exec(key)?.[1];
    if (column !== undefined && serde === 'openx') names[column.toLowerCase()] = value;
  }
  const isTrue = (key: string, otherwise: boolean): boolean => {
    const given = properties.find((property) => property.key.toLowerCase() === key);
    return given === undefined ? otherwise : given.value.toLowerCase() === 'true';
  };
  return {
    kind: 'json',
    serde,
    names,
    ignoreMalformed: isTrue('ignore.malformed.json', false),
    caseInsensitive: isTrue('case.insensitive', true),
  };
}
