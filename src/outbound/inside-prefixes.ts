import type { Inventory } from '../inventory/index.js';
import { formatPrefix, mergePrefixes, type Prefix, parsePrefix, specialRanges } from '../net/index.js';

/** Targets that lead to a network which is not the internet (EC2 API, Route). */
const privateTarget = /^(?:tgw-|pcx-|vgw-|lgw-|arn:)/;

/** Whether a route's target leads to a connected network: peering, transit gateway, VPN, Direct Connect, Outpost. */
export function leadsToNetwork(target: string): boolean {
  return privateTarget.test(target);
}

/**
 * Shorter prefixes than these are default routes, whole or in halves: they say how the internet is reached, not which
 * addresses are a network of one's own. No organisation holds more than a /8 of IPv4.
 */
export function isDefaultRoute(prefix: Prefix): boolean {
  return prefix.length < (prefix.family === 4 ? 8 : 7);
}

/** CIDR blocks of connected networks: destinations of routes to them, prefix lists resolved, default routes left out. */
export function routedPrefixes(inventory: Inventory): Prefix[] {
  const lists = new Map(inventory.prefixLists.map((list) => [list.id, list.prefixes]));
  return inventory.routeTables
    .flatMap((table) => table.routes)
    .filter((route) => leadsToNetwork(route.target))
    .flatMap((route) => lists.get(route.destination) ?? [route.destination])
    .flatMap((text) => parsePrefix(text) ?? [])
    .filter((prefix) => !isDefaultRoute(prefix));
}

/**
 * The addresses that are not the internet, merged, as CIDR text: own, routed to connected networks, and special-purpose.
 * Documentation ranges count as internet: they stand for outside hosts in examples. So do ranges that are special, yet
 * reachable from everywhere, and IPv4 addresses behind NAT64.
 */
export function insidePrefixes(inventory: Inventory, ownPrefixes: readonly string[]): string[] {
  const outside = new Set(['documentation', 'global', 'embedded']);
  const special = specialRanges.filter((range) => !outside.has(range.kind)).map((range) => range.prefix);
  const own = ownPrefixes.flatMap((text) => parsePrefix(text) ?? []);
  return mergePrefixes([...own, ...routedPrefixes(inventory), ...special]).map(formatPrefix);
}

/** Prefixes that hosts behind a NAT gateway may have, merged, as CIDR text: own, routed, and ranges for private use. */
export function privatePrefixes(inventory: Inventory, ownPrefixes: readonly string[]): string[] {
  const reserved = specialRanges.filter((range) => range.kind === 'private').map((range) => range.prefix);
  const own = ownPrefixes.flatMap((text) => parsePrefix(text) ?? []);
  return mergePrefixes([...own, ...routedPrefixes(inventory), ...reserved]).map(formatPrefix);
}
