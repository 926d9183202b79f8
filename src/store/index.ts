export type { StoredBatch, StoredSource } from './catalogue-tables.js';
export {
  type CellValue,
  Engine,
  type EngineOptions,
  type ResultTable,
  reason,
} from './engine.js';
export { stoppedBy } from './interrupt.js';
export {
  createRecordsView,
  type FieldPresence,
  isLake,
  type LakeContents,
  type RecordsViewOptions,
  requireLake,
} from './lake.js';
export type { LogGroup } from './lake-events.js';
export { RejectedLinesError, takeLogs } from './take-logs.js';
export type {
  FailedFile,
  IngestOptions,
  IngestReport,
  LogGroupReport,
  ProgressEvent,
  SourceReport,
} from './take-types.js';
export { TrinoEngine } from './trino.js';
export { type TrinoTableOptions, trinoTableStatements } from './trino-lake.js';
export { TrinoScratch } from './trino-scratch.js';
export { type TrinoOptions, type TrinoProgress, TrinoQueryError, type TrinoSchema } from './trino-types.js';
export { worldFailure } from './world.js';
