import type { Inventory, NetworkInterface } from '../../inventory/index.js';
import { mergePrefixes } from '../../net/index.js';
import type { GroupMembers, WorkloadPlace } from '../../policy/index.js';
import { addressesOf, type Destinations, prefixesOf } from './destinations.js';

/** Source addresses that a workload opened connections from. */
export type SourcesOf = ReadonlyMap<string, readonly string[]>;

/**
 * Where the rules of each workload go: those that opened something, and those of the inventory that are workloads. One
 * that the inventory does not describe has the addresses it was seen with.
 */
export function placesOf(
  inventory: Inventory,
  destinations: Destinations,
  sources: SourcesOf,
): WorkloadPlace[] {
  const members = new Map<string, NetworkInterface[]>([...sources.keys()].map((name) => [name, []]));
  for (const each of inventory.interfaces) {
    const name = destinations.workload(each);
    const list = members.get(name);
    if (list) list.push(each);
    else if (each.role === 'workload' || each.role === 'load-balancer') members.set(name, [each]);
  }
  return [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => placeOf(name, list, inventory, sources.get(name) ?? []));
}

function placeOf(
  workload: string,
  members: readonly NetworkInterface[],
  inventory: Inventory,
  seen: readonly string[],
): WorkloadPlace {
  const groups = new Map(members.flatMap((each) => each.securityGroups.map((group) => [group.id, group])));
  const inOrder = new Map(inventory.securityGroups.map(({ id }, index) => [id, index]));
  const position = (id: string) => inOrder.get(id) ?? inOrder.size;
  const subnetIds = new Set(members.map((each) => each.subnetId));
  const vpcIds = new Set(members.map((each) => each.vpcId));
  const [vpcId = null, ...otherVpcs] = vpcIds;
  const described = members.flatMap(addressesOf);
  return {
    workload,
    securityGroups: [...groups.values()].sort((a, b) => position(a.id) - position(b.id)),
    subnets: inventory.subnets
      .filter((each) => subnetIds.has(each.id))
      .map(({ id, prefixes }) => ({ id, prefixes: prefixesOf(prefixes) })),
    // A name that two VPCs use is no place in either of them.
    vpcId: otherVpcs.length === 0 ? vpcId : null,
    addresses: mergePrefixes(described.length > 0 ? described : prefixesOf(seen)),
  };
}

/** Every security group that an interface carries, in the order of the inventory's interfaces. */
export function groupsOf(inventory: Inventory): GroupMembers[] {
  const found = new Map<string, { name: string | null; members: NetworkInterface[] }>();
  for (const each of inventory.interfaces) {
    for (const { id, name } of each.securityGroups) {
      const group = found.get(id) ?? { name, members: [] };
      group.members.push(each);
      found.set(id, group);
    }
  }
  return [...found].map(([id, { name, members }]) => ({
    id,
    name,
    addresses: mergePrefixes(members.flatMap(addressesOf)),
  }));
}
