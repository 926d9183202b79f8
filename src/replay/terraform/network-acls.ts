import type { NetworkAclEntry } from '../../inventory/index.js';
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

/** Entries of `aws_network_acl`, `aws_default_network_acl` and `aws_network_acl_rule`; null when the plan has none. */
export function plannedAclEntries(plan: TerraformPlan): NetworkAclEntry[] | null {
  const acls = plan.resources.filter(({ type }) =>
    ['aws_network_acl', 'aws_default_network_acl'].includes(type),
  );
  const rules = plan.resources.filter(({ type }) => type === 'aws_network_acl_rule');
  if (acls.length === 0 && rules.length === 0) return null;
  const known = new Map(acls.map((acl) => [acl.address, { id: idOf(acl), subnetIds: subnetsOf(plan, acl) }]));
  return [
    ...acls.flatMap((acl) => {
      const { id, subnetIds } = known.get(acl.address) ?? { id: acl.address, subnetIds: [] };
      return [true, false].flatMap((egress) => inlineEntries(plan, acl, { aclId: id, subnetIds, egress }));
    }),
    ...rules.flatMap((rule) => singleEntry(plan, rule, known)),
  ];
}

interface Place {
  readonly aclId: string;
  readonly subnetIds: readonly string[];
  readonly egress: boolean;
}

function idOf(acl: PlannedResource): string {
  return acl.values.text('id') ?? acl.address;
}

function subnetsOf(plan: TerraformPlan, acl: PlannedResource): string[] {
  if (isUnknown(acl.unknown, 'subnet_ids')) {
    refuseUnknown(plan.document, acl.values.spanOf('subnet_ids'), acl.address, 'subnet_ids');
  }
  return acl.values.texts('subnet_ids').map((each) => each.value);
}

const blockMembers = [
  ...[
    'action',
    'cidr_block',
    'from_port',
    'icmp_code',
    'icmp_type',
    'ipv6_cidr_block',
    'protocol',
    'rule_no',
    'to_port',
  ],
];

function inlineEntries(plan: TerraformPlan, acl: PlannedResource, place: Place): NetworkAclEntry[] {
  const member = place.egress ? 'egress' : 'ingress';
  if (isUnknown(acl.unknown, member)) {
    refuseUnknown(plan.document, acl.values.spanOf(member), acl.address, member);
    return [];
  }
  return acl.values.objects(member).flatMap((block) => {
    block.only(`an \`${member}\` block`, ...blockMembers);
    return placed(plan, block, entryOf(block, place, { number: 'rule_no', action: 'action' }));
  });
}

function singleEntry(
  plan: TerraformPlan,
  rule: PlannedResource,
  known: ReadonlyMap<string, { readonly id: string; readonly subnetIds: readonly string[] }>,
): readonly NetworkAclEntry[] {
  const { values, address } = rule;
  const id = values.text('network_acl_id');
  const referred = new Set(
    (rule.references.get('network_acl_id') ?? []).map((each) => each.replace(/\.id$/, '')),
  );
  const acl = [...known].find(
    ([own, each]) => each.id === id || (id === null && (referred.has(own) || referred.has(withoutKeys(own)))),
  )?.[1];
  if (acl === undefined) {
    plan.document.refuse(
      'plan-unknown-acl',
      values.span,
      `The network ACL of \`${address}\` is not in the plan, so its subnets and other entries are not known.`,
      'replay a plan that also holds the aws_network_acl',
    );
    return [];
  }
  for (const attribute of blockMembers) {
    if (isUnknown(rule.unknown, attribute)) refuseUnknown(plan.document, values.span, address, attribute);
  }
  const place = { aclId: acl.id, subnetIds: acl.subnetIds, egress: values.flag('egress') === true };
  return placed(plan, values, entryOf(values, place, { number: 'rule_number', action: 'rule_action' }));
}

function entryOf(block: Members, place: Place, names: { number: string; action: string }): NetworkAclEntry[] {
  const text = block.text('protocol') ?? '-1';
  const protocol = text === '-1' || text === 'all' ? null : protocolNumber(text);
  const cidr = [block.text('cidr_block'), block.text('ipv6_cidr_block')].find(
    (each) => each !== null && each !== '',
  );
  const prefix = cidr === undefined || cidr === null ? undefined : parsePrefix(cidr);
  const action = block.text(names.action)?.toLowerCase();
  const number = block.number(names.number);
  if (protocol === undefined) block.wrong(block.spanOf('protocol'), 'a protocol name, a number, or `-1`');
  if (prefix === undefined) block.wrong(block.span, 'an entry with a CIDR block');
  if (action !== 'allow' && action !== 'deny') block.wrong(block.spanOf(names.action), '`allow` or `deny`');
  if (number === null) block.wrong(block.span, `an entry with \`${names.number}\``);
  if (protocol === undefined || prefix === undefined || number === null) return [];
  const ported = protocol === 6 || protocol === 17;
  const type = block.number('icmp_type');
  const code = block.number('icmp_code');
  const icmp = (protocol === 1 || protocol === 58) && type !== null && type >= 0;
  return [
    {
      ...place,
      ...{ number, allow: action === 'allow', protocol, prefix: formatPrefix(prefix) },
      fromPort: ported ? (block.number('from_port') ?? 0) : 0,
      toPort: ported ? (block.number('to_port') ?? 65_535) : 65_535,
      icmp: icmp ? { type, code: code === null || code < 0 ? null : code } : null,
    },
  ];
}
