import { type Diagnostic, lineAndColumn } from '../../base/index.js';
import type { Inventory, PrefixList } from '../../inventory/index.js';
import { formatPrefix, parsePrefix } from '../../net/index.js';
import { RuleDocument } from '../document/members.js';
import { firewallLayer } from '../firewall/layer.js';
import { readFirewall } from '../firewall/read-firewall.js';
import { networkAclLayer } from '../subjects/network-acls.js';
import { securityGroupLayer } from '../subjects/security-groups.js';
import type { Layer } from '../types.js';
import { worldOf } from '../world.js';
import { type ApiDocument, plannedFirewall } from './firewalls.js';
import { plannedAclEntries } from './network-acls.js';
import {
  isUnknown,
  type PlannedResource,
  readTerraformPlan,
  refuseUnknown,
  type TerraformPlan,
} from './plan.js';
import { plannedGroups } from './security-groups.js';

export interface PlanReading {
  readonly layers: readonly Layer[];
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Resources that decide about egress too, and that a replay of a plan does not read. */
const unread = [
  ...['aws_default_security_group', 'aws_route', 'aws_route_table', 'aws_default_route_table'],
  ...['aws_vpc_security_group_rules_exclusive', 'aws_network_acl_association'],
];

/** The rules of a plan as `terraform show -json` prints it, as layers. */
export function terraformLayers(
  document: RuleDocument,
  inventory: Inventory,
  ownPrefixes: readonly string[],
): PlanReading {
  const plan = readTerraformPlan(document);
  if (plan === undefined) {
    const span = { start: 0, end: Math.min(1, document.text.length) };
    if (document.diagnostics.length === 0)
      document.refuse(
        'plan-without-values',
        span,
        'The plan has no `planned_values`.',
        'write it with: terraform show -json PLANFILE',
      );
    return { layers: [], notes: [], diagnostics: document.diagnostics };
  }
  const lists = { ...inventory, prefixLists: prefixLists(plan) };
  const around = {
    world: worldOf(inventory, lists),
    placeOf: (rule: object) => plan.places.get(rule) ?? document.name,
    places: inventory,
  };
  const groups = plannedGroups(plan, inventory);
  const entries = plannedAclEntries(plan);
  const firewall = firewallOf(plan, ownPrefixes, inventory);
  const layers = [
    ...(groups === null ? [] : [securityGroupLayer(groups, around)]),
    ...(entries === null ? [] : [networkAclLayer(entries, { ...around, whole: false })]),
    ...firewall.layers,
  ];
  const diagnostics = [...document.diagnostics, ...firewall.diagnostics];
  if (layers.length === 0 && diagnostics.length === 0) {
    document.refuse(
      'plan-without-rules',
      { start: 0, end: 1 },
      'The plan holds no rules that can be replayed.',
      'known are aws_security_group, aws_network_acl, aws_networkfirewall_rule_group and what belongs to them',
    );
    return { layers, notes: [], diagnostics: document.diagnostics };
  }
  return { layers, notes: [...firewall.notes, ...unreadNotes(plan)], diagnostics };
}

function unreadNotes(plan: TerraformPlan): string[] {
  const found = plan.resources.filter((each) => unread.includes(each.type)).map((each) => each.address);
  return found.length === 0 ? [] : [`Not read from the plan, and not tried: ${found.join(', ')}.`];
}

function prefixLists(plan: TerraformPlan): PrefixList[] {
  return plan.resources
    .filter((each) => each.type === 'aws_ec2_managed_prefix_list')
    .flatMap((list) => {
      const id = list.values.text('id');
      if (isUnknown(list.unknown, 'entry'))
        refuseUnknown(plan.document, list.values.span, list.address, 'entry');
      const prefixes = list.values.objects('entry').flatMap((entry) => {
        const prefix = parsePrefix(entry.text('cidr') ?? '');
        if (prefix === undefined) entry.wrong(entry.span, 'an entry with a CIDR block');
        return prefix === undefined ? [] : [formatPrefix(prefix)];
      });
      return id === null
        ? []
        : [{ id, name: list.values.text('name'), prefixes, entriesKnown: true, maxEntries: null }];
    });
}

function firewallOf(plan: TerraformPlan, ownPrefixes: readonly string[], inventory: Inventory): PlanReading {
  const planned = plannedFirewall(plan);
  if (planned === null) return { layers: [], notes: [], diagnostics: [] };
  const documents = [...planned.policies, ...planned.groups].map((each) => new ResourceDocument(each));
  const { firewall, notes } = readFirewall(documents, { ownPrefixes, world: worldOf(inventory) });
  const diagnostics = documents.flatMap((document) =>
    document.diagnostics.map((each) => document.placed(each)),
  );
  return { layers: firewall === undefined ? [] : [firewallLayer(firewall)], notes, diagnostics };
}

/** A resource in the words of the API: what is found in it is shown at the resource, since the text is not the user's. */
class ResourceDocument extends RuleDocument {
  readonly #resource: PlannedResource;

  constructor({ resource, body }: ApiDocument) {
    super(resource.address, JSON.stringify(body, null, 2));
    this.#resource = resource;
  }

  override place(): string {
    const { values } = this.#resource;
    return values.document.place(values.span.start);
  }

  placed({ span, ...rest }: Diagnostic): Diagnostic {
    const near =
      span === undefined ? '' : ` (near \`${this.text.slice(span.start, span.end).slice(0, 60)}\`)`;
    const { document, span: own } = this.#resource.values;
    const { line, column } = lineAndColumn(document.text, own.start);
    return {
      ...rest,
      source: `${document.name}:${line}:${column}`,
      message: `${this.name}: ${rest.message}${near}`,
    };
  }
}
