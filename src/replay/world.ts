import type { Inventory } from '../inventory/index.js';
import { type Prefix, parsePrefix } from '../net/index.js';
import { type AddressSet, prefixSet, unknownSet } from './address-set.js';

/** What names in rules stand for: members of security groups, entries of prefix lists. */
export interface World {
  groupMembers(id: string): AddressSet;
  prefixListEntries(id: string): AddressSet;
}

/**
 * The names as an inventory knows them. A group stands for the private addresses of the interfaces that carry it (VPC
 * User Guide, "Security group referencing"); one that is neither described nor carried has members that are not known.
 * `lists` are inventories that may describe prefix lists, the first one with entries counts.
 */
export function worldOf(inventory: Inventory, ...lists: readonly Inventory[]): World {
  const members = new Map<string, Prefix[]>(inventory.securityGroups.map(({ id }) => [id, []]));
  for (const each of inventory.interfaces) {
    const own = prefixesOf([...each.addresses, ...each.prefixes]);
    for (const { id } of each.securityGroups) members.set(id, [...(members.get(id) ?? []), ...own]);
  }
  const entries = new Map<string, Prefix[]>();
  for (const list of [inventory, ...lists].flatMap((each) => each.prefixLists)) {
    if (list.entriesKnown && !entries.has(list.id)) entries.set(list.id, prefixesOf(list.prefixes));
  }
  const known = (found: Prefix[] | undefined, reason: 'group-members' | 'prefix-list-entries') =>
    found === undefined ? unknownSet(reason) : prefixSet(found);
  return {
    groupMembers: (id) => known(members.get(id), 'group-members'),
    prefixListEntries: (id) => known(entries.get(id), 'prefix-list-entries'),
  };
}

export function prefixesOf(texts: readonly string[]): Prefix[] {
  return texts.flatMap((text) => parsePrefix(text) ?? []);
}
