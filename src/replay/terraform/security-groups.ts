import type { Inventory, SecurityGroupRule } from '../../inventory/index.js';
import { formatPrefix, parsePrefix, protocolNumber } from '../../net/index.js';
import type { Members } from '../document/members.js';
import {
  isUnknown,
  type PlannedResource,
  placed,
  refuseUnknown,
  type TerraformPlan,
  withoutKeys,
} from './plan.js';

export interface PlannedGroups {
  readonly securityGroups: Inventory['securityGroups'];
  readonly securityGroupRules: readonly SecurityGroupRule[];
}

const ruleTypes = ['aws_security_group_rule', 'aws_vpc_security_group_egress_rule'];

/**
 * Security groups and their egress rules of a plan. A group that is there already has its id; a new one goes by its
 * name, which an interface of the inventory may carry. Null when the plan has none.
 */
export function plannedGroups(plan: TerraformPlan, known: Inventory): PlannedGroups | null {
  const ids = new GroupIds(plan, known);
  const groups = plan.resources.filter((each) => each.type === 'aws_security_group');
  const single = plan.resources.filter((each) => ruleTypes.includes(each.type));
  if (groups.length === 0 && single.length === 0) return null;
  const rules = [
    ...groups.flatMap((group) => inlineRules(plan, group, ids)),
    ...single.flatMap((rule) => singleRule(plan, rule, ids)),
  ];
  const named = new Map(groups.map((group) => [ids.of(group), group.values.text('name') ?? group.address]));
  // A rule may be added to a group that the plan does not manage; its other rules stay as they are described.
  const further = new Set(rules.map((rule) => rule.groupId).filter((id) => !named.has(id)));
  const others = known.securityGroups.filter((group) => further.has(group.id));
  for (const { id, name } of others) named.set(id, name);
  const described = known.securityGroupRules.filter((rule) => further.has(rule.groupId) && rule.egress);
  return {
    securityGroups: [...named].map(([id, name]) => ({ id, name, ingressKnown: false })),
    securityGroupRules: [...described, ...rules],
  };
}

/** Ids of planned groups: what is known, else that of the described group with the same name, else the address. */
class GroupIds {
  readonly #byAddress = new Map<string, string>();

  constructor(
    readonly plan: TerraformPlan,
    known: Inventory,
  ) {
    const byName = new Map(known.securityGroups.map(({ id, name }) => [name, id]));
    for (const group of plan.resources.filter((each) => each.type === 'aws_security_group')) {
      const id = group.values.text('id') ?? byName.get(group.values.text('name') ?? '') ?? group.address;
      this.#byAddress.set(group.address, id);
    }
  }

  of(group: PlannedResource): string {
    return this.#byAddress.get(group.address) ?? group.address;
  }

  /** The group that an attribute means, by its value or by what the configuration refers to; refused when neither tells. */
  ofAttribute(resource: PlannedResource, attribute: string): string | undefined {
    const value = resource.values.text(attribute);
    if (value !== null) return value;
    const referred = this.referred(resource, attribute);
    if (referred.length === 1) return referred[0];
    refuseUnknown(this.plan.document, resource.values.span, resource.address, attribute);
    return undefined;
  }

  /** Ids of the planned groups that the configuration of an attribute refers to. */
  referred(resource: PlannedResource, attribute: string): string[] {
    const addresses = new Set(
      (resource.references.get(attribute) ?? []).map((each) => each.replace(/\.id$/, '')),
    );
    const found = [...this.#byAddress].filter(
      ([address]) => addresses.has(withoutKeys(address)) || addresses.has(address),
    );
    return found.map(([, id]) => id);
  }
}

const blockMembers = [
  ...['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups', 'self'],
  ...['protocol', 'from_port', 'to_port', 'description'],
];

