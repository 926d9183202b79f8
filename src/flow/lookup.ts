import { type FlowFieldName, type FlowFieldSpec, flowFields } from './fields.js';

/** A field with its names in every place where it appears. */
export interface FlowField extends FlowFieldSpec {
  readonly name: FlowFieldName;
  /** Column in Parquet, in the lake and in Athena. */
  readonly column: string;
  readonly insights: readonly string[];
}

/** All fields, in the order of the table. */
export const allFlowFields: readonly FlowField[] = Object.entries(flowFields).map(([name, spec]) => {
  const wide: FlowFieldSpec = spec;
  return {
    ...wide,
    name: name as FlowFieldName,
    column: wide.log.replaceAll('-', '_'),
    insights: wide.insights ?? [name],
  };
});

const byLogName = new Map(allFlowFields.map((field) => [field.log, field]));
const byColumn = new Map(allFlowFields.map((field) => [field.column, field]));

/** The field with this name in a header line or `LogFormat`, or undefined when it is not known yet. */
export function fieldByLogName(log: string): FlowField | undefined {
  return byLogName.get(log);
}

/** The field with this column name in the lake, or undefined. */
export function fieldByColumn(column: string): FlowField | undefined {
  return byColumn.get(column);
}

/** The default format (version 2), in its order. */
export const defaultFormat: readonly string[] = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
];
