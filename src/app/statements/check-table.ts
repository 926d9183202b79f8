import { DiagnosticError } from '../../base/index.js';
import { sql, text } from '../../dialect/index.js';
import {
  type ColumnDefinition,
  isFault,
  parseHiveType,
  propertiesOf,
  readProjection,
  trinoTypeOf,
} from '../../lang/index.js';
import {
  absoluteLocation,
  type CatalogColumn,
  locate,
  readDateBound,
  readDateFormat,
} from '../catalog/index.js';
import type { StatementContext, StatementOf } from './context.js';

type CreateTable = StatementOf<'createTable'>;
type Property = CreateTable['properties'][number];

/** Columns as the catalogue keeps them; refuses types whose values queries do not know. */
export function columnsFor(columns: readonly ColumnDefinition[], context: StatementContext): CatalogColumn[] {
  return columns.map(({ name, type, comment }) => {
    const parsed = parseHiveType(type);
    if (typeof parsed === 'string' || trinoTypeOf(parsed) === undefined) {
      const help = type === 'float' ? 'declare it as double' : 'declare it as string';
      context.refuse('not-supported', `The type ${type} is not supported yet.`, name.span, help);
    }
    return { name: name.name, type, ...(comment === undefined ? {} : { comment }) };
  });
}

/** Formats that read fields by position have no lists, maps or structs in them. */
export function checkNested(statement: CreateTable, context: StatementContext): void {
  const { kind } = statement.format;
  if (kind === 'json' || kind === 'parquet') return;
  const nested = statement.columns.find((column) => column.type.includes('<'));
  if (nested === undefined) return;
  const help = 'declare it as string';
  context.refuse(
    'not-supported',
    `A column of type ${nested.type} in a table of this format is not supported yet.`,
    nested.name.span,
    help,
  );
}

export function checkPartitionKeys(statement: CreateTable, context: StatementContext): void {
  const names = new Set(statement.columns.map((column) => column.name.name));
  const twice = statement.partitionKeys.find((key) => names.has(key.name.name));
  if (twice !== undefined) {
    const message = `Column '${twice.name.name}' is a partition column and repeated in the table`;
    context.refuse(
      'duplicate-column',
      message,
      twice.name.span,
      'leave it out of the columns: its value comes from the folder',
    );
  }
  const nested = statement.partitionKeys.find((key) => key.type.includes('<'));
  if (nested !== undefined) {
    context.refuse(
      'not-supported',
      `A partition column has a plain type, not ${nested.type}.`,
      nested.name.span,
    );
  }
}

/** The location as it is kept; refuses one that leads to no folder of this machine. */
export function locationFor(
  location: { readonly value: string; readonly span: CreateTable['span'] },
  context: StatementContext,
): string {
  const absolute = absoluteLocation(location.value, context.catalog.folder);
  const located = locate(absolute, context.catalog.s3Folders);
  if ('problem' in located) context.refuse('location', located.problem, location.span, located.help);
  return absolute;
}

/** Properties that say something about the files have to be understood; all others are kept as they are. */
export function checkProperties(
  properties: readonly Property[],
  partitionKeys: readonly string[],
  context: StatementContext,
): void {
  for (const { key, value, span } of properties) {
    const plain = key.toLowerCase();
    if (plain === 'skip.header.line.count' && !/^\d{1,6}$/.test(value)) {
      context.refuse('bad-property', `The property \`${key}\` takes a whole number, not \`${value}\`.`, span);
    }
    if (plain === 'skip.footer.line.count' && value !== '0') {
      context.refuse('not-supported', `The property ${key} is not supported yet.`, span);
    }
  }
  checkProjection(properties, partitionKeys, context);
}

function checkProjection(
  properties: readonly Property[],
  partitionKeys: readonly string[],
  context: StatementContext,
): void {
  const projection = readProjection(propertiesOf(properties), partitionKeys);
  if (projection === undefined) return;
  const at = (key: string): Property['span'] => {
    const found = properties.find((property) => property.key.toLowerCase() === key);
    const enabled = properties.find((property) => property.key.toLowerCase() === 'projection.enabled');
    return (found ?? enabled)?.span ?? { start: 0, end: 0 };
  };
  if (isFault(projection)) {
    const { key, problem, help } = projection;
    context.refuse('bad-property', `The property \`${key}\`: ${problem}.`, at(key), help);
  }
  for (const [column, rule] of projection.columns) {
    if (rule.type !== 'date') continue;
    const key = `projection.${column}`;
    const format = readDateFormat(rule.format);
    if (format === undefined) {
      const message = `The property \`${key}.format\` has a pattern that is not supported: \`${rule.format}\`.`;
      context.refuse(
        'bad-property',
        message,
        at(`${key}.format`),
        'write it with yyyy, MM, dd, HH, mm and ss',
      );
    }
    const wrong = [rule.low, rule.high].find((bound) => readDateBound(bound, format, 0) === undefined);
    if (wrong === undefined) continue;
    const message = `The property \`${key}.range\`: \`${wrong}\` is no date of the format \`${rule.format}\`.`;
    context.refuse(
      'bad-property',
      message,
      at(`${key}.range`),
      'write a date, NOW, or NOW with an offset such as NOW-3YEARS',
    );
  }
}

/** The engine's regular expressions are RE2's, which lack what Java's have beyond them. */
export async function checkPattern(statement: CreateTable, context: StatementContext): Promise<void> {
  const { format } = statement;
  if (format.kind !== 'regex') return;
  try {
    await context.request.engine.query(sql`SELECT regexp_matches('', ${text(`^(?:${format.pattern})$`)})`);
  } catch (cause) {
    if (cause instanceof DiagnosticError) throw cause;
    const reason =
      cause instanceof Error ? cause.message.replace(/^.*?: /, '').split('\n')[0] : String(cause);
    context.refuse(
      'bad-regex',
      `The regular expression cannot be used: ${reason}.`,
      format.span,
      'write it as RE2 does',
    );
  }
  const groups = new RegExp(`${format.pattern}|`).exec('')?.length ?? 1;
  const { columns } = statement;
  if (groups - 1 === columns.length) return;
  const message = `The pattern has ${groups - 1} groups and the table ${columns.length} columns.`;
  context.refuse('bad-property', message, format.span, 'give each column a group');
}
