import { allFlowFields, type FlowField } from '../../flow/index.js';
import { build } from '../../plan/index.js';
import {
  isPlaceField,
  isTextField,
  messageOf,
  partitionValue,
  presentFields,
  type QuerySource,
  shownValue,
} from '../source.js';
import { missing, type Value } from './value.js';

const { call, cast, coalesce, col, lit } = build;

/** System fields that each event has (CloudWatch Logs User Guide, "Supported logs and discovered fields", "Field indexes"). */
export const systemFields = [
  '@timestamp',
  '@message',
  '@logStream',
  '@log',
  '@ingestionTime',
  '@aws.account',
  '@aws.region',
  '@ptr',
] as const;
export type SystemField = (typeof systemFields)[number];

const flowFieldsByName = new Map(
  allFlowFields.flatMap((field) => field.insights.map((name) => [name, field] as const)),
);
const systemByLowerCase = new Map(systemFields.map((name) => [name.toLowerCase(), name]));

/** Names that a query over flow logs can use; for suggestions and completion. */
export const fieldNames: readonly string[] = [...systemFields, ...flowFieldsByName.keys()];

export function flowFieldNamed(name: string): FlowField | undefined {
  return flowFieldsByName.get(name);
}

/** System fields are found whatever their case; AWS tells cases apart, and the lint says so. */
export function systemFieldNamed(name: string): SystemField | undefined {
  return systemByLowerCase.get(name.toLowerCase());
}

export function isPresentField(field: FlowField, source: QuerySource): boolean {
  return isPlaceField(field) || presentFields(source).includes(field);
}

/** A flow field as Logs Insights shows it: `-` is a present text, and a missing number is missing. */
export function flowFieldValue(field: FlowField, source: QuerySource): Value {
  if (!isPresentField(field, source)) return missing;
  const expr = shownValue(field, source);
  if (!isTextField(field)) return { kind: 'long', expr };
  return field.type === 'ip' ? { kind: 'text', expr, address: col(field.column) } : { kind: 'text', expr };
}

/** `@timestamp` is the start of the record, as CloudWatch Logs sets it for flow logs. */
export function systemFieldValue(name: SystemField, source: QuerySource): Value {
  switch (name) {
    case '@timestamp':
      return { kind: 'timestamp', expr: call('fromUnixSeconds', col('start')) };
    case '@message':
      return { kind: 'text', expr: messageOf(source) };
    case '@logStream':
      return { kind: 'text', expr: logStream(source) };
    case '@log':
      return {
        kind: 'text',
        expr: call('concat', coalesce(partitionValue('accountId'), lit('-')), lit(`:${source.logGroup}`)),
      };
    case '@ingestionTime':
      return { kind: 'timestamp', expr: call('fromUnixMillis', col('ingestion_time')) };
    case '@aws.account':
      return { kind: 'text', expr: partitionValue('accountId') };
    case '@aws.region':
      return { kind: 'text', expr: partitionValue('region') };
    case '@ptr': {
      // Enough to find the record again: its source and a digest of its line.
      const key = call(
        'concat',
        cast(coalesce(col('source_id'), 0), 'varchar'),
        lit(':'),
        call('md5', messageOf(source)),
      );
      return { kind: 'text', expr: call('base64', key) };
    }
  }
}

/** A record that did not come through CloudWatch Logs has the interface's id as the name of its stream. */
function logStream(source: QuerySource): Value['expr'] {
  const byInterface = coalesce(col('interface_id'), lit('-'));
  return source.hasLogStreams ? coalesce(col('log_stream'), col('interface_id'), lit('-')) : byInterface;
}

/**
 * The order of events when the query names none: newest first. Records of the same second are told apart by their end,
 * the latest first, and then by interface, addresses and ports, so that the same query gives the same rows again.
 */
export const tieBreakColumns = [
  'interface_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
] as const;
