import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields, lakeColumns, lakeTypes, placeColumns } from '../flow/index.js';
import { typeName } from './literals.js';

export interface TrinoTableOptions {
  /** The folder `records` of the lake, as the server sees it: `local:///srv/lake/records`, `s3://bucket/records`. */
  readonly location: string;
  /** Default `hive`. */
  readonly catalog?: string;
  /** Default `sluice`. */
  readonly schema?: string;
}

/**
 * Statements that show a lake to Trino as the view `records`: every field under its column name, NULL where a file lacks
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
  ].map(({ column, type }) => sql`${name(column)} ${typeName(type)}`);
  const properties = sql`external_location = ${text(options.location)}, format = 'PARQUET'`;
  const places = placeColumns.map(
    ({ column }) =>
      sql`nullif(regexp_extract("$path", ${text(placePatterns[column])}, 1), 'unknown') AS ${name(column)}`,
  );
  return [
    sql`CREATE SCHEMA IF NOT EXISTS ${schema}`,
    sql`CREATE TABLE IF NOT EXISTS ${schema}.${name('record_files')} (${joinSql(columns, ', ')}) WITH (${properties})`,
    sql`CREATE OR REPLACE VIEW ${schema}.${name('records')} SECURITY INVOKER AS SELECT *, ${joinSql(places, ', ')} FROM ${schema}.${name('record_files')}`,
  ];
}

/** The folders of the lake, from the end of a file's path. */
const placePatterns = {
  lake_account: '/account=([^/]*)/region=[^/]*/day=[^/]*/[^/]*$',
  lake_region: '/region=([^/]*)/day=[^/]*/[^/]*$',
} as const;
