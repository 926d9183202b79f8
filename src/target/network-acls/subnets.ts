import { type Prefix, prefixCovers } from '../../net/index.js';
import type { EgressPolicy, EgressRule, WorkloadPlace, WorkloadPolicy } from '../../policy/index.js';
import type { Refusal, TargetContext } from '../types.js';

type PlacedSubnet = WorkloadPlace['subnets'][number];

/** Subnets that hold the same workloads: one network ACL serves them all. */
export interface SubnetGroup {
  readonly vpcId: string;
  readonly subnets: readonly PlacedSubnet[];
  readonly workloads: readonly WorkloadPolicy[];
  /** Whether traffic to it never leaves the subnet, so that no network ACL sees it. */
  isInside(prefix: Prefix): boolean;
}

export function subnetGroups(
  policy: EgressPolicy,
  context: TargetContext,
): { groups: SubnetGroup[]; refusals: Refusal[] } {
  const refusals = policy.workloads
    .filter(({ place }) => isAsked(place, context))
    .flatMap(({ place }) => placeRefusals(place, context));
  const groups = grouped(policy).filter(({ workloads }) =>
    workloads.some(({ place }) => isAsked(place, context)),
  );
  return { groups, refusals: [...refusals, ...groups.flatMap((group) => sharingRefusals(group, context))] };
}

function isAsked(place: WorkloadPlace, { only }: TargetContext): boolean {
  return only === null || only.has(place.workload);
}

function placeRefusals(place: WorkloadPlace, { served }: TargetContext): Refusal[] {
  const refusals: Refusal[] = [];
  const { workload } = place;
  if (place.subnets.length === 0 || place.vpcId === null) {
    refusals.push({
      code: 'no-subnet',
      workload,
      rule: null,
      reason: `no subnet of \`${workload}\` is known`,
      remedy: 'describe network interfaces and subnets: `sluice inventory commands` prints the lines',
    });
  }
  if (served === null) {
    refusals.push({
      code: 'served-unknown',
      workload,
      rule: null,
      reason: `a network ACL stops inbound connections and their replies as well, and what \`${workload}\` serves is not known`,
      remedy: 'export with the flow logs at hand: name their folder or the lake',
    });
  }
  return refusals;
}

function grouped(policy: EgressPolicy): SubnetGroup[] {
  const bySubnet = new Map<string, { subnet: PlacedSubnet; vpcId: string; workloads: WorkloadPolicy[] }>();
  for (const workload of policy.workloads) {
    const { subnets, vpcId } = workload.place;
    for (const subnet of vpcId === null ? [] : subnets) {
      const found = bySubnet.get(subnet.id);
      if (found) found.workloads.push(workload);
      else bySubnet.set(subnet.id, { subnet, vpcId: vpcId ?? '', workloads: [workload] });
    }
  }
  const groups = new Map<string, { subnets: PlacedSubnet[]; vpcId: string; workloads: WorkloadPolicy[] }>();
  for (const { subnet, vpcId, workloads } of bySubnet.values()) {
    const key = [vpcId, ...workloads.map(({ place }) => place.workload)].join('\n');
    const found = groups.get(key);
    if (found) found.subnets.push(subnet);
    else groups.set(key, { subnets: [subnet], vpcId, workloads });
  }
  return [...groups.values()].map((group) => ({ ...group, isInside: insideOf(group.subnets) }));
}

/** With several subnets behind one ACL, traffic from one to the other passes it. */
function insideOf(subnets: readonly PlacedSubnet[]): (prefix: Prefix) => boolean {
  const [only] = subnets;
  if (only === undefined || subnets.length > 1) return () => false;
  return (prefix) => only.prefixes.some((own) => own.family === prefix.family && prefixCovers(own, prefix));
}

/** A NACL cannot tell the workloads of a subnet apart: each gets what any may open. */
function sharingRefusals({ subnets, workloads }: SubnetGroup, { options }: TargetContext): Refusal[] {
  if (options.shareSubnets || workloads.length < 2) return [];
  if (new Set(workloads.map(({ rules }) => said(rules))).size === 1) return [];
  const names = workloads.map(({ place }) => `\`${place.workload}\``);
  return [
    {
      code: 'shared-subnet',
      workload: workloads.map(({ place }) => place.workload).join(', '),
      rule: null,
      reason: `${names.join(', ')} share ${subnets.map(({ id }) => `\`${id}\``).join(', ')}, and a network ACL would let each open what any of them may`,
      remedy:
        'use --target security-groups, give them subnets of their own, or accept it with --share-subnets',
    },
  ];
}

/** Rule ids follow from what rules say. */
function said(rules: readonly EgressRule[]): string {
  return rules
    .map(({ id }) => id)
    .sort()
    .join(' ');
}
