import type { NetworkAclEntry } from '../../inventory/index.js';
import { type Address, type PortRange, type Prefix, parsePrefix, prefixContains } from '../../net/index.js';
import { boxOf } from '../boxes.js';
import { both } from '../judge.js';
import { all, icmpMatches, type Match, portMatches, protocolMatches } from '../match.js';
import type { Block } from '../reasons.js';
import type { RuleShape } from '../shapes.js';
import type { Flow, Layer, LayerVerdict, Rule } from '../types.js';
import { Destinations } from './destinations.js';
import { type RuleSurroundings, trafficText } from './security-groups.js';

interface Entry {
  readonly rule: Rule;
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: number | null;
  readonly ports: PortRange | null;
  readonly icmp: NetworkAclEntry['icmp'];
  readonly prefix: Prefix;
}

/** What else there is to know about entries that are read. */
export interface AclSurroundings extends Omit<RuleSurroundings, 'world'> {
  /** Whether the entries of every subnet are there, so that a subnet without any is one that is not described. */
  readonly whole: boolean;
}

/**
 * Network ACLs of the sources' and the destinations' subnets: stateless, in number order, the first entry that matches
 * decides, nothing matches is a denial; IPv4 and IPv6 entries apart; not asked within a subnet (VPC User Guide, "Network
 * ACLs"). A request must be let out to its port, and the reply in to the client's port; a subnet of the VPC where the
 * destination lies must let the request in and the reply out. A reply is asked for over TCP always, over other protocols
 * where something came back.
 */
export function networkAclLayer(entries: readonly NetworkAclEntry[], around: AclSurroundings): Layer {
  const read = entries.flatMap((entry) => readEntry(entry, around.placeOf(entry)));
  const bySubnet = new Map<string, Entry[]>();
  for (const { entry, parsed } of read) {
    for (const id of entry.subnetIds) bySubnet.set(id, [...(bySubnet.get(id) ?? []), parsed]);
  }
  for (const list of bySubnet.values()) list.sort((a, b) => a.number - b.number);
  const destinations = new Destinations({ interfaces: [], subnets: around.places.subnets });
  const prefixes = read.map(({ parsed }) => [parsed.prefix]);
  const ports = read.flatMap(({ parsed }) => parsed.ports ?? []);
  return {
    kind: 'network ACLs',
    rules: read.map(({ parsed }) => parsed.rule),
    ingress: [],
    destinations: [...prefixes, ...destinations.subnetSets],
    sources: prefixes,
    ports,
    clientPorts: ports,
    shapes: read.map(({ entry, parsed }) => shapeOf(entry, parsed)),
    asksNames: false,
    originKey: ({ subnetId, vpcId }) => `${subnetId} ${vpcId}`,
    judge: (flow, origin) => {
      if (flow.reach === 'unfiltered') return { kind: 'passes', rules: [] };
      const subnet = destinations.subnetAt(flow.destination, origin);
      if (subnet !== null && subnet.id === origin.subnetId) return { kind: 'passes', rules: [] };
      const own = origin.subnetId === null ? undefined : bySubnet.get(origin.subnetId);
      const first: LayerVerdict =
        own === undefined
          ? { kind: 'unknown', reason: 'subnet-not-described', rules: [] }
          : bothWays(own, flow, 'source');
      const theirs = subnet === null ? undefined : bySubnet.get(subnet.id);
      if (theirs !== undefined) return both(first, bothWays(theirs, flow, 'destination'));
      if (subnet === null || !around.whole) return first;
      return both(first, { kind: 'unknown', reason: 'destination-subnet-not-described', rules: [] });
    },
  };
}

function shapeOf(
  entry: NetworkAclEntry,
  { rule, number, egress, protocol, ports, icmp, prefix }: Entry,
): RuleShape {
  const boxes = icmp === null ? [boxOf(prefix, protocol, ports)] : null;
  return { rule, scope: entry.aclId, way: egress ? 'out' : 'in', boxes, order: number };
}

function readEntry(entry: NetworkAclEntry, place: string): { entry: NetworkAclEntry; parsed: Entry }[] {
  const prefix = parsePrefix(entry.prefix);
  if (prefix === undefined) return [];
  const { number, egress, allow, protocol, icmp } = entry;
  const rule: Rule = {
    layer: 'network ACLs',
    owner: entry.aclId,
    text: aclText(entry),
    place,
    allows: allow,
  };
  const ports = protocol === 6 || protocol === 17 ? { from: entry.fromPort, to: entry.toPort } : null;
  return [{ entry, parsed: { rule, number, egress, allow, protocol, ports, icmp, prefix } }];
}

/** `100 out allow tcp/443 to 10.0.0.0/8`; the last entry, which AWS shows as `*`, denies what no other one speaks of. */
export function aclText(entry: NetworkAclEntry): string {
  const number = entry.number >= lastNumber ? '*' : String(entry.number);
  const action = entry.allow ? 'allow' : 'deny';
  return `${number} ${entry.egress ? 'out' : 'in'} ${action} ${trafficText(entry)} ${entry.egress ? 'to' : 'from'} ${entry.prefix}`;
}

/** The implicit denial of IPv4, as `describe-network-acls` numbers it; that of IPv6 is one higher. */
export const lastNumber = 32_767;

/** The network ACL of one end: the request goes to the port of the destination, the reply to that of the client. */
function bothWays(acl: readonly Entry[], flow: Flow, end: 'source' | 'destination'): LayerVerdict {
  const atSource = end === 'source';
  const far = atSource ? flow.destination : flow.source;
  const { protocol } = flow;
  const request = { egress: atSource, port: flow.port, far, protocol };
  const asked = inOrder(acl, request, atSource ? 'denied-out' : 'destination-denied-in');
  if (asked.kind === 'blocked' || !(protocol === 6 || flow.answered)) return asked;
  const reply = { egress: !atSource, port: flow.clientPort, far, protocol };
  return both(asked, inOrder(acl, reply, atSource ? 'denied-back' : 'destination-denied-back'));
}

interface Packet {
  readonly egress: boolean;
  readonly port: number | null;
  /** The other end of both directions: where the one goes to and the other comes from. */
  readonly far: Address;
  readonly protocol: number;
}

/** Follows the order; an entry that may match leaves both ways open, and only where all of them end alike is that told. */
function inOrder(acl: readonly Entry[], packet: Packet, reason: Block): LayerVerdict {
  const open: { entry: Entry; match: Match }[] = [];
  let end: Entry | undefined;
  for (const entry of acl) {
    if (entry.egress !== packet.egress) continue;
    const match = entryMatches(entry, packet);
    if (match === false) continue;
    if (match === true) {
      end = entry;
      break;
    }
    open.push({ entry, match });
  }
  const allowed = end?.allow ?? false;
  const maybe = open.map(({ entry }) => entry.rule);
  const other = open.find(({ entry }) => entry.allow !== allowed);
  if (other !== undefined && typeof other.match === 'string') {
    const rules = [...maybe, ...(end === undefined ? [] : [end.rule])];
    return { kind: 'unknown', reason: other.match, rules };
  }
  if (allowed && end !== undefined) return { kind: 'passes', rules: [end.rule], maybe };
  return { kind: 'blocked', rule: end?.rule ?? null, reason, maybe };
}

function entryMatches(entry: Entry, { port, far, protocol }: Packet): Match {
  const ported = entry.protocol === 6 || entry.protocol === 17;
  return all(
    protocolMatches(entry.protocol, protocol),
    prefixContains(entry.prefix, far),
    ported ? portMatches(entry.ports, port) : true,
    icmpMatches(entry.icmp),
  );
}
