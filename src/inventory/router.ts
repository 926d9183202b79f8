import { type Address, formatPrefix, type Prefix, PrefixTable, parsePrefix } from '../net/index.js';
import type { Inventory, Route, RouteTable } from './types.js';

/** The route that traffic to an address takes. */
export interface RouteTaken {
  readonly route: Route;
  /** The CIDR block that matched; for a prefix list, its entry. */
  readonly prefix: Prefix;
  readonly tableId: string;
}

interface Candidate {
  readonly route: Route;
  readonly prefix: Prefix;
}

/**
 * Finds routes as a VPC does (VPC User Guide, route priority): the longest prefix wins; of equal ones `local` wins, then a
 * route with a CIDR block over one with a prefix list. A subnet without a table of its own uses the main table.
 */
export class Router {
  readonly #bySubnet = new Map<string, RouteTable>();
  readonly #byId = new Map<string, RouteTable>();
  readonly #mainByVpc = new Map<string, RouteTable>();
  readonly #vpcBySubnet = new Map<string, string | null>();
  readonly #listPrefixes = new Map<string, readonly string[]>();
  readonly #tables = new Map<string, PrefixTable<Candidate>>();

  constructor(inventory: Inventory) {
    for (const subnet of inventory.subnets) this.#vpcBySubnet.set(subnet.id, subnet.vpcId);
    for (const list of inventory.prefixLists) this.#listPrefixes.set(list.id, list.prefixes);
    for (const table of inventory.routeTables) {
      this.#byId.set(table.id, table);
      for (const subnetId of table.subnetIds) this.#bySubnet.set(subnetId, table);
      if (table.main && table.vpcId !== null) this.#mainByVpc.set(table.vpcId, table);
    }
  }

  /** The table a subnet uses, or undefined when it is not described. `vpcId` helps when the subnet is not described. */
  tableOf(subnetId: string | null, vpcId: string | null): RouteTable | undefined {
    const own = subnetId === null ? undefined : this.#bySubnet.get(subnetId);
    if (own) return own;
    const vpc = (subnetId === null ? null : this.#vpcBySubnet.get(subnetId)) ?? vpcId;
    return vpc === null ? undefined : this.#mainByVpc.get(vpc);
  }

  /** The table with this id. */
  tableById(id: string): RouteTable | undefined {
    return this.#byId.get(id);
  }

  /** The route from a subnet to an address; undefined when the table is not described or has no route there. */
  routeTo(address: Address, subnetId: string | null, vpcId: string | null): RouteTaken | undefined {
    const table = this.tableOf(subnetId, vpcId);
    return table && this.routeIn(table, address);
  }

  /** The route that a table has for an address. */
  routeIn(table: RouteTable, address: Address): RouteTaken | undefined {
    const found = this.#compiled(table).find(address);
    const longest = found.filter((each) => each.prefix.length === found[0]?.prefix.length);
    const best = longest.sort((a, b) => rank(a.route) - rank(b.route))[0];
    return best && { ...best, tableId: table.id };
  }

  #compiled(table: RouteTable): PrefixTable<Candidate> {
    const known = this.#tables.get(table.id);
    if (known) return known;
    const compiled = new PrefixTable<Candidate>();
    for (const route of table.routes) {
      for (const text of this.#listPrefixes.get(route.destination) ?? [route.destination]) {
        const prefix = parsePrefix(text);
        if (prefix) compiled.add(prefix, { route, prefix });
      }
    }
    this.#tables.set(table.id, compiled);
    return compiled;
  }
}

function rank(route: Route): number {
  if (route.target === 'local') return 0;
  return route.destination.startsWith('pl-') ? 2 : 1;
}

/** A route in words, as in `0.0.0.0/0 to nat-0123 (rtb-0456)`. */
export function describeRoute({ route, prefix, tableId }: RouteTaken): string {
  const by = route.destination.startsWith('pl-')
    ? `${route.destination} ${formatPrefix(prefix)}`
    : route.destination;
  return `${by} to ${route.target} (${tableId})`;
}
