import type { Span } from '../../base/index.js';
import { type AddressSet, unknownSet } from '../address-set.js';
import type { Members } from '../document/members.js';
import type { World } from '../world.js';
import { buildRule, buildRules, offsetsIn, type RuleGroupContext } from './build-rules.js';
import { domainRules } from './domain-list.js';
import type { RuleOrder, StatefulRule, StatelessRule } from './model.js';
import { readStatelessRules } from './read-stateless.js';
import type { Word } from './suricata-text.js';
import { complement, readAddresses, readPorts, type Variables } from './variables.js';

/** A rule group as `describe-rule-group` prints it, before a policy says how its rules are evaluated. */
export interface GroupDocument {
  readonly name: string;
  readonly arn: string | null;
  readonly stateful: boolean;
  /** What its options say; null when they say nothing. */
  readonly order: RuleOrder | null;
  readonly body: Members;
}

/** What the policy gives to the groups that it refers to. */
export interface GroupSetting {
  readonly order: RuleOrder;
  /** `HOME_NET` where the group defines none: the policy's, else the VPC's own prefixes. */
  readonly homeNet: AddressSet;
  readonly world: World;
}

const groupMembers = [
  'RuleVariables',
  'ReferenceSets',
  'RulesSource',
  'StatefulRuleOptions',
  'SummaryConfiguration',
];
const sources = [
  'RulesString',
  'RulesSourceList',
  'StatefulRules',
  'StatelessRulesAndCustomActions',
] as const;

/** The group in a document of `describe-rule-group`, or in what `create-rule-group --rule-group` takes. */
export function readGroupDocument(root: Members, file: string): GroupDocument | undefined {
  const described = root.child('RuleGroup');
  const body = described ?? root;
  const response = root.child('RuleGroupResponse');
  body.only('a rule group', ...groupMembers);
  const source = body.child('RulesSource');
  if (source === undefined) {
    root.document.refuse('rule-group-without-rules', body.span, 'The rule group has no `RulesSource`.');
    return undefined;
  }
  const options = body.child('StatefulRuleOptions');
  return {
    name: response?.text('RuleGroupName') ?? file,
    arn: response?.text('RuleGroupArn') ?? null,
    stateful: !source.has('StatelessRulesAndCustomActions'),
    order: options === undefined ? null : readOrder(options),
    body,
  };
}

export function readOrder(options: Members): RuleOrder {
  const text = options.text('RuleOrder') ?? 'DEFAULT_ACTION_ORDER';
  if (text !== 'DEFAULT_ACTION_ORDER' && text !== 'STRICT_ORDER') {
    options.wrong(options.spanOf('RuleOrder'), '`DEFAULT_ACTION_ORDER` or `STRICT_ORDER`');
  }
  return text === 'STRICT_ORDER' ? 'strict' : 'default';
}

export interface GroupRulesRead {
  readonly stateful: readonly StatefulRule[];
  readonly stateless: readonly StatelessRule[];
}

/** The rules of a group, in the order of its text. */
export function readGroupRules(group: GroupDocument, setting: GroupSetting): GroupRulesRead {
  const { body, name } = group;
  const { document } = body;
  const source = body.child('RulesSource');
  if (source === undefined) return { stateful: [], stateless: [] };
  source.only('`RulesSource`', ...sources);
  const context: RuleGroupContext = {
    group: name,
    variables: readVariables(body, setting),
    placeOf: (offset) => document.place(offset),
    refuse: (...refusal) => document.refuse(...refusal),
    sids: new Map(),
  };
  const stateless = source.child('StatelessRulesAndCustomActions');
  return {
    stateful: [
      ...rulesString(source, context),
      ...source.objects('StatefulRules').flatMap((rule) => readStatefulRule(rule, context) ?? []),
      ...domainRules(source, context, setting.order),
    ],
    stateless: stateless === undefined ? [] : readStatelessRules(stateless, name),
  };
}

function rulesString(source: Members, context: RuleGroupContext): StatefulRule[] {
  const text = source.text('RulesString');
  if (text === null) return [];
  const offsetOf = offsetsIn(source.document, source.spanOf('RulesString').start);
  return buildRules(text, {
    ...context,
    placeOf: (offset) => context.placeOf(offsetOf(offset)),
    refuse: (code, span, message, help) =>
      context.refuse(code, { start: offsetOf(span.start), end: offsetOf(span.end) }, message, help),
  });
}

