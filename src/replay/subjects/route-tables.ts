import { type Inventory, type Route, Router, type RouteTable } from '../../inventory/index.js';
import { parsePrefix } from '../../net/index.js';
import type { Layer, Rule } from '../types.js';
import { prefixesOf } from '../world.js';

/**
 * Route tables: what has no route, or one that leads nowhere any more, does not leave (VPC User Guide, "Route priority").
 * What a route leads to is not looked into.
 */
export function routeTableLayer(
  tables: Inventory,
  places: Inventory,
  placeOf: (route: object) => string,
): Layer {
  const router = new Router({
    ...tables,
    subnets: places.subnets,
    prefixLists: [...tables.prefixLists, ...places.prefixLists],
  });
  const rules = new Map<Route, Rule>();
  for (const table of tables.routeTables) {
    for (const route of table.routes) rules.set(route, ruleOf(table, route, placeOf(route)));
  }
  const lists = new Map([...places.prefixLists, ...tables.prefixLists].map((list) => [list.id, list]));
  const destinations = tables.routeTables.flatMap((table) =>
    table.routes.map((route) => prefixesOf(lists.get(route.destination)?.prefixes ?? [route.destination])),
  );
  return {
    kind: 'route tables',
    rules: [...rules.values()],
    destinations,
    sources: [],
    ports: [],
    clientPorts: [],
    shapes: [],
    asksNames: false,
    originKey: ({ subnetId, vpcId }) => router.tableOf(subnetId, vpcId)?.id ?? '',
    judge: (flow, origin) => {
      const table = router.tableOf(origin.subnetId, origin.vpcId);
      if (flow.reach === 'unfiltered') return { kind: 'passes', rules: [] };
      if (table === undefined) return { kind: 'unknown', reason: 'route-not-described', rules: [] };
      const route = router.routeIn(table, flow.destination)?.route;
      const rule = route === undefined ? undefined : rules.get(route);
      if (route === undefined || rule === undefined) {
        return hasUnknownList(table, lists)
          ? { kind: 'unknown', reason: 'prefix-list-entries', rules: [] }
          : { kind: 'blocked', rule: null, reason: 'no-route' };
      }
      if (route.state === 'blackhole') return { kind: 'blocked', rule, reason: 'blackhole' };
      return { kind: 'passes', rules: [rule] };
    },
  };
}

/** Whether some route has a prefix list whose entries nobody described: it may lead there. */
function hasUnknownList(
  table: RouteTable,
  lists: ReadonlyMap<string, { readonly entriesKnown: boolean }>,
): boolean {
  return table.routes.some(
    ({ destination }) =>
      parsePrefix(destination) === undefined && lists.get(destination)?.entriesKnown !== true,
  );
}

function ruleOf(table: RouteTable, route: Route, place: string): Rule {
  const { destination, target, state } = route;
  return {
    layer: 'route tables',
    owner: table.id,
    text: `${destination} to ${target}${state === 'active' ? '' : ` (${state})`}`,
    place,
    allows: state !== 'blackhole',
  };
}
