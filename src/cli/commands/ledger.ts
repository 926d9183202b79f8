import type { AnyCommand } from '../command.js';
import { ledgerCheck } from './ledger-check.js';
import { ledgerExport, ledgerImport } from './ledger-exchange.js';
import { ledgerList } from './ledger-list.js';
import { ledgerReview } from './ledger-review.js';
import { ledgerUpdate } from './ledger-update.js';

/** The commands of the ledger, in the order in which they are used. */
export const ledgerCommands: readonly AnyCommand[] = [
  ledgerUpdate,
  ledgerReview,
  ledgerCheck,
  ledgerList,
  ledgerExport,
  ledgerImport,
];
