import { assert } from '../base/index.js';
import {
  type Inventory,
  type NetworkInterface,
  Router,
  type RouteTable,
  type RouteTaken,
  type VpcEndpoint,
} from '../inventory/index.js';
import { type Address, bitsOf, PrefixTable, parseAddress, parsePrefix } from '../net/index.js';
import { createExpectation, type ExpectedTraffic } from './expected.js';
import type { IpRanges } from './ip-ranges.js';
import { defaultPortClasses, type PortClasses } from './port-classes.js';
import { combinePath, type Path, type PathTaken, pathOfRoute, type RouteInUse } from './route-path.js';
import { type ScopeAnswer, ScopeTable } from './scope.js';
import type { Scope } from './types.js';

export interface ClassifierInputs {
  readonly inventory: Inventory;
  /** The VPC's own prefixes, from the inventory or elsewhere. */
  readonly ownPrefixes: readonly string[];
  readonly ipRanges?: IpRanges | undefined;
  readonly expected?: readonly ExpectedTraffic[];
  /** Default: the built-in classes. */
  readonly portClasses?: PortClasses;
}

/** Where traffic comes from, as far as it is known: the first of these that finds a route table is used. */
export interface Origin {
  /** Id of a route table or of a subnet. */
  readonly routeGroup?: string | null;
  readonly interfaceId?: string | null;
  readonly sourceAddress?: string | null;
}

export interface ClassificationQuestion extends Origin {
  readonly destinationAddress: string;
  /** IANA number. */
  readonly protocol: number;
  readonly port: number;
  /** Value of `pkt-dst-aws-service`; null when it is absent. */
  readonly awsService: string | null;
  /** Value of `traffic-path`; null when it is absent. */
  readonly trafficPath: number | null;
  /** NAT gateway at which the traffic was seen, where one was: its id, or that of an interface of it. */
  readonly natGateway?: string | null;
  readonly workload: string;
}

export interface Classification {
  readonly scope: Scope;
  readonly scopeDetail: string | null;
  readonly path: Path;
  readonly pathDetail: string | null;
  readonly portClass: string | null;
  readonly expected: boolean;
  readonly expectedBy: string | null;
}

export interface Classifier {
  classify(question: ClassificationQuestion): Classification;
}

/** A source, resolved. */
interface Source {
  readonly vpcId: string | null;
  readonly table: RouteTable | undefined;
}

/** Prepares the answers to: where does a destination lie, how does traffic get there, what is its port for, who expects it? */
export function createClassifier(inputs: ClassifierInputs): Classifier {
  const { inventory, expected = [], portClasses = defaultPortClasses } = inputs;
  const places = new ScopeTable(inputs);
  const router = new Router(inventory);
  const routeOf = createRouting(inventory, router);
  const sourceOf = createSources(inventory, router);
  const expectedBy = createExpectation(expected, inventory);
  const gatewayOf = createGatewayNames(inventory);
  return {
    classify(given) {
      const question = { ...given, natGateway: gatewayOf(given.natGateway ?? null) };
      const address = parseAddress(question.destinationAddress);
      assert(address !== undefined, `${question.destinationAddress} is an address`);
      const { vpcId, table } = sourceOf(question);
      const route = routeOf(table, address, question.awsService);
      const taken = pathTo(question, address, { vpcId, table }, route, places);
      const place = places.scopeOf({
        address,
        vpcId,
        route,
        path: taken.path,
        awsService: question.awsService,
      });
      const { protocol, port, workload } = question;
      const { scope, services } = place;
      const label = expectedBy({ address, protocol, port, workload, scope, services });
      return {
        ...answered(place, taken),
        portClass: portClasses.classOf(protocol, port),
        expected: label !== null,
        expectedBy: label,
      };
    },
  };
}

function answered({ scope, scopeDetail }: ScopeAnswer, taken: PathTaken) {
  // Nothing leaves the host on the way to a link-local service, whatever the default route says.
  if (scope === 'link-local-service') return { scope, scopeDetail, path: 'local' as const, pathDetail: null };
  return { scope, scopeDetail, ...taken };
}

/** NAT gateways by their interfaces, for records that show only the interface; routes name the gateway. */
function createGatewayNames(inventory: Inventory): (id: string | null) => string | null {
  const gateways = new Map(
    inventory.natGateways.flatMap((nat) => nat.addresses.map((each) => [each.interfaceId, nat.id] as const)),
  );
  return (id) => gateways.get(id) ?? id;
}

