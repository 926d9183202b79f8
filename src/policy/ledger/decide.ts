import type { Decision } from '../types.js';
import { createFinder } from './finder.js';
import type { LedgerLine } from './line.js';
import type { NeedFacts } from './match.js';
import { compareSpecificity, specificityOf } from './specificity.js';

/**
 * Why a need has its decision. `line`: one line, or several that agree, are the most specific. `no-line`: none decides.
 * `expired`: the most specific one has ended. `contradictory`: the most specific ones say both.
 */
export type DecisionReason = 'line' | 'no-line' | 'expired' | 'contradictory';

export interface LedgerDecision {
  readonly decision: Decision;
  readonly because: DecisionReason;
  /** The lines that decided, have expired or contradict each other: the most specific ones. */
  readonly by: readonly LedgerLine[];
  /** Every line that speaks of the need, most specific first; also those that are undecided. */
  readonly spoke: readonly LedgerLine[];
}

/** Answers for one ledger on one day. */
export interface Decider {
  decide(need: NeedFacts): LedgerDecision;
}

/** Whether the decision of a line has ended before `today` (a day as `2027-03-31`, UTC). */
export function isExpired(line: Pick<LedgerLine, 'expires'>, today: string): boolean {
  return line.expires !== null && line.expires < today;
}

/**
 * The most specific line decides. A line that is undecided does not speak: `ledger update` writes one for each new need,
 * and a decision on a block around it must not wait for them. A decision that has expired does: its need becomes undecided
 * and falls to no wider line, because nobody has said so. Lines of the same specificity that say different things decide
 * nothing either.
 */
export function createDecider(lines: readonly LedgerLine[], today: string): Decider {
  const ranked = new Map(lines.map((line) => [line, specificityOf(line)]));
  const compare = (a: LedgerLine, b: LedgerLine) =>
    compareSpecificity(ranked.get(b) ?? [], ranked.get(a) ?? []) || a.line - b.line;
  const find = createFinder(lines);
  return {
    decide(need) {
      const spoke = find(need).sort(compare);
      const decided = spoke.filter((line) => line.decision !== 'undecided');
      const rank = decided[0] && ranked.get(decided[0]);
      const top = decided.filter((line) => compareSpecificity(ranked.get(line) ?? [], rank ?? []) === 0);
      return { ...answerOf(top, today), spoke };
    },
  };
}

function answerOf(top: readonly LedgerLine[], today: string): Omit<LedgerDecision, 'spoke'> {
  if (top.length === 0) return { decision: 'undecided', because: 'no-line', by: [] };
  const holding = top.filter((line) => !isExpired(line, today));
  const [first] = holding;
  if (first === undefined) return { decision: 'undecided', because: 'expired', by: top };
  const agree = holding.every((line) => line.decision === first.decision);
  if (!agree) return { decision: 'undecided', because: 'contradictory', by: holding };
  return { decision: first.decision, because: 'line', by: holding };
}
