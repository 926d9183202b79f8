import { type AddressSet, prefixSet } from '../address-set.js';
import type { Members, RuleDocument } from '../document/members.js';
import { prefixesOf, type World } from '../world.js';
import type { Firewall, RuleOrder, StatefulRule, StatelessRule } from './model.js';
import {
  type GroupDocument,
  type GroupSetting,
  readGroupDocument,
  readGroupRules,
  readOrder,
} from './read-group.js';
import { readActions } from './read-stateless.js';
import { inEvaluationOrder } from './stateful.js';
import { readAddresses } from './variables.js';

/** A policy as it stands in a document. */
interface PolicyDocument {
  readonly name: string;
  readonly body: Members;
}

export interface FirewallReading {
  /** Undefined when something was refused; the documents' diagnostics say what. */
  readonly firewall: Firewall | undefined;
  readonly notes: readonly string[];
}

/** What a firewall is read against. */
export interface FirewallSurroundings {
  /** The VPC's own prefixes, the home net where nobody says another. */
  readonly ownPrefixes: readonly string[];
  readonly world: World;
}

/**
 * One firewall from the output of `aws network-firewall describe-firewall-policy` and `describe-rule-group`. Without a
 * policy the groups are evaluated in their own order, after stateless rules that forward everything, without a default.
 */
export function readFirewall(
  documents: readonly RuleDocument[],
  around: FirewallSurroundings,
): FirewallReading {
  const policies: PolicyDocument[] = [];
  const groups: GroupDocument[] = [];
  for (const document of documents) {
    const root = document.root();
    const policy = root?.child('FirewallPolicy');
    if (root === undefined) continue;
    if (policy === undefined) {
      const group = readGroupDocument(root, document.name);
      if (group !== undefined) groups.push(group);
    } else {
      const name = root.child('FirewallPolicyResponse')?.text('FirewallPolicyName') ?? document.name;
      policies.push({ name, body: policy });
    }
  }
  const [policy, second] = policies;
  if (second !== undefined) {
    second.body.document.refuse(
      'firewall-two-policies',
      second.body.span,
      'A second firewall policy stands here; a replay tries one.',
    );
  }
  const reading = policy === undefined ? withoutPolicy(groups, around) : withPolicy(policy, groups, around);
  const refused = documents.some((document) => document.diagnostics.length > 0);
  return refused ? { ...reading, firewall: undefined } : reading;
}

function withoutPolicy(groups: readonly GroupDocument[], around: FirewallSurroundings): FirewallReading {
  const orders = new Set(groups.filter((group) => group.stateful).map((group) => group.order ?? 'default'));
  const order: RuleOrder = orders.has('strict') ? 'strict' : 'default';
  const [first] = groups;
  if (orders.size > 1 && first !== undefined) {
    first.body.document.refuse(
      'firewall-mixed-order',
      first.body.span,
      'The rule groups have different rule orders, and no firewall policy says which holds.',
      'add the output of aws network-firewall describe-firewall-policy',
    );
  }
  const setting = { order, homeNet: prefixSet(prefixesOf(around.ownPrefixes)), world: around.world };
  const read = groups.map((group) => readGroupRules(group, setting));
  const note =
    'No firewall policy is given: stateless traffic that no rule decides goes to the stateful rules, groups stand in the order of the files, and there is no default action.';
  const shared = {
    name: 'rule groups',
    order,
    statelessDefault: 'forward',
    fragmentDefault: 'forward',
  } as const;
  return {
    firewall: {
      ...shared,
      stateless: read.flatMap((group) => group.stateless),
      stateful: inEvaluationOrder(
        read.flatMap((group) => group.stateful),
        order,
      ),
      statefulDefault: 'none',
    },
    notes: [note],
  };
}

const policyMembers = [
  'StatelessDefaultActions',
  'StatelessFragmentDefaultActions',
  'StatelessCustomActions',
  'StatelessRuleGroupReferences',
  'StatefulRuleGroupReferences',
  'StatefulDefaultActions',
  'StatefulEngineOptions',
  'PolicyVariables',
  'TLSInspectionConfigurationArn',
  'EnableTLSSessionHolding',
];

