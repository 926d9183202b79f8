import { bitsOf, type PortRange, PrefixTable } from '../../net/index.js';
import { Cover, type Piece } from '../merge/index.js';
import { ruleRanges } from './ephemeral.js';
import { cellsOfAddress, type Profile, portsOf } from './profile.js';
import { intersect, portCount, type Ranges, subtract, unite } from './ranges.js';
import type { Reference } from './references.js';
import type { Family, Traffic } from './traffic.js';
import type { Zone } from './zones.js';

/**
 * What rules of prefixes share: protocol and ports as they were allowed. Prefixes are merged within a service and never
 * across two of them, because a port that nobody allowed is another service, and an address more is not.
 */
export interface Service {
  readonly family: Family;
  /** Null is every protocol. */
  readonly protocol: number | null;
  readonly ports: PortRange;
  readonly cover: Cover;
}

/** Services of one family that references do not serve already. */
export function servicesOf(
  traffic: Traffic,
  family: Family,
  references: readonly Reference[],
  joinPorts: boolean,
): Service[] {
  const zones = traffic.zones[family];
  const found = new Map<string, { protocol: number | null; ports: PortRange; zones: Set<Zone> }>();
  const add = (protocol: number | null, ports: PortRange, zone: Zone) => {
    const key = `${protocol ?? '*'} ${ports.from}-${ports.to}`;
    const service = found.get(key) ?? { protocol, ports, zones: new Set() };
    service.zones.add(zone);
    found.set(key, service);
  };
  const servedBy = servedTable(references);
  for (const zone of zones) {
    const [first] = zone.pieces;
    const serving = first === undefined ? [] : servedBy.find(first);
    const whole = serving.some(({ protocol }) => protocol === null);
    if (whole) continue;
    if (zone.profile.everything) {
      add(null, portsOf(6), zone);
      continue;
    }
    for (const protocol of zone.profile.protocols) {
      const served = unite(serving.filter((each) => each.protocol === protocol).map(({ ports }) => ports));
      for (const ports of zoneRanges(zone, protocol, family, joinPorts)) {
        if (subtract(intersect(zone.profile.allowed(protocol), [ports]), served).length > 0) {
          add(protocol, ports, zone);
        }
      }
    }
  }
  return [...found.values()].map(({ protocol, ports, zones: required }) => ({
    family,
    protocol,
    ports,
    cover: new Cover(piecesOf(zones, required, protocol, ports), sizeOf(protocol, ports)),
  }));
}

function servedTable(references: readonly Reference[]): PrefixTable<Reference> {
  const table = new PrefixTable<Reference>();
  for (const reference of references) {
    for (const prefix of reference.reach) table.add(prefix, reference);
  }
  return table;
}

function zoneRanges(zone: Zone, protocol: number, family: Family, joinPorts: boolean): readonly PortRange[] {
  const allowed = zone.profile.allowed(protocol);
  const one = zone.pieces[0]?.length === bitsOf(family);
  return joinPorts && one ? ruleRanges(protocol, allowed, zone.profile.forbidden(protocol)) : allowed;
}

/** Cells of one address in a service. */
export function sizeOf(protocol: number | null, { from, to }: PortRange): bigint {
  return protocol === null ? cellsOfAddress : BigInt(to - from + 1);
}

function piecesOf(
  zones: readonly Zone[],
  required: ReadonlySet<Zone>,
  protocol: number | null,
  ports: PortRange,
): Piece[] {
  const pieces: Piece[] = [];
  // One piece alone is its own best cover, whatever lies around it.
  const alone = [...required].reduce((sum, { pieces: each }) => sum + each.length, 0) === 1;
  const size = sizeOf(protocol, ports);
  for (const zone of alone ? required : zones) {
    const cost = zone.profile.beyond(protocol, ports);
    const forbidden = isForbidden(zone.profile, protocol, [ports]);
    if (!required.has(zone) && !forbidden && cost === size) continue;
    const kind = required.has(zone) ? 'required' : forbidden ? 'forbidden' : 'open';
    for (const prefix of zone.pieces) pieces.push({ prefix, kind, cost });
  }
  return pieces;
}

function isForbidden(profile: Profile, protocol: number | null, ports: Ranges): boolean {
  if (protocol === null) return profile.forbidsAnything;
  return portCount(intersect(profile.forbidden(protocol), ports)) > 0;
}
