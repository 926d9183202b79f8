export type { FindingList, ReplayAnswer, ReplayFinding, ReplayTotals, RuleUse, Volume } from './answer.js';
export {
  allowedTable,
  changedTable,
  diffPolicies,
  existingRules,
  type PolicyDiff,
} from './diff.js';
export { allFindings, renderPolicyDiffJson, renderReplayJson } from './json.js';
export { type LintFinding, lintPolicy, lintTable, policyLints } from './lint.js';
export { type ReplayRequest, type ReplayResult, replayTraffic } from './replay.js';
export { replayReport } from './report.js';
export { findingsForPrograms } from './tables.js';
export { type RuleUsage, ruleUsage, usageForPrograms, usageTable } from './usage.js';