function withPolicy(
  policy: PolicyDocument,
  groups: readonly GroupDocument[],
  around: FirewallSurroundings,
): FirewallReading {
  const { name, body } = policy;
  body.only('a firewall policy', ...policyMembers);
  const options = body.child('StatefulEngineOptions');
  const order = options === undefined ? 'default' : readOrder(options);
  const setting: GroupSetting = { order, homeNet: homeNetOf(body, around), world: around.world };
  const stateless: StatelessRule[] = [];
  const stateful: StatefulRule[] = [];
  const used = new Set<GroupDocument>();
  for (const { group } of referred(body, 'StatelessRuleGroupReferences', groups)) {
    used.add(group);
    stateless.push(...readGroupRules(group, setting).stateless);
  }
  for (const { group, override } of referred(body, 'StatefulRuleGroupReferences', groups)) {
    used.add(group);
    if (group.order !== null && group.order !== order) refuseOrder(group);
    const { stateful: rules } = readGroupRules(group, setting);
    stateful.push(...(override ? rules.map(alertInstead) : rules));
  }
  const unused = groups.filter((group) => !used.has(group)).map((group) => group.name);
  return {
    firewall: {
      name,
      order,
      stateless,
      statelessDefault: readActions(body, 'StatelessDefaultActions') ?? 'drop',
      fragmentDefault: readActions(body, 'StatelessFragmentDefaultActions') ?? 'drop',
      stateful: inEvaluationOrder(stateful, order),
      statefulDefault: statefulDefault(body),
    },
    notes:
      unused.length === 0
        ? []
        : [`The firewall policy \`${name}\` does not refer to ${unused.join(', ')}; they are not tried.`],
  };
}

function refuseOrder({ body, name }: GroupDocument): void {
  body.document.refuse(
    'firewall-mixed-order',
    body.spanOf('StatefulRuleOptions'),
    `The rule group \`${name}\` has another rule order than the firewall policy, which AWS does not take.`,
  );
}

/** Override action `DROP_TO_ALERT`: what the group drops is only reported. */
function alertInstead(rule: StatefulRule): StatefulRule {
  return rule.action === 'pass' ? rule : { ...rule, action: 'alert' };
}

/** The groups that the policy refers to, by their priority, else in the order of the list. */
function referred(body: Members, member: string, groups: readonly GroupDocument[]) {
  const references = body.objects(member).map((each, index) => {
    each.only('a reference to a rule group', 'ResourceArn', 'Priority', 'Override', 'DeepThreatInspection');
    const arn = each.text('ResourceArn') ?? '';
    const name = arn.split('/').at(-1) ?? '';
    const group =
      groups.find((known) => known.arn === arn) ??
      groups.find((known) => known.arn === null && known.name === name);
    if (group === undefined) refuseMissing(each, arn);
    return {
      group,
      index,
      priority: each.number('Priority') ?? index,
      override: each.child('Override') !== undefined,
    };
  });
  return references
    .sort((a, b) => a.priority - b.priority || a.index - b.index)
    .flatMap(({ group, override }) => (group === undefined ? [] : [{ group, override }]));
}

function refuseMissing(reference: Members, arn: string): void {
  const managed = arn.includes(':aws-managed:');
  reference.document.refuse(
    'firewall-missing-group',
    reference.spanOf('ResourceArn'),
    `The rule group \`${arn}\` is in none of the files, so what it drops is not known.`,
    managed
      ? 'AWS does not show the rules of its managed groups; take the reference out to replay the rest'
      : `add the output of: aws network-firewall describe-rule-group --rule-group-arn ${arn}`,
  );
}

function homeNetOf(body: Members, { ownPrefixes }: FirewallSurroundings): AddressSet {
  const set = body.child('PolicyVariables')?.child('RuleVariables')?.child('HOME_NET');
  if (set === undefined) return prefixSet(prefixesOf(ownPrefixes));
  const text = `[${set
    .texts('Definition')
    .map(({ value }) => value)
    .join(',')}]`;
  const none = { ipSets: new Map(), portSets: new Map(), references: new Map() };
  const read = readAddresses({ text, span: set.span }, none, (...refusal) =>
    body.document.refuse(...refusal),
  );
  return read ?? prefixSet([]);
}

/** Default actions that drop, and those that only report; the newer ones by application layer are not known here. */
const defaults: Readonly<Record<string, Firewall['statefulDefault']>> = {
  'aws:drop_strict': 'drop-strict',
  'aws:drop_established': 'drop-established',
  'aws:alert_strict': 'none',
  'aws:alert_established': 'none',
};

function statefulDefault(body: Members): Firewall['statefulDefault'] {
  let found: Firewall['statefulDefault'] = 'none';
  for (const { value, span } of body.texts('StatefulDefaultActions')) {
    const known = defaults[value];
    if (known === undefined) {
      body.document.refuse(
        'firewall-default-action',
        span,
        `The default action \`${value}\` is not known to a replay.`,
        `known are ${Object.keys(defaults).join(', ')}`,
      );
    } else if (known !== 'none' && found !== 'drop-strict') found = known;
  }
  return found;
}
