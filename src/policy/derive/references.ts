import { type PortRange, type Prefix, PrefixTable, prefixCovers } from '../../net/index.js';
import type { DecidedNeed, Peer, Ruling } from '../types.js';
import { ruleRanges } from './ephemeral.js';
import { portsOf } from './profile.js';
import { intersect, type Ranges, subtract, unite } from './ranges.js';
import { families, hasNoPort, type ReferencePeer, referenceKey, type Traffic } from './traffic.js';
import type { Zone } from './zones.js';

/** A rule whose peer is a group, a list or a domain. */
export interface Reference {
  readonly peer: ReferencePeer;
  readonly protocol: number | null;
  readonly ports: PortRange;
  /** Written in the ledger, not chosen for needs. */
  readonly said: boolean;
  /** Addresses that it serves: its members as far as they are known, and the destinations of its needs. */
  readonly reach: readonly Prefix[];
}

/** Why a peer that a line names could not be used as it is written. */
export interface ReferenceFault {
  readonly kind: 'hole-in-unknown' | 'hole-in-every-protocol';
  readonly peer: ReferencePeer;
}

/** Chooses the rules that name a group, a list or a domain, and the ports on which one must not be used. */
export class ReferenceChooser {
  readonly faults: ReferenceFault[] = [];
  readonly #traffic: Traffic;
  readonly #zones = new Map<string, readonly Zone[]>();
  readonly #conflictsOf = new Map<string, Ranges>();
  readonly #needsByPeer = new Map<string, DecidedNeed[]>();
  /** Ids of the needs that lines naming the peer decide. */
  readonly #decidedByPeer = new Map<string, Set<string>>();
  readonly #rulingOf: ReadonlyMap<string, Ruling>;
  readonly #joinPorts: boolean;

  constructor(traffic: Traffic, joinPorts: boolean) {
    this.#traffic = traffic;
    this.#joinPorts = joinPorts;
    for (const need of traffic.needs) {
      for (const peer of need.peers) {
        if (peer.kind === 'prefix') continue;
        const key = referenceKey(peer);
        const known = this.#needsByPeer.get(key);
        if (known) known.push(need);
        else this.#needsByPeer.set(key, [need]);
      }
    }
    for (const { peers, needs } of traffic.rulings) {
      for (const peer of peers) {
        if (peer.kind === 'prefix') continue;
        const decided = this.#decidedByPeer.get(referenceKey(peer)) ?? new Set();
        for (const id of needs) decided.add(id);
        this.#decidedByPeer.set(referenceKey(peer), decided);
      }
    }
    this.#rulingOf = new Map(traffic.rulings.flatMap((ruling) => ruling.needs.map((need) => [need, ruling])));
  }

