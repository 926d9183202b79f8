import { formatPrefix, hasPorts, protocolName } from '../../net/index.js';
import {
  type EgressPolicy,
  type EgressRule,
  isWeightKnown,
  type WorkloadPolicy,
  weightOf,
} from '../../policy/index.js';
import { cleanDescription, hyphenName, servedNeeds } from '../names.js';
import type { Drafted, DraftRow, Refusal, TargetContext } from '../types.js';

/** The egress of one security group. */
export interface GroupDraft {
  readonly workload: string;
  /** Id of the group there is; null for one that the files make. */
  readonly groupId: string | null;
  /** Name of the group; null when only the id is known. */
  readonly groupName: string | null;
  /** VPC of a group that the files make. */
  readonly vpcId: string | null;
  readonly rules: readonly GroupRule[];
}

/** One rule as EC2 takes it (EC2 API, IpPermission): `-1` is every protocol; ports are null where it has none. */
export interface GroupRule {
  readonly rule: string;
  readonly ipProtocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly peer: GroupPeer;
  readonly description: string;
}

export interface GroupPeer {
  readonly kind: 'ipv4' | 'ipv6' | 'prefix-list' | 'security-group';
  readonly value: string;
}

export function draftGroups(policy: EgressPolicy, context: TargetContext): Drafted<GroupDraft> {
  const refusals: Refusal[] = [];
  const drafts: GroupDraft[] = [];
  for (const workload of policy.workloads) {
    const name = workload.place.workload;
    if (context.only !== null && !context.only.has(name)) continue;
    const place = placeOf(workload, policy, context);
    if ('code' in place) refusals.push(place);
    const rules = workload.rules.map((rule) => groupRule(name, rule));
    const refused = rules.flatMap((rule) => ('code' in rule ? [rule] : []));
    const taken = rules.flatMap((rule) => ('code' in rule ? [] : [rule]));
    refusals.push(...refused, ...overQuota(workload, context));
    if (!('code' in place)) drafts.push({ ...place, rules: taken });
  }
  return { drafts, refusals, notes: notesOf(drafts, context) };
}

type Place = Omit<GroupDraft, 'rules'>;

/** Where the rules of a workload go: a group that no other workload carries, else a new one when that is asked for. */
function placeOf(
  { place }: WorkloadPolicy,
  policy: EgressPolicy,
  { options }: TargetContext,
): Place | Refusal {
  const { workload, vpcId } = place;
  if (options.newGroups) {
    if (vpcId !== null) {
      return { workload, groupId: null, groupName: `sluice-egress-${hyphenName(workload)}`, vpcId };
    }
    return {
      code: 'no-vpc',
      workload,
      rule: null,
      reason: `the VPC of \`${workload}\` is not known, and a new security group belongs to one`,
      remedy: 'describe the VPC: `sluice inventory commands` prints the lines',
    };
  }
  const others = policy.workloads.filter((each) => each.place !== place);
  const sharers = (id: string) =>
    others.filter((each) => each.place.securityGroups.some((group) => group.id === id));
  const own = place.securityGroups.find(({ id }) => sharers(id).length === 0);
  if (own !== undefined) return { workload, groupId: own.id, groupName: own.name, vpcId };
  const [shared] = place.securityGroups;
  if (shared === undefined) {
    return {
      code: 'no-security-group',
      workload,
      rule: null,
      reason: `no security group of \`${workload}\` is known`,
      remedy: 'describe the network interfaces, or make groups with --new-groups',
    };
  }
  const names = sharers(shared.id).map((each) => `\`${each.place.workload}\``);
  return {
    code: 'shared-security-group',
    workload,
    rule: null,
    reason: `security group \`${shared.id}\` also carries ${names.join(', ')}, to which a rule in it would open the same`,
    remedy: 'make groups of their own with --new-groups, or group workloads by security group in sluice.yaml',
  };
}

function groupRule(workload: string, rule: EgressRule): GroupRule | Refusal {
  const refuse = (code: string, reason: string, remedy: string): Refusal => ({
    code,
    workload,
    rule: rule.id,
    reason,
    remedy,
  });
  const peer = groupPeer(rule);
  if (peer === undefined) {
    return refuse(
      'domain-in-security-group',
      'a security group knows addresses and no domain names',
      'use --target network-firewall, or decide on addresses in the ledger',
    );
  }
  const { protocol, ports } = rule;
  if (ports !== null && (protocol === null || !hasPorts(protocol))) {
    return refuse(
      'ports-without-protocol',
      'a security group limits ports only for TCP and UDP; for other protocols it opens all',
      'decide per protocol in the ledger, TCP and UDP apart',
    );
  }
  return {
    rule: rule.id,
    ipProtocol: ipProtocol(protocol),
    ...portNumbers(rule),
    peer,
    description: cleanDescription(`sluice ${rule.id} ${servedNeeds(rule.needs)}`),
  };
}

