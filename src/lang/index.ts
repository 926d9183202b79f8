export { type AthenaOptions, compileAthena } from './athena/compile.js';
export type { CompiledQuery, Language, OutputColumn, OutputType } from './compiled.js';
export { type Completion, completeText } from './completion.js';
export { compileInsights } from './insights/compile.js';
export { type LintReport, lintQuery } from './lint.js';
export {
  checkSavedQuery,
  type ExpandedQuery,
  type Expansion,
  expandQuery,
  type QueryParameter,
  type SavedQuery,
} from './saved-query.js';
export type { LookupTable, QuerySource, RecordFormat } from './source.js';
