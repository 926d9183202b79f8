import { AssertionFailure, type Diagnostic, DiagnosticError } from '../../base/index.js';
import { name, sql } from '../../dialect/index.js';
import { defaultFormat, eventLogKinds, eventLogSpec, fieldByLogName } from '../../flow/index.js';
import {
  type AthenaCatalog,
  type CatalogRelation,
  isFault,
  olderName,
  parseHiveType,
  readProjection,
  trinoTypeOf,
} from '../../lang/index.js';
import { type Expr, type Plan, scanConditions } from '../../plan/index.js';
import { requireLake } from '../../store/index.js';
import type { QueryEngine } from '../query-engine.js';
import { readCatalog, writeCatalog } from './catalog-file.js';
import { checkHeaders } from './check-header.js';
import type { S3Folders } from './locate.js';
import {
  type CatalogContents,
  type CatalogDatabase,
  type CatalogEntry,
  type CatalogTable,
  type CatalogView,
  defaultDatabase,
} from './model.js';
import { namesValues, prunePartitions } from './prune.js';
import { filesOf, type PartitionFiles } from './table-files.js';
import { filesSql, tableSql } from './table-sql.js';

/** What a query reads of one table. */
export interface TableScan {
  readonly table: string;
  readonly format: CatalogTable['format']['kind'];
  /** Partitions that are read, and all that have files; both undefined for a table without partitions. */
  readonly partitions: { readonly read: number; readonly all: number } | undefined;
  readonly files: readonly string[];
  /** Number of all files of the table. */
  readonly allFiles: number;
  /** Size of the files that are read. */
  readonly bytes: number;
}

export interface CatalogOptions {
  readonly lakePath: string;
  /** From `s3` of `sluice.yaml`; default none. */
  readonly s3Folders?: S3Folders;
  /** Folder from which relative paths count; default the current one. */
  readonly folder?: string;
  /** Whether there are flow logs to be asked; default true. */
  readonly hasLake?: boolean;
}

/** The names that stand for the flow logs of the lake, as SHOW TABLES lists them. */
export const flowLogTable = 'vpc_flow_logs';
/** The flow logs under the column names of tutorials of 2018 and 2019. */
export const olderView = 'vpc_flow_logs_v2_old';

const eventTables = eventLogKinds.map((kind) => eventLogSpec(kind).tables);

/** What is there without being created: the flow logs, and the logs beside them under the names of AWS's guides. */
export const builtInNames: readonly string[] = [
  flowLogTable,
  olderView,
  ...eventTables.flatMap(([first]) => first ?? []),
];

/** Whether a name stands for a table of the lake. */
export function isBuiltInTable(name: string): boolean {
  return name === flowLogTable || eventTables.some((names) => names.includes(name));
}

/** The tables of the engine that only a lake has. */
const lakeTables: ReadonlySet<string> = new Set(['records', 'events']);

const scanPrefix = 'athena:';

/** The catalogue of a lake: databases, tables, views and prepared queries, kept in a file of the lake. */
export class OpenCatalog implements AthenaCatalog {
  readonly lakePath: string;
  readonly s3Folders: S3Folders;
  readonly folder: string;
  readonly #hasLake: boolean;
  #contents: CatalogContents;

  private constructor(options: CatalogOptions, contents: CatalogContents) {
    this.lakePath = options.lakePath;
    this.s3Folders = options.s3Folders ?? {};
    this.folder = options.folder ?? process.cwd();
    this.#hasLake = options.hasLake ?? true;
    this.#contents = contents;
  }

  /** Throws a WorldError when the file of the catalogue is damaged. */
  static async open(options: CatalogOptions): Promise<OpenCatalog> {
    return new OpenCatalog(options, await readCatalog(options.lakePath));
  }

  get contents(): CatalogContents {
    return this.#contents;
  }

  /** Changes what the file holds at this moment, and writes it. */
  async change(edit: (contents: CatalogContents) => CatalogContents): Promise<void> {
    const next = edit(await readCatalog(this.lakePath));
    await writeCatalog(this.lakePath, next);
    this.#contents = next;
  }

  database(wanted: string): CatalogDatabase | undefined {
    return this.#contents.databases.find((each) => each.name === wanted);
  }

