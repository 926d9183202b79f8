export { readDay } from './cells.js';
export { type CheckKind, checkLedger, type LedgerFinding, ledgerChecks } from './checks.js';
export { columnNames, type LedgerColumn, ledgerColumns } from './columns.js';
export { type CsvFault, type CsvRow, type CsvText, csvCell, parseCsv } from './csv.js';
export { createDecider, type Decider, isExpired, type LedgerDecision } from './decide.js';
export { formatDestination, type LineDestination } from './destination.js';
export {
  applyEdit,
  type Cells,
  emptyLedgerText,
  type LedgerEdit,
  type NewLine,
} from './edit.js';
export { describeKey, type Ledger, type LedgerLine, type LineKey, refOf } from './line.js';
export { type NeedFacts, speaksOf } from './match.js';
export { type LedgerMerge, mergeLedger } from './merge.js';
export { compareKeys } from './order.js';
export {
  type Proposal,
  type ProposalReason,
  type ProposedAnswer,
  proposalReasons,
  propose,
} from './propose.js';
export { type LedgerRead, readLedger } from './read.js';
export { compareSpecificity, specificityOf } from './specificity.js';
export {
  keyOf,
  type LedgerUpdate,
  type SeenNeed,
  type UpdateOptions,
  updateLedger,
} from './update.js';
