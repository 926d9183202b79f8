import { describeRoute, type RouteTaken, type VpcEndpoint } from '../inventory/index.js';

/** How traffic leaves the subnet. `firewall-endpoint` is a Gateway Load Balancer endpoint, AWS Network Firewall's too. */
export type Path =
  | 'local'
  | 'nat-gateway'
  | 'internet-gateway'
  | 'egress-only-gateway'
  | 'gateway-endpoint'
  | 'interface-endpoint'
  | 'firewall-endpoint'
  | 'transit-gateway'
  | 'peering'
  | 'virtual-private-gateway'
  | 'local-gateway'
  | 'carrier-gateway'
  | 'core-network'
  | 'interface'
  | 'unknown';

/** A route with what it stands for. */
export interface RouteInUse {
  readonly path: Path;
  readonly taken: RouteTaken;
  /** For a route to a NAT gateway: the route from there on. A private NAT gateway leads to connected networks. */
  readonly beyond: RouteTaken | undefined;
}

export interface PathTaken {
  readonly path: Path;
  readonly pathDetail: string | null;
}

/** First part of the id of a route's target (EC2 API, Route). `vpce-` is left out: it may be either kind of endpoint. */
const byTarget: readonly (readonly [start: string, path: Path])[] = [
  ['local', 'local'],
  ['nat-', 'nat-gateway'],
  ['igw-', 'internet-gateway'],
  ['eigw-', 'egress-only-gateway'],
  ['tgw-', 'transit-gateway'],
  ['pcx-', 'peering'],
  ['vgw-', 'virtual-private-gateway'],
  ['lgw-', 'local-gateway'],
  ['cagw-', 'carrier-gateway'],
  ['arn:', 'core-network'],
  ['eni-', 'interface'],
  ['i-', 'interface'],
];

/** The path that a route stands for. A route that leads nowhere any more is `unknown`. */
export function pathOfRoute(taken: RouteTaken, endpoints: ReadonlyMap<string, VpcEndpoint>): Path {
  const { target, state, destination } = taken.route;
  if (state === 'blackhole') return 'unknown';
  if (target.startsWith('vpce-')) {
    const type =
      endpoints.get(target)?.type ?? (destination.startsWith('pl-') ? 'Gateway' : 'GatewayLoadBalancer');
    return type === 'Gateway' ? 'gateway-endpoint' : 'firewall-endpoint';
  }
  return byTarget.find(([start]) => target.startsWith(start))?.[1] ?? 'unknown';
}

/**
 * Paths that each `traffic-path` code may stand for (VPC User Guide, flow log records). Code 1 is every way through
 * another interface of the VPC; there is none for NAT and transit gateways. 2 is the older, coarser form of 7 and 8.
 */
const pathsByCode: ReadonlyMap<number, readonly Path[]> = new Map([
  [
    1,
    [
      'local',
      'nat-gateway',
      'transit-gateway',
      'interface-endpoint',
      'firewall-endpoint',
      'interface',
      'core-network',
      'local-gateway',
    ],
  ],
  [2, ['internet-gateway', 'gateway-endpoint', 'egress-only-gateway']],
  [3, ['virtual-private-gateway']],
  [4, ['peering']],
  [5, ['peering']],
  [6, ['local-gateway', 'carrier-gateway']],
  [7, ['gateway-endpoint']],
  [8, ['internet-gateway', 'egress-only-gateway']],
]);

/** Codes whose first path is the only one that fits. */
const decisiveCodes = new Set([3, 4, 5, 7]);

export interface PathEvidence {
  readonly family: 4 | 6;
  readonly route: RouteInUse | undefined;
  /** Id of the source's route table, or null when it is not described. */
  readonly tableId: string | null;
  /** Code of the `traffic-path` field; null when it is absent. */
  readonly trafficPath: number | null;
  /** Id of the NAT gateway whose own records show the traffic (of its interface, when no list has it), or null. */
  readonly natGateway: string | null;
}

/**
 * The path by all the evidence. What was recorded beats the route table, which is of the day of the inventory; the detail
 * then says what the table has.
 */
export function combinePath(evidence: PathEvidence): PathTaken {
  const { route, natGateway, trafficPath } = evidence;
  const table = describeTable(evidence);
  if (natGateway !== null) return seenAtNat(natGateway, route, table);
  const recorded = trafficPath === null ? undefined : pathsByCode.get(trafficPath);
  if (recorded === undefined) {
    const odd = trafficPath === null ? null : `traffic-path ${trafficPath} is not known`;
    const details = [table, odd].filter((part) => part !== null);
    return { path: route?.path ?? 'unknown', pathDetail: details.length === 0 ? null : details.join('; ') };
  }
  if (route && recorded.includes(route.path)) return { path: route.path, pathDetail: table };
  const path = recordedPath(trafficPath ?? 0, recorded, evidence.family);
  const alternatives = path === 'unknown' ? `: ${recorded.join(', ')}` : '';
  const contradiction = table === null ? '' : `; the route table has ${table}`;
  return { path, pathDetail: `traffic-path ${trafficPath}${alternatives}${contradiction}` };
}

/** What the route table says, or null when none is described. */
function describeTable({ route, tableId }: PathEvidence): string | null {
  if (route)
    return describeRoute(route.taken) + (route.taken.route.state === 'blackhole' ? ', a blackhole' : '');
  return tableId === null ? null : `no route (${tableId})`;
}

function seenAtNat(natGateway: string, route: PathEvidence['route'], table: string | null): PathTaken {
  const path = 'nat-gateway';
  if (route?.taken.route.target === natGateway) return { path, pathDetail: table };
  // Where only the gateway was logged, the table is that of the gateway's own subnet.
  const silent = route === undefined || route.path === 'internet-gateway';
  const seen = `seen at ${natGateway}`;
  return { path, pathDetail: silent ? seen : `${seen}; the route table has ${table}` };
}

function recordedPath(code: number, recorded: readonly Path[], family: 4 | 6): Path {
  if (decisiveCodes.has(code)) return recorded[0] ?? 'unknown';
  // An IPv6 address needs no NAT, so both kinds of gateway are usual for it.
  return code === 8 && family === 4 ? 'internet-gateway' : 'unknown';
}
