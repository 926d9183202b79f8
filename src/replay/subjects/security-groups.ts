import type { Inventory, SecurityGroupRule } from '../../inventory/index.js';
import { type PortRange, protocolName } from '../../net/index.js';
import { prefixSet } from '../address-set.js';
import { type AllowRule, judgeAllowList } from '../allow-list.js';
import { destinationsOf, portsOf } from '../allow-list-sets.js';
import { both } from '../judge.js';
import { allowShape, type RuleShape } from '../shapes.js';
import type { Flow, Layer, LayerVerdict, Origin, Rule } from '../types.js';
import { prefixesOf, type World } from '../world.js';
import { Destinations, type GroupsAt, type Places } from './destinations.js';

export interface GroupRules {
  readonly securityGroups: Inventory['securityGroups'];
  readonly securityGroupRules: Inventory['securityGroupRules'];
}

/** What rules are read against. */
export interface RuleSurroundings {
  readonly world: World;
  /** Where a rule stands: `FILE`, or `FILE:LINE:COLUMN`. */
  readonly placeOf: (rule: object) => string;
  readonly places: Places;
}

/**
 * Security groups: stateful, so that replies need no rule; any group of the interface may allow; a rule for another
 * protocol than TCP and UDP opens all of it (VPC User Guide, "Security group rules"). An open connection that is tracked
 * survives a change of rules (EC2 User Guide, "Connection tracking"): the verdict is for new ones. Groups of a destination
 * within the VPC must let the connection in, where it is described what they let in.
 */
export function securityGroupLayer(given: GroupRules, around: RuleSurroundings): Layer {
  const out = new GroupSide(given, around, true);
  const asksIngress = given.securityGroups.some((group) => group.ingressKnown);
  const ingress = asksIngress ? new GroupSide(given, around, false) : undefined;
  const destinations = new Destinations(around.places);
  return {
    kind: 'security groups',
    rules: out.rules.map((each) => each.rule),
    ingress: ingress?.rules.map((each) => each.rule),
    destinations: [...destinationsOf(out.rules), ...(asksIngress ? destinations.groupSets : [])],
    sources: ingress === undefined ? [] : destinationsOf(ingress.rules),
    ports: portsOf([...out.rules, ...(ingress?.rules ?? [])]),
    clientPorts: [],
    shapes: out.shapes(),
    asksNames: false,
    originKey: (origin) =>
      origin.interfaceId === null
        ? `? ${origin.vpcId}`
        : [origin.vpcId, ...origin.securityGroups.map(({ id }) => id).sort()].join(' '),
    judge: (flow, origin) => {
      if (flow.reach === 'unfiltered') return { kind: 'passes', rules: [] };
      const first = letsOut(out, flow, origin);
      if (ingress === undefined || first.kind === 'blocked') return first;
      return both(first, letsIn(ingress, flow, destinations.groupsAt(flow.destination, origin)));
    },
  };
}

/** The rules of one direction, by group. */
class GroupSide {
  readonly #byGroup: ReadonlyMap<string, AllowRule[]>;
  readonly #names: ReadonlyMap<string, string>;

  constructor({ securityGroups, securityGroupRules }: GroupRules, around: RuleSurroundings, egress: boolean) {
    this.#names = new Map(securityGroups.map(({ id, name }) => [id, name]));
    const described = securityGroups.filter((group) => egress || group.ingressKnown);
    const byGroup = new Map<string, AllowRule[]>(described.map(({ id }) => [id, []]));
    for (const rule of securityGroupRules) {
      if (rule.egress !== egress) continue;
      const known = byGroup.get(rule.groupId) ?? [];
      known.push(allowRule(rule, nameOf(rule.groupId, this.#names), around));
      byGroup.set(rule.groupId, known);
    }
    this.#byGroup = byGroup;
  }

  get rules(): readonly AllowRule[] {
    return [...this.#byGroup.values()].flat();
  }

  shapes(): RuleShape[] {
    return [...this.#byGroup].flatMap(([id, own]) =>
      own.map((each) => allowShape(each, nameOf(id, this.#names))),
    );
  }

  of(groups: readonly { readonly id: string }[]): AllowRule[] {
    return groups.flatMap(({ id }) => this.#byGroup.get(id) ?? []);
  }

  /** Whether all groups are described; none at all is not. */
  describes(groups: readonly { readonly id: string }[]): boolean {
    return groups.length > 0 && groups.every(({ id }) => this.#byGroup.has(id));
  }
}

function letsOut(side: GroupSide, flow: Flow, { interfaceId, securityGroups }: Origin): LayerVerdict {
  if (interfaceId === null) return { kind: 'unknown', reason: 'interface-not-described', rules: [] };
  const missing = side.describes(securityGroups) ? undefined : 'group-not-described';
  return judgeAllowList(side.of(securityGroups), { flow, far: flow.destination, missing, reason: 'no-rule' });
}

/** Interfaces of NAT gateways, transit gateways, endpoints of load balancers and some load balancers carry no group. */
const groupless = ['nat-gateway', 'transit-gateway', 'endpoint', 'load-balancer'];

function letsIn(side: GroupSide, flow: Flow, at: GroupsAt): LayerVerdict {
  if (at === null) return { kind: 'passes', rules: [] };
  if (at === 'not-described') return { kind: 'unknown', reason: 'destination-not-described', rules: [] };
  const { securityGroups, role } = at;
  if (securityGroups.length === 0 && groupless.includes(role)) return { kind: 'passes', rules: [] };
  const missing = side.describes(securityGroups) ? undefined : 'destination-group-not-described';
  const question = { flow, far: flow.source, missing, reason: 'no-ingress-rule' } as const;
  return judgeAllowList(side.of(securityGroups), question);
}

function allowRule(rule: SecurityGroupRule, owner: string, { world, placeOf }: RuleSurroundings): AllowRule {
  return {
    rule: {
      layer: 'security groups',
      owner,
      text: textOf(rule),
      place: placeOf(rule),
      allows: true,
    } satisfies Rule,
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
  return `allow ${trafficText(rule)} ${rule.egress ? 'to' : 'in from'} ${rule.peer}`;
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
