import { DiagnosticError } from '../../base/index.js';
import type { FlowFieldName } from '../../flow/index.js';
import { emptyInventory, type Inventory, inventoryMatches, ownPrefixesOf } from '../../inventory/index.js';
import { formatPrefix, parsePrefix } from '../../net/index.js';
import {
  type AvailableFields,
  admissions,
  insidePrefixes,
  interfaceFacts,
  interfacesSeenPlan,
  type OutboundInputs,
  type OwnSide,
  type OwnSideCandidates,
  ownSideCandidates,
  ownSidePlan,
  privatePrefixes,
  type SeenInterface,
  servicePorts,
  settleOwnSides,
} from '../../outbound/index.js';
import type { CellValue, LakeContents } from '../../store/index.js';
import { flag, number, text, textOrNull } from './cells.js';
import type { AnalysisEngine } from './engine.js';
import type { OnceOnly } from './one-flow-log.js';
import type { AnalysisOptions } from './options.js';

/** What the logs' own lines say of each interface, with the times and actions that the coverage needs. */
export interface SeenRow extends SeenInterface {
  readonly firstSeen: number;
  readonly lastStart: number;
  readonly accepts: number;
  readonly rejects: number;
  readonly lines: number;
  /** Lines that span more than a minute. */
  readonly linesOverMinute: number;
}

export interface Prepared {
  readonly inputs: OutboundInputs;
  readonly seen: readonly SeenRow[];
  readonly ownPrefixesSource: string;
  readonly aggregationSource: string;
  /** What was left out because a second flow log repeats it. */
  readonly once: OnceOnly;
  /** What is not known of the records, in sentences. */
  readonly limits: readonly string[];
  /** Builds the inputs again once interfaces were found to be NAT gateways. */
  readonly withNat: (ids: ReadonlySet<string>) => OutboundInputs;
}

/** The columns that a lake's sources carry, as the plans ask for them. */
export function availableFields(
  contents: LakeContents,
): AvailableFields & { place: boolean; interfaceType: boolean } {
  const present = new Set(contents.fields.filter((each) => each.share > 0).map((each) => each.field));
  const has = (field: FlowFieldName) => present.has(field);
  return {
    tcpFlags: has('tcpFlags'),
    packetAddresses: has('pktSrcAddr') || has('pktDstAddr'),
    flowDirection: has('flowDirection'),
    resourceId: has('resourceId'),
    awsServices: has('pktDstAwsService'),
    trafficPath: has('trafficPath'),
    place: has('subnetId') || has('vpcId') || has('instanceId'),
    interfaceType: has('interfaceType'),
  };
}

/** Looks at the interfaces first; everything that the plans need to know beforehand follows from them. */
export async function prepare(
  engine: AnalysisEngine,
  contents: LakeContents,
  once: OnceOnly,
  options: AnalysisOptions & { readonly limits: readonly string[] },
): Promise<Prepared> {
  const { table } = once;
  const inventory = options.inventory ?? emptyInventory;
  const fields = availableFields(contents);
  const seen = await seenInterfaces(engine, table, fields);
  refuseForeignInventory(inventory, seen);
  const described = new Set(inventory.interfaces.map((each) => each.id));
  const undescribed = seen.map((each) => each.id).filter((id) => !described.has(id) && id !== '-');
  const given = options.vpcCidrs ?? [];
  const known = given.length > 0 ? given : ownPrefixesOf(inventory, loggedVpcs(inventory, seen));
  const ownSides = await inferOwnSides(engine, table, undescribed, known);
  const own = known.length > 0 ? known : inferredPrefixes(ownSides);
  const aggregation = aggregationOf(inventory, seen);
  const admitted = admissions(inventory);
  const build = (inferredNat: ReadonlySet<string>): OutboundInputs => ({
    table,
    fields,
    interfaces: interfaceFacts(seen, {
      inventory,
      grouping: options.grouping ?? 'security-group',
      names: options.workloadNames ?? {},
      ownSides,
      inferredNat,
    }),
    guardedInterfaces: admitted.guarded,
    listening: admitted.listening,
    ownPrefixes: own,
    insidePrefixes: insidePrefixes(inventory, own),
    privatePrefixes: privatePrefixes(inventory, own),
    servicePorts: servicePorts(),
    aggregationSeconds: aggregation.seconds,
    sliceSeconds: 600,
  });
  return {
    inputs: build(new Set()),
    seen,
    ownPrefixesSource:
      given.length > 0
        ? (options.vpcCidrsSource ?? '--vpc-cidr')
        : known.length > 0
          ? 'inventory'
          : 'inferred',
    aggregationSource: aggregation.source,
    once,
    limits: options.limits,
    withNat: build,
  };
}

