export type { FindingList, ReplayAnswer, ReplayFinding, ReplayTotals, RuleUse, Volume } from './answer.js';
export { allFindings, renderReplayJson } from './json.js';
export { type ReplayRequest, type ReplayResult, replayTraffic } from './replay.js';
export { replayReport } from './report.js';
export { findingsForPrograms, ruleTable } from './tables.js';
