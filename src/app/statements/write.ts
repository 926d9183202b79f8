import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Span, WorldError } from '../../base/index.js';
import { joinSql, name, Sql, sql, text, writtenOut } from '../../dialect/index.js';
import type { OutputColumn } from '../../lang/index.js';
import {
  below,
  type CatalogColumn,
  type CatalogPartition,
  type CatalogTable,
  engineType,
  filesBelow,
  folderOf,
  withSlash,
} from '../catalog/index.js';
import { openQuery, runGuarded } from '../query.js';
import { plural } from '../report/index.js';
import { sorted, valuesOfFolder } from './alter.js';
import { locationFor } from './check-table.js';
import { fullName, type StatementContext, type StatementOf, type StatementOutcome, said } from './context.js';
import { insertColumns } from './insert-columns.js';
import { viewColumns } from './view-columns.js';
import { copyOptions, readWritten, suffixOf, type WrittenFormat } from './written-format.js';

export async function createTableAs(
  statement: StatementOf<'createTableAs'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name: named } = statement;
  const database = context.database(named);
  if (context.catalog.entry(database.name, named.table.name) !== undefined) {
    if (statement.ifNotExists) return said(`The table \`${fullName(named)}\` is there already.`);
    const help = 'write IF NOT EXISTS, or DROP TABLE first';
    context.refuse('table-exists', `Table '${fullName(named)}' already exists`, named.span, help);
  }
  const written = readWritten(statement.options, context);
  const opened = await openQuery({ ...context.query(statement.query.span), lint: false, asStored: true });
  const columns = viewColumns(opened.compiled.columns, statement, context);
  checkPartitions(written, columns, statement.query.span, context);
  const { folder, location, owned } = await targetFolder(statement, written, database.name, context);
  const keys = columns.filter((column) => written.partitionedBy.includes(column.name));
  const plain = columns.filter((column) => !written.partitionedBy.includes(column.name));
  const rows = statement.withData
    ? await writeFolder(folder, selected(opened.compiled.columns, columns, opened.sql), written, context)
    : 0;
  const table: CatalogTable = {
    kind: 'table',
    name: named.table.name,
    columns: plain,
    partitionKeys: keys,
    format: written.format,
    location,
    properties: {},
    partitions: [],
    owned,
  };
  const partitions = await partitionsIn(folder, location, table);
  await context.put(database.name, table.name, { ...table, partitions });
  return said(
    `The table \`${fullName(named)}\` is made, with ${plural(rows, 'row')} in ${folder}.`,
    opened.diagnostics,
  );
}

/** The folder of the new table, which has to be empty; without `external_location` one of the lake's own. */
async function targetFolder(
  statement: StatementOf<'createTableAs'>,
  written: WrittenFormat,
  database: string,
  context: StatementContext,
): Promise<{ readonly folder: string; readonly location: string; readonly owned: boolean }> {
  if (written.location === undefined) {
    // Names may hold any character, and a table that is dropped and made again is another one.
    const plain = statement.name.table.name.replaceAll(/[^a-z0-9_-]/g, '_');
    const own = `${plain}-${randomBytes(4).toString('hex')}`;
    const folder = join(context.catalog.lakePath, 'tables', database, own);
    return { folder, location: withSlash(pathToFileURL(folder).href), owned: true };
  }
  const location = withSlash(locationFor(written.location, context));
  const folder = folderOf(location, context.catalog.s3Folders, statement.name.table.name);
  await refuseFull(folder, written.location, context);
  return { folder, location, owned: false };
}

/** Athena's class of this error. */
async function refuseFull(
  folder: string,
  { value, span }: { readonly value: string; readonly span: Span },
  context: StatementContext,
): Promise<void> {
  if ((await filesBelow(folder)).length === 0) return;
  const message = `HIVE_PATH_ALREADY_EXISTS: Target directory already exists and is not empty: ${value}`;
  context.refuse('folder-not-empty', message, span, `name another folder, or empty ${folder}`);
}

export async function unload(
  statement: StatementOf<'unload'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  if (!statement.options.some((option) => option.name === 'format')) {
    context.refuse(
      'missing-property',
      'The property `format` is missing.',
      statement.location.span,
      "write WITH (format = 'PARQUET')",
    );
  }
  const written = readWritten(statement.options, context);
  const location = withSlash(locationFor(statement.location, context));
  const folder = folderOf(location, context.catalog.s3Folders, 'UNLOAD');
  await refuseFull(folder, statement.location, context);
  const opened = await openQuery({ ...context.query(statement.query.span), lint: false, asStored: true });
  const columns = viewColumns(opened.compiled.columns, statement, context);
  checkPartitions(written, columns, statement.query.span, context);
  const rows = await writeFolder(
    folder,
    selected(opened.compiled.columns, columns, opened.sql),
    written,
    context,
  );
  return said(`Written: ${plural(rows, 'row')} into ${folder}.`, opened.diagnostics);
}

