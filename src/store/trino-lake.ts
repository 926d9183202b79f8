import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields, eventColumnTypes, lakeColumns, lakeTypes, placeColumns } from '../flow/index.js';
import { typeName } from './literals.js';

export interface TrinoTableOptions {
  /** The folder `records` of the lake, as the server sees it: `local:///srv/lake/records`, `s3://bucket/records`. */
  readonly location: string;
  /** The folder `events` beside it, for a lake that has one; default is no table `events`. */
  readonly eventsLocation?: string;
  /** Default `hive`. */
  readonly catalog?: string;
  /** Default `sluice`. */
  readonly schema?: string;
}

/**
 * Statements that show a lake to Trino as the view `records`, and its other log groups as the table `events`: every field under its column name, NULL where a file lacks
 * it, and the account and region that the file's path names. Beneath it lies the table `record_files`. The catalog is of
 * the Hive connector and reads folders in folders (`hive.recursive-directories=true`). The table has no partitions,
 * because the lake's partition `region` would hide the field of that name; the ranges in the files' footers skip what a
 * condition rules out, and new files are seen without a word.
 */
export function trinoTableStatements(options: TrinoTableOptions): Sql[] {
  const schema = sql`${name(options.catalog ?? 'hive')}.${name(options.schema ?? 'sluice')}`;
  const columns = [
    ...allFlowFields.map((field) => ({ column: field.column, type: lakeTypes[field.type] })),
    ...lakeColumns,
  ];
  const places = placeColumns.map(
    ({ column }) =>
      sql`nullif(regexp_extract("$path", ${text(placePatterns[column])}, 1), 'unknown') AS ${name(column)}`,
  );
  return [
    sql`CREATE SCHEMA IF NOT EXISTS ${schema}`,
    tableStatement(schema, 'record_files', columns, options.location),
    sql`CREATE OR REPLACE VIEW ${schema}.${name('records')} SECURITY INVOKER AS SELECT *, ${joinSql(places, ', ')} FROM ${schema}.${name('record_files')}`,
    ...(options.eventsLocation === undefined
      ? []
      : [tableStatement(schema, 'events', eventColumnTypes, options.eventsLocation)]),
  ];
}

function tableStatement(
  schema: Sql,
  table: string,
  columns: readonly { readonly column: string; readonly type: string }[],
  location: string,
): Sql {
  const typed = columns.map(({ column, type }) => sql`${name(column)} ${typeName(type)}`);
  const properties = sql`external_location = ${text(location)}, format = 'PARQUET'`;
  return sql`CREATE TABLE IF NOT EXISTS ${schema}.${name(table)} (${joinSql(typed, ', ')}) WITH (${properties})`;
}

/** The folders of the lake, from the end of a file's path. */
const placePatterns = {
  lake_account: '/account=([^/]*)/region=[^/]*/day=[^/]*/[^/]*$',
  lake_region: '/region=([^/]*)/day=[^/]*/[^/]*$',
} as const;
