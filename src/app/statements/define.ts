import { rm } from 'node:fs/promises';
import { propertiesOf } from '../../lang/index.js';
import { type CatalogTable, defaultDatabase, flowLogTable, folderOf } from '../catalog/index.js';
import { explainQuery } from '../query.js';
import {
  checkNested,
  checkPartitionKeys,
  checkPattern,
  checkProperties,
  columnsFor,
  locationFor,
} from './check-table.js';
import { fullName, type StatementContext, type StatementOf, type StatementOutcome, said } from './context.js';
import { viewColumns } from './view-columns.js';

export async function createDatabase(
  statement: StatementOf<'createDatabase'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name, comment, location, properties } = statement;
  if (context.catalog.database(name.name) !== undefined) {
    if (statement.ifNotExists) return said(`The database \`${name.name}\` is there already.`);
    context.refuse('schema-exists', `Schema '${name.name}' already exists`, name.span, 'write IF NOT EXISTS');
  }
  const made = {
    name: name.name,
    ...(comment === undefined ? {} : { comment }),
    ...(location === undefined ? {} : { location: location.value }),
    properties: propertiesOf(properties),
    entries: [],
  };
  await context.catalog.change((contents) => ({
    ...contents,
    databases: [...contents.databases, made].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return said(`The database \`${name.name}\` is made.`);
}

export async function createTable(
  statement: StatementOf<'createTable'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name, comment } = statement;
  const database = context.database(name);
  if (context.catalog.entry(database.name, name.table.name) !== undefined) {
    if (statement.ifNotExists) return said(`The table \`${fullName(name)}\` is there already.`);
    refuseExisting(statement, context);
  }
  checkNested(statement, context);
  checkPartitionKeys(statement, context);
  const columns = columnsFor(statement.columns, context);
  const partitionKeys = columnsFor(statement.partitionKeys, context);
  const location = locationFor(statement.location, context);
  checkProperties(
    statement.properties,
    partitionKeys.map((key) => key.name),
    context,
  );
  await checkPattern(statement, context);
  const { format } = statement;
  const table: CatalogTable = {
    kind: 'table',
    name: name.table.name,
    columns,
    partitionKeys,
    ...(comment === undefined ? {} : { comment }),
    format: format.kind === 'regex' ? { kind: format.kind, pattern: format.pattern } : copied(format),
    location,
    properties: propertiesOf(statement.properties),
    partitions: [],
    owned: false,
  };
  await context.put(database.name, table.name, table);
  const takesOver = table.name === flowLogTable && database.name === defaultDatabase;
  const notes = takesOver
    ? [
        context.diagnostic(
          'note',
          'name-taken',
          `From now on \`${flowLogTable}\` is this table and not the flow logs of the lake.`,
          name.span,
          'any name that is not in use stands for them',
        ),
      ]
    : [];
  return said(`The table \`${fullName(name)}\` is made.`, notes);
}

/** The format with a map of its own, which the catalogue may change. */
function copied(
  format: Exclude<StatementOf<'createTable'>['format'], { kind: 'regex' }>,
): CatalogTable['format'] {
  return format.kind === 'json' ? { ...format, names: { ...format.names } } : { ...format };
}

function refuseExisting(
  statement: StatementOf<'createTable' | 'createTableAs'>,
  context: StatementContext,
): never {
  const message = `Table '${fullName(statement.name)}' already exists`;
  return context.refuse(
    'table-exists',
    message,
    statement.name.span,
    'write IF NOT EXISTS, or DROP TABLE first',
  );
}

export async function createView(
  statement: StatementOf<'createView'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name, orReplace } = statement;
  const database = context.database(name);
  const known = context.catalog.entry(database.name, name.table.name);
  if (known?.kind === 'table') {
    context.refuse(
      'table-exists',
      `Table '${fullName(name)}' already exists`,
      name.span,
      'give the view another name',
    );
  }
  if (known !== undefined && !orReplace) {
    context.refuse(
      'view-exists',
      `View already exists: '${fullName(name)}'`,
      name.span,
      'write CREATE OR REPLACE VIEW',
    );
  }
  const text = context.textAt(statement.query.span);
  const explained = explainQuery({ ...context.query(statement.query.span), lint: false });
  const columns = viewColumns(explained.columns, statement, context);
  await context.put(database.name, name.table.name, { kind: 'view', name: name.table.name, text, columns });
  return said(`The view \`${fullName(name)}\` is made.`, explained.diagnostics);
}

export async function dropDatabase(
  statement: StatementOf<'dropDatabase'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name } = statement;
  const found = context.catalog.database(name.name);
  if (found === undefined) {
    if (statement.ifExists) return said(`There is no database \`${name.name}\`.`);
    context.refuse('schema-not-found', `Schema '${name.name}' does not exist`, name.span, 'write IF EXISTS');
  }
  if (name.name === defaultDatabase) {
    context.refuse(
      'not-supported',
      `The database \`${defaultDatabase}\` always stays.`,
      name.span,
      'drop its tables',
    );
  }
  if (found.entries.length > 0 && !statement.cascade) {
    const message = `Cannot drop non-empty schema '${name.name}'`;
    context.refuse(
      'schema-not-empty',
      message,
      name.span,
      'write CASCADE, or drop its tables and views first',
    );
  }
  await context.catalog.change((contents) => ({
    ...contents,
    databases: contents.databases.filter((each) => each.name !== name.name),
  }));
  for (const entry of found.entries) if (entry.kind === 'table') await removeOwned(entry, context);
  return said(`The database \`${name.name}\` is dropped.`);
}

export async function dropTable(
  statement: StatementOf<'dropTable'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name } = statement;
  const entry = context.catalog.entry(name.database?.name, name.table.name);
  if (entry === undefined) {
    if (statement.ifExists) return said(`There is no table \`${fullName(name)}\`.`);
    context.refuseMissing(name);
  }
  if (entry.kind === 'view') {
    context.refuse('not-a-table', `'${fullName(name)}' is a view and no table`, name.span, 'write DROP VIEW');
  }
  await context.put(context.database(name).name, name.table.name, undefined);
  await removeOwned(entry, context);
  const files = entry.owned ? 'with its files' : 'its files stay';
  return said(`The table \`${fullName(name)}\` is dropped, ${files}.`);
}

async function removeOwned(table: CatalogTable, context: StatementContext): Promise<void> {
  if (!table.owned) return;
  await rm(folderOf(table.location, context.catalog.s3Folders, table.name), { recursive: true, force: true });
}

export async function dropView(
  statement: StatementOf<'dropView'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name } = statement;
  const entry = context.database(name).entries.find((each) => each.name === name.table.name);
  if (entry === undefined) {
    if (statement.ifExists) return said(`There is no view \`${fullName(name)}\`.`);
    context.refuse('view-not-found', `View '${fullName(name)}' does not exist`, name.span, 'write IF EXISTS');
  }
  if (entry.kind === 'table') {
    context.refuse('not-a-view', `'${fullName(name)}' is a table and no view`, name.span, 'write DROP TABLE');
  }
  await context.put(context.database(name).name, name.table.name, undefined);
  return said(`The view \`${fullName(name)}\` is dropped.`);
}
