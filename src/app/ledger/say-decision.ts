import { assert } from '../../base/index.js';
import type { EgressNeed } from '../../outbound/index.js';
import { type Ledger, type LedgerDecision, type LedgerLine, refOf } from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { dayOf, viewLedger } from './basis.js';

/** What the ledger says of a need by source: that of its workload, destination, protocol and port. */
export type DecisionOf = (need: EgressNeed) => LedgerDecision;

/** Asks the ledger for every need of an analysis, on a day (default: today, UTC). */
export async function createDecisionOf(
  opened: OpenAnalysis,
  ledger: Ledger,
  today: string = dayOf(new Date()),
): Promise<DecisionOf> {
  const { needs } = await viewLedger(opened, ledger, today);
  const byKey = new Map(needs.map(({ group, answer }) => [keyOf(group.first), answer]));
  return (need) => {
    const answer = byKey.get(keyOf(need));
    assert(answer !== undefined, 'every need of an analysis is one of a workload');
    return answer;
  };
}

function keyOf({ workload, destinationAddress, protocol, port }: EgressNeed): string {
  return [workload, destinationAddress, protocol, port].join('\u0000');
}

/** Sentences on which line decided a need, and which others spoke. */
export function decisionSentences({ decision, because, by, spoke }: LedgerDecision): string[] {
  const lines = by.map(lineWords).join(' and ');
  const why = {
    line: `${{ allow: 'Allowed', deny: 'Denied', undecided: 'Undecided' }[decision]} by ${lines}.`,
    'no-line': 'Undecided: no line of the ledger decides it.',
    expired: `Undecided: ${lines} has ended, and the need falls to no wider line.`,
    contradictory: `Undecided: ${lines} are the most specific lines, and contradict each other.`,
  }[because];
  const others = spoke.filter((line) => !by.includes(line));
  const noted = by.flatMap(({ reason, owner, ticket, decidedBy, decidedOn }) => {
    const who = [decidedBy, decidedOn].filter((text) => text !== null && text !== '').join(', ');
    const parts = [reason, owner && `owner ${owner}`, ticket, who].filter((text) => text !== '');
    return parts.length === 0 ? [] : [`Noted: ${parts.join('; ')}.`];
  });
  if (others.length === 0) return [why, ...noted];
  return [why, ...noted, `These lines spoke too, and do not decide: ${others.map(lineWords).join(', ')}.`];
}

function lineWords(line: LedgerLine): string {
  return `line ${line.line} (${refOf(line).text}${line.expires === null ? '' : ` until ${line.expires}`})`;
}

/** The same for a program. */
export function decisionJson({ decision, because, by, spoke }: LedgerDecision): object {
  return { decision, because, by: by.map(refOf), spoke: spoke.map(refOf) };
}