  /** The references that lines of the ledger name. */
  said(): Reference[] {
    return [...this.#traffic.references.values()].flatMap(({ peer, profile }) => {
      const reach = [...(this.#traffic.membersOf(peer) ?? []), ...this.#destinationsOf(peer)];
      if (profile.everything) return this.#everything(peer, reach);
      if (profile.restAllowed) this.faults.push({ kind: 'hole-in-every-protocol', peer });
      return [...profile.protocols].flatMap((protocol) => {
        const allowed = profile.allowed(protocol);
        const conflicts = intersect(this.#conflicts(peer, protocol), allowed);
        if (conflicts.length > 0) this.#noteHole(peer);
        const usable = subtract(allowed, conflicts);
        return usable.map((ports) => ({ peer, protocol, ports, said: true, reach }));
      });
    });
  }

  #everything(peer: ReferencePeer, reach: readonly Prefix[]): Reference[] {
    const needs = this.#needsByPeer.get(referenceKey(peer)) ?? [];
    const forbidden =
      this.#zonesOf(peer).some(({ profile }) => profile.forbidsAnything) ||
      needs.some(({ decision }) => decision !== 'allow');
    if (!forbidden) return [{ peer, protocol: null, ports: portsOf(6), said: true, reach }];
    this.#noteHole(peer);
    return [];
  }

  /** With known members the others get rules of their own; of unknown ones nobody can say which they are. */
  #noteHole(peer: ReferencePeer): void {
    if (this.#traffic.membersOf(peer) !== null) return;
    if (!this.faults.some((fault) => fault.peer === peer))
      this.faults.push({ kind: 'hole-in-unknown', peer });
  }

  /**
   * References for needs that no wider line allows: the first peer of each whose every member may be spoken of on that
   * port. A prefix list counts only with known entries; what a name stands for, only a person says.
   */
  chosen(said: readonly Reference[]): Reference[] {
    const found = new Map<string, { peer: ReferencePeer; protocol: number; needs: DecidedNeed[] }>();
    for (const need of this.#traffic.needs) {
      if (need.decision !== 'allow' || hasNoPort(need) || !this.#isForItself(need)) continue;
      if (said.some((reference) => serves(reference, need))) continue;
      const peer = need.peers.find((each): each is ReferencePeer => this.#isUsable(each, need));
      if (peer === undefined) continue;
      const key = `${referenceKey(peer)} ${need.protocol}`;
      const known = found.get(key);
      if (known) known.needs.push(need);
      else found.set(key, { peer, protocol: need.protocol, needs: [need] });
    }
    return [...found.values()].flatMap(({ peer, protocol, needs }) => {
      const allowed = unite(needs.map(({ port }) => ({ from: port, to: port })));
      const conflicts = this.#conflicts(peer, protocol);
      const ranges = this.#joinPorts ? ruleRanges(protocol, allowed, conflicts) : allowed;
      const members = this.#traffic.membersOf(peer) ?? [];
      return ranges.map((ports) => {
        const served = needs.filter(({ port }) => port >= ports.from && port <= ports.to);
        return {
          peer,
          protocol,
          ports,
          said: false,
          reach: [...members, ...served.map((each) => each.destination)],
        };
      });
    });
  }

  /** Whether no line wider than the need asks for a rule that serves it anyway. */
  #isForItself(need: DecidedNeed): boolean {
    const ruling = this.#rulingOf.get(need.id);
    if (ruling === undefined || ruling.peers.length === 0) return true;
    const around = ruling.peers.some((peer) =>
      this.#traffic
        .membersOf(peer)
        ?.some((each) => prefixCovers(each, need.destination) && each.length < need.destination.length),
    );
    if (around) return false;
    const { from, to } = ruling.ports ?? portsOf(need.protocol);
    return ruling.protocol === need.protocol && from === to;
  }

  #isUsable(peer: Peer, need: DecidedNeed): boolean {
    if (peer.kind !== 'security-group' && peer.kind !== 'prefix-list') return false;
    if (peer.kind === 'prefix-list' && peer.prefixes === null) return false;
    const port = [{ from: need.port, to: need.port }];
    return intersect(this.#conflicts(peer, need.protocol), port).length === 0;
  }

  /** Ports on which a member of the peer is denied, or undecided and seen. */
  #conflicts(peer: ReferencePeer, protocol: number): Ranges {
    const key = `${referenceKey(peer)} ${protocol}`;
    const known = this.#conflictsOf.get(key);
    if (known !== undefined) return known;
    const needs = this.#needsByPeer.get(referenceKey(peer)) ?? [];
    const conflicts = unite([
      ...this.#zonesOf(peer).flatMap(({ profile }) => profile.forbidden(protocol)),
      ...needs
        .filter((need) => need.decision !== 'allow' && need.protocol === protocol)
        .map(({ port }) => ({ from: port, to: port })),
    ]);
    this.#conflictsOf.set(key, conflicts);
    return conflicts;
  }

  /** Zones that lie among the known members of a peer. */
  #zonesOf(peer: ReferencePeer): readonly Zone[] {
    const key = referenceKey(peer);
    const known = this.#zones.get(key);
    if (known !== undefined) return known;
    const members = this.#traffic.membersOf(peer) ?? [];
    const table = new PrefixTable<true>();
    for (const prefix of members) table.add(prefix, true);
    const held = members.length === 0 ? [] : families;
    const zones = held.flatMap((family) =>
      this.#traffic.zones[family].filter(({ pieces: [first] }) => first && table.find(first).length > 0),
    );
    this.#zones.set(key, zones);
    return zones;
  }

  /** Destinations of the allowed needs that know the peer, or that the lines naming it decide. */
  #destinationsOf(peer: ReferencePeer): Prefix[] {
    const key = referenceKey(peer);
    const ids = this.#decidedByPeer.get(key) ?? new Set();
    const known = new Set(this.#needsByPeer.get(key));
    if (ids.size + known.size === 0) return [];
    return this.#traffic.needs
      .filter((need) => need.decision === 'allow' && (ids.has(need.id) || known.has(need)))
      .map(({ destination }) => destination);
  }
}

function serves({ protocol, ports, reach }: Reference, need: DecidedNeed): boolean {
  if (protocol !== null && (protocol !== need.protocol || need.port < ports.from || need.port > ports.to)) {
    return false;
  }
  return reach.some((prefix) => prefixCovers(prefix, need.destination));
}
