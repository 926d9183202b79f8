export { dayOf, policyBasis } from './basis.js';
export { type LoadedLedger, ledgerFile, ledgerPath, loadLedger } from './file.js';
