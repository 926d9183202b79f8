import { formatPrefix } from '../../net/index.js';
import { type Resource, templates } from '../cloudformation.js';
import { logicalId, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile, TargetContext } from '../types.js';
import type { FirewallDraft } from './draft.js';
import { capacityOf, defaultActions, forward, ruleGroupJson, ruleOrder } from './rule-group.js';

export function firewallAsCloudFormation(
  { drafts, notes }: Drafted<FirewallDraft>,
  context: TargetContext,
): GeneratedFile[] {
  const { options } = context;
  const ids = uniqueNames(
    drafts.map(({ name }) => name),
    logicalId,
  );
  const idOf = ({ name }: FirewallDraft) => ids.get(name) ?? logicalId(name);
  const groups = drafts.map((draft): readonly [string, Resource] => [
    idOf(draft),
    {
      Type: 'AWS::NetworkFirewall::RuleGroup',
      Properties: {
        RuleGroupName: draft.name,
        Type: 'STATEFUL',
        Capacity: capacityOf(draft),
        Description: 'Egress derived by Sluice',
        RuleGroup: ruleGroupJson(draft, options),
      },
    },
  ]);
  const references = drafts.map((draft, index) => ({
    ResourceArn: { Ref: idOf(draft) },
    Priority: options.firewallOrder === 'strict' ? (index + 1) * 100 : undefined,
  }));
  return templates(
    'network-firewall',
    [...groups, ['SluiceEgressPolicy', policy(drafts, references, context)]],
    notes,
  );
}

function policy(
  drafts: readonly FirewallDraft[],
  references: readonly { ResourceArn: { Ref: string }; Priority: number | undefined }[],
  { options }: TargetContext,
): Resource {
  const actions = defaultActions(drafts, options);
  const home = homeNet(drafts);
  return {
    Type: 'AWS::NetworkFirewall::FirewallPolicy',
    Properties: {
      FirewallPolicyName: 'sluice-egress',
      FirewallPolicy: {
        StatelessDefaultActions: forward,
        StatelessFragmentDefaultActions: forward,
        StatefulRuleGroupReferences: references,
        StatefulDefaultActions: actions.length > 0 ? actions : undefined,
        StatefulEngineOptions: { RuleOrder: ruleOrder(options) },
        PolicyVariables: home.length > 0 ? { RuleVariables: { HOME_NET: { Definition: home } } } : undefined,
      },
    },
  };
}

/** The VPC's prefixes, which the first group carries too; domain lists carry their workload's addresses instead. */
export function homeNet(drafts: readonly FirewallDraft[]): string[] {
  const prefixes = drafts.flatMap(({ sets }) => sets.get('HOME_NET') ?? []);
  return [...new Set(prefixes.map(formatPrefix))];
}
