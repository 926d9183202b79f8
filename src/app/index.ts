/**
 * The library: the same use cases that the command line calls. The engine is loaded when a use case first needs it.
 */

export { DiagnosticError, formatDiagnostic, nearest, WorldError } from '../base/index.js';
export type { FlowRecord } from '../flow/index.js';
export { isOneQuery } from '../lang/index.js';
export { parseAddress, protocolNumber } from '../net/index.js';
export type * from '../outbound/index.js';
export { builtInPortClasses } from '../outbound/index.js';
export {
  type ExplainedConversation,
  type Explanation,
  explainNeeds,
  listNeeds,
  type NeedSelector,
  needNotes,
  readAnalysis,
  windowOf,
} from './analysis/index.js';
export {
  type AnalysisResult,
  type AnalyzeRequest,
  analyze,
  type OpenAnalysis,
  openAnalysis,
} from './analyze.js';
export { OpenCatalog } from './catalog/index.js';
export { completeQuery } from './complete-query.js';
export * from './enable/index.js';
export * from './export/index.js';
export {
  type FailedFile,
  type IngestOptions,
  type IngestReport,
  ingest,
  type LineAccount,
  type LogGroupReport,
  type ProgressEvent,
  type RejectedLine,
  type SkippedFile,
  type SourceReport,
} from './ingest.js';
export {
  findInventory,
  type InventoryCommandOptions,
  inventoryCommands,
  type LoadedInventory,
  loadInventory,
} from './inventory.js';
export { interfaceTable, openInventory } from './inventory-view.js';
export * from './ledger/index.js';
export { findLogRecord, type LogRecordRequest } from './log-record.js';
export { readLookupTables } from './lookup-tables.js';
export { type NameEvidence, type NameOptions, readNames } from './names.js';
export { connectScript, type OpenLake, type OpenQueryLake, openLake, openQueryLake } from './open-lake.js';
export * from './outlook/index.js';
export * from './policy/index.js';
export * from './queries/index.js';
export {
  type ExplainedQuery,
  explainQuery,
  type QueryPage,
  type QueryRequest,
  type QueryResult,
  type QueryStatistics,
  runQuery,
  streamQuery,
} from './query.js';
export { type AwsQueryError, awsQueryError, queryErrorJson } from './query-error.js';
export { noteLines } from './query-notes.js';
export {
  athenaCost,
  estimateScan,
  type ScanBounds,
  type ScanEstimate,
  type ScanOfTable,
  scanLines,
} from './query-scan.js';
export { cellText } from './query-values.js';
export * from './replay/index.js';
export * from './report/index.js';
export { queryColumns } from './report/query-columns.js';
export { requireLogs } from './require-logs.js';
export * from './scenario/index.js';
export { resolveSetting, type Setting, type SettingRequest } from './setting.js';
export { runStatements, type StatementOutcome, type StatementRequest } from './statements/index.js';
export { type OpenTrino, openTrino, trinoScript } from './trino.js';
export * from './workspace/index.js';
