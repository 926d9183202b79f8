export { AssertionFailure, assert, assertNever } from './assert.js';
export {
  type Diagnostic,
  DiagnosticError,
  formatDiagnostic,
  LineStarts,
  lineAndColumn,
  type Severity,
  type Span,
  WorldError,
} from './diagnostic.js';
export { JsonDocument, Members } from './json-document.js';
export type { Located } from './json-located.js';
export { JsonPaths } from './json-paths.js';
export { jsonFault } from './json-place.js';
export { limits } from './limits.js';
export { nearest } from './nearest.js';