function readVariables(body: Members, { homeNet, world }: GroupSetting): Variables {
  const variables = body.child('RuleVariables');
  variables?.only('`RuleVariables`', 'IPSets', 'PortSets');
  const { document } = body;
  const refuse: RuleGroupContext['refuse'] = (...refusal) => document.refuse(...refusal);
  const known = {
    ipSets: new Map<string, AddressSet>([
      ['HOME_NET', homeNet],
      ['EXTERNAL_NET', complement(homeNet)],
    ]),
    portSets: new Map<string, NonNullable<ReturnType<typeof readPorts>>>(),
    references: readReferences(body, world),
  };
  const lists = (member: string) => {
    const sets = variables?.child(member);
    return (sets?.names() ?? []).flatMap((name) => {
      const set = sets?.child(name);
      return set === undefined ? [] : [{ name, word: bracketed(set.texts('Definition'), set.span) }];
    });
  };
  for (const { name, word } of lists('IPSets')) {
    const set = readAddresses(word, known, refuse);
    if (set !== undefined) known.ipSets.set(name, set);
  }
  for (const { name, word } of lists('PortSets')) {
    const set = readPorts(word, known, refuse);
    if (set !== undefined) known.portSets.set(name, set);
  }
  return known;
}

/** A definition is a list of what a rule may also write in brackets. */
function bracketed(items: readonly { readonly value: string }[], span: Span): Word {
  return { text: `[${items.map(({ value }) => value).join(',')}]`, span };
}

/** An IP set reference to a prefix list has its entries; anything else has entries that nobody described. */
function readReferences(body: Members, world: World): Map<string, AddressSet> {
  const references = body.child('ReferenceSets')?.child('IPSetReferences');
  return new Map(
    (references?.names() ?? []).map((name) => {
      const arn = references?.child(name)?.text('ReferenceArn') ?? '';
      const list = /prefix-list\/(pl-[0-9a-f]+)$/.exec(arn)?.[1];
      return [name, list === undefined ? unknownSet('reference-set') : world.prefixListEntries(list)];
    }),
  );
}

/** One element of `StatefulRules` (API, StatefulRule). */
function readStatefulRule(rule: Members, context: RuleGroupContext): StatefulRule | undefined {
  rule.only('a stateful rule', 'Action', 'Header', 'RuleOptions');
  const header = rule.child('Header');
  header?.only('`Header`', ...headerMembers);
  const word = (from: Members | undefined, member: string): Word | undefined => {
    const text = from?.text(member) ?? null;
    if (text !== null && from !== undefined) return { text, span: from.spanOf(member) };
    context.refuse(
      'policy-wrong-member',
      from?.span ?? rule.span,
      `\`${member}\` is missing in a stateful rule.`,
    );
    return undefined;
  };
  const [protocol, source, sourcePort, direction, destination, destinationPort] = headerMembers.map(
    (member) => word(header, member),
  );
  const action = word(rule, 'Action');
  if (!action || !protocol || !source || !sourcePort || !direction || !destination || !destinationPort)
    return undefined;
  const arrow = { FORWARD: '->', ANY: '<>' }[direction.text] ?? direction.text;
  const text = {
    ...{ span: rule.span, action, protocol, source, sourcePort, destination, destinationPort },
    direction: { text: arrow, span: direction.span },
    options: rule.objects('RuleOptions').flatMap((option) => readOption(option) ?? []),
  };
  const words = [action, protocol, source, sourcePort].map((each) => each.text);
  const line = `${words.join(' ')} ${arrow} ${destination.text} ${destinationPort.text} (`.toLowerCase();
  return buildRule(text, line, context);
}

const headerMembers = ['Protocol', 'Source', 'SourcePort', 'Direction', 'Destination', 'DestinationPort'];

/** `{ "Keyword": "sid:1" }`, or the keyword and its settings apart. */
function readOption(option: Members) {
  option.only('a rule option', 'Keyword', 'Settings');
  const text = option.text('Keyword');
  if (text === null) {
    option.document.refuse('policy-wrong-member', option.span, '`Keyword` is missing in a rule option.');
    return undefined;
  }
  const span = option.spanOf('Keyword');
  const settings = option.texts('Settings').map((each) => each.value);
  const [keyword = '', ...rest] = text.split(':');
  const value = rest.length > 0 ? rest.join(':') : settings.join(',');
  return {
    keyword: { text: keyword.trim(), span },
    value: value === '' ? null : { text: value.trim(), span },
  };
}
