import type { Inventory, NetworkInterface } from '../../inventory/index.js';
import { type Address, type Prefix, PrefixTable } from '../../net/index.js';
import type { Origin } from '../types.js';
import { prefixesOf } from '../world.js';

/** Interfaces and subnets of an inventory as destinations. */
export type Places = Pick<Inventory, 'interfaces' | 'subnets'>;

/** What lies at a destination; null for what is not within a described subnet of the origin's VPC. */
export type SubnetAt = Inventory['subnets'][number] | null;
export type GroupsAt = Pick<NetworkInterface, 'securityGroups' | 'role'> | 'not-described' | null;

/** Finds what a destination is. Only the VPC of who opens the connection is looked at: addresses of others may be the same. */
export class Destinations {
  readonly #subnets = new PrefixTable<Inventory['subnets'][number]>();
  readonly #interfaces = new PrefixTable<NetworkInterface>();
  /** Sets of addresses that it tells apart, for security groups and for network ACLs. */
  readonly subnetSets: readonly (readonly Prefix[])[];
  readonly groupSets: readonly (readonly Prefix[])[];

  constructor({ interfaces, subnets }: Places) {
    const byKey = new Map<string, readonly Prefix[]>();
    for (const subnet of subnets)
      for (const each of prefixesOf(subnet.prefixes)) this.#subnets.add(each, subnet);
    for (const each of interfaces) {
      const own = prefixesOf([...each.addresses, ...each.prefixes]);
      for (const prefix of own) this.#interfaces.add(prefix, each);
      const key = `${each.vpcId} ${groupKey(each)}`;
      byKey.set(key, [...(byKey.get(key) ?? []), ...own]);
    }
    this.subnetSets = subnets.map((subnet) => prefixesOf(subnet.prefixes));
    this.groupSets = [...byKey.values(), ...this.subnetSets];
  }

  subnetAt(address: Address, origin: Origin): SubnetAt {
    return only(this.#subnets.find(address).filter((each) => ofVpc(each.vpcId, origin)));
  }

  /** The groups of the interface with an address, or that a described subnet holds no interface with it. */
  groupsAt(address: Address, origin: Origin): GroupsAt {
    const found = this.#interfaces.find(address).filter((each) => ofVpc(each.vpcId, origin));
    const [first] = found;
    if (first === undefined) return this.subnetAt(address, origin) === null ? null : 'not-described';
    return found.every((each) => groupKey(each) === groupKey(first)) ? first : 'not-described';
  }
}

/** An origin of which no VPC is known may be of any. */
function ofVpc(vpcId: string | null, origin: Origin): boolean {
  return vpcId === null || origin.vpcId === null || vpcId === origin.vpcId;
}

function only<T>(found: readonly T[]): T | null {
  return found.length === 1 ? (found[0] ?? null) : null;
}

function groupKey({ role, securityGroups }: NetworkInterface): string {
  return [role, ...securityGroups.map(({ id }) => id).sort()].join(' ');
}
