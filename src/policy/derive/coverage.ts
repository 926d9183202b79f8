import { commonPrefix, type PortRange, type Prefix, PrefixTable, prefixRange } from '../../net/index.js';
import type { Peer } from '../types.js';
import { type Profile, portsOf } from './profile.js';
import { hull, intersect, type Ranges, subtract, unite } from './ranges.js';
import { type Family, families, referenceKey, type Traffic } from './traffic.js';
import type { Zone } from './zones.js';

/** A rule as it is worked on. A protocol without ports has the port 0 alone, every protocol has all ports. */
export interface DraftRule {
  readonly peer: Peer;
  readonly protocol: number | null;
  readonly ports: PortRange;
  /** A reference that the ledger names. */
  readonly said: boolean;
  /** Addresses that it allows, as far as they are known. */
  readonly reach: readonly Prefix[];
}

/** What would be lost without a rule. */
export interface Loss {
  /** The longest prefix that holds what is lost; only a rule of one prefix makes use of it. */
  readonly prefix: Prefix | undefined;
  readonly ports: PortRange;
  /** Null when every protocol is lost, or several are. */
  readonly protocol: number | null;
}

interface PlacedPiece {
  readonly prefix: Prefix;
  readonly zone: Zone;
}

/** Which rules allow which of the allowed traffic. Zones must not cross a rule: see the bounds of `trafficOf`. */
export class Coverage {
  readonly #traffic: Traffic;
  readonly #rules = new Set<DraftRule>();
  readonly #tables = new PrefixTable<DraftRule>();
  readonly #pieces: Readonly<Record<Family, readonly PlacedPiece[]>>;

  constructor(traffic: Traffic, rules: readonly DraftRule[]) {
    this.#traffic = traffic;
    this.#pieces = { 4: sortedPieces(traffic.zones[4]), 6: sortedPieces(traffic.zones[6]) };
    for (const rule of rules) this.add(rule);
  }

