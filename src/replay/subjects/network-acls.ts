import type { Inventory, NetworkAclEntry } from '../../inventory/index.js';
import { type Address, type PortRange, type Prefix, parsePrefix, prefixContains } from '../../net/index.js';
import { boxOf } from '../boxes.js';
import { all, icmpMatches, type Match, portMatches, protocolMatches } from '../match.js';
import type { Block } from '../reasons.js';
import type { RuleShape } from '../shapes.js';
import type { Flow, Layer, LayerVerdict, Origin, Rule } from '../types.js';
import { prefixesOf } from '../world.js';
import { trafficText } from './security-groups.js';

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

/**
 * Network ACLs of the sources' subnets: stateless, in number order, the first entry that matches decides, nothing
 * matches is a denial; IPv4 and IPv6 entries apart; not asked within a subnet (VPC User Guide, "Network ACLs"). A
 * request must be let out to its port, and the reply in to the client's port. A reply is asked for over TCP always, over
 * other protocols where something came back. The ACL of the destination's subnet is not asked.
 */
export function networkAclLayer(
  entries: readonly NetworkAclEntry[],
  subnets: Inventory['subnets'],
  place: string,
): Layer {
  const read = entries.flatMap((entry) => readEntry(entry, place));
  const bySubnet = new Map<string, Entry[]>();
  for (const { entry, parsed } of read) {
    for (const id of entry.subnetIds) bySubnet.set(id, [...(bySubnet.get(id) ?? []), parsed]);
  }
  for (const list of bySubnet.values()) list.sort((a, b) => a.number - b.number);
  const within = new Map(subnets.map((subnet) => [subnet.id, prefixesOf(subnet.prefixes)]));
  const ports = (egress: boolean) =>
    read.flatMap(({ parsed }) => (parsed.egress === egress && parsed.ports !== null ? [parsed.ports] : []));
  return {
    kind: 'network ACLs',
    rules: read.map(({ parsed }) => parsed.rule),
    destinations: [...read.map(({ parsed }) => [parsed.prefix]), ...within.values()],
    sources: [],
    ports: ports(true),
    clientPorts: ports(false),
    shapes: read.map(({ entry, parsed }) => shapeOf(entry, parsed)),
    asksNames: false,
    originKey: (origin) => origin.subnetId ?? '',
    judge: (flow, origin) => {
      if (flow.reach === 'unfiltered' || staysInSubnet(flow, origin, within))
        return { kind: 'passes', rules: [] };
      const acl = origin.subnetId === null ? undefined : bySubnet.get(origin.subnetId);
      if (acl === undefined) return { kind: 'unknown', reason: 'subnet-not-described', rules: [] };
      return bothWays(acl, flow);
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

function staysInSubnet(flow: Flow, origin: Origin, within: ReadonlyMap<string, readonly Prefix[]>): boolean {
  const prefixes = origin.subnetId === null ? [] : (within.get(origin.subnetId) ?? []);
  return prefixes.some((prefix) => prefixContains(prefix, flow.destination));
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

function bothWays(acl: readonly Entry[], flow: Flow): LayerVerdict {
  const out = inOrder(acl, { egress: true, port: flow.port, flow }, 'denied-out');
  const asksReply = flow.protocol === 6 || flow.answered;
  if (out.kind === 'blocked' || !asksReply) return out;
  const back = inOrder(acl, { egress: false, port: flow.clientPort, flow }, 'denied-back');
  if (back.kind === 'blocked' || out.kind === 'unknown') return back.kind === 'blocked' ? back : out;
  return back.kind === 'passes' ? { kind: 'passes', rules: [...out.rules, ...back.rules] } : back;
}

interface Packet {
  readonly egress: boolean;
  readonly port: number | null;
  readonly flow: Flow;
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
  const other = open.find(({ entry }) => entry.allow !== allowed);
  if (other !== undefined && typeof other.match === 'string') {
    const rules = [...open.map(({ entry }) => entry.rule), ...(end === undefined ? [] : [end.rule])];
    return { kind: 'unknown', reason: other.match, rules };
  }
  if (allowed && end !== undefined) return { kind: 'passes', rules: [end.rule] };
  return { kind: 'blocked', rule: end?.rule ?? null, reason };
}

function entryMatches(entry: Entry, { port, flow }: Packet): Match {
  const ported = entry.protocol === 6 || entry.protocol === 17;
  return all(
    protocolMatches(entry.protocol, flow.protocol),
    holds(entry.prefix, flow.destination),
    ported ? portMatches(entry.ports, port) : true,
    icmpMatches(entry.icmp),
  );
}

/** The other end of both directions is the destination: where the request goes to and where the reply comes from. */
function holds(prefix: Prefix, address: Address): boolean {
  return prefixContains(prefix, address);
}