/** `egress` blocks within `aws_security_group`. */
function inlineRules(
  plan: TerraformPlan,
  group: PlannedResource,
  ids: GroupIds,
): readonly SecurityGroupRule[] {
  const own = ids.of(group);
  // Unknown without being configured: the group gets its rules from resources of their own (AWS provider, aws_security_group).
  const configured = group.references.has('egress');
  if (isUnknown(group.unknown, 'egress') && (configured || group.values.has('egress'))) {
    const peers = ids.referred(group, 'egress');
    if (peers.length === 0 || group.values.objects('egress').length === 0) {
      refuseUnknown(plan.document, group.values.spanOf('egress'), group.address, 'egress');
      return [];
    }
  }
  return group.values.objects('egress').flatMap((block, index) => {
    block.only('an `egress` block', ...blockMembers);
    const peers = peersOf(block, own);
    if (isUnknown(group.unknown, 'egress', index)) {
      refuseUnknown(plan.document, block.span, group.address, `egress[${index}]`);
      return [];
    }
    return placed(plan, block, rulesFor(block, own, peers));
  });
}

function singleRule(plan: TerraformPlan, rule: PlannedResource, ids: GroupIds): readonly SecurityGroupRule[] {
  const { values } = rule;
  const older = rule.type === 'aws_security_group_rule';
  if (older && values.text('type') !== 'egress') return [];
  const own = ids.ofAttribute(rule, 'security_group_id');
  if (own === undefined) return [];
  const referring = older ? 'source_security_group_id' : 'referenced_security_group_id';
  const peers = older ? peersOf(values, own) : newerPeers(values);
  if (isUnknown(rule.unknown, referring)) {
    const peer = ids.ofAttribute(rule, referring);
    if (peer !== undefined) peers.push(peer);
  } else if (values.text(referring) !== null) peers.push(values.text(referring) ?? '');
  for (const attribute of [
    'cidr_blocks',
    'ipv6_cidr_blocks',
    'prefix_list_ids',
    'cidr_ipv4',
    'cidr_ipv6',
    'prefix_list_id',
  ]) {
    if (isUnknown(rule.unknown, attribute))
      refuseUnknown(plan.document, values.span, rule.address, attribute);
  }
  return placed(plan, values, rulesFor(values, own, peers));
}

/** Destinations of an older rule or an inline block. */
function peersOf(block: Members, own: string): string[] {
  const prefixes = ['cidr_blocks', 'ipv6_cidr_blocks'].flatMap((member) =>
    block.texts(member).flatMap(({ value, span }) => {
      const prefix = parsePrefix(value);
      if (prefix === undefined) block.wrong(span, 'a CIDR block');
      return prefix === undefined ? [] : [formatPrefix(prefix)];
    }),
  );
  const named = ['prefix_list_ids', 'security_groups'].flatMap((member) =>
    block.texts(member).map((each) => each.value),
  );
  return [...prefixes, ...named, ...(block.flag('self') === true ? [own] : [])];
}

function newerPeers(values: Members): string[] {
  const prefixes = ['cidr_ipv4', 'cidr_ipv6'].flatMap((member) => {
    const text = values.text(member);
    const prefix = text === null ? undefined : parsePrefix(text);
    if (text !== null && prefix === undefined) values.wrong(values.spanOf(member), 'a CIDR block');
    return prefix === undefined ? [] : [formatPrefix(prefix)];
  });
  return [
    ...prefixes,
    ...(values.text('prefix_list_id') === null ? [] : [values.text('prefix_list_id') ?? '']),
  ];
}

function rulesFor(block: Members, groupId: string, peers: readonly string[]): SecurityGroupRule[] {
  const member = block.has('ip_protocol') ? 'ip_protocol' : 'protocol';
  const text = block.text(member) ?? '-1';
  const protocol = text === '-1' || text === 'all' ? null : protocolNumber(text);
  if (protocol === undefined) {
    block.wrong(block.spanOf(member), 'a protocol name, a number from 0 to 255, or `-1`');
    return [];
  }
  const [from, to] = [block.number('from_port') ?? -1, block.number('to_port') ?? -1];
  const ported = (protocol === 6 || protocol === 17) && from >= 0;
  const icmp = protocol === 1 || protocol === 58;
  return peers.map((peer) => ({
    ...{ groupId, egress: true, protocol, peer },
    ...(ported ? { fromPort: from, toPort: to } : { fromPort: 0, toPort: 65_535 }),
    icmp: icmp && from >= 0 ? { type: from, code: to < 0 ? null : to } : null,
  }));
}
