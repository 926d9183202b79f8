import { printJson } from '../cloudformation.js';
import type { Drafted, GeneratedFile, TargetContext } from '../types.js';
import { homeNet } from './cloudformation.js';
import type { FirewallDraft } from './draft.js';
import { capacityOf, defaultActions, forward, ruleGroupJson, ruleOrder } from './rule-group.js';

/**
 * The input of `aws network-firewall create-rule-group` for each group, and of `create-firewall-policy` when account
 * and region are known: its references are ARNs, and without them it would pass nothing (Network Firewall API).
 */
export function firewallAsCli({ drafts }: Drafted<FirewallDraft>, context: TargetContext): GeneratedFile[] {
  const { options, account, region } = context;
  const files = drafts.map((draft) => ({
    path: `create-rule-group.${draft.name}.json`,
    text: printJson({
      RuleGroupName: draft.name,
      Type: 'STATEFUL',
      Capacity: capacityOf(draft),
      Description: 'Egress derived by Sluice',
      RuleGroup: ruleGroupJson(draft, options),
    }),
  }));
  if (account === null || region === null) return files;
  const arn = (name: string) =>
    `arn:${partition(region)}:network-firewall:${region}:${account}:stateful-rulegroup/${name}`;
  const references = drafts.map(({ name }, index) => ({
    ResourceArn: arn(name),
    Priority: options.firewallOrder === 'strict' ? (index + 1) * 100 : undefined,
  }));
  const actions = defaultActions(drafts, options);
  const policy = {
    FirewallPolicyName: 'sluice-egress',
    FirewallPolicy: {
      StatelessDefaultActions: forward,
      StatelessFragmentDefaultActions: forward,
      StatefulRuleGroupReferences: references,
      StatefulDefaultActions: actions.length > 0 ? actions : undefined,
      StatefulEngineOptions: { RuleOrder: ruleOrder(options) },
      PolicyVariables: { RuleVariables: { HOME_NET: { Definition: homeNet(drafts) } } },
    },
  };
  return [...files, { path: 'create-firewall-policy.json', text: printJson(policy) }];
}

/** Names of resources begin with the partition of their Region (AWS General Reference, ARNs). */
function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
