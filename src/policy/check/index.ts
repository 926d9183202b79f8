export { type CheckResult, checkPolicy } from './check.js';
export { decidePolicy, type Verdict } from './decide-policy.js';
export { type CheckFinding, findingWords } from './findings.js';
