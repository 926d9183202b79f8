export { renderAnalysisJson } from './analysis-json.js';
export { buildReport } from './build.js';
export { csvHeader, csvRow, renderCsv, snakeCase } from './csv.js';
export { buildExplanation, renderExplanationJson } from './explanation.js';
export {
  adminClasses,
  countFindings,
  coverageShare,
  type FindingKind,
  findingsOf,
  leavesVpc,
} from './findings.js';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatShare,
  formatTime,
  formatValue,
  isoTime,
  plural,
} from './format.js';
export {
  describeScope,
  formatPort,
  type GroupBy,
  groupsBy,
  type NeedGroup,
  type SortKey,
  sortGroups,
  sortKeys,
} from './groups.js';
export { renderHtml } from './html/page.js';
export { renderIngestJson, renderIngestText } from './ingest.js';
export type { ReportInput } from './input.js';
export { renderNdjson, renderTableJson, rowJson, schemaVersion } from './json.js';
export { renderMarkdown, renderMarkdownTable } from './markdown.js';
export { needId } from './need-id.js';
export { needTable, needTableForPeople, needTableWithId } from './need-tables.js';
export type { Detail, Report, ReportTable, Section } from './report.js';
export { evidenceWords } from './sections/about.js';
export { coverageTable, spanTable } from './sections/coverage.js';
export { undecidedTable } from './sections/decide.js';
export { type NeedSums, readSums } from './sums.js';
export { type Column, type ColumnKind, isNumeric, type Table, type Value } from './table.js';
export { checkReportPath, writeReport } from './write-report.js';
