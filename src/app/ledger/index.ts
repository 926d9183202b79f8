export { describeKey, keyOf } from '../../policy/index.js';
export { dayOf, policyBasis } from './basis.js';
export { type LoadedLedger, ledgerFile, ledgerPath, loadLedger } from './file.js';
export { emptyLedger, type UpdateRequest, type UpdateResult, updateLedgerFile } from './update.js';
