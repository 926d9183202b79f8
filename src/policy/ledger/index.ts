export { columnNames, type LedgerColumn, ledgerColumns } from './columns.js';
export { createDecider, type Decider, isExpired, type LedgerDecision } from './decide.js';
export { formatDestination, type LineDestination } from './destination.js';
export { describeKey, type Ledger, type LedgerLine, refOf } from './line.js';
export type { NeedFacts } from './match.js';
export { type LedgerRead, readLedger } from './read.js';
export { compareSpecificity, specificityOf } from './specificity.js';
