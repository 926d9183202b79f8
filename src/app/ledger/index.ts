export { describeKey, keyOf, readDay } from '../../policy/index.js';
export { dayOf, policyBasis } from './basis.js';
export { type LoadedLedger, ledgerFile, ledgerPath, loadLedger } from './file.js';
export { type DecisionNote, type Likeness, Review } from './review.js';
export { emptyLedger, type UpdateRequest, type UpdateResult, updateLedgerFile } from './update.js';
export { blockAround, describeBlock, type Widening } from './widen.js';
