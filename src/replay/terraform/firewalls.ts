import type { Members, RuleDocument } from '../document/members.js';
import { isUnknown, type PlannedResource, refuseUnknown, type TerraformPlan, withoutKeys } from './plan.js';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A document in the words of Network Firewall's API, made from a resource; places are those of the resource. */
export interface ApiDocument {
  readonly resource: PlannedResource;
  readonly body: Json;
}

export interface PlannedFirewall {
  readonly groups: readonly ApiDocument[];
  readonly policies: readonly ApiDocument[];
}

/**
 * `aws_networkfirewall_rule_group` and `aws_networkfirewall_firewall_policy` of a plan, in the words of the API, which one
 * reader understands. Null when the plan has none.
 */
export function plannedFirewall(plan: TerraformPlan): PlannedFirewall | null {
  const groups = plan.resources.filter((each) => each.type === 'aws_networkfirewall_rule_group');
  const policies = plan.resources.filter((each) => each.type === 'aws_networkfirewall_firewall_policy');
  if (groups.length === 0 && policies.length === 0) return null;
  return {
    groups: groups.map((group) => groupDocument(plan, group)),
    policies: policies.map((policy) => policyDocument(plan, policy, groups)),
  };
}

/** How Terraform's names become the API's, where taking out the underscores is not all. */
const apiNames: Readonly<Record<string, string>> = {
  ip_sets: 'IPSets',
  ip_set: 'IPSet',
  ip_set_references: 'IPSetReferences',
  ip_set_reference: 'IPSetReference',
  tcp_flag: 'TCPFlags',
  stateful_rule: 'StatefulRules',
  rule_option: 'RuleOptions',
  source: 'Sources',
  destination: 'Destinations',
  source_port: 'SourcePorts',
  destination_port: 'DestinationPorts',
  stateless_rule: 'StatelessRules',
  custom_action: 'CustomActions',
  stateless_custom_action: 'StatelessCustomActions',
  stateful_rule_group_reference: 'StatefulRuleGroupReferences',
  stateless_rule_group_reference: 'StatelessRuleGroupReferences',
  tls_inspection_configuration_arn: 'TLSInspectionConfigurationArn',
};

/** Blocks that Terraform writes as a list of at most one, and the API as an object. */
const single = new Set([
  ...['rule_group', 'rule_variables', 'rules_source', 'rules_source_list', 'stateful_rule_options', 'header'],
  ...['stateless_rules_and_custom_actions', 'rule_definition', 'match_attributes', 'reference_sets'],
  ...[
    'firewall_policy',
    'stateful_engine_options',
    'policy_variables',
    'ip_set',
    'port_set',
    'ip_set_reference',
  ],
  ...['override', 'flow_timeouts', 'action_definition', 'publish_metric_action'],
]);

/** Blocks with a `key` each, which the API writes as an object by that key. */
const keyed: Readonly<Record<string, readonly string[]>> = {
  ip_sets: ['ip_set'],
  port_sets: ['port_set'],
  ip_set_references: ['ip_set_reference'],
};

/** Words of 5-tuple headers are not lists, though the same words are elsewhere. */
const inHeader: Readonly<Record<string, string>> = {
  ...{ source: 'Source', destination: 'Destination' },
  ...{ source_port: 'SourcePort', destination_port: 'DestinationPort' },
};

function apiName(name: string, within: string): string {
  if (within === 'header' && inHeader[name] !== undefined) return inHeader[name];
  const known = apiNames[name];
  return known ?? name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function convert(value: unknown, within: string): Json {
  if (Array.isArray(value)) return value.map((item) => convert(item, within));
  if (typeof value !== 'object' || value === null) return value as Json;
  const members: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(value)) {
    const empty = inner === null || inner === '' || (Array.isArray(inner) && inner.length === 0);
    if (empty) continue;
    members[apiName(name, within)] = convertMember(name, inner);
  }
  return members;
}

function convertMember(name: string, inner: unknown): Json {
  const parts = keyed[name];
  if (parts !== undefined && Array.isArray(inner)) {
    const part = parts[0] ?? '';
    return Object.fromEntries(inner.map((each) => [String(each.key), convert(each[part]?.[0] ?? {}, part)]));
  }
  if (single.has(name) && Array.isArray(inner)) return convert(inner[0] ?? {}, name);
  return convert(inner, name);
}

function groupDocument(plan: TerraformPlan, group: PlannedResource): ApiDocument {
  const { values, address } = group;
  for (const attribute of ['rule_group', 'rules']) {
    if (isUnknown(group.unknown, attribute)) refuseUnknown(plan.document, values.span, address, attribute);
  }
  const rules = values.text('rules');
  const body =
    rules === null
      ? convertMember('rule_group', plain(values).rule_group)
      : { RulesSource: { RulesString: rules } };
  return {
    resource: group,
    body: {
      RuleGroup: body,
      RuleGroupResponse: { RuleGroupName: values.text('name') ?? address, RuleGroupArn: arnOf(group) },
    },
  };
}

/** The ARN, or for a group that is yet to be made the address, by which its policy is given it below. */
function arnOf({ values, address }: PlannedResource): string {
  return values.text('arn') ?? address;
}

function policyDocument(
  plan: TerraformPlan,
  policy: PlannedResource,
  groups: readonly PlannedResource[],
): ApiDocument {
  const { values, address } = policy;
  const whole = convertMember('firewall_policy', plain(values).firewall_policy) as Record<string, Json>;
  const referred = (policy.references.get('firewall_policy') ?? []).map((each) =>
    each.replace(/\.(?:arn|id)$/, ''),
  );
  const known = groups.filter((group) => referred.includes(withoutKeys(group.address)));
  // References stand in the order in which the configuration names them; each that is not known yet takes the next.
  const open = [...known].sort(
    (a, b) => referred.indexOf(withoutKeys(a.address)) - referred.indexOf(withoutKeys(b.address)),
  );
  for (const member of ['StatefulRuleGroupReferences', 'StatelessRuleGroupReferences']) {
    const stateful = member.startsWith('Stateful');
    const references = (whole[member] ?? []) as readonly Record<string, Json>[];
    whole[member] = references.map((reference) => {
      if (typeof reference.ResourceArn === 'string') return reference;
      const at = open.findIndex((group) => (group.values.text('type') === 'STATEFUL') === stateful);
      const [group] = at < 0 ? [] : open.splice(at, 1);
      if (group === undefined) refuseUnknown(plan.document, values.span, address, member);
      return { ...reference, ResourceArn: group === undefined ? '' : arnOf(group) };
    });
  }
  return {
    resource: policy,
    body: {
      FirewallPolicy: whole,
      FirewallPolicyResponse: { FirewallPolicyName: values.text('name') ?? address },
    },
  };
}

/** The values as they are, without places. */
function plain(values: Members): Record<string, unknown> {
  const document: RuleDocument = values.document;
  const parsed: unknown = JSON.parse(document.text.slice(values.span.start, values.span.end));
  return parsed as Record<string, unknown>;
}
