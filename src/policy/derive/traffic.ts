import { assertNever } from '../../base/index.js';
import { hasPorts, type Prefix } from '../../net/index.js';
import { compareSpecificity } from '../ledger/index.js';
import type { DecidedNeed, Peer, PolicyBasis, Ruling } from '../types.js';
import { Profile, type Statement } from './profile.js';
import { type PlacedStatement, type Zone, zonesOf } from './zones.js';

export type Family = 4 | 6;
export const families: readonly Family[] = [4, 6];

/** A peer that stands for addresses without naming them. */
export type ReferencePeer = Exclude<Peer, { kind: 'prefix' }>;

/** What was decided about the traffic of one workload. */
export interface Traffic {
  readonly workload: string;
  readonly needs: readonly DecidedNeed[];
  /** Lines that speak of the workload, the least specific first. */
  readonly rulings: readonly Ruling[];
  readonly zones: Readonly<Record<Family, readonly Zone[]>>;
  /** What the lines that name a group, a list or a domain say of it, by `referenceKey`. */
  readonly references: ReadonlyMap<string, { readonly peer: ReferencePeer; readonly profile: Profile }>;
  /** Addresses of a peer; null when they are not known. */
  membersOf(peer: Peer): readonly Prefix[] | null;
}

/** Every workload that a need, a place or a line names, in alphabetical order. */
export function workloadsOf({ needs, places, rulings }: PolicyBasis): string[] {
  const names = [...needs, ...places, ...rulings].flatMap(({ workload }) => workload ?? []);
  return [...new Set(names)].sort();
}

/** What was seen and decided of each workload by itself, so that many workloads do not each look through all needs. */
export function basisByWorkload(basis: PolicyBasis): (workload: string) => PolicyBasis {
  const needs = new Map<string, DecidedNeed[]>();
  for (const need of basis.needs) {
    const same = needs.get(need.workload);
    if (same) same.push(need);
    else needs.set(need.workload, [need]);
  }
  return (workload) => ({ ...basis, needs: needs.get(workload) ?? [] });
}

/**
 * Lays what was decided over each other: lines by their specificity, of equal ones those that do not allow on top, and the
 * needs last, because each has the decision that holds for exactly it. `bounds` are prefixes that zones must not cross.
 */
export function trafficOf(basis: PolicyBasis, workload: string, bounds: readonly Prefix[] = []): Traffic {
  const needs = basis.needs.filter((need) => need.workload === workload);
  const rulings = basis.rulings
    .filter((ruling) => ruling.workload === null || ruling.workload === workload)
    .sort((a, b) => compareSpecificity(a.specificity, b.specificity) || caution(a) - caution(b));
  const groups = new Map(basis.groups.map((group) => [group.id, group.addresses]));
  const membersOf = (peer: Peer) => membersIn(groups, peer);
  const statements = [
    ...rulings.flatMap((ruling, rank) => placed(ruling, rank, membersOf)),
    ...needs.flatMap((need) => needStatement(need, rulings.length)),
  ];
  const spoken = distinctPeers([...rulings, ...needs]).flatMap((peer) => membersOf(peer) ?? []);
  const zones = (family: Family) =>
    zonesOf(
      statements.filter(({ prefix }) => prefix.family === family),
      [...spoken, ...bounds].filter((prefix) => prefix.family === family),
    );
  const references = referencesOf(rulings);
  return { workload, needs, rulings, zones: { 4: zones(4), 6: zones(6) }, references, membersOf };
}

function distinctPeers(sayings: readonly { readonly peers: readonly Peer[] }[]): ReferencePeer[] {
  const peers = new Map<string, ReferencePeer>();
  for (const peer of sayings.flatMap((each) => each.peers)) {
    if (peer.kind !== 'prefix') peers.set(referenceKey(peer), peer);
  }
  return [...peers.values()];
}

function caution({ decision }: Ruling): number {
  return decision === 'allow' ? 0 : 1;
}

function membersIn(groups: ReadonlyMap<string, readonly Prefix[]>, peer: Peer): readonly Prefix[] | null {
  switch (peer.kind) {
    case 'prefix':
      return [peer.prefix];
    case 'security-group':
      return groups.get(peer.id) ?? null;
    case 'prefix-list':
      return peer.prefixes;
    case 'domain':
      return null;
    default:
      return assertNever(peer);
  }
}

function placed(ruling: Ruling, rank: number, membersOf: Traffic['membersOf']): PlacedStatement[] {
  const { decision, protocol, ports } = ruling;
  const prefixes = ruling.peers.flatMap((peer) => membersOf(peer) ?? []);
  return prefixes.map((prefix) => ({ decision, protocol, ports, prefix, rank }));
}

/** Fragments of TCP and UDP have no port in a flow record (P17): nothing can be allowed from them. */
export function hasNoPort({ protocol, port }: Pick<DecidedNeed, 'protocol' | 'port'>): boolean {
  return hasPorts(protocol) && port === 0;
}

function needStatement(need: DecidedNeed, last: number): PlacedStatement[] {
  if (need.decision === 'allow' && hasNoPort(need)) return [];
  const { decision, protocol, destination: prefix, port } = need;
  const ports = hasPorts(protocol) ? { from: port, to: port } : null;
  return [{ decision, protocol, ports, prefix, rank: last + (decision === 'allow' ? 0 : 1) }];
}

export function referenceKey(peer: ReferencePeer): string {
  return peer.kind === 'domain' ? `domain ${peer.name}` : `${peer.kind} ${peer.id}`;
}

function referencesOf(rulings: readonly Ruling[]): Traffic['references'] {
  const said = new Map<string, { peer: ReferencePeer; statements: Statement[] }>();
  for (const ruling of rulings) {
    for (const peer of ruling.peers) {
      if (peer.kind === 'prefix') continue;
      const known = said.get(referenceKey(peer)) ?? { peer, statements: [] };
      known.statements.push(ruling);
      said.set(referenceKey(peer), known);
    }
  }
  return new Map(
    [...said].map(([key, { peer, statements }]) => [key, { peer, profile: new Profile(statements) }]),
  );
}
