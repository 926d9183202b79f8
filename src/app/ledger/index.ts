export { describeKey, keyOf, ledgerChecks, readDay } from '../../policy/index.js';
export { dayOf, policyBasis } from './basis.js';
export { type CheckKind, checkLedgerOf, findingTable, type LedgerFinding } from './check.js';
export { type LoadedLedger, ledgerFile, ledgerPath, loadLedger } from './file.js';
export { type DecisionNote, type Likeness, Review } from './review.js';
export { emptyLedger, type UpdateRequest, type UpdateResult, updateLedgerFile } from './update.js';
export { blockAround, describeBlock, type Widening } from './widen.js';
