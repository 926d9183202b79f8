import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javaDouble } from '../../src/app/query-values.js';
import { partsOf } from '../../src/lang/athena/nested-types.js';
import type { CellValue } from '../../src/store/index.js';

/** What a real Trino answers, by files: expressions over rows of values, at the edges of what they take. */
export const folder = join(import.meta.dirname, '..', 'cases', 'trino-answers');

/** An expression over columns of these names, with rows of values and the answer to each. */
export interface Block {
  readonly expression: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly values: string; readonly answer: string }[];
}

/** The answer of a row that ends the query. */
export const failure = '!';

export const answerFiles: readonly string[] = readdirSync(folder).sort();

/** `expression :: columns`, then `values => answer` for each row; an empty line ends it. */
export function blocksOf(file: string): readonly Block[] {
  const parts = readFileSync(join(folder, file), 'utf8').trim().split('\n\n');
  return parts.map((part) => {
    const [head = '', ...lines] = part.split('\n');
    const [expression = '', columns = ''] = head.split(' :: ');
    const rows = lines.map((line) => {
      const at = line.lastIndexOf(' => ');
      return { values: line.slice(0, at), answer: line.slice(at + 4) };
    });
    return { expression, columns: columns === '' ? [] : columns.split(', '), rows };
  });
}

export function printBlocks(blocks: readonly Block[]): string {
  const texts = blocks.map(({ expression, columns, rows }) =>
    [
      columns.length === 0 ? expression : `${expression} :: ${columns.join(', ')}`,
      ...rows.map(({ values, answer }) => `${values} => ${answer}`),
    ].join('\n'),
  );
  return `${texts.join('\n\n')}\n`;
}

/** The expression over all these rows, in their order. */
export function queryOver({ expression, columns }: Block, rows: Block['rows']): string {
  if (columns.length === 0) return /^select\b/i.test(expression) ? expression : `SELECT ${expression}`;
  const values = rows.map((row, index) => `(${index + 1}, ${row.values})`).join(', ');
  return `SELECT ${expression} FROM (VALUES ${values}) t (i, ${columns.join(', ')}) ORDER BY i`;
}

/** One line for the rows of an answer. */
export const lineOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(written).join(' ¦ ')).join(' ‖ ');

const written = (text: string): string =>
  /^$|^\s|\s$|["\u0000-\u001f\u007f-\u00a0]/.test(text) ? JSON.stringify(text) : text;

/** A value of Trino as Athena's answers write it. */
export function textOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return 'NULL';
  if (/^(array|map|row)\(/.test(type))
    return nested(typeof value === 'string' ? JSON.parse(value) : value, type);
  if (type === 'double') return javaDouble(Number(value));
  if (type === 'varbinary') return bytes(String(value));
  const text = String(value);
  const time = /^(\S+ \d\d:\d\d:\d\d)(\.\d+)?( .*)?$/.exec(text);
  if (!type.startsWith('timestamp') || time === null) return text;
  return `${time[1]}${(time[2] ?? '.').padEnd(4, '0').slice(0, 4)}${time[3] ?? ''}`;
}

const bytes = (base64: string): string =>
  Buffer.from(base64, 'base64')
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');

function nested(value: unknown, type: string): string {
  const parts = partsOf(type.slice(type.indexOf('(') + 1, -1)).map((part) => part.trim());
  const [first = '', second = ''] = parts;
  const part = (each: unknown, of: string): string =>
    each === null || each === undefined ? 'null' : textOf(each, of);
  if (type.startsWith('array('))
    return `[${items(value)
      .map((each) => part(each, first))
      .join(', ')}]`;
  if (type.startsWith('map(')) {
    const entries = Object.entries(value ?? {}).map(
      ([key, each]) => `${part(key, first)}=${part(each, second)}`,
    );
    return sortedEntries(`{${entries.join(', ')}}`);
  }
  const fields = items(value).map((each, index) => `field${index}=${part(each, parts[index] ?? '')}`);
  return `{${fields.join(', ')}}`;
}

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Entries of a map have no order. */
export const sortedEntries = (map: string): string => `{${outerParts(map.slice(1, -1)).sort().join(', ')}}`;

/** The parts between the commas outside of brackets. */
function outerParts(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const token of text.match(/, |[\s\S]/g) ?? []) {
    if ('[{('.includes(token)) depth += 1;
    if (']})'.includes(token)) depth -= 1;
    if (token === ', ' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  return parts;
}

/** A value of the embedded engine's answer, of a column of this type. */
export function ownText(value: CellValue, type: string): string {
  if (value === null) return 'NULL';
  if (type === 'double') return javaDouble(Number(value));
  return type === 'map' ? sortedEntries(String(value)) : String(value);
}

/** The same but for the last digits of doubles, in which libraries of mathematics differ. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((line) => line.split(/( ¦ | ‖ )/));
  return (
    left?.length === right?.length && (left ?? []).every((each, index) => isNear(each, right?.[index] ?? ''))
  );
}

function isNear(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [Number(one), Number(other)];
  if (!/[.]/.test(one) || !Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}