/** The VPCs of the logged interfaces; undefined when neither the logs nor the inventory say which. */
function loggedVpcs(inventory: Inventory, seen: readonly SeenRow[]): string[] | undefined {
  const described = new Map(inventory.interfaces.map((each) => [each.id, each.vpcId]));
  const ids = new Set(seen.flatMap((each) => described.get(each.id) ?? each.vpcId ?? []));
  return ids.size === 0 ? undefined : [...ids];
}

async function seenInterfaces(
  engine: AnalysisEngine,
  table: string,
  fields: ReturnType<typeof availableFields>,
): Promise<SeenRow[]> {
  const rows = await engine.rows(interfacesSeenPlan(table, fields));
  return rows.map((row) => ({
    id: text(row.iface),
    interfaceType: textOrNull(row.interface_type),
    regionalNat: textOrNull(row.regional_nat),
    vpcId: textOrNull(row.vpc_id),
    subnetId: textOrNull(row.subnet_id),
    instanceId: textOrNull(row.instance_id),
    firstSeen: number(row.first_seen),
    lastStart: number(row.last_start),
    accepts: number(row.accepts),
    rejects: number(row.rejects),
    lines: number(row.lines),
    linesOverMinute: number(row.over_minute),
  }));
}

function refuseForeignInventory(inventory: Inventory, seen: readonly SeenRow[]): void {
  const vpcIds = [...new Set(seen.flatMap((each) => (each.vpcId === null ? [] : [each.vpcId])))];
  const found = inventoryMatches(inventory, { interfaceIds: seen.map((each) => each.id), vpcIds });
  const errors = found.filter((each) => each.severity === 'error');
  if (errors.length > 0) throw new DiagnosticError(errors);
}

async function inferOwnSides(
  engine: AnalysisEngine,
  table: string,
  interfaces: readonly string[],
  known: readonly string[],
): Promise<Map<string, OwnSide>> {
  if (interfaces.length === 0) return new Map();
  const inside = known.length > 0 ? known : privateRanges;
  const rows = await engine.rows(ownSidePlan(table, interfaces, inside));
  return settleOwnSides(rows.map(candidatesOf));
}

/** RFC 1918, RFC 6598 and RFC 4193: where a VPC's own addresses usually lie. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

function candidatesOf(row: Readonly<Record<string, CellValue>>): OwnSideCandidates {
  return ownSideCandidates({
    iface: text(row.iface),
    ipv6: flag(row.ipv6),
    lines: number(row.lines),
    value: (column) => {
      const cell = row[column] ?? null;
      return typeof cell === 'bigint' ? Number(cell) : cell;
    },
  });
}

/**
 * The blocks around the interfaces' own addresses: /16, the largest IPv4 block of a VPC, and /56, the usual IPv6 one
 * (VPC User Guide, "VPC CIDR blocks").
 */
function inferredPrefixes(ownSides: ReadonlyMap<string, OwnSide>): string[] {
  const found = new Set<string>();
  for (const side of ownSides.values()) {
    for (const block of [side.primary4 && `${side.primary4}/16`, side.primary6 && `${side.primary6}/56`]) {
      const prefix = block ? parsePrefix(block) : undefined;
      if (prefix) found.add(formatPrefix(prefix));
    }
  }
  return [...found].sort();
}

/**
 * The aggregation interval: the longest one of the described flow logs, else 60 s when hardly a record spans more, else
 * 600 s (EC2 API, CreateFlowLogs: 60 or 600).
 */
function aggregationOf(inventory: Inventory, seen: readonly SeenRow[]): { seconds: number; source: string } {
  const described = inventory.flowLogs.map((each) => each.aggregationSeconds);
  if (described.length > 0) return { seconds: Math.max(...described), source: 'flow log' };
  const lines = seen.reduce((sum, each) => sum + each.lines, 0);
  const longer = seen.reduce((sum, each) => sum + each.linesOverMinute, 0);
  return { seconds: longer <= lines / 100 ? 60 : 600, source: 'inferred' };
}