function groupPeer({ peer }: EgressRule): GroupPeer | undefined {
  switch (peer.kind) {
    case 'prefix':
      return { kind: peer.prefix.family === 4 ? 'ipv4' : 'ipv6', value: formatPrefix(peer.prefix) };
    case 'prefix-list':
      return { kind: 'prefix-list', value: peer.id };
    case 'security-group':
      return { kind: 'security-group', value: peer.id };
    case 'domain':
      return undefined;
  }
}

/** Names that EC2 has for a protocol; any other is its number (EC2 API, IpPermission). */
const protocolNames: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

function ipProtocol(protocol: number | null): string {
  if (protocol === null) return '-1';
  return protocolNames[protocol] ?? String(protocol);
}

/** For ICMP the two numbers are type and code, of which -1 is all. */
function portNumbers({ protocol, ports }: EgressRule): { fromPort: number | null; toPort: number | null } {
  if (protocol === 1 || protocol === 58) return { fromPort: -1, toPort: -1 };
  if (protocol !== 6 && protocol !== 17) return { fromPort: null, toPort: null };
  return { fromPort: ports?.from ?? 0, toPort: ports?.to ?? 65_535 };
}

/** IPv4 and IPv6 are counted apart (VPC User Guide, quotas). */
function overQuota({ place, rules }: WorkloadPolicy, { options }: TargetContext): Refusal[] {
  const refusals: Refusal[] = [];
  const { workload } = place;
  const unknown = rules.find(({ peer }) => !isWeightKnown(peer));
  if (unknown?.peer.kind === 'prefix-list') {
    refusals.push({
      code: 'unknown-weight',
      workload,
      rule: unknown.id,
      reason: `how many rules prefix list \`${unknown.peer.id}\` counts as is not known`,
      remedy: 'describe it: `aws ec2 describe-managed-prefix-lists` gives its `MaxEntries`',
    });
  }
  for (const family of [4, 6] as const) {
    const count = rules.reduce((sum, { peer }) => sum + weightOf(peer, family), 0);
    if (count <= options.maxGroupRules) continue;
    refusals.push({
      code: 'too-many-rules',
      workload,
      rule: null,
      reason: `${count} rules for IPv${family} stand against a quota of ${options.maxGroupRules} in one security group`,
      remedy: `derive with --max-rules ${options.maxGroupRules}, or say with --max-group-rules ${count} that the quota was raised`,
    });
  }
  return refusals;
}

function notesOf(drafts: readonly GroupDraft[], { options }: TargetContext): string[] {
  const notes = [
    'Security groups are stateful: replies need no rule.',
    'They do not filter Amazon DNS, instance metadata, Time Sync, DHCP and Windows activation, which flow logs do not show: no rule is needed for them.',
  ];
  if (options.newGroups) {
    notes.push(
      'The new groups carry egress only and are attached to nothing; for the AWS CLI their id goes into --group-id. An interface allows what any of its groups allows: the egress rules of its other groups have to go before these have an effect.',
    );
  } else if (drafts.length > 0) {
    notes.push(
      'These rules are added to groups that exist. A group that still has the default rule to 0.0.0.0/0, or any other, allows that as well: `sluice policy usage` shows what to revoke.',
    );
  }
  return notes;
}

/** The rules of a draft as a person reads them. */
export function groupRows(draft: GroupDraft): DraftRow[] {
  return draft.rules.map((rule) => ({
    workload: draft.workload,
    place: draft.groupId ?? draft.groupName ?? '',
    direction: 'egress',
    number: null,
    action: 'allow',
    protocol: readableProtocol(rule.ipProtocol),
    source: '',
    destination: rule.peer.value,
    ports: readablePorts(rule),
    rule: rule.rule,
    note: rule.description,
  }));
}

function readableProtocol(text: string): string {
  if (text === '-1') return 'all';
  return /^\d+$/.test(text) ? protocolName(Number(text)) : text;
}

function readablePorts({ fromPort, toPort }: GroupRule): string {
  if (fromPort === null || fromPort === -1) return 'all';
  return fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
}
