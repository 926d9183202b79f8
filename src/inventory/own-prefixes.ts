import { formatPrefix, mergePrefixes, parsePrefix } from '../net/index.js';
import { present } from './shape.js';
import type { Inventory } from './types.js';

/**
 * The CIDR blocks of each VPC by its id: from `describe-vpcs`, else from the `local` routes of its tables, else from its
 * subnets. A VPC of which nothing says a block is not listed.
 */
export function prefixesByVpc(inventory: Inventory): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (vpcId: string | null, prefixes: readonly string[]) => {
    if (vpcId === null || prefixes.length === 0) return;
    found.set(vpcId, [...(found.get(vpcId) ?? []), ...prefixes]);
  };
  const describedBy = (list: () => void) => {
    const before = new Map(found);
    list();
    for (const [id, prefixes] of before) found.set(id, prefixes);
  };
  for (const vpc of inventory.vpcs) add(vpc.id, vpc.prefixes);
  describedBy(() => {
    for (const table of inventory.routeTables) {
      const local = table.routes.filter((route) => route.target === 'local');
      add(
        table.vpcId,
        local.map((route) => route.destination),
      );
    }
  });
  describedBy(() => {
    for (const subnet of inventory.subnets) add(subnet.vpcId, subnet.prefixes);
  });
  return new Map([...found].map(([id, prefixes]) => [id, merged(prefixes)]));
}

/** The inventory's own CIDR blocks, merged: of all its VPCs, or of those given. */
export function ownPrefixesOf(inventory: Inventory, vpcIds?: Iterable<string>): string[] {
  const byVpc = prefixesByVpc(inventory);
  const wanted = vpcIds === undefined ? byVpc.keys() : vpcIds;
  return merged([...wanted].flatMap((id) => byVpc.get(id) ?? []));
}

function merged(prefixes: readonly string[]): string[] {
  const parsed = present(prefixes.map((text) => parsePrefix(text) ?? null));
  return mergePrefixes(parsed).map(formatPrefix);
}
