import type { Diagnostic } from '../base/index.js';
import type { Inventory } from './types.js';

/** What the logs speak of; `vpcIds` is empty when their format has no `vpc-id`. */
export interface LoggedResources {
  readonly interfaceIds: readonly string[];
  readonly vpcIds: readonly string[];
}

/** Below this share of known interfaces the inventory is taken to be of another time or place. */
const usualShare = 0.5;

/**
 * Whether the inventory is one of the logged VPC. An error when it knows none of the logs' interfaces: everything that
 * rests on it would be wrong. A warning when it knows less than half of them. Nothing when there is nothing to compare.
 */
export function inventoryMatches(inventory: Inventory, logged: LoggedResources): Diagnostic[] {
  if (inventory.interfaces.length === 0 || logged.interfaceIds.length === 0) return [];
  const known = new Set(inventory.interfaces.map((each) => each.id));
  const found = logged.interfaceIds.filter((id) => known.has(id)).length;
  const total = logged.interfaceIds.length;
  if (found >= total * usualShare) return [];
  const place = { source: 'inventory', help: 'take the inventory of that VPC: sluice inventory commands' };
  if (found > 0) {
    const message = `The inventory describes ${found} of the ${total} interfaces in the logs; the others have no owner.`;
    return [{ code: 'inventory-incomplete', severity: 'warning', message, ...place }];
  }
  return [
    { code: 'inventory-of-another-vpc', severity: 'error', message: otherVpc(inventory, logged), ...place },
  ];
}

function otherVpc(inventory: Inventory, logged: LoggedResources): string {
  const described = inventory.interfaces.flatMap((each) => each.vpcId ?? []);
  const inventoryVpcs = firstFew([...new Set([...inventory.vpcs.map((vpc) => vpc.id), ...described])]);
  const none = `The inventory describes none of the ${logged.interfaceIds.length} interfaces in the logs`;
  const place = inventoryVpcs === '' ? '' : `: it is of ${inventoryVpcs}`;
  const loggedVpcs = firstFew(logged.vpcIds);
  if (loggedVpcs !== '' && loggedVpcs !== inventoryVpcs)
    return `${none}${place}; the logs are of ${loggedVpcs}.`;
  return `${none}${place}; they name \`${logged.interfaceIds[0]}\`, which is not in it.`;
}

function firstFew(ids: readonly string[]): string {
  const more = ids.length > 3 ? ` and ${ids.length - 3} more` : '';
  return ids.slice(0, 3).join(', ') + more;
}
