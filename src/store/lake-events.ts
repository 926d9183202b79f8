import { resolve } from 'node:path';
import { joinSql, name, type Sql, sql } from '../dialect/index.js';
import { eventColumnTypes } from '../flow/index.js';
import type { CatalogueContents, StoredBatch, StoredSource } from './catalogue-tables.js';
import { groupBy } from './group.js';
import { numberList, textList, typeName } from './literals.js';

/** A log group of a lake other than the flow logs. */
export interface LogGroup {
  readonly name: string;
  readonly sources: number;
  readonly events: number;
  /** Names of the discovered fields, sorted; undefined when there are more than are kept. */
  readonly fields: readonly string[] | undefined;
  /** Earliest and latest event, Unix seconds; null without events. */
  readonly window: { readonly from: number; readonly to: number } | null;
}

export function isEventBatch(batch: StoredBatch): boolean {
  return batch.path.startsWith('events/');
}

/** The rows of the dataset `events`, or only those of some sources: its columns as `eventColumnTypes` has them. */
export function selectEvents(
  lakePath: string,
  { batches, batchSources }: CatalogueContents,
  sourceIds: readonly number[] | undefined,
): Sql {
  const wanted = sourceIds === undefined ? undefined : new Set(sourceIds);
  const holding = new Set(
    batchSources.filter((link) => wanted?.has(link.sourceId) ?? true).map((link) => link.batchId),
  );
  const files = batches.filter((batch) => isEventBatch(batch) && holding.has(batch.batchId));
  if (files.length === 0) {
    const nothing = eventColumnTypes.map(
      ({ column, type }) => sql`CAST(NULL AS ${typeName(type)}) AS ${name(column)}`,
    );
    return sql`SELECT ${joinSql(nothing, ', ')} WHERE false`;
  }
  const columns = eventColumnTypes.map(({ column }) => name(column));
  const only =
    sourceIds === undefined ? sql`` : sql` WHERE list_contains(${numberList(sourceIds)}, source_id)`;
  const paths = textList(files.map((batch) => resolve(lakePath, batch.path)));
  return sql`SELECT ${joinSql(columns, ', ')} FROM read_parquet(${paths}, hive_partitioning=false)${only}`;
}

/** The log groups that these sources hold, by name. */
export function logGroupsOf(sources: readonly StoredSource[]): LogGroup[] {
  const groups = groupBy(
    sources.filter((source) => source.logGroup !== null),
    (source) => source.logGroup ?? '',
  );
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, own]) => describeGroup(group, own));
}

function describeGroup(group: string, sources: readonly StoredSource[]): LogGroup {
  const lists = sources.map((source) => namesIn(source.fields));
  const all = lists.every((list) => list !== undefined);
  return {
    name: group,
    sources: sources.length,
    events: sources.reduce((sum, source) => sum + source.records, 0),
    fields: all ? [...new Set(lists.flat())].sort() : undefined,
    window: windowOf(sources),
  };
}

function namesIn(fields: string): readonly string[] | undefined {
  if (fields === '') return undefined;
  const names: unknown = JSON.parse(fields);
  return Array.isArray(names) ? names.map(String) : undefined;
}

/** Earliest start and latest end of what these sources hold, Unix seconds; null without any. */
export function windowOf(sources: readonly StoredSource[]): { from: number; to: number } | null {
  const starts = sources.flatMap((source) => source.firstStart ?? []);
  const ends = sources.flatMap((source) => source.lastEnd ?? []);
  if (starts.length === 0 || ends.length === 0) return null;
  return { from: starts.reduce((a, b) => Math.min(a, b)), to: ends.reduce((a, b) => Math.max(a, b)) };
}
