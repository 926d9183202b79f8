import { type JsonValue, type Resource, templates } from '../cloudformation.js';
import { logicalId, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile } from '../types.js';
import type { GroupDraft, GroupRule } from './draft.js';

/**
 * Rules for a group that exists are `AWS::EC2::SecurityGroupEgress`; a new group carries them inline, because a group
 * without any gets the default rule that allows everything (CloudFormation reference, AWS::EC2::SecurityGroup).
 */
export function groupsAsCloudFormation({ drafts, notes }: Drafted<GroupDraft>): GeneratedFile[] {
  const ids = uniqueNames(
    drafts.map(({ workload }) => workload),
    logicalId,
  );
  const resources = drafts.flatMap((draft) => {
    const id = ids.get(draft.workload) ?? logicalId(draft.workload);
    return draft.groupId === null
      ? [newGroup(draft, id)]
      : draft.rules.map((rule) => ruleOf(draft.groupId, rule, id));
  });
  return templates('security-groups', resources, notes);
}

/** A rule to the host itself, which carries nothing: AWS's way of saying that nothing is allowed. */
const nothing = {
  IpProtocol: '-1',
  CidrIp: '127.0.0.1/32',
  Description: 'sluice: nothing is allowed; takes the place of the default rule',
};

function newGroup(draft: GroupDraft, id: string): readonly [string, Resource] {
  const rules = draft.rules.map(properties);
  return [
    `${id}Egress`,
    {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupName: draft.groupName ?? undefined,
        GroupDescription: `Egress of ${draft.workload}, derived by Sluice`,
        VpcId: draft.vpcId ?? undefined,
        SecurityGroupEgress: rules.length > 0 ? rules : [nothing],
      },
    },
  ];
}

function ruleOf(groupId: string | null, rule: GroupRule, id: string): readonly [string, Resource] {
  return [
    `${id}${rule.rule.toUpperCase()}`,
    { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: groupId, ...properties(rule) } },
  ];
}

function properties({ ipProtocol, fromPort, toPort, peer, description }: GroupRule): {
  [key: string]: JsonValue | undefined;
} {
  const { kind, value } = peer;
  return {
    IpProtocol: ipProtocol,
    FromPort: fromPort ?? undefined,
    ToPort: toPort ?? undefined,
    CidrIp: kind === 'ipv4' ? value : undefined,
    CidrIpv6: kind === 'ipv6' ? value : undefined,
    DestinationPrefixListId: kind === 'prefix-list' ? value : undefined,
    DestinationSecurityGroupId: kind === 'security-group' ? value : undefined,
    Description: description,
  };
}
