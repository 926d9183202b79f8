import { formatPrefix } from '../../net/index.js';
import { printJson } from '../cloudformation.js';
import type { Drafted, GeneratedFile } from '../types.js';
import type { AclDraft } from './draft.js';

/**
 * The input of `aws ec2 create-network-acl`, and one line of JSON for each `create-network-acl-entry`, to which
 * `--network-acl-id` is added (EC2 API).
 */
export function aclsAsCli({ drafts }: Drafted<AclDraft>): GeneratedFile[] {
  return drafts.flatMap((draft) => [
    {
      path: `create-network-acl.${draft.name}.json`,
      text: printJson({
        VpcId: draft.vpcId,
        TagSpecifications: [{ ResourceType: 'network-acl', Tags: [{ Key: 'Name', Value: draft.name }] }],
      }),
    },
    {
      path: `create-network-acl-entry.${draft.name}.ndjson`,
      text: draft.entries.map((entry) => `${JSON.stringify(input(entry))}\n`).join(''),
    },
  ]);
}

function input({ number, egress, protocol, prefix, ports }: AclDraft['entries'][number]) {
  return {
    RuleNumber: number,
    Egress: egress,
    Protocol: protocol === null ? '-1' : String(protocol),
    RuleAction: 'allow',
    CidrBlock: prefix.family === 4 ? formatPrefix(prefix) : undefined,
    Ipv6CidrBlock: prefix.family === 6 ? formatPrefix(prefix) : undefined,
    PortRange: ports === null ? undefined : { From: ports.from, To: ports.to },
    IcmpTypeCode: protocol === 1 || protocol === 58 ? { Type: -1, Code: -1 } : undefined,
  };
}