  /** Tables and views that may be asked, sorted: those of another database with its name before them. */
  names(): string[] {
    const made = this.#contents.databases.flatMap(({ name, entries }) =>
      entries.map((each) => (name === defaultDatabase ? each.name : `${name}.${each.name}`)),
    );
    return [...new Set([...made, ...builtInNames])].sort();
  }

  /** A table or view by its name; the built-in view of the older names, too. */
  entry(database: string | undefined, wanted: string): CatalogEntry | undefined {
    const found = this.database(database ?? defaultDatabase)?.entries.find((each) => each.name === wanted);
    if (found !== undefined || wanted !== olderView) return found;
    return database === undefined || database === defaultDatabase ? olderNamesView() : undefined;
  }

  find(parts: readonly string[]): CatalogRelation | undefined {
    const wanted = parts.at(-1) ?? '';
    const database = parts.at(-2) ?? defaultDatabase;
    const entry = this.entry(database, wanted);
    if (entry === undefined) return undefined;
    if (entry.kind === 'table') {
      const scan = `${scanPrefix}${database}.${wanted}`;
      const columns = [...entry.columns, ...entry.partitionKeys].map((column) => ({
        name: column.name,
        type: typeOf(column.type),
      }));
      return { kind: 'table', scan, columns };
    }
    const full = `${database}.${wanted}`;
    const columns = entry.columns.map((column) => column.name);
    // The built-in view is over the flow logs, also where a table took their name.
    const catalog = wanted === olderView && !this.#holds(entry) ? nothing : this.#within(database);
    return { kind: 'view', name: full, text: entry.text, columns, catalog };
  }

  #holds(entry: CatalogEntry): boolean {
    return this.#contents.databases.some((database) => database.entries.includes(entry));
  }

  /** Names without a database, in a view, are those of the view's own. */
  #within(database: string): AthenaCatalog {
    return { find: (parts) => this.find(parts.length === 1 ? [database, ...parts] : parts) };
  }

  /**
   * Makes the tables that a plan scans known to the engine, each over the files that the query can need. Throws a
   * DiagnosticError for a query that names no value of an injected partition column.
   */
  async openScans(
    engine: QueryEngine,
    plan: Plan,
  ): Promise<{ readonly scans: readonly TableScan[]; readonly diagnostics: readonly Diagnostic[] }> {
    const scans: TableScan[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const [scanned, conditions] of scanConditions(plan)) {
      if (!scanned.startsWith(scanPrefix)) {
        if (!this.#hasLake && lakeTables.has(scanned)) requireLake(this.lakePath);
        continue;
      }
      const table = this.#tableOf(scanned);
      const all = await filesOf(table, this.s3Folders);
      checkInjected(table, conditions);
      const kept = await prunePartitions(engine, table, all.partitions, conditions);
      const columns = await parquetColumns(engine, table, kept);
      await engine.query(
        sql`CREATE OR REPLACE TEMP VIEW ${name(scanned)} AS ${tableSql(table, kept, columns)}`,
      );
      scans.push(scanOf(table, scanned.slice(scanPrefix.length), kept, all.partitions));
      diagnostics.push(...all.diagnostics, ...(await checkHeaders(engine, table, kept)));
    }
    return { scans, diagnostics };
  }

  #tableOf(scanned: string): CatalogTable {
    const [database, ...rest] = scanned.slice(scanPrefix.length).split('.');
    const entry = this.entry(database, rest.join('.'));
    if (entry?.kind !== 'table') throw new AssertionFailure('a plan scans tables that were found');
    return entry;
  }
}

const nothing: AthenaCatalog = { find: () => undefined };

function typeOf(type: string): NonNullable<ReturnType<typeof trinoTypeOf>> {
  const parsed = parseHiveType(type);
  const found = typeof parsed === 'string' ? undefined : trinoTypeOf(parsed);
  if (found === undefined) throw new AssertionFailure(`a table has no column of type ${type}`);
  return found;
}

function scanOf(
  table: CatalogTable,
  full: string,
  kept: readonly PartitionFiles[],
  all: readonly PartitionFiles[],
): TableScan {
  const files = kept.flatMap((partition) => partition.files);
  return {
    table: full,
    format: table.format.kind,
    partitions: table.partitionKeys.length === 0 ? undefined : { read: kept.length, all: all.length },
    files: files.map((file) => file.path),
    allFiles: all.reduce((sum, partition) => sum + partition.files.length, 0),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

/** The columns of a Parquet table's files, which it finds by name; no other table needs them. */
async function parquetColumns(
  engine: QueryEngine,
  table: CatalogTable,
  kept: readonly PartitionFiles[],
): Promise<string[]> {
  if (table.format.kind !== 'parquet' || kept.every((partition) => partition.files.length === 0)) return [];
  const { rows } = await engine.query(sql`DESCRIBE ${filesSql(table, kept)}`);
  return rows.map(([column]) => String(column));
}

/** The wording is Athena's. */
function checkInjected(table: CatalogTable, scans: readonly (readonly Expr[])[]): void {
  const keys = table.partitionKeys.map((key) => key.name);
  const projection = readProjection(table.properties, keys);
  if (projection === undefined || isFault(projection)) return;
  for (const [column, { type }] of projection.columns) {
    if (type !== 'injected' || namesValues(column, scans)) continue;
    throw new DiagnosticError([
      {
        code: 'injected-column',
        severity: 'error',
        source: 'query',
        message: `CONSTRAINT_VIOLATION: For the injected projected partition column ${column}, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.`,
        help: `write WHERE ${column} = '…'`,
      },
    ]);
  }
}

/** `SELECT account_id AS account, …` over the flow logs, in the order of the default format. */
function olderNamesView(): CatalogView {
  const fields = defaultFormat.map(fieldByLogName).filter((field) => field !== undefined);
  const quoted = (column: string): string => (column === 'end' ? '"end"' : column);
  const items = fields.map((field) => `${quoted(field.column)} AS ${olderName(field)}`);
  const text = `SELECT ${items.join(', ')} FROM ${flowLogTable}`;
  const types: Readonly<Record<string, string>> = {
    text: 'string',
    ip: 'string',
    long: 'bigint',
    seconds: 'bigint',
  };
  const columns = fields.map((field) => ({
    name: olderName(field),
    type: field.name === 'protocol' ? 'bigint' : (types[field.type] ?? 'int'),
  }));
  return { kind: 'view', name: olderView, text, columns };
}
