import type { Inventory, SecurityGroupRule } from '../../inventory/index.js';
import { type PortRange, protocolName } from '../../net/index.js';
import { prefixSet } from '../address-set.js';
import { type AllowRule, judgeAllowList } from '../allow-list.js';
import { destinationsOf, portsOf } from '../allow-list-sets.js';
import { allowShape } from '../shapes.js';
import type { Layer, Origin, Rule } from '../types.js';
import { prefixesOf, type World } from '../world.js';

export interface GroupRules {
  readonly securityGroups: Inventory['securityGroups'];
  readonly securityGroupRules: Inventory['securityGroupRules'];
}

/**
 * Security groups: stateful, so that replies need no rule; any group of the interface may allow; a rule for another
 * protocol than TCP and UDP opens all of it (VPC User Guide, "Security group rules"). An open connection that is tracked
 * survives a change of rules (EC2 User Guide, "Connection tracking"): the verdict is for new ones.
 */
export function securityGroupLayer(given: GroupRules, world: World, place: string): Layer {
  const names = new Map(given.securityGroups.map(({ id, name }) => [id, name]));
  const byGroup = new Map<string, AllowRule[]>(given.securityGroups.map(({ id }) => [id, []]));
  for (const rule of given.securityGroupRules) {
    if (!rule.egress) continue;
    const known = byGroup.get(rule.groupId) ?? [];
    known.push(allowRule(rule, nameOf(rule.groupId, names), world, place));
    byGroup.set(rule.groupId, known);
  }
  const rules = [...byGroup.values()].flat();
  return {
    kind: 'security groups',
    rules: rules.map((each) => each.rule),
    destinations: destinationsOf(rules),
    sources: [],
    ports: portsOf(rules),
    clientPorts: [],
    shapes: [...byGroup].flatMap(([id, own]) => own.map((each) => allowShape(each, nameOf(id, names)))),
    asksNames: false,
    originKey: (origin) =>
      origin.interfaceId === null
        ? ''
        : origin.securityGroups
            .map(({ id }) => id)
            .sort()
            .join(' '),
    judge: (flow, origin) => {
      if (flow.reach === 'unfiltered') return { kind: 'passes', rules: [] };
      if (origin.interfaceId === null)
        return { kind: 'unknown', reason: 'interface-not-described', rules: [] };
      return judgeAllowList(rulesOf(origin, byGroup), flow, missingGroup(origin, byGroup));
    },
  };
}

function rulesOf(origin: Origin, byGroup: ReadonlyMap<string, readonly AllowRule[]>): AllowRule[] {
  return origin.securityGroups.flatMap(({ id }) => byGroup.get(id) ?? []);
}

/** An interface without any group filters nothing that we know of (a NAT gateway, a gateway load balancer). */
function missingGroup(origin: Origin, byGroup: ReadonlyMap<string, readonly AllowRule[]>) {
  const described =
    origin.securityGroups.length > 0 && origin.securityGroups.every(({ id }) => byGroup.has(id));
  return described ? undefined : 'group-not-described';
}

function allowRule(rule: SecurityGroupRule, owner: string, world: World, place: string): AllowRule {
  return {
    rule: { layer: 'security groups', owner, text: textOf(rule), place, allows: true } satisfies Rule,
    protocol: rule.protocol,
    ports: portRange(rule),
    icmp: rule.icmp,
    peer: rule.peer.includes('/')
      ? prefixSet(prefixesOf([rule.peer]))
      : rule.peer.startsWith('pl-')
        ? world.prefixListEntries(rule.peer)
        : world.groupMembers(rule.peer),
  };
}

function nameOf(id: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(id) ?? id;
  return name === id ? id : `${id} (${name})`;
}

/** Ports of a rule; null is every one. SCTP has ports, and a security group opens all of them. */
function portRange({ protocol, fromPort, toPort }: SecurityGroupRule): PortRange | null {
  return protocol === 6 || protocol === 17 ? { from: fromPort, to: toPort } : null;
}

function textOf(rule: SecurityGroupRule): string {
  return `allow ${trafficText(rule)} to ${rule.peer}`;
}

/** `tcp/443`, `tcp`, `icmp type 8`, `everything`. */
export function trafficText(
  rule: Pick<SecurityGroupRule, 'protocol' | 'fromPort' | 'toPort' | 'icmp'>,
): string {
  if (rule.protocol === null) return 'everything';
  const protocol = protocolName(rule.protocol);
  if (rule.icmp !== null) {
    const code = rule.icmp.code === null ? '' : ` code ${rule.icmp.code}`;
    return `${protocol} type ${rule.icmp.type}${code}`;
  }
  if ((rule.protocol !== 6 && rule.protocol !== 17) || (rule.fromPort === 0 && rule.toPort === 65_535)) {
    return protocol;
  }
  return rule.fromPort === rule.toPort
    ? `${protocol}/${rule.fromPort}`
    : `${protocol}/${rule.fromPort}-${rule.toPort}`;
}
