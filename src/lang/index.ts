export type { CompiledQuery, Language, OutputColumn, OutputType } from './compiled.js';
export { compileInsights } from './insights/compile.js';
export type { QuerySource, RecordFormat } from './source.js';
