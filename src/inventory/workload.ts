import type { NetworkInterface, Subnet } from './types.js';

/** By what interfaces are grouped into workloads, in the order in which they stand in for each other. */
export const workloadGroupings = ['security-group', 'name', 'subnet', 'interface'] as const;
export type WorkloadGrouping = (typeof workloadGroupings)[number];

export interface WorkloadNaming {
  readonly subnets?: readonly Subnet[];
  /** Names of one's own, by id or name of a security group, `Name` tag, subnet, or interface id. */
  readonly names?: Readonly<Record<string, string>>;
}

/**
 * The workload of an interface: its security groups' names joined by `+`, else its `Name` tag, else its subnet, else its
 * id. Another `grouping` is asked first, and the rest in that order. NAT and transit gateways go by their owner: they
 * carry the traffic of others.
 */
export function workloadOf(
  each: NetworkInterface,
  grouping: WorkloadGrouping = 'security-group',
  naming: WorkloadNaming = {},
): string {
  if (each.role === 'nat-gateway' || each.role === 'transit-gateway')
    return naming.names?.[each.id] ?? each.owner;
  for (const kind of [grouping, ...workloadGroupings]) {
    const name = nameBy(kind, each, naming);
    if (name !== undefined) return name;
  }
  return each.id;
}

function nameBy(
  kind: WorkloadGrouping,
  each: NetworkInterface,
  { subnets, names = {} }: WorkloadNaming,
): string | undefined {
  switch (kind) {
    case 'security-group': {
      const groups = each.securityGroups.map(({ id, name }) => names[id] ?? names[name] ?? name).sort();
      return groups.length === 0 ? undefined : groups.join('+');
    }
    case 'name':
      return each.name === null ? undefined : (names[each.name] ?? each.name);
    case 'subnet': {
      if (each.subnetId === null) return undefined;
      const name = subnets?.find((subnet) => subnet.id === each.subnetId)?.name ?? each.subnetId;
      return names[each.subnetId] ?? names[name] ?? name;
    }
    case 'interface':
      return names[each.id] ?? each.id;
  }
}
