import { formatPrefix } from '../../net/index.js';
import { type HclBlock, printHcl } from '../hcl.js';
import { terraformLabel, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile } from '../types.js';
import type { AclDraft } from './draft.js';
import type { AclEntry } from './entries.js';

/** `aws_network_acl` without `subnet_ids`, and an `aws_network_acl_rule` for each entry (Terraform AWS provider). */
export function aclsAsTerraform({ drafts, notes }: Drafted<AclDraft>): GeneratedFile[] {
  const labels = uniqueNames(
    drafts.map(({ name }) => name),
    terraformLabel,
  );
  const blocks = drafts.flatMap((draft) => {
    const label = labels.get(draft.name) ?? terraformLabel(draft.name);
    return [acl(draft, label), ...draft.entries.map((entry) => rule(entry, label))];
  });
  return [{ path: 'network-acls.tf', text: printHcl(blocks, notes) }];
}

function acl({ vpcId, name, subnetIds }: AclDraft, label: string): HclBlock {
  return {
    type: 'resource',
    labels: ['aws_network_acl', label],
    comment: `For ${subnetIds.join(', ')}: associate it when the entries are in place.`,
    attributes: { vpc_id: vpcId, tags: { object: { Name: name } } },
  };
}

function rule(
  { number, egress, protocol, prefix, ports, rule: id, note }: AclEntry,
  label: string,
): HclBlock {
  const isIcmp = protocol === 1 || protocol === 58;
  return {
    type: 'resource',
    labels: ['aws_network_acl_rule', `${label}_${egress ? 'out' : 'in'}_${number}`],
    comment: id === null ? note : `${id} ${note}`,
    attributes: {
      network_acl_id: { reference: `aws_network_acl.${label}.id` },
      rule_number: number,
      egress,
      protocol: protocol === null ? '-1' : String(protocol),
      rule_action: 'allow',
      cidr_block: prefix.family === 4 ? formatPrefix(prefix) : undefined,
      ipv6_cidr_block: prefix.family === 6 ? formatPrefix(prefix) : undefined,
      from_port: ports?.from,
      to_port: ports?.to,
      icmp_type: isIcmp ? -1 : undefined,
      icmp_code: isIcmp ? -1 : undefined,
    },
  };
}
