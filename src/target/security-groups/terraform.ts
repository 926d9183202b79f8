import { type HclBlock, type HclValue, printHcl } from '../hcl.js';
import { terraformLabel, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile } from '../types.js';
import type { GroupDraft, GroupRule } from './draft.js';

/**
 * One `aws_vpc_security_group_egress_rule` for each rule, which leaves the group's other rules and its ingress alone
 * (Terraform AWS provider).
 */
export function groupsAsTerraform({ drafts, notes }: Drafted<GroupDraft>): GeneratedFile[] {
  const labels = uniqueNames(
    drafts.map(({ workload }) => workload),
    terraformLabel,
  );
  const blocks = drafts.flatMap((draft) => {
    const label = labels.get(draft.workload) ?? terraformLabel(draft.workload);
    return [...newGroup(draft, label), ...draft.rules.map((rule) => ruleBlock(draft, rule, label))];
  });
  return [{ path: 'security-groups.tf', text: printHcl(blocks, notes) }];
}

function newGroup({ groupId, groupName, vpcId, workload }: GroupDraft, label: string): HclBlock[] {
  if (groupId !== null) return [];
  return [
    {
      type: 'resource',
      labels: ['aws_security_group', `${label}_egress`],
      attributes: {
        name: groupName ?? undefined,
        description: `Egress of ${workload}, derived by Sluice`,
        vpc_id: vpcId ?? undefined,
      },
    },
  ];
}

function ruleBlock({ groupId }: GroupDraft, rule: GroupRule, label: string): HclBlock {
  const group: HclValue = groupId ?? { reference: `aws_security_group.${label}_egress.id` };
  const { kind, value } = rule.peer;
  return {
    type: 'resource',
    labels: ['aws_vpc_security_group_egress_rule', `${label}_${rule.rule}`],
    attributes: {
      security_group_id: group,
      description: rule.description,
      ip_protocol: rule.ipProtocol,
      from_port: rule.fromPort ?? undefined,
      to_port: rule.toPort ?? undefined,
      cidr_ipv4: kind === 'ipv4' ? value : undefined,
      cidr_ipv6: kind === 'ipv6' ? value : undefined,
      prefix_list_id: kind === 'prefix-list' ? value : undefined,
      referenced_security_group_id: kind === 'security-group' ? value : undefined,
    },
  };
}
