import { assert } from '../../base/index.js';
import { parsePrefix } from '../../net/index.js';
import type { EgressNeed } from '../../outbound/index.js';
import {
  type DecidedNeed,
  type Decider,
  type LedgerDecision,
  type NeedFacts,
  refOf,
  type SeenNeed,
} from '../../policy/index.js';
import type { NeedGroup } from '../report/index.js';
import type { Destinations } from './destinations.js';

/** A need by workload as the ledger knows it: what was seen, what it is asked by, and what the ledger answers. */
export interface LedgerNeed {
  readonly group: NeedGroup;
  readonly facts: NeedFacts;
  readonly answer: LedgerDecision;
  readonly scenarios: readonly string[];
}

/** What lines are asked about a need; `id` names it in the answer. */
export function factsOf(first: EgressNeed, id: string, destinations: Destinations): NeedFacts {
  const destination = parsePrefix(first.destinationAddress);
  assert(destination !== undefined, `${first.destinationAddress} is an address`);
  const { peers, workloads, services } = destinations.of(first);
  const { workload, protocol, port } = first;
  return {
    id,
    workload,
    destination,
    protocol,
    port,
    peers,
    services,
    destinationWorkloads: workloads,
  };
}

export function decideNeeds(
  groups: readonly NeedGroup[],
  destinations: Destinations,
  decider: Decider,
  scenariosOf: (group: NeedGroup) => readonly string[],
): LedgerNeed[] {
  return groups.map((group) => {
    const facts = factsOf(group.first, group.id, destinations);
    return { group, facts, answer: decider.decide(facts), scenarios: scenariosOf(group) };
  });
}

/** The need as policies are derived from it. */
export function decidedNeed({ group, facts, answer, scenarios }: LedgerNeed): DecidedNeed {
  const [by] = answer.by;
  return {
    id: group.id,
    workload: facts.workload,
    destination: facts.destination,
    protocol: facts.protocol,
    port: facts.port,
    status: group.status,
    scope: group.first.scope,
    decision: answer.decision,
    decidedBy: by === undefined ? null : refOf(by),
    connections: group.connections,
    bytesOut: group.bytesOut,
    bytesIn: group.bytesIn,
    firstSeen: group.firstSeen,
    lastSeen: group.lastSeen,
    confidence: group.confidence,
    scenarios,
    peers: facts.peers,
  };
}

/** The need as a ledger writes it down. */
export function seenNeed({ group, facts, answer, scenarios }: LedgerNeed): SeenNeed {
  const { status, firstSeen, lastSeen, connections, bytesOut, bytesIn } = group;
  return { facts, answer, status, firstSeen, lastSeen, connections, bytesOut, bytesIn, scenarios };
}
