import { formatPrefix } from '../../net/index.js';
import { type Resource, templates } from '../cloudformation.js';
import { logicalId, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile } from '../types.js';
import type { AclDraft } from './draft.js';
import type { AclEntry } from './entries.js';

/** `Protocol` is an integer here, and ICMP stands under `Icmp` (CloudFormation reference, AWS::EC2::NetworkAclEntry). */
export function aclsAsCloudFormation({ drafts, notes }: Drafted<AclDraft>): GeneratedFile[] {
  const ids = uniqueNames(
    drafts.map(({ name }) => name),
    logicalId,
  );
  const associate = drafts.map((draft) => `${draft.name} is for ${draft.subnetIds.join(', ')}.`);
  const resources = drafts.flatMap((draft) => {
    const id = ids.get(draft.name) ?? logicalId(draft.name);
    return [acl(draft, id), ...draft.entries.map((entry) => entryOf(entry, id))];
  });
  return templates('network-acls', resources, [...notes, ...associate]);
}

function acl({ vpcId, name }: AclDraft, id: string): readonly [string, Resource] {
  return [
    id,
    { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: vpcId, Tags: [{ Key: 'Name', Value: name }] } },
  ];
}

function entryOf(entry: AclEntry, id: string): readonly [string, Resource] {
  const { number, egress, protocol, prefix, ports } = entry;
  return [
    `${id}${egress ? 'Out' : 'In'}${number}`,
    {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: {
        NetworkAclId: { Ref: id },
        RuleNumber: number,
        Egress: egress,
        Protocol: protocol ?? -1,
        RuleAction: 'allow',
        CidrBlock: prefix.family === 4 ? formatPrefix(prefix) : undefined,
        Ipv6CidrBlock: prefix.family === 6 ? formatPrefix(prefix) : undefined,
        PortRange: ports === null ? undefined : { From: ports.from, To: ports.to },
        Icmp: protocol === 1 || protocol === 58 ? { Type: -1, Code: -1 } : undefined,
      },
    },
  ];
}
