import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { WorldError } from '../base/index.js';
import { joinSql, name, type Sql, sql } from '../dialect/index.js';
import { allFlowFields, type FlowFieldName, lakeColumns, lakeTypes } from '../flow/index.js';
import { addAccounts, emptyAccount, type LineAccount } from '../ingest/index.js';
import { cataloguePath, readCatalogue } from './catalogue.js';
import type { CatalogueContents, StoredBatch, StoredSource } from './catalogue-tables.js';
import type { Engine } from './engine.js';
import { groupBy } from './group.js';
import { isEventBatch, type LogGroup, logGroupsOf, selectEvents, windowOf } from './lake-events.js';
import { numberList, textList, typeName } from './literals.js';

/** How many of the rows come from a format that has a field. */
export interface FieldPresence {
  readonly field: FlowFieldName;
  readonly column: string;
  /** 0 to 1. A field that no format has is 0; one that is always `-` still counts as there. */
  readonly share: number;
}

/** The flow logs of a lake, or of the part of it that a view shows, and what stands beside them. */
export interface LakeContents {
  readonly sources: readonly StoredSource[];
  /** Number of Parquet files. */
  readonly batches: number;
  /** The Parquet files of the flow logs, with paths relative to the lake. */
  readonly files: readonly StoredBatch[];
  /** Rows in the files: records, NODATA and SKIPDATA lines. */
  readonly rows: number;
  readonly bytes: number;
  readonly fields: readonly FieldPresence[];
  readonly flowLogIds: readonly string[];
  /** Earliest start and latest end, Unix seconds; null when there is no record. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** The accounts of the sources, added. */
  readonly account: LineAccount;
  /** The log groups beside the flow logs, whose numbers are in nothing above. */
  readonly logGroups: readonly LogGroup[];
}

export interface RecordsViewOptions {
  /** Only what these sources brought; default is everything. */
  readonly sourceIds?: readonly number[];
  /** Default `records`. */
  readonly viewName?: string;
}

/**
 * Makes the view `records` over the lake: every field of `flowFields` under its column name and type, NULL where a
 * format lacks it, then `source_id`, `log_stream` and `ingestion_time`, then `lake_account` and `lake_region`, which the
 * source's path names. NODATA and SKIPDATA lines are rows too. Beside it the view `events` has the other log groups. Reads
 * what is committed at this moment, also while another process writes. Throws a WorldError when there is no lake.
 */
export async function createRecordsView(
  engine: Engine,
  lakePath: string,
  options: RecordsViewOptions = {},
): Promise<LakeContents> {
  requireLake(lakePath);
  const catalogue = await readCatalogue(engine, lakePath);
  const parts = partsOf(catalogue, options.sourceIds);
  const selects = parts.length > 0 ? parts.map((part) => selectPart(lakePath, part)) : [selectNothing()];
  const view = name(options.viewName ?? 'records');
  await engine.execute(sql`CREATE OR REPLACE VIEW ${view} AS ${joinSql(selects, ' UNION ALL ')}`);
  const events = selectEvents(lakePath, catalogue, options.sourceIds);
  await engine.execute(sql`CREATE OR REPLACE VIEW events AS ${events}`);
  return contentsOf(catalogue, options.sourceIds);
}

/** Whether logs were ever taken into this folder. */
export function isLake(lakePath: string): boolean {
  return existsSync(cataloguePath(lakePath));
}

/** Throws a WorldError when there is no lake; makes nothing. */
export function requireLake(lakePath: string): void {
  if (isLake(lakePath)) return;
  throw new WorldError(`There is no lake at \`${lakePath}\``, {
    path: lakePath,
    help: 'take logs in first: `sluice ingest PATH`',
  });
}

/** Files with the same columns, of which all rows or only those of some sources are wanted. */
interface LakePart {
  readonly columns: readonly string[];
  readonly batches: readonly StoredBatch[];
  readonly only: readonly number[] | undefined;
}

