import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorldError } from '../base/index.js';
import { bind, joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import {
  type CatalogueContents,
  catalogueTables,
  catalogueVersion,
  rowReaders,
  type StoredSource,
  type TableName,
} from './catalogue-tables.js';
import { type Engine, reason } from './engine.js';
import { describeHolder } from './lake-lock.js';
import { numberList, numberLiteral, typeName } from './literals.js';
import { rebuildLake } from './world.js';

/** What one transaction changes. Sources that are already there are replaced. */
export interface CatalogueChange extends Partial<CatalogueContents> {
  readonly removedSources?: readonly number[];
  readonly removedBatches?: readonly number[];
  /** Sources whose file was written anew with the same content; everything else about them stays. */
  readonly touched?: readonly StoredSource[];
  /** Sources that go on under another id: what points to the old one points to the new. */
  readonly owners?: readonly { readonly from: number; readonly to: number }[];
}

const tableNames: readonly TableName[] = ['sources', 'batches', 'batchSources', 'rejects', 'shared'];

/** Seconds that a reader or writer waits for the other, which holds the catalogue for milliseconds at a time. */
const attachSeconds = 10;
let attachments = 0;

export function cataloguePath(lakePath: string): string {
  return join(lakePath, 'catalogue.duckdb');
}

function snake(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function tableName(at: Sql, table: TableName): Sql {
  return sql`${at}.${name(snake(table))}`;
}

/** Reads the whole catalogue; an absent one is empty. Throws a WorldError when it is of a newer Sluice or damaged. */
export async function readCatalogue(engine: Engine, lakePath: string): Promise<CatalogueContents> {
  const empty = { sources: [], batches: [], batchSources: [], rejects: [], shared: [] };
  if (!existsSync(cataloguePath(lakePath))) return empty;
  return await withCatalogue(engine, lakePath, 'read', async (at) => {
    // Whoever made the file was stopped before the tables stood in it.
    if (!(await hasTables(engine, at))) return empty;
    await checkVersion(engine, lakePath, at);
    return await readTables(engine, at);
  });
}

async function readTables(engine: Engine, at: Sql): Promise<CatalogueContents> {
  return {
    sources: await readTable(engine, at, 'sources'),
    batches: await readTable(engine, at, 'batches'),
    batchSources: await readTable(engine, at, 'batchSources'),
    rejects: await readTable(engine, at, 'rejects'),
    shared: await readTable(engine, at, 'shared'),
  };
}

async function readTable<T extends TableName>(
  engine: Engine,
  at: Sql,
  table: T,
): Promise<CatalogueContents[T][number][]> {
  const columns = Object.keys(catalogueTables[table]).map((key) => sql`${name(snake(key))} AS ${name(key)}`);
  const rows = await engine.rows(
    sql`SELECT ${joinSql(columns, ', ')} FROM ${tableName(at, table)} ORDER BY ALL`,
  );
  return rows.map((row) => rowReaders[table](row));
}

/** Makes a change in one transaction: after a crash the catalogue is as it was before or as it is after. */
export async function changeCatalogue(
  engine: Engine,
  lakePath: string,
  change: CatalogueChange,
): Promise<void> {
  await withCatalogue(engine, lakePath, 'write', async (at) => {
    if (!(await hasTables(engine, at))) await createTables(engine, at);
    await checkVersion(engine, lakePath, at);
    await engine.execute(sql`BEGIN TRANSACTION`);
    try {
      for (const statement of statementsOf(at, change)) await engine.execute(statement);
      await engine.execute(sql`COMMIT`);
    } catch (cause) {
      await engine.execute(sql`ROLLBACK`);
      throw cause;
    }
  });
}

function statementsOf(at: Sql, change: CatalogueChange): Sql[] {
  const statements: Sql[] = [];
  const gone = [...(change.removedSources ?? []), ...(change.sources ?? []).map((source) => source.sourceId)];
  const batches = change.removedBatches ?? [];
  for (const { from, to } of change.owners ?? []) {
    statements.push(
      sql`UPDATE ${tableName(at, 'shared')} SET owner_id = ${bind(to)} WHERE owner_id = ${bind(from)}`,
      sql`UPDATE ${tableName(at, 'sources')} SET copy_of = ${bind(to)} WHERE copy_of = ${bind(from)}`,
    );
  }
  if (batches.length > 0) {
    for (const table of ['batches', 'batchSources'] as const) {
      statements.push(
        sql`DELETE FROM ${tableName(at, table)} WHERE list_contains(${numberList(batches)}, batch_id)`,
      );
    }
  }
  if (gone.length > 0) {
    for (const table of ['sources', 'rejects', 'shared'] as const) {
      statements.push(
        sql`DELETE FROM ${tableName(at, table)} WHERE list_contains(${numberList(gone)}, source_id)`,
      );
    }
  }
  for (const { sourceId, modifiedMs } of change.touched ?? []) {
    statements.push(
      sql`UPDATE ${tableName(at, 'sources')} SET modified_ms = ${bind(modifiedMs)} WHERE source_id = ${bind(sourceId)}`,
    );
  }
  for (const table of tableNames) {
    const rows = change[table] ?? [];
    if (rows.length > 0) statements.push(insertInto(at, table, rows));
  }
  return statements;
}

/** Rows travel as one JSON text: a statement for each of a thousand sources would take longer than reading them. */
function insertInto(at: Sql, table: TableName, rows: readonly object[]): Sql {
  const columns = catalogueTables[table];
  const structure = JSON.stringify([columns]);
  const wanted = Object.keys(columns).map((key) => sql`row.${name(key)}`);
  return sql`INSERT INTO ${tableName(at, table)} SELECT ${joinSql(wanted, ', ')} FROM (
    SELECT unnest(from_json(CAST(${bind(JSON.stringify(rows))} AS JSON), ${text(structure)})) AS row)`;
}

async function withCatalogue<Result>(
  engine: Engine,
  lakePath: string,
  mode: 'read' | 'write',
  use: (at: Sql) => Promise<Result>,
): Promise<Result> {
  attachments += 1;
  const at = name(`sluice_catalogue_${attachments}`);
  await attach(engine, lakePath, mode, at);
  try {
    return await use(at);
  } finally {
    await engine.execute(sql`DETACH ${at}`);
  }
}

/** Waits out the moment in which another process holds the catalogue. */
async function attach(engine: Engine, lakePath: string, mode: 'read' | 'write', at: Sql): Promise<void> {
  const path = cataloguePath(lakePath);
  const options = mode === 'read' ? sql` (READ_ONLY)` : sql``;
  const until = Date.now() + attachSeconds * 1000;
  for (;;) {
    try {
      await engine.execute(sql`ATTACH ${text(path)} AS ${at}${options}`);
      return;
    } catch (cause) {
      const locked = /lock/i.test(reason(cause));
      if (locked && Date.now() < until) await sleep(25);
      else throw await attachError(lakePath, cause, locked);
    }
  }
}

async function attachError(lakePath: string, cause: unknown, locked: boolean): Promise<WorldError> {
  const path = cataloguePath(lakePath);
  if (locked) {
    const holder = await describeHolder(lakePath);
    return new WorldError(
      `The lake \`${lakePath}\` is in use${holder === undefined ? '' : ` by ${holder}`}`,
      {
        path,
        help: 'try again when it has finished',
        cause,
      },
    );
  }
  return new WorldError(`The catalogue \`${path}\` cannot be opened: ${reason(cause)}`, {
    path,
    help: rebuildLake,
    cause,
  });
}

async function hasTables(engine: Engine, at: Sql): Promise<boolean> {
  const made = await engine.rows(
    sql`SELECT 1 FROM duckdb_tables() WHERE database_name = ${bind(at.text.replaceAll('"', ''))} AND table_name = 'meta'`,
  );
  return made.length > 0;
}

async function createTables(engine: Engine, at: Sql): Promise<void> {
  await engine.execute(sql`BEGIN TRANSACTION`);
  await engine.execute(
    sql`CREATE TABLE ${at}.meta AS SELECT ${numberLiteral(catalogueVersion)} AS schema_version`,
  );
  for (const table of tableNames) {
    const columns = Object.entries(catalogueTables[table]).map(
      ([key, type]) => sql`${name(snake(key))} ${typeName(type)}`,
    );
    await engine.execute(sql`CREATE TABLE ${tableName(at, table)} (${joinSql(columns, ', ')})`);
  }
  await engine.execute(sql`COMMIT`);
}

async function checkVersion(engine: Engine, lakePath: string, at: Sql): Promise<void> {
  const [row] = await engine.rows(sql`SELECT schema_version FROM ${at}.meta`);
  const version = Number(row?.['schema_version'] ?? 0);
  if (version === catalogueVersion) return await checkTables(engine, lakePath, at);
  throw new WorldError(
    `The lake \`${lakePath}\` has version ${version} and this Sluice knows version ${catalogueVersion}`,
    {
      path: cataloguePath(lakePath),
      help: version > catalogueVersion ? 'update Sluice, or give another folder for the lake' : rebuildLake,
    },
  );
}

/** A lake made while this version was still in the making may lack a column: said as it is, before anything is read. */
async function checkTables(engine: Engine, lakePath: string, at: Sql): Promise<void> {
  const database = at.text.replaceAll('"', '');
  const found = await engine.rows(
    sql`SELECT table_name || '.' || column_name AS found FROM duckdb_columns() WHERE database_name = ${bind(database)}`,
  );
  const present = new Set(found.map((row) => String(row['found'])));
  const wanted = tableNames.flatMap((table) =>
    Object.keys(catalogueTables[table]).map((key) => `${snake(table)}.${snake(key)}`),
  );
  const missing = wanted.filter((each) => !present.has(each));
  if (missing.length === 0) return;
  throw new WorldError(
    `The lake \`${lakePath}\` is of an older Sluice: its catalogue lacks ${missing.join(', ')}`,
    {
      path: cataloguePath(lakePath),
      help: rebuildLake,
    },
  );
}
