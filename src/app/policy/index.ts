export { type Derivation, defaultMaxRules, type TradeOff, writePolicy } from '../../policy/index.js';
export {
  type CheckedPolicy,
  type CheckRequest,
  checkPolicyFile,
  policyCheckJson,
  policyCheckReport,
} from './check.js';
export {
  type Assumption,
  assumptions,
  type DerivedPolicy,
  derivePolicyFrom,
  type PolicyRequest,
} from './derive.js';
export { type LoadedPolicy, loadPolicy, policyFile, policyPath, savePolicy } from './policy-file.js';
export { type PolicyReportOptions, policyReport } from './report.js';
export { ruleTableForPrograms, type WorkloadRule } from './tables.js';
export { amountWords, excessWords, peerWords, serviceWords } from './words.js';