export async function insert(
  statement: StatementOf<'insert'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const table = insertable(statement, context);
  const opened = await openQuery({ ...context.query(statement.query.span), lint: false, asStored: true });
  const rows = insertColumns(statement, table, opened.compiled.columns, opened.sql, context);
  const folder = folderOf(table.location, context.catalog.s3Folders, table.name);
  const keys = table.partitionKeys.map((key) => key.name);
  const written: WrittenFormat = {
    format: table.format,
    compression: 'gzip',
    partitionedBy: keys,
    location: undefined,
  };
  const draft = join(folder, `_writing-${randomBytes(4).toString('hex')}`);
  try {
    const count = await copy(draft, rows, written, context);
    const added = await moveFiles(draft, folder);
    const found = await partitionsIn(folder, table.location, table);
    const fresh = found.filter((each) => !table.partitions.some((other) => sameValues(each, other)));
    const kept = { ...table, partitions: sorted([...table.partitions, ...fresh]) };
    if (fresh.length > 0) await context.put(context.database(statement.name).name, table.name, kept);
    const message = `Written: ${plural(count, 'row')} into \`${fullName(statement.name)}\`, in ${plural(added, 'new file')}.`;
    return said(message, opened.diagnostics);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function sameValues(a: CatalogPartition, b: CatalogPartition): boolean {
  return a.values.every((value, index) => value === b.values[index]);
}

function insertable(statement: StatementOf<'insert'>, context: StatementContext): CatalogTable {
  const { name: named } = statement;
  const entry = context.catalog.entry(named.database?.name, named.table.name);
  if (
    entry === undefined &&
    context.database(named).name === 'default' &&
    named.table.name === 'vpc_flow_logs'
  ) {
    const message = 'Records get into the flow logs of the lake by `sluice ingest` only.';
    context.refuse('not-supported', message, named.span, 'make a table of your own with CREATE TABLE AS');
  }
  const table = context.table(named);
  if (table.format.kind === 'regex') {
    context.refuse(
      'not-supported',
      'A table whose rows are found by a pattern cannot be written.',
      named.span,
    );
  }
  const projected = Object.entries(table.properties).some(
    ([key, value]) => key.toLowerCase() === 'projection.enabled' && value.toLowerCase() === 'true',
  );
  if (projected) {
    const message = 'Writing into a table with partition projection is not supported yet.';
    context.refuse('not-supported', message, named.span, 'write the rows with CREATE TABLE AS or UNLOAD');
  }
  return table;
}

/** Partition columns are the last ones, as Athena wants them, and there are some columns besides. */
function checkPartitions(
  { partitionedBy }: WrittenFormat,
  columns: readonly CatalogColumn[],
  span: Span,
  context: StatementContext,
): void {
  if (partitionedBy.length === 0) return;
  const last = columns.slice(-partitionedBy.length).map((column) => column.name);
  const isLast = partitionedBy.every((each, index) => each === last[index]);
  if (isLast && partitionedBy.length < columns.length) return;
  const message = `HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in the same order as the table properties: [${partitionedBy.join(', ')}]`;
  context.refuse('partition-order', message, span, 'name these columns last in the SELECT');
}

/** The rows of a query under the names of the table's columns, in their types. */
function selected(given: readonly OutputColumn[], columns: readonly CatalogColumn[], query: Sql): Sql {
  const items = columns.map((column, index) => {
    const type = Sql.fromParts(engineType(column.type), []);
    return sql`CAST(${name(given[index]?.column ?? column.name)} AS ${type}) AS ${name(column.name)}`;
  });
  return sql`SELECT ${joinSql(items, ', ')} FROM (${query})`;
}

/** Writes beside the folder first, so that a failure, or a crash, leaves nothing half done in it. */
async function writeFolder(
  folder: string,
  rows: Sql,
  written: WrittenFormat,
  context: StatementContext,
): Promise<number> {
  const draft = join(dirname(folder), `_writing-${randomBytes(4).toString('hex')}`);
  try {
    const count = await copy(draft, rows, written, context);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return count;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function copy(
  draft: string,
  rows: Sql,
  written: WrittenFormat,
  context: StatementContext,
): Promise<number> {
  try {
    await mkdir(draft, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`The folder cannot be written: ${reason}`, { path: draft, cause });
  }
  const suffix = suffixOf(written);
  const stem = `sluice-${randomBytes(6).toString('hex')}`;
  const { partitionedBy } = written;
  const options = copyOptions(written);
  const query = writtenOut(rows);
  const by = joinSql(
    partitionedBy.map((column) => name(column)),
    ', ',
  );
  const statement =
    partitionedBy.length === 0
      ? sql`COPY (${query}) TO ${text(join(draft, `${stem}.${suffix}`))} (${options})`
      : sql`COPY (${query}) TO ${text(draft)} (${options}, PARTITION_BY (${by}), OVERWRITE_OR_IGNORE true,
          FILENAME_PATTERN ${text(`${stem}-{i}`)}, FILE_EXTENSION ${text(suffix)})`;
  const answer = await runGuarded(context.request, () => context.request.engine.query(statement));
  return Number(answer.rows[0]?.[0] ?? 0);
}

/** Moves files into a folder, keeping the folders that they are in. */
async function moveFiles(from: string, to: string): Promise<number> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files) {
    const target = join(to, relative(from, path));
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
  }
  return files.length;
}

/** The partitions that were written, by their folders. */
async function partitionsIn(
  folder: string,
  location: string,
  table: CatalogTable,
): Promise<CatalogPartition[]> {
  if (table.partitionKeys.length === 0) return [];
  const folders = new Set((await filesBelow(folder)).map((file) => relative(folder, dirname(file.path))));
  return [...folders].sort().flatMap((each) => {
    const values = valuesOfFolder(each, table);
    const isWhole = values !== undefined && values.length === table.partitionKeys.length;
    return isWhole ? [{ values, location: below(location, `${each}/`) }] : [];
  });
}
