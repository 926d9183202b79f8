import { basename } from 'node:path';
import type { Inventory } from '../../inventory/index.js';
import {
  type Layer,
  networkAclLayer,
  routeTableLayer,
  securityGroupLayer,
  type World,
  worldOf,
} from '../../replay/index.js';

/**
 * The rules that descriptions of EC2 hold, as layers. `places` is the inventory with the interfaces and subnets; the
 * descriptions may be of another time. A layer is there when its description was read.
 */
export function describedLayers(
  described: Inventory,
  places: Inventory,
  paths: readonly string[],
  world: World = worldOf(places, described),
): Layer[] {
  const read = (command: string) => described.files.includes(command);
  const layers: Layer[] = [];
  if (read('describe-security-groups') || read('describe-security-group-rules')) {
    const named = { ...described, securityGroups: groupsOf(described) };
    layers.push(securityGroupLayer(named, world, placeOf(paths, 'describe-security-group')));
  }
  if (read('describe-network-acls')) {
    const place = placeOf(paths, 'describe-network-acls');
    layers.push(networkAclLayer(described.networkAclEntries, places.subnets, place));
  }
  if (read('describe-route-tables')) {
    layers.push(routeTableLayer(described, places, placeOf(paths, 'describe-route-tables')));
  }
  return layers;
}

/** `describe-security-group-rules` alone names no group; a group with rules is described by them. */
function groupsOf(described: Inventory): Inventory['securityGroups'] {
  const known = new Set(described.securityGroups.map((group) => group.id));
  const further = new Set(described.securityGroupRules.map((rule) => rule.groupId));
  return [
    ...described.securityGroups,
    ...[...further].filter((id) => !known.has(id)).map((id) => ({ id, name: id })),
  ];
}

/** The files that rules of one kind were read from: those with the command in their name, else all. */
function placeOf(paths: readonly string[], command: string): string {
  const named = paths.filter((path) => basename(path).includes(command));
  return (named.length > 0 ? named : paths).map((path) => basename(path)).join(', ');
}
