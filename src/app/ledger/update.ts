import { assert } from '../../base/index.js';
import {
  applyEdit,
  emptyLedgerText,
  type Ledger,
  type LedgerUpdate,
  readLedger,
  updateLedger,
} from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { dayOf, viewLedger } from './basis.js';
import { loadLedger } from './file.js';
import { lockLedger } from './lock.js';
import { seenNeed } from './needs.js';
import { writeLedger } from './write.js';

export interface UpdateRequest {
  readonly path: string;
  /** Say what would change and write nothing; default false. */
  readonly dryRun?: boolean;
  /** Write numbers and days as they are; default false. */
  readonly exact?: boolean;
  /** A line also for needs that a wider line decides; default false. */
  readonly everyNeed?: boolean;
}

export interface UpdateResult extends LedgerUpdate {
  /** The ledger after the update. */
  readonly ledger: Ledger;
  readonly existed: boolean;
  /** Whether the text differs from what was there. */
  readonly changed: boolean;
}

/** A ledger without a line, for a workspace that has none. */
export function emptyLedger(path: string): Ledger {
  const { ledger } = readLedger(emptyLedgerText, path);
  assert(ledger !== undefined, 'the text of an empty ledger is a ledger');
  return ledger;
}

/** Adds new needs as undecided and writes down what was seen of the others. Decisions stay as they are. */
export async function updateLedgerFile(opened: OpenAnalysis, request: UpdateRequest): Promise<UpdateResult> {
  const lock = request.dryRun ? undefined : await lockLedger(request.path);
  try {
    const loaded = await loadLedger(request.path);
    const ledger = loaded?.ledger ?? emptyLedger(request.path);
    const { needs } = await viewLedger(opened, ledger, dayOf(new Date()));
    const { exact = false, everyNeed = false } = request;
    const update = updateLedger(ledger, needs.map(seenNeed), { exact, everyNeed });
    const after = applyEdit(ledger, update.edit);
    const before = loaded?.ledger.csv.text;
    const changed = after.csv.text !== before;
    if (changed && lock !== undefined) await writeLedger(request.path, before, after.csv.text);
    return { ...update, ledger: after, existed: loaded !== undefined, changed };
  } finally {
    await lock?.release();
  }
}
