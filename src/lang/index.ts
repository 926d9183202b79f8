export type { AthenaCatalog, CatalogRelation } from './athena/catalog.js';
export { type AthenaOptions, compileAthena } from './athena/compile.js';
export { type HiveType, parseHiveType, trinoTypeOf } from './athena/statements/hive-type.js';
export { fillParameters } from './athena/statements/parameters.js';
export {
  isOneQuery,
  parseStatements,
} from './athena/statements/parse.js';
export {
  isFault,
  type ProjectedColumn,
  type Projection,
  propertiesOf,
  readProjection,
} from './athena/statements/projection.js';
export type {
  AlterAction,
  ColumnDefinition,
  PartitionSpec,
  Statement,
  TableName,
  WithOption,
} from './athena/statements/syntax.js';
export type { TableFormat } from './athena/statements/table-format.js';
export { olderName } from './athena/table.js';
export type { CompiledQuery, Language, OutputColumn, OutputType } from './compiled.js';
export { type Completion, completeText } from './completion.js';
export { compileInsights } from './insights/compile.js';
export { compilePointer } from './insights/pointer.js';
export { type LintReport, lintQuery } from './lint.js';
export {
  type ExpandedQuery,
  type Expansion,
  expandQuery,
  type QueryParameter,
  type SavedQuery,
} from './saved-query.js';
export type { LookupTable, QuerySource, RecordFormat } from './source.js';
