import { assert } from '../../base/index.js';
import type { TableName } from '../../lang/index.js';
import {
  builtInNames,
  type CatalogDatabase,
  type CatalogEntry,
  defaultDatabase,
  isBuiltInTable,
  olderView,
} from '../catalog/index.js';
import { explainQuery } from '../query.js';
import { partitionPath } from './alter.js';
import {
  answered,
  fullName,
  type StatementContext,
  type StatementOf,
  type StatementOutcome,
} from './context.js';
import { printTable } from './print-table.js';

export async function showDatabases(
  { pattern }: StatementOf<'showDatabases'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const names = context.catalog.contents.databases.map((each) => each.name);
  return answered(['database_name'], rowsOf(names, pattern));
}

export async function showTables(
  statement: StatementOf<'showTables' | 'showViews'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const database = databaseOf(statement, context);
  const entries = database.entries.filter((each) => statement.kind === 'showTables' || each.kind === 'view');
  const own =
    database.name !== defaultDatabase ? [] : statement.kind === 'showTables' ? builtInNames : [olderView];
  const names = [...new Set([...entries.map((each) => each.name), ...own])].sort();
  return answered([statement.kind === 'showTables' ? 'tab_name' : 'views'], rowsOf(names, statement.pattern));
}

function databaseOf(
  { database, span }: StatementOf<'showTables' | 'showViews'>,
  context: StatementContext,
): CatalogDatabase {
  const table = { name: '', quoted: false, span };
  return context.database({ database, table, span: database?.span ?? span });
}

/** Hive's patterns: `*` is any text, `|` a choice; letters have no case. */
function rowsOf(names: readonly string[], pattern: string | undefined): string[][] {
  const parts = (pattern ?? '*').split('|').map((part) => part.replaceAll(/\.?\*/g, '\0'));
  const source = parts
    .map((part) => part.replace(/[.+^$()\\{}[\]?]/g, '\\$&').replaceAll('\0', '.*'))
    .join('|');
  const wanted = new RegExp(`^(?:${source})$`, 'i');
  return names.filter((name) => wanted.test(name)).map((name) => [name]);
}

interface ShownColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

interface ShownColumns {
  readonly columns: readonly ShownColumn[];
  readonly partitionKeys: readonly ShownColumn[];
}

/** Any name that was not created stands for the flow logs, but DESCRIBE of a slip would then hide it. */
function entryOrFlowLogs(name: TableName, context: StatementContext): CatalogEntry | undefined {
  const isDefault = (name.database?.name ?? defaultDatabase) === defaultDatabase;
  const isBuiltIn = isDefault && isBuiltInTable(name.table.name);
  const found = context.catalog.entry(name.database?.name, name.table.name);
  if (found !== undefined) return found;
  return isBuiltIn ? undefined : context.entry(name);
}

function columnsOf(name: TableName, context: StatementContext): ShownColumns {
  const entry = entryOrFlowLogs(name, context);
  if (entry !== undefined) {
    const shown = ({ name: column, type, comment = '' }: CatalogEntry['columns'][number]): ShownColumn => ({
      name: column,
      type,
      comment,
    });
    const keys = entry.kind === 'table' ? entry.partitionKeys : [];
    return { columns: entry.columns.map(shown), partitionKeys: keys.map(shown) };
  }
  const { columns } = explainQuery({
    ...context.request,
    text: `SELECT * FROM ${name.table.name}`,
    lint: false,
  });
  const own = columns.map((column) => ({
    name: column.name,
    type: column.stored ?? column.type,
    comment: '',
  }));
  return {
    columns: own.filter((column) => column.name !== 'date'),
    partitionKeys: own.filter((column) => column.name === 'date'),
  };
}

export async function showColumns(
  { name }: StatementOf<'showColumns'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { columns, partitionKeys } = columnsOf(name, context);
  return answered(
    ['field'],
    [...columns, ...partitionKeys].map((column) => [column.name]),
  );
}

/** The rows of Athena's own answer: columns, then those of the partitions under a heading. */
export async function describe(
  { name, column, extended }: StatementOf<'describe'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { columns, partitionKeys } = columnsOf(name, context);
  const row = ({ name: own, type, comment }: ShownColumn): string[] => [own, type, comment];
  if (column !== undefined) {
    const found = [...columns, ...partitionKeys].find((each) => each.name === column.name);
    if (found !== undefined) return answered(['col_name', 'data_type', 'comment'], [row(found)]);
    const help = `the columns are ${columns.map((each) => each.name).join(', ')}`;
    context.refuse('column-not-found', `Column '${column.name}' cannot be resolved`, column.span, help);
  }
  const heading = [
    ['', '', ''],
    ['# Partition Information', '', ''],
    ['# col_name', 'data_type', 'comment'],
  ];
  const keys = partitionKeys.length === 0 ? [] : [...heading, ...partitionKeys.map(row)];
  const details = extended ? detailsOf(entryOrFlowLogs(name, context), name, context) : [];
  return answered(['col_name', 'data_type', 'comment'], [...columns.map(row), ...keys, ...details]);
}

function detailsOf(entry: CatalogEntry | undefined, name: TableName, context: StatementContext): string[][] {
  const about: [string, string][] =
    entry === undefined
      ? [['Location', context.catalog.lakePath]]
      : entry.kind === 'view'
        ? [['View Text', entry.text]]
        : [['Location', entry.location], ['Format', entry.format.kind], ...Object.entries(entry.properties)];
  const type = entry === undefined ? 'LAKE' : entry.kind === 'view' ? 'VIRTUAL_VIEW' : 'EXTERNAL_TABLE';
  const rows = [['Database', name.database?.name ?? defaultDatabase], ['Table Type', type], ...about];
  return [
    ['', '', ''],
    ['# Detailed Table Information', '', ''],
    ...rows.map(([key = '', value = '']) => [key, value, '']),
  ];
}

export async function showPartitions(
  { name }: StatementOf<'showPartitions'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const table = context.table(name);
  if (table.partitionKeys.length === 0) {
    const message = `Table '${fullName(name)}' is not a partitioned table`;
    context.refuse('not-partitioned', message, name.span);
  }
  const rows = table.partitions.map(({ values }) => [partitionPath(table, values).slice(0, -1)]);
  return answered(['partition'], rows);
}

export async function showCreate(
  { kind, name }: StatementOf<'showCreateTable' | 'showCreateView'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const entry = context.entry(name);
  const wanted = kind === 'showCreateTable' ? 'table' : 'view';
  if (entry.kind !== wanted) {
    const message = `'${fullName(name)}' is a ${entry.kind} and no ${wanted}`;
    context.refuse(`not-a-${wanted}`, message, name.span, `write SHOW CREATE ${entry.kind.toUpperCase()}`);
  }
  if (entry.kind === 'view') {
    const text = `CREATE VIEW "${fullName(name).split('.').join('"."')}" AS\n${entry.text}`;
    return answered(
      ['Create View'],
      text.split('\n').map((line) => [line]),
    );
  }
  return answered(
    ['createtab_stmt'],
    printTable(entry).map((line) => [line]),
  );
}

export async function showProperties(
  { name, key }: StatementOf<'showProperties'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { properties } = context.table(name);
  const all = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  if (key === undefined) return answered(['prpt_name', 'prpt_value'], all);
  const found = all.find(([each]) => each === key);
  assert(found === undefined || found.length === 2, 'a property has a value');
  // Hive's wording.
  const missing = `Table ${fullName(name)} does not have property: ${key}`;
  return answered(['prpt_name', 'prpt_value'], [found ?? [missing, '']]);
}
