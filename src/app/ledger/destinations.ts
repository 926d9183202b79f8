import {
  type Inventory,
  type NetworkInterface,
  type PrefixList,
  type WorkloadGrouping,
  workloadOf,
} from '../../inventory/index.js';
import { type Prefix, PrefixTable, parseAddress, parsePrefix } from '../../net/index.js';
import type { EgressNeed } from '../../outbound/index.js';
import type { Peer } from '../../policy/index.js';

/** How interfaces are grouped into workloads. */
export interface Naming {
  readonly grouping: WorkloadGrouping;
  readonly names: Readonly<Record<string, string>>;
}

/** What is known of a destination besides its address. */
export interface DestinationFacts {
  /** Groups of its interface, then the prefix lists that hold it, the longest entry first. */
  readonly peers: readonly Peer[];
  readonly workloads: readonly string[];
  /** Names of AWS services in small letters. */
  readonly services: readonly string[];
}

/** Looks destinations up in the inventory. */
export class Destinations {
  readonly #owners = new PrefixTable<NetworkInterface>();
  readonly #lists = new PrefixTable<PrefixList>();
  readonly #endpointServices: ReadonlyMap<string, string>;
  readonly #inventory: Inventory;
  readonly #naming: Naming;

  constructor(inventory: Inventory, naming: Naming) {
    this.#inventory = inventory;
    this.#naming = naming;
    for (const each of inventory.interfaces) {
      for (const prefix of addressesOf(each)) this.#owners.add(prefix, each);
    }
    for (const list of inventory.prefixLists) {
      for (const prefix of prefixesOf(list.prefixes)) this.#lists.add(prefix, list);
    }
    this.#endpointServices = new Map(
      inventory.endpoints.flatMap((each) => each.interfaceIds.map((id) => [id, serviceName(each.service)])),
    );
  }

  /** The facts of a need's destination. A security group speaks of private addresses inside the VPC only. */
  of(need: EgressNeed): DestinationFacts {
    const address = parseAddress(need.destinationAddress);
    if (address === undefined) return { peers: [], workloads: [], services: [] };
    const owners = need.scope === 'own-vpc' ? this.#owners.find(address) : [];
    const lists = [...new Set(this.#lists.find(address))];
    const groups = new Map(owners.flatMap((each) => each.securityGroups.map((group) => [group.id, group])));
    return {
      peers: [
        ...[...groups.values()].map(({ id, name }) => ({ kind: 'security-group' as const, id, name })),
        ...lists.map(prefixListPeer),
      ],
      workloads: [...new Set(owners.map((each) => this.workload(each)))],
      services: this.#servicesOf(need, owners, lists),
    };
  }

  workload(each: NetworkInterface): string {
    return workloadOf(each, this.#naming.grouping, {
      subnets: this.#inventory.subnets,
      names: this.#naming.names,
    });
  }

  #servicesOf(need: EgressNeed, owners: readonly NetworkInterface[], lists: readonly PrefixList[]): string[] {
    const found = [
      ...owners.flatMap((each) => this.#endpointServices.get(each.id) ?? []),
      ...lists.flatMap(({ name }) => (name?.startsWith('com.amazonaws.') ? [serviceName(name)] : [])),
      ...serviceOfScope(need),
    ];
    return [...new Set(found)];
  }
}

/** `com.amazonaws.eu-central-1.s3` and `S3` are both `s3`. */
export function serviceName(name: string): string {
  return name.replace(/^com\.amazonaws\.(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?/, '').toLowerCase();
}

/** The service that the scope of a need rests on: the flow field, `ip-ranges.json`, or an endpoint. */
function serviceOfScope({ scope, scopeDetail }: EgressNeed): string[] {
  if (scopeDetail === null) return [];
  if (scope === 'gateway-endpoint') return [serviceName(scopeDetail)];
  // `S3 (eu-central-1)`, `EC2 (eu-west-1); what AWS customers run there`
  const word = scope === 'aws-service' ? /^[A-Z0-9_]+/.exec(scopeDetail)?.[0] : undefined;
  return word === undefined ? [] : [word.toLowerCase()];
}

export function prefixListPeer(list: PrefixList): Peer {
  return {
    kind: 'prefix-list',
    id: list.id,
    name: list.name,
    prefixes: list.entriesKnown ? prefixesOf(list.prefixes) : null,
    weight: list.maxEntries,
  };
}

/** Private addresses and delegated prefixes of an interface. */
export function addressesOf(each: NetworkInterface): Prefix[] {
  return prefixesOf([...each.addresses, ...each.prefixes]);
}

export function prefixesOf(texts: readonly string[]): Prefix[] {
  return texts.flatMap((text) => parsePrefix(text) ?? []);
}
