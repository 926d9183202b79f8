import type { FieldType, FlowFieldName, flowFields } from './fields.js';

interface ValueTypes {
  text: string;
  ip: string;
  port: number;
  byte: number;
  int: number;
  long: bigint;
  seconds: number;
}

/** One line of a flow log. A field the log format leaves out, or writes as `-`, is null. */
export type FlowRecord = {
  readonly [F in FlowFieldName]: ValueTypes[(typeof flowFields)[F]['type']] | null;
};

/** The column type in the lake. Signed types only: every reader of Parquet understands them. */
export const lakeTypes: Record<FieldType, 'VARCHAR' | 'INTEGER' | 'BIGINT'> = {
  text: 'VARCHAR',
  ip: 'VARCHAR',
  port: 'INTEGER',
  byte: 'INTEGER',
  int: 'INTEGER',
  long: 'BIGINT',
  seconds: 'BIGINT',
};

/**
 * Columns of the lake that are not fields of a flow log: which source a record came from, and what CloudWatch Logs
 * adds. `log_stream` and `ingestion_time` (Unix milliseconds) are null for files that did not come from there.
 */
export const lakeColumns = [
  { column: 'source_id', type: 'INTEGER' },
  { column: 'log_stream', type: 'VARCHAR' },
  { column: 'ingestion_time', type: 'BIGINT' },
] as const;

/**
 * Columns that views over the lake add: the account and the region that the path of a record's source names; null where it
 * names none.
 */
export const placeColumns = [
  { column: 'lake_account', type: 'VARCHAR' },
  { column: 'lake_region', type: 'VARCHAR' },
] as const;
