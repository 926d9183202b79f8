import {
  type InterfaceRole,
  type Inventory,
  type NetworkInterface,
  Router,
  type SecurityGroupRule,
  type WorkloadGrouping,
  workloadOf,
} from '../inventory/index.js';
import type { InterfaceFacts, ListeningPort } from './inputs.js';
import type { OwnSide } from './own-side.js';

/** An interface as its own lines describe it; one row of `interfacesSeenPlan`. */
export interface SeenInterface {
  readonly id: string;
  readonly interfaceType: string | null;
  /** Id of the regional NAT gateway whose lines these are. */
  readonly regionalNat: string | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly instanceId: string | null;
}

export interface FactsOptions {
  readonly inventory: Inventory;
  readonly grouping: WorkloadGrouping;
  readonly names: Readonly<Record<string, string>>;
  /** Own addresses inferred from the records, for interfaces that the inventory does not describe. */
  readonly ownSides: ReadonlyMap<string, OwnSide>;
  /** Interfaces that behave as NAT gateways. */
  readonly inferredNat: ReadonlySet<string>;
}

/** Values of the `interface-type` field (version 11). */
const rolesByType: Readonly<Record<string, InterfaceRole>> = {
  nat_gateway: 'nat-gateway',
  regional_nat_gateway: 'nat-gateway',
  network_load_balancer: 'load-balancer',
  transit_gateway: 'transit-gateway',
  vpc_endpoint: 'endpoint',
};

/** Completes what the logs say of each interface from the inventory. */
export function interfaceFacts(seen: readonly SeenInterface[], options: FactsOptions): InterfaceFacts[] {
  const { inventory } = options;
  const described = new Map(inventory.interfaces.map((each) => [each.id, each]));
  const router = new Router(inventory);
  const fronted = vpcsWithForwardingFront(inventory);
  return seen.map((each) => {
    const known = described.get(each.id);
    const subnetId = known?.subnetId ?? each.subnetId;
    const vpcId = known?.vpcId ?? each.vpcId;
    const inferred = options.ownSides.get(each.id);
    return {
      id: each.id,
      role: roleOf(each, known, options.inferredNat),
      workload: known
        ? workloadOf(known, options.grouping, { subnets: inventory.subnets, names: options.names })
        : (options.names[each.id] ?? each.regionalNat ?? each.id),
      routeGroup: router.tableOf(subnetId, vpcId)?.id ?? subnetId ?? '',
      primary4: known?.addresses.find((address) => !address.includes(':')) ?? inferred?.primary4 ?? null,
      primary6: known?.addresses.find((address) => address.includes(':')) ?? inferred?.primary6 ?? null,
      reachable: known ? reachable(known, fronted) : null,
    };
  });
}

function roleOf(
  seen: SeenInterface,
  known: NetworkInterface | undefined,
  inferredNat: ReadonlySet<string>,
): InterfaceRole {
  if (known && known.role !== 'unknown') return known.role;
  if (seen.regionalNat !== null) return 'nat-gateway';
  const typed = seen.interfaceType === null ? undefined : rolesByType[seen.interfaceType];
  if (typed) return typed;
  if (inferredNat.has(seen.id)) return 'nat-gateway';
  return seen.instanceId === null ? 'unknown' : 'workload';
}

/**
 * A host on the internet reaches an interface over IPv4 by its public address, or through a front that keeps the
 * client's address; with such a front in the VPC nothing is concluded.
 */
function reachable(each: NetworkInterface, fronted: ReadonlySet<string>): boolean | null {
  if (each.publicAddresses.length > 0) return true;
  return each.vpcId !== null && fronted.has(each.vpcId) ? null : false;
}

const forwardingFronts = ['Network Load Balancer', 'Gateway Load Balancer', 'Global Accelerator'];

function vpcsWithForwardingFront(inventory: Inventory): Set<string> {
  const vpcs = new Set<string>();
  for (const each of inventory.interfaces) {
    const fronts = forwardingFronts.some((front) => each.owner.startsWith(front));
    if (fronts && each.vpcId !== null) vpcs.add(each.vpcId);
  }
  return vpcs;
}

export interface Admissions {
  /** Interfaces of all of whose security groups it is described what they let in. */
  readonly guarded: readonly string[];
  readonly listening: readonly ListeningPort[];
}

/**
 * What the security groups of each interface let in. A prefix list whose entries are not known, and a security group as
 * source, may be any address.
 */
export function admissions(inventory: Inventory): Admissions {
  const groups = new Set(
    inventory.securityGroups.filter((group) => group.ingressKnown).map((group) => group.id),
  );
  const entries = new Map(
    inventory.prefixLists.filter((list) => list.entriesKnown).map((list) => [list.id, list.prefixes]),
  );
  const inbound = new Map<string, SecurityGroupRule[]>();
  for (const rule of inventory.securityGroupRules) {
    if (!rule.egress) inbound.set(rule.groupId, [...(inbound.get(rule.groupId) ?? []), rule]);
  }
  const guarded = inventory.interfaces.filter(
    (each) => each.securityGroups.length > 0 && each.securityGroups.every((group) => groups.has(group.id)),
  );
  const listening = guarded.flatMap((each) =>
    each.securityGroups
      .flatMap((group) => inbound.get(group.id) ?? [])
      .map((rule) => ({
        interfaceId: each.id,
        protocol: rule.protocol,
        fromPort: rule.fromPort,
        toPort: rule.toPort,
        peers: rule.peer.includes('/') ? [rule.peer] : (entries.get(rule.peer) ?? null),
      })),
  );
  return { guarded: guarded.map((each) => each.id), listening };
}
