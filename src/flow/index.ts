export {
  type EventLogKind,
  type EventLogSpec,
  type EventMembers,
  type EventType,
  eventColumnTypes,
  eventLogKinds,
  eventLogSpec,
  flowLogGroup,
} from './event-logs.js';
export { type FieldType, type FlowFieldName, type FlowFieldSpec, flowFields } from './fields.js';
export { allFlowFields, defaultFormat, type FlowField, fieldByColumn, fieldByLogName } from './lookup.js';
export { type FlowRecord, lakeColumns, lakeTypes, placeColumns } from './record.js';