/** Files with equal columns are read by one scan, so that the engine prunes them by their footers together. */
function partsOf(catalogue: CatalogueContents, sourceIds: readonly number[] | undefined): LakePart[] {
  const wanted = sourceIds === undefined ? undefined : new Set(sourceIds);
  const sourcesOf = groupBy(catalogue.batchSources, (row) => row.batchId);
  const records = catalogue.batches.filter((batch) => !isEventBatch(batch));
  const groups = groupBy(records, (batch) => {
    const sources = sourcesOf.get(batch.batchId) ?? [];
    const hits =
      wanted === undefined ? sources.length : sources.filter((row) => wanted.has(row.sourceId)).length;
    if (hits === 0 && wanted !== undefined) return 'none';
    return `${hits === sources.length ? 'all' : 'some'}:${batch.columns}`;
  });
  groups.delete('none');
  return [...groups].map(([key, batches]) => ({
    columns: (batches[0]?.columns ?? '').split(' '),
    batches,
    only: key.startsWith('some:') ? sourceIds : undefined,
  }));
}

function selectPart(lakePath: string, part: LakePart): Sql {
  const present = new Set(part.columns);
  const values = viewColumns.map(({ column, type }) =>
    present.has(column) ? name(column) : sql`CAST(NULL AS ${typeName(type)}) AS ${name(column)}`,
  );
  values.push(...placeColumns.map(({ column, of }) => sql`${of} AS ${name(column)}`));
  const files = textList(part.batches.map((batch) => resolve(lakePath, batch.path)));
  const filter =
    part.only === undefined ? sql`` : sql` WHERE list_contains(${numberList(part.only)}, source_id)`;
  return sql`SELECT ${joinSql(values, ', ')} FROM read_parquet(${files}, hive_partitioning=false, filename=true)${filter}`;
}

function selectNothing(): Sql {
  const values = viewColumns.map(
    ({ column, type }) => sql`CAST(NULL AS ${typeName(type)}) AS ${name(column)}`,
  );
  const places = placeColumns.map(({ column }) => sql`CAST(NULL AS VARCHAR) AS ${name(column)}`);
  return sql`SELECT ${joinSql([...values, ...places], ', ')} WHERE false`;
}

/**
 * Account and region of the source's path, for formats that lack the fields; NULL where the path does not say. Taken from
 * the end of the file's own path: Hive partitioning would take a folder above the lake that is called `region=…`.
 */
const placeColumns = [
  { column: 'lake_account', of: partOfPath(sql`'/account=([^/]*)/region=[^/]*/day=[^/]*/[^/]*$'`) },
  { column: 'lake_region', of: partOfPath(sql`'/region=([^/]*)/day=[^/]*/[^/]*$'`) },
] as const;

function partOfPath(pattern: Sql): Sql {
  return sql`nullif(regexp_extract(filename, ${pattern}, 1), 'unknown')`;
}

/** Every column of the view, in its order. */
const viewColumns: readonly { readonly column: string; readonly type: string }[] = [
  ...allFlowFields.map((field) => ({ column: field.column, type: lakeTypes[field.type] })),
  ...lakeColumns,
];

function contentsOf(catalogue: CatalogueContents, sourceIds: readonly number[] | undefined): LakeContents {
  const wanted = sourceIds === undefined ? undefined : new Set(sourceIds);
  const all = catalogue.sources.filter(
    (source) => source.state === 'taken' && (wanted?.has(source.sourceId) ?? true),
  );
  const sources = all.filter((source) => source.logGroup === null);
  const records = catalogue.batches.filter((batch) => !isEventBatch(batch));
  const columnsOf = new Map(records.map((batch) => [batch.batchId, batch.columns.split(' ')]));
  const links = catalogue.batchSources.filter(
    (link) => columnsOf.has(link.batchId) && (wanted?.has(link.sourceId) ?? true),
  );
  const batchIds = new Set(links.map((link) => link.batchId));
  const rows = links.reduce((sum, link) => sum + link.rows, 0);
  const rowsWith = new Map<string, number>();
  for (const link of links) {
    for (const column of columnsOf.get(link.batchId) ?? []) {
      rowsWith.set(column, (rowsWith.get(column) ?? 0) + link.rows);
    }
  }
  return {
    sources,
    batches: batchIds.size,
    files: records.filter((batch) => batchIds.has(batch.batchId)),
    rows,
    bytes: records.reduce((sum, batch) => sum + (batchIds.has(batch.batchId) ? batch.bytes : 0), 0),
    fields: allFlowFields.map((field) => ({
      field: field.name,
      column: field.column,
      share: rows === 0 ? 0 : (rowsWith.get(field.column) ?? 0) / rows,
    })),
    flowLogIds: [...new Set(sources.flatMap((source) => source.flowLogId ?? []))].sort(),
    window: windowOf(sources),
    account: sources.reduce<LineAccount>(addAccounts, emptyAccount),
    logGroups: logGroupsOf(all),
  };
}
