import type { LedgerColumn } from './columns.js';
import type { Cells, LedgerEdit, NewLine } from './edit.js';
import type { Ledger, LedgerLine } from './line.js';
import { compareKeys } from './order.js';

/** What a merge does to one line. */
export interface MergedLine {
  readonly line: LedgerLine;
  /** The line of the other ledger that it takes its decision from. */
  readonly from: LedgerLine;
}

export interface LedgerMerge {
  readonly edit: LedgerEdit;
  readonly changed: readonly MergedLine[];
  readonly added: readonly LedgerLine[];
  /** Lines that say the same in both, or about which the other ledger is undecided. */
  readonly same: number;
}

const decisionColumns = [
  'decision',
  'reason',
  'owner',
  'ticket',
  'expires',
  'decided_by',
  'decided_on',
] as const satisfies readonly LedgerColumn[];

/**
 * Takes the decisions of another ledger over: lines that speak of the same take its decision with everything noted beside
 * it, lines that are new are added. What the other one leaves undecided, or has no column for, stays as it is; nothing is
 * taken out.
 */
export function mergeLedger(ledger: Ledger, other: Ledger): LedgerMerge {
  const cells = new Map<LedgerLine, Cells>();
  const changed: MergedLine[] = [];
  const added: LedgerLine[] = [];
  for (const from of other.lines) {
    const own = ledger.lines.filter((line) => compareKeys(line, from) === 0);
    if (own.length === 0) added.push(from);
    if (from.decision === 'undecided') continue;
    for (const line of own) {
      const news = differences(line, from, other);
      if (Object.keys(news).length === 0) continue;
      cells.set(line, news);
      changed.push({ line, from });
    }
  }
  const edit = { changed: cells, added: added.map((from) => newLine(from)) };
  return { edit, changed, added, same: other.lines.length - changed.length - added.length };
}

function differences(line: LedgerLine, from: LedgerLine, other: Ledger): Cells {
  const [before, after] = [decisionCells(line), decisionCells(from)];
  const news = decisionColumns.filter((name) => other.columns.has(name) && before[name] !== after[name]);
  return Object.fromEntries(news.map((name) => [name, after[name]]));
}

function decisionCells(line: LedgerLine): Record<(typeof decisionColumns)[number], string> {
  return {
    decision: line.decision,
    reason: line.reason,
    owner: line.owner,
    ticket: line.ticket,
    expires: line.expires ?? '',
    decided_by: line.decidedBy,
    decided_on: line.decidedOn ?? '',
  };
}

function newLine(from: LedgerLine): NewLine {
  return { key: from, cells: { ...decisionCells(from), ...from.seen } };
}
