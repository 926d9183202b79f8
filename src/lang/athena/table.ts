import { allFlowFields, type FlowField } from '../../flow/index.js';
import { build, type Expr } from '../../plan/index.js';
import {
  isPlaceField,
  isTextField,
  partitionValue,
  presentFields,
  type QuerySource,
  shownValue,
} from '../source.js';
import type { Lowered, TrinoType } from './types.js';

const { call, cast, col, lit } = build;

export interface TableColumn {
  readonly name: string;
  readonly value: Lowered;
  /** Part of `SELECT *`; the others can be named. */
  readonly shown: boolean;
  /** Computed from a text for each row, so that it is carried on only when the statement names it. */
  readonly costly?: boolean;
  /** The formats of the logs lack the field, so it is NULL in every row. */
  readonly absent?: boolean;
}

/** Column types of the documented table (Athena User Guide, "Create and query a table for VPC flow logs"). */
const bigintColumns = new Set(['protocol', 'packets', 'bytes', 'start', 'end']);

/**
 * The columns of the flow-log table: the fields that the sources have, those of the default format first, and `date`;
 * then, by name only, the other fields and what the documented partition layouts offer.
 */
export function flowTable(source: QuerySource, olderNames: boolean): TableColumn[] {
  const present = presentFields(source);
  const shown = present.map((field) => fieldColumn(field, source));
  const date: TableColumn = { name: 'date', value: dateOfEnd(), shown: true };
  const absent = allFlowFields
    .filter((field) => !present.includes(field))
    .map((field): TableColumn => {
      const type = typeOf(field);
      // A partition of the documented tables where the records do not have it.
      if (isPlaceField(field)) return { ...fieldColumn(field, source), shown: false };
      const value: Lowered = { expr: lit(null, type === 'varchar' ? 'varchar' : type), type };
      return { name: field.column, value, shown: false, absent: true };
    });
  const columns = [...shown, date, ...absent, ...partitionColumns()];
  return olderNames ? [...columns, ...olderColumns(source)] : columns;
}

function fieldColumn(field: FlowField, source: QuerySource): TableColumn {
  const value: Lowered = { expr: shownValue(field, source), type: typeOf(field) };
  if (field.type !== 'ip') return { name: field.column, value, shown: true };
  return { name: field.column, value: { ...value, address: col(field.column) }, shown: true };
}

function typeOf(field: FlowField): 'varchar' | 'integer' | 'bigint' {
  if (isTextField(field)) return 'varchar';
  return bigintColumns.has(field.column) || field.type === 'long' || field.type === 'seconds'
    ? 'bigint'
    : 'integer';
}

/** Files are put under the day in which they end, so the record's end stands for its partition. */
function endTime(): Expr {
  return call('fromUnixSeconds', col('end'));
}

function dateOfEnd(): Lowered {
  return { expr: cast(endTime(), 'date'), type: 'date', dayOf: col('end') };
}

/** Partition columns of the documented layouts: manual, projected, hourly and Hive. */
function partitionColumns(): TableColumn[] {
  const part = (name: string, expr: Expr, type: TrinoType = 'varchar'): TableColumn => ({
    name,
    value: { expr, type },
    shown: false,
  });
  const format = (pattern: string): Expr => call('formatTime', endTime(), lit(pattern));
  const day: TableColumn = {
    name: 'day',
    value: { expr: format('%Y/%m/%d'), type: 'varchar', dayOf: col('end') },
    shown: false,
  };
  return [
    day,
    part('year', format('%Y')),
    part('month', format('%m')),
    part('hour', format('%H')),
    part('accid', partitionValue('accountId')),
    part('aws-account-id', partitionValue('accountId')),
    part('aws-service', lit('vpcflowlogs')),
    part('aws-region', partitionValue('region')),
  ];
}

/** Column names of the tables in tutorials of 2018 and 2019. */
export function olderName(field: FlowField): string {
  return field.older ?? field.column.replaceAll('_', '');
}

function olderColumns(source: QuerySource): TableColumn[] {
  return presentFields(source)
    .filter((field) => olderName(field) !== field.column)
    .map((field) => ({ ...fieldColumn(field, source), name: olderName(field), shown: false }));
}

/** The documented column for an older name, for the cure of a refusal. */
export function columnForOlderName(name: string): string | undefined {
  return allFlowFields.find((field) => olderName(field) === name && field.column !== name)?.column;
}
