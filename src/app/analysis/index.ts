export { readAnalysis } from './analyze.js';
export { windowOf } from './coverage.js';
export { EmbeddedEngine } from './embedded-engine.js';
export { type ExplainedConversation, type Explanation, explainNeeds, type NeedSelector } from './explain.js';
export { listNeeds } from './listing.js';
export { needNotes } from './need-rows.js';
export type { AnalysisOptions } from './options.js';
export { AnalysisSession } from './session.js';
export { TrinoAnalysisEngine, type TrinoAnalysisOptions } from './trino-engine.js';
