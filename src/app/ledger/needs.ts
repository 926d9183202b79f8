import { assert } from '../../base/index.js';
import { parsePrefix } from '../../net/index.js';
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
import type { NamesOf } from './domains.js';

/** A need by workload as the ledger knows it: what was seen, what it is asked by, and what the ledger answers. */
export interface LedgerNeed {
  readonly group: NeedGroup;
  readonly facts: NeedFacts;
  readonly answer: LedgerDecision;
  readonly scenarios: readonly string[];
}

/** What is known of needs besides what the analysis says of them. */
export interface NeedContext {
  readonly destinations: Destinations;
  readonly namesOf: NamesOf;
  readonly scenariosOf: (group: NeedGroup) => readonly string[];
}

function factsOf(group: NeedGroup, { destinations, namesOf }: NeedContext): NeedFacts {
  const { first, id } = group;
  const destination = parsePrefix(first.destinationAddress);
  assert(destination !== undefined, `${first.destinationAddress} is an address`);
  const { peers, workloads, services } = destinations.of(first);
  const names = namesOf(group);
  const { workload, protocol, port } = first;
  return {
    ...{ id, workload, destination, protocol, port, services },
    peers: [...peers, ...names.map((name) => ({ kind: 'domain' as const, name }))],
    destinationWorkloads: workloads,
  };
}

export function decideNeeds(
  groups: readonly NeedGroup[],
  decider: Decider,
  context: NeedContext,
): LedgerNeed[] {
  return groups.map((group) => {
    const facts = factsOf(group, context);
    return { group, facts, answer: decider.decide(facts), scenarios: context.scenariosOf(group) };
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
