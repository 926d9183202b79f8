import type { Inventory, NetworkInterface, SecurityGroupRule } from './types.js';

/** A range of ports that an interface's security groups let in: something there is meant to listen. */
export interface ListeningPort {
  readonly interfaceId: string;
  /** IANA number, or null for all protocols. */
  readonly protocol: number | null;
  readonly fromPort: number;
  readonly toPort: number;
  /** CIDR blocks it is open to; null for members of another group, or for a prefix list without entries. */
  readonly peers: readonly string[] | null;
  readonly groupId: string;
}

/**
 * One row for each interface, inbound rule and source. A rule for all ports says nothing about which of them listens, so it
 * is left out, as are protocols without ports.
 */
export function listeningPorts(inventory: Inventory): ListeningPort[] {
  const inbound = new Map<string, SecurityGroupRule[]>();
  for (const rule of inventory.securityGroupRules) {
    if (rule.egress || (rule.fromPort === 0 && rule.toPort === 65_535)) continue;
    inbound.set(rule.groupId, [...(inbound.get(rule.groupId) ?? []), rule]);
  }
  const lists = new Map(inventory.prefixLists.map((list) => [list.id, list]));
  const peersOf = ({ peer }: SecurityGroupRule): readonly string[] | null => {
    if (peer.includes('/')) return [peer];
    const list = lists.get(peer);
    return list?.entriesKnown ? list.prefixes : null;
  };
  return inventory.interfaces.flatMap((each) =>
    groupRules(each, inbound).map((rule) => ({
      interfaceId: each.id,
      protocol: rule.protocol,
      fromPort: rule.fromPort,
      toPort: rule.toPort,
      peers: peersOf(rule),
      groupId: rule.groupId,
    })),
  );
}

function groupRules(
  each: NetworkInterface,
  rules: ReadonlyMap<string, readonly SecurityGroupRule[]>,
): readonly SecurityGroupRule[] {
  return each.securityGroups.flatMap((group) => rules.get(group.id) ?? []);
}