  get rules(): readonly DraftRule[] {
    return [...this.#rules];
  }

  add(rule: DraftRule): void {
    this.#rules.add(rule);
    for (const prefix of rule.reach) this.#tables.add(prefix, rule);
  }

  remove(rule: DraftRule): void {
    this.#rules.delete(rule);
  }

  /** Rules that allow traffic to an address, those with the longest prefix first. */
  allowing(address: Prefix, protocol: number, port: number): DraftRule[] {
    return this.#tables.find(address).filter((rule) => this.#rules.has(rule) && allows(rule, protocol, port));
  }

  /** Allowed traffic that no rule allows, as far as addresses tell. */
  *missing(): Generator<{ prefix: Prefix; protocol: number | null; ports: PortRange }> {
    for (const { prefix, zone } of families.flatMap((family) => this.#pieces[family])) {
      const rules = this.#at(prefix);
      if (rules.some(({ protocol }) => protocol === null)) continue;
      if (zone.profile.restAllowed) yield { prefix, protocol: null, ports: portsOf(6) };
      for (const protocol of zone.profile.protocols) {
        const left = subtract(zone.profile.allowed(protocol), portsWith(rules, protocol));
        for (const ports of left) yield { prefix, protocol, ports };
      }
    }
  }

  /** Forbidden traffic that a rule allows, as far as addresses tell. */
  *leaking(): Generator<{ rule: DraftRule; prefix: Prefix; protocol: number | null; ports: PortRange }> {
    for (const { prefix, zone } of families.flatMap((family) => this.#pieces[family])) {
      if (!zone.profile.forbidsAnything) continue;
      for (const rule of this.#at(prefix)) {
        for (const each of forbiddenIn(zone.profile, rule)) yield { rule, prefix, ...each };
      }
    }
  }

  /** What only this rule allows; undefined when it is spare. */
  lossOf(rule: DraftRule): Loss | undefined {
    const lost = new Map<number | null, Ranges>();
    const lose = (protocol: number | null, ranges: Ranges) => {
      if (ranges.length > 0) lost.set(protocol, unite([...(lost.get(protocol) ?? []), ...ranges]));
    };
    let prefix: Prefix | undefined;
    for (const piece of rule.reach.flatMap((reach) => this.#inside(reach))) {
      const parts = this.#lostAt(piece, rule);
      for (const [protocol, ranges] of parts) lose(protocol, ranges);
      if (parts.length > 0) prefix = prefix === undefined ? piece.prefix : commonPrefix(prefix, piece.prefix);
    }
    for (const [protocol, ranges] of this.#lostReference(rule)) lose(protocol, ranges);
    if (lost.size === 0) return undefined;
    const [only] = lost.keys();
    const protocol = lost.size === 1 && only !== undefined ? only : null;
    const ports = hull(unite([...lost.values()].flat())) ?? portsOf(6);
    return { prefix, protocol, ports: protocol === null ? portsOf(6) : ports };
  }

  #lostAt({ prefix, zone }: PlacedPiece, rule: DraftRule): [number | null, Ranges][] {
    const others = this.#at(prefix).filter((each) => each !== rule);
    if (others.some(({ protocol }) => protocol === null)) return [];
    return lostIn(zone.profile, rule, others);
  }

  /** What the ledger says of the rule's group, list or domain itself, whoever its members are. */
  #lostReference(rule: DraftRule): [number | null, Ranges][] {
    if (rule.peer.kind === 'prefix') return [];
    const key = referenceKey(rule.peer);
    const profile = this.#traffic.references.get(key)?.profile;
    if (profile === undefined) return [];
    const others = this.rules.filter(
      (each) => each !== rule && each.peer.kind !== 'prefix' && referenceKey(each.peer) === key,
    );
    if (others.some(({ protocol }) => protocol === null)) return [];
    return lostIn(profile, rule, others);
  }

  #at(prefix: Prefix): DraftRule[] {
    return this.#tables.find(prefix).filter((rule) => this.#rules.has(rule));
  }

  #inside(prefix: Prefix): readonly PlacedPiece[] {
    return piecesInside(this.#pieces[prefix.family], prefix);
  }
}

/** The pieces of sorted ones that lie inside a prefix. */
export function piecesInside(pieces: readonly PlacedPiece[], prefix: Prefix): readonly PlacedPiece[] {
  const { first, last } = prefixRange(prefix);
  return pieces.slice(
    position(pieces, (value) => value >= first),
    position(pieces, (value) => value > last),
  );
}

export function sortedPieces(zones: readonly Zone[]): PlacedPiece[] {
  return zones
    .flatMap((zone) => zone.pieces.map((prefix) => ({ prefix, zone })))
    .sort((a, b) => (a.prefix.value < b.prefix.value ? -1 : 1));
}

function position(pieces: readonly PlacedPiece[], holds: (value: bigint) => boolean): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(pieces[middle]?.prefix.value ?? 0n)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function allows({ protocol, ports }: DraftRule, wanted: number, port: number): boolean {
  return protocol === null || (protocol === wanted && port >= ports.from && port <= ports.to);
}

function portsWith(rules: readonly DraftRule[], protocol: number): Ranges {
  return unite(rules.filter((each) => each.protocol === protocol).map(({ ports }) => ports));
}

function lostIn(profile: Profile, rule: DraftRule, others: readonly DraftRule[]): [number | null, Ranges][] {
  const protocols = rule.protocol === null ? [...profile.protocols] : [rule.protocol];
  const lost: [number | null, Ranges][] = protocols.map((protocol) => {
    const held = rule.protocol === null ? [portsOf(protocol)] : [rule.ports];
    return [protocol, subtract(intersect(profile.allowed(protocol), held), portsWith(others, protocol))];
  });
  if (rule.protocol === null && profile.restAllowed) lost.push([null, [portsOf(6)]]);
  return lost.filter(([, ranges]) => ranges.length > 0);
}

function forbiddenIn(profile: Profile, rule: DraftRule): { protocol: number | null; ports: PortRange }[] {
  const protocols = rule.protocol === null ? [...profile.protocols] : [rule.protocol];
  const found: { protocol: number | null; ports: PortRange }[] = protocols.flatMap((protocol) => {
    const held = rule.protocol === null ? [portsOf(protocol)] : [rule.ports];
    return intersect(profile.forbidden(protocol), held).map((ports) => ({ protocol, ports }));
  });
  if (rule.protocol === null && profile.restForbidden) found.push({ protocol: null, ports: portsOf(6) });
  return found;
}
