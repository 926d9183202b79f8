import type { EgressNeed } from '../../outbound/index.js';
import {
  createDecider,
  type Ledger,
  type LedgerDecision,
  type LedgerLine,
  refOf,
} from '../../policy/index.js';
import type { Setting } from '../setting.js';
import { dayOf } from './basis.js';
import { Destinations } from './destinations.js';
import { factsOf } from './needs.js';

/** What the ledger says of a need by source: that of its workload, destination, protocol and port. */
export type DecisionOf = (need: EgressNeed) => LedgerDecision;

/** Asks the ledger for needs one by one, on a day (default: today, UTC). */
export function createDecisionOf(
  { inventory, grouping, workloadNames }: Pick<Setting, 'inventory' | 'grouping' | 'workloadNames'>,
  ledger: Ledger,
  today: string = dayOf(new Date()),
): DecisionOf {
  const destinations = new Destinations(inventory, { grouping, names: workloadNames });
  const decider = createDecider(ledger.lines, today);
  // Sources of a workload share their answer.
  const known = new Map<string, LedgerDecision>();
  return (need) => {
    const key = [need.workload, need.destinationAddress, need.protocol, need.port, need.scope].join('\u0000');
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = decider.decide(factsOf(need, key, destinations));
    known.set(key, answer);
    return answer;
  };
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
