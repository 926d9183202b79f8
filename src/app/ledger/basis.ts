import type { TimeSpan } from '../../outbound/index.js';
import { createDecider, type Ledger, type PolicyBasis, type Proposal } from '../../policy/index.js';
import { listNeeds, windowOf } from '../analysis/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { groupsBy } from '../report/index.js';
import { Destinations, prefixesOf } from './destinations.js';
import { readDomains } from './domains.js';
import { decidedNeed, decideNeeds, type LedgerNeed } from './needs.js';
import { groupsOf, placesOf } from './places.js';
import { createProposer } from './proposals.js';
import { type Directory, rulingsOf } from './rulings.js';
import { readScenarios } from './scenarios.js';

/** The needs of an analysis with what the ledger says of each. */
export interface LedgerView {
  readonly needs: readonly LedgerNeed[];
  readonly directory: Directory;
  readonly window: TimeSpan;
  /** Is this port right for this destination? An answer with reasons, which decides nothing. */
  readonly proposeFor: (need: LedgerNeed) => Proposal;
}

/** The day of a time (UTC) as a ledger writes it: `2027-03-31`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Reads every need of the analysis by workload and asks the ledger; without a ledger each is undecided. */
export async function viewLedger(
  { session, setting }: OpenAnalysis,
  ledger: Ledger | undefined,
  today: string,
): Promise<LedgerView> {
  const all = [];
  for await (const piece of listNeeds(session)) all.push(...piece);
  const { inventory, grouping, workloadNames, ipRanges } = setting;
  const destinations = new Destinations(inventory, { grouping, names: workloadNames });
  const decider = createDecider(ledger?.lines ?? [], today);
  const scenarios = await readScenarios(session, setting.workspace);
  const needs = decideNeeds(groupsBy('workload', all), decider, {
    destinations,
    namesOf: await readDomains(session),
    scenariosOf: (group) => scenarios.of(group),
  });
  const places = placesOf(inventory, destinations, sourcesOf(needs));
  const window = windowOf(session.prepared, session.options);
  const proposeFor = createProposer({ inventory, window, scenariosKnown: scenarios.count });
  return { needs, directory: { inventory, ipRanges, places }, window, proposeFor };
}

/**
 * What a policy is derived from: every need with the decision that holds for it on a day (default: today, UTC), what the
 * lines of the ledger allow and deny, and where the rules go. The session stays open.
 */
export async function policyBasis(
  opened: OpenAnalysis,
  ledger: Ledger | undefined,
  today: string = dayOf(new Date()),
): Promise<PolicyBasis> {
  const { session, setting } = opened;
  const { needs, directory, window } = await viewLedger(opened, ledger, today);
  return {
    needs: needs.map(decidedNeed),
    rulings: ledger === undefined ? [] : rulingsOf(ledger, needs, directory, today),
    places: directory.places,
    groups: groupsOf(setting.inventory),
    ownPrefixes: prefixesOf(session.inputs.ownPrefixes),
    window,
  };
}

function sourcesOf(needs: readonly LedgerNeed[]): Map<string, string[]> {
  const sources = new Map<string, Set<string>>();
  for (const { group } of needs) {
    const found = sources.get(group.first.workload) ?? new Set();
    for (const need of group.needs) found.add(need.sourceAddress);
    sources.set(group.first.workload, found);
  }
  return new Map([...sources].map(([name, found]) => [name, [...found]]));
}
