import { type HclBlock, printHcl } from '../hcl.js';
import { terraformLabel, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile, TargetContext, TargetOptions } from '../types.js';
import { homeNet } from './cloudformation.js';
import type { FirewallDraft } from './draft.js';
import { capacityOf, defaultActions, forward, ipSets, ruleOrder, statefulRules } from './rule-group.js';
import { suricataText } from './suricata.js';

export function firewallAsTerraform(
  { drafts, notes }: Drafted<FirewallDraft>,
  { options }: TargetContext,
): GeneratedFile[] {
  const labels = uniqueNames(
    drafts.map(({ name }) => name),
    terraformLabel,
  );
  const labelOf = ({ name }: FirewallDraft) => labels.get(name) ?? terraformLabel(name);
  const blocks = [
    ...drafts.map((draft) => group(draft, labelOf(draft), options)),
    policy(drafts, labelOf, options),
  ];
  return [{ path: 'network-firewall.tf', text: printHcl(blocks, notes) }];
}

function group(draft: FirewallDraft, label: string, options: TargetOptions): HclBlock {
  return {
    type: 'resource',
    labels: ['aws_networkfirewall_rule_group', label],
    attributes: {
      name: draft.name,
      description: 'Egress derived by Sluice',
      type: 'STATEFUL',
      capacity: capacityOf(draft),
    },
    blocks: [
      {
        type: 'rule_group',
        blocks: [
          {
            type: 'rule_variables',
            blocks: ipSets(draft, options).map(([key, definition]) => ({
              type: 'ip_sets',
              attributes: { key },
              blocks: [{ type: 'ip_set', attributes: { definition } }],
            })),
          },
          source(draft, options),
          { type: 'stateful_rule_options', attributes: { rule_order: ruleOrder(options) } },
        ],
      },
    ],
  };
}

function source({ content }: FirewallDraft, options: TargetOptions): HclBlock {
  if (content.kind === 'domains') {
    const attributes = {
      generated_rules_type: 'ALLOWLIST',
      target_types: [content.type],
      targets: content.targets,
    };
    return { type: 'rules_source', blocks: [{ type: 'rules_source_list', attributes }] };
  }
  if (options.firewallRules === 'suricata') {
    const heredoc = suricataText(content.rules, options.firewallMode);
    return { type: 'rules_source', attributes: { rules_string: { heredoc } } };
  }
  return {
    type: 'rules_source',
    blocks: statefulRules(content.rules, options).map((rule) => ({
      type: 'stateful_rule',
      attributes: { action: rule.action },
      blocks: [
        {
          type: 'header',
          attributes: {
            protocol: rule.protocol,
            source: rule.source,
            source_port: 'ANY',
            direction: 'FORWARD',
            destination: rule.destination,
            destination_port: rule.ports,
          },
        },
        ...rule.options.map(([keyword, ...settings]) => ({
          type: 'rule_option',
          attributes: { keyword, settings: settings.length > 0 ? settings : undefined },
        })),
      ],
    })),
  };
}

function policy(
  drafts: readonly FirewallDraft[],
  labelOf: (draft: FirewallDraft) => string,
  options: TargetOptions,
): HclBlock {
  const actions = defaultActions(drafts, options);
  const home = homeNet(drafts);
  const variables: HclBlock = {
    type: 'policy_variables',
    blocks: [
      {
        type: 'rule_variables',
        attributes: { key: 'HOME_NET' },
        blocks: [{ type: 'ip_set', attributes: { definition: home } }],
      },
    ],
  };
  return {
    type: 'resource',
    labels: ['aws_networkfirewall_firewall_policy', 'sluice_egress'],
    attributes: { name: 'sluice-egress' },
    blocks: [
      {
        type: 'firewall_policy',
        attributes: {
          stateless_default_actions: forward,
          stateless_fragment_default_actions: forward,
          stateful_default_actions: actions.length > 0 ? actions : undefined,
        },
        blocks: [
          { type: 'stateful_engine_options', attributes: { rule_order: ruleOrder(options) } },
          ...drafts.map((draft, index) => ({
            type: 'stateful_rule_group_reference',
            attributes: {
              priority: options.firewallOrder === 'strict' ? (index + 1) * 100 : undefined,
              resource_arn: { reference: `aws_networkfirewall_rule_group.${labelOf(draft)}.arn` },
            },
          })),
          ...(home.length > 0 ? [variables] : []),
        ],
      },
    ],
  };
}
