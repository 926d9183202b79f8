import { type JsonValue, printJson } from '../cloudformation.js';
import { hyphenName, uniqueNames } from '../names.js';
import type { Drafted, GeneratedFile } from '../types.js';
import type { GroupDraft, GroupRule } from './draft.js';

/**
 * The input of `aws ec2 authorize-security-group-egress --cli-input-json file://…` for each group, and of
 * `create-security-group` for new ones, whose id is then given as `--group-id` (EC2 API).
 */
export function groupsAsCli({ drafts }: Drafted<GroupDraft>): GeneratedFile[] {
  const names = uniqueNames(
    drafts.map(({ workload }) => workload),
    hyphenName,
  );
  return drafts.flatMap((draft) => {
    const name = names.get(draft.workload) ?? hyphenName(draft.workload);
    const files: GeneratedFile[] = [];
    if (draft.groupId === null) {
      const create = {
        GroupName: draft.groupName ?? undefined,
        Description: `Egress of ${draft.workload}, derived by Sluice`,
        VpcId: draft.vpcId ?? undefined,
      };
      files.push({ path: `create-security-group.${name}.json`, text: printJson(create) });
    }
    if (draft.rules.length > 0) {
      const authorize = {
        GroupId: draft.groupId ?? undefined,
        IpPermissions: permissions(draft.rules),
      };
      files.push({ path: `authorize-security-group-egress.${name}.json`, text: printJson(authorize) });
    }
    return files;
  });
}

/** Rules of the same protocol and ports in one permission, as EC2 describes them. */
function permissions(rules: readonly GroupRule[]): JsonValue[] {
  const groups = new Map<string, GroupRule[]>();
  for (const rule of rules) {
    const key = `${rule.ipProtocol} ${rule.fromPort} ${rule.toPort}`;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()].map((members) => {
    const [first] = members;
    const ranges = (kind: GroupRule['peer']['kind'], key: string) => {
      const found = members.filter((rule) => rule.peer.kind === kind);
      return found.length === 0
        ? undefined
        : found.map((rule) => ({ [key]: rule.peer.value, Description: rule.description }));
    };
    return {
      IpProtocol: first?.ipProtocol,
      FromPort: first?.fromPort ?? undefined,
      ToPort: first?.toPort ?? undefined,
      IpRanges: ranges('ipv4', 'CidrIp'),
      Ipv6Ranges: ranges('ipv6', 'CidrIpv6'),
      PrefixListIds: ranges('prefix-list', 'PrefixListId'),
      UserIdGroupPairs: ranges('security-group', 'GroupId'),
    };
  });
}