type RouteFound = RouteInUse | undefined;

/** Finds the route of a question in a table. */
function createRouting(inventory: Inventory, router: Router) {
  const endpoints = new Map(inventory.endpoints.map((each) => [each.id, each]));
  const gateways = new Map(inventory.natGateways.map((each) => [each.id, each]));
  const lists = new Set(inventory.prefixLists.filter((list) => list.entriesKnown).map((list) => list.id));
  return (table: RouteTable | undefined, address: Address, awsService: string | null): RouteFound => {
    if (!table) return undefined;
    const named = byServiceName(table, address, awsService, endpoints, lists);
    const taken = named ?? router.routeIn(table, address);
    if (!taken) return undefined;
    const nat = gateways.get(taken.route.target);
    const beyond = nat && router.routeTo(address, nat.subnetId, nat.vpcId);
    return { path: pathOfRoute(taken, endpoints), taken, beyond };
  };
}

/**
 * The route to a gateway endpoint whose prefix list was described without its entries: the record names the service, and
 * the endpoint says which service it serves. With entries, the addresses decide.
 */
function byServiceName(
  table: RouteTable,
  address: Address,
  awsService: string | null,
  endpoints: ReadonlyMap<string, VpcEndpoint>,
  listsWithEntries: ReadonlySet<string>,
): RouteTaken | undefined {
  if (awsService === null) return undefined;
  const suffix = `.${awsService.toLowerCase()}`;
  const route = table.routes.find(
    ({ destination, target }) =>
      destination.startsWith('pl-') &&
      !listsWithEntries.has(destination) &&
      endpoints.get(target)?.service.endsWith(suffix) === true,
  );
  const length = bitsOf(address.family);
  return route && { route, prefix: { ...address, length }, tableId: table.id };
}

function pathTo(
  question: ClassificationQuestion & { readonly natGateway: string | null },
  address: Address,
  { vpcId, table }: Source,
  route: RouteFound,
  places: ScopeTable,
): PathTaken {
  const own = places.isOwn(address, vpcId);
  const direct = own && (route === undefined || route.path === 'local');
  if (direct) {
    const service = places.endpointAt(address, vpcId);
    return service === null
      ? { path: 'local', pathDetail: null }
      : { path: 'interface-endpoint', pathDetail: service };
  }
  return combinePath({
    family: address.family,
    route,
    tableId: table?.id ?? null,
    trafficPath: question.trafficPath,
    natGateway: question.natGateway,
  });
}

/** Finds the route table of a source: by what is given, else by the interface, else by the subnet that holds its address. */
function createSources(inventory: Inventory, router: Router): (origin: Origin) => Source {
  const interfaces = new Map(inventory.interfaces.map((each) => [each.id, each]));
  const byAddress = new Map<string, NetworkInterface>();
  const subnets = new PrefixTable<{ id: string; vpcId: string | null }>();
  for (const each of inventory.interfaces) for (const address of each.addresses) byAddress.set(address, each);
  for (const { id, vpcId, prefixes } of inventory.subnets) {
    for (const prefix of prefixes.flatMap((text) => parsePrefix(text) ?? []))
      subnets.add(prefix, { id, vpcId });
  }
  const at = (subnetId: string | null, vpcId: string | null): Source => {
    const table = router.tableOf(subnetId, vpcId);
    return { table, vpcId: vpcId ?? table?.vpcId ?? null };
  };
  const ofGroup = (group: string): Source | undefined => {
    const table = router.tableById(group) ?? router.tableOf(group, null);
    return table && { table, vpcId: table.vpcId };
  };
  return ({ routeGroup, interfaceId, sourceAddress }) => {
    const grouped = routeGroup ? ofGroup(routeGroup) : undefined;
    if (grouped) return grouped;
    const seenAt = interfaces.get(interfaceId ?? '');
    // The interfaces of gateways and endpoints carry the traffic of others, whose own subnets route it.
    if (seenAt && (seenAt.role === 'workload' || seenAt.role === 'load-balancer'))
      return at(seenAt.subnetId, seenAt.vpcId);
    const owner = byAddress.get(sourceAddress ?? '') ?? seenAt;
    if (owner && owner !== seenAt) return at(owner.subnetId, owner.vpcId);
    const address = parseAddress(sourceAddress ?? '');
    const subnet = address && subnets.find(address)[0];
    if (subnet) return at(subnet.id, subnet.vpcId);
    return at(seenAt?.subnetId ?? null, seenAt?.vpcId ?? null);
  };
}
