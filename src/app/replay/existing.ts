import type { Inventory } from '../../inventory/index.js';
import {
  type Layer,
  networkAclLayer,
  type RuleSurroundings,
  routeTableLayer,
  securityGroupLayer,
  worldOf,
} from '../../replay/index.js';

/** Descriptions of EC2 with the places of their rules. */
export interface DescribedRules {
  readonly inventory: Inventory;
  /** `FILE:LINE:COLUMN` of a rule of the inventory. */
  placeOf(rule: object): string | undefined;
}

/**
 * The rules that descriptions of EC2 hold, as layers. `places` is the inventory with the interfaces and subnets; the
 * descriptions may be of another time. A layer is there when its description was read.
 */
export function describedLayers(
  { inventory: described, placeOf }: DescribedRules,
  places: Inventory,
): Layer[] {
  const read = (command: string) => described.files.includes(command);
  const around: RuleSurroundings = {
    world: worldOf(places, described),
    placeOf: (rule) => placeOf(rule) ?? 'inventory',
    places,
  };
  const layers: Layer[] = [];
  if (read('describe-security-groups') || read('describe-security-group-rules')) {
    layers.push(securityGroupLayer({ ...described, securityGroups: groupsOf(described) }, around));
  }
  if (read('describe-network-acls')) {
    layers.push(networkAclLayer(described.networkAclEntries, { ...around, whole: true }));
  }
  if (read('describe-route-tables')) layers.push(routeTableLayer(described, places, around.placeOf));
  return layers;
}

/** `describe-security-group-rules` alone names no group; a group with rules is described by them. */
function groupsOf(described: Inventory): Inventory['securityGroups'] {
  const known = new Set(described.securityGroups.map((group) => group.id));
  const further = new Set(described.securityGroupRules.map((rule) => rule.groupId));
  const letIn = new Set(
    described.securityGroupRules.filter((rule) => !rule.egress).map((rule) => rule.groupId),
  );
  return [
    ...described.securityGroups.map((group) => ({
      ...group,
      ingressKnown: group.ingressKnown || letIn.has(group.id),
    })),
    ...[...further]
      .filter((id) => !known.has(id))
      .map((id) => ({ id, name: id, ingressKnown: letIn.has(id) })),
  ];
}

/** What is to be said where destinations are not asked what they let in. */
export function destinationNotes(layers: readonly Layer[]): string[] {
  const kinds = (['security groups', 'network ACLs'] as const).filter(
    (kind) => !layers.some((layer) => layer.kind === kind && layer.ingress !== undefined),
  );
  if (kinds.length === 0) return [];
  return [
    `Destination ingress not judged: what ${kinds.join(' and ')} of destinations inside the VPC let in is not among the rules. Give the output of aws ec2 describe-security-groups and describe-network-acls with --policy too.`,
  ];
}
