import {
  formatPortRange,
  formatPrefix,
  hasPorts,
  type PortRange,
  type Prefix,
  protocolName,
} from '../../net/index.js';
import type { EgressPolicy, WorkloadPolicy } from '../../policy/index.js';
import { addressesOf, snapshotNotes } from '../addresses.js';
import { hyphenName, servedNeeds } from '../names.js';
import type { Drafted, DraftRow, Refusal, TargetContext } from '../types.js';
import { type AclEntry, type AclWish, numbered } from './entries.js';
import { type SubnetGroup, subnetGroups } from './subnets.js';

/** A network ACL for subnets that need the same. It is associated with nothing. */
export interface AclDraft {
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly workloads: readonly string[];
  readonly entries: readonly AclEntry[];
}

export function draftAcls(policy: EgressPolicy, context: TargetContext): Drafted<AclDraft> {
  const { groups, refusals } = subnetGroups(policy, context);
  const drafts: AclDraft[] = [];
  const found: Refusal[] = [...refusals];
  for (const group of groups) {
    const wishes = wishesOf(group, context);
    found.push(...wishes.refusals);
    const entries = numbered(wishes.wishes);
    found.push(...overQuota(group, entries, context));
    drafts.push({ ...headOf(group), entries });
  }
  return { drafts, refusals: found, notes: notesOf(groups, context) };
}

function headOf(group: SubnetGroup): Omit<AclDraft, 'entries'> {
  const workloads = group.workloads.map(({ place }) => place.workload);
  return {
    name: `sluice-${hyphenName(workloads.join('-'))}`.slice(0, 120),
    vpcId: group.vpcId,
    subnetIds: group.subnets.map(({ id }) => id),
    workloads,
  };
}

/** Entries before they have numbers: what may be opened, what is served, and the replies of both. */
function wishesOf(group: SubnetGroup, context: TargetContext): { wishes: AclWish[]; refusals: Refusal[] } {
  const wishes: AclWish[] = [];
  const refusals: Refusal[] = [];
  for (const workload of group.workloads) {
    const opened = openedBy(workload, group, context);
    wishes.push(...opened.wishes);
    refusals.push(...opened.refusals);
  }
  for (const served of context.served ?? []) {
    if (!group.subnets.some(({ id }) => id === served.subnetId)) continue;
    for (const prefix of served.peers) {
      const { protocol, ports } = served;
      wishes.push(wish(false, protocol, ports, prefix, null, 'served here'));
      wishes.push(
        wish(true, protocol, replyPorts(protocol, context), prefix, null, 'replies to what is served'),
      );
    }
  }
  return { wishes, refusals };
}

function openedBy(
  { place, rules }: WorkloadPolicy,
  group: SubnetGroup,
  context: TargetContext,
): { wishes: AclWish[]; refusals: Refusal[] } {
  const wishes: AclWish[] = [];
  const refusals: Refusal[] = [];
  for (const rule of rules) {
    const addresses = addressesOf(place.workload, rule, context, 'a network ACL');
    if ('code' in addresses) {
      refusals.push(addresses);
      continue;
    }
    if (rule.ports !== null && (rule.protocol === null || !hasPorts(rule.protocol))) {
      refusals.push({
        code: 'ports-without-protocol',
        workload: place.workload,
        rule: rule.id,
        reason: 'a network ACL limits ports only for protocols that have them',
        remedy: 'decide per protocol in the ledger, TCP and UDP apart',
      });
      continue;
    }
    for (const prefix of addresses.filter((each) => !group.isInside(each))) {
      const reply = context.options.wideReplies ? everywhere(prefix.family) : prefix;
      wishes.push(wish(true, rule.protocol, rule.ports, prefix, rule.id, servedNeeds(rule.needs)));
      wishes.push(wish(false, rule.protocol, replyPorts(rule.protocol, context), reply, null, 'replies'));
    }
  }
  return { wishes, refusals };
}

function wish(
  egress: boolean,
  protocol: number | null,
  ports: PortRange | null,
  prefix: Prefix,
  rule: string | null,
  note: string,
): AclWish {
  return { egress, protocol, ports, prefix, rule, note };
}

function everywhere(family: 4 | 6): Prefix {
  return { family, value: 0n, length: 0 };
}

/** A NACL keeps no state: replies come to the port that the opener took (VPC User Guide, ephemeral ports). */
function replyPorts(protocol: number | null, { options }: TargetContext): PortRange | null {
  return protocol !== null && hasPorts(protocol) ? options.ephemeral : null;
}

function overQuota(group: SubnetGroup, entries: readonly AclEntry[], { options }: TargetContext): Refusal[] {
  const refusals: Refusal[] = [];
  for (const egress of [true, false]) {
    for (const family of [4, 6] as const) {
      // The implicit deny counts as well (VPC quotas).
      const count =
        entries.filter((each) => each.egress === egress && each.prefix.family === family).length + 1;
      if (count <= options.maxAclEntries) continue;
      refusals.push({
        code: 'too-many-entries',
        workload: group.workloads.map(({ place }) => place.workload).join(', '),
        rule: null,
        reason: `${count} ${egress ? 'egress' : 'ingress'} entries for IPv${family}, the implicit deny included, stand against a quota of ${options.maxAclEntries} in one network ACL`,
        remedy: quotaRemedy(egress, options),
      });
    }
  }
  return refusals;
}

function quotaRemedy(egress: boolean, options: TargetContext['options']): string {
  const raised = options.maxAclEntries < 40 ? ', or raise the quota and say --max-acl-entries 40' : '';
  if (!egress && !options.wideReplies) {
    return `let replies come from everywhere with --wide-replies${raised}`;
  }
  return `derive with a smaller --max-rules, or use --target security-groups${raised}`;
}

function notesOf(groups: readonly SubnetGroup[], { options }: TargetContext): string[] {
  const rules = groups.flatMap(({ workloads }) => workloads.flatMap((each) => each.rules));
  const shared = groups.filter(({ workloads }) => workloads.length > 1);
  return [
    'Network ACLs keep no state: each entry out has its replies in, and each port served its replies out.',
    `Replies of what is served leave to ports ${formatPortRange(options.ephemeral)} of whoever may open it: a network ACL cannot tell them from new connections to those ports. Only security groups or Network Firewall can.`,
    'They do not filter Amazon DNS, instance metadata, Time Sync, DHCP and Windows activation, which flow logs do not show: no entry is needed for them.',
    'They are associated with no subnet. Traffic within one subnet passes none of them.',
    ...snapshotNotes(rules),
    ...shared.map(
      (group) =>
        `In ${group.subnets.map(({ id }) => id).join(', ')} each of ${group.workloads.map(({ place }) => place.workload).join(', ')} may open what any of them may: --share-subnets was given.`,
    ),
  ];
}

/** The entries of a draft as a person reads them, egress first, by number. */
export function aclRows(draft: AclDraft): DraftRow[] {
  return draft.entries.map((entry) => ({
    workload: draft.workloads.join(', '),
    place: draft.subnetIds.join(', '),
    direction: entry.egress ? 'egress' : 'ingress',
    number: entry.number,
    action: 'allow',
    protocol: entry.protocol === null ? 'all' : protocolName(entry.protocol),
    source: entry.egress ? '' : formatPrefix(entry.prefix),
    destination: entry.egress ? formatPrefix(entry.prefix) : '',
    ports: entry.ports === null ? 'all' : formatPortRange(entry.ports),
    rule: entry.rule,
    note: entry.note,
  }));
}
