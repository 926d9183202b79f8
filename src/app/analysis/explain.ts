import {
  type EgressNeed,
  type EvidenceClass,
  inventoryPlan,
  needOrder,
  partyStep,
  withNames,
} from '../../outbound/index.js';
import { build, type Expr, type Plan } from '../../plan/index.js';
import type { CellValue, ResultTable } from '../../store/index.js';
import { number, numberOrNull, text, textOrNull } from './cells.js';
import { evidenceOf, needOf } from './need-rows.js';
import type { AnalysisSession } from './session.js';

const { and, asc, call, col, desc, eq, keep, left, lit, or, right, scan, Query } = build;

/** Which needs are meant; what is left out may be anything. */
export interface NeedSelector {
  readonly interfaceId?: string;
  readonly workload?: string;
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: number;
  readonly port?: number;
}

/** One conversation behind a need, with what spoke for its initiator. */
export interface ExplainedConversation {
  readonly interfaceId: string;
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  readonly protocol: number;
  readonly recordsOut: number;
  readonly recordsIn: number;
  readonly rejectedOut: number;
  readonly rejectedIn: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** OR of the TCP flags of each direction; null when the records carry none. */
  readonly flagsOut: number | null;
  readonly flagsIn: number | null;
  readonly evidence: EvidenceClass | null;
  readonly natInterface: string | null;
  /** Different ports of the other side that met this side's port. */
  readonly localFan: number;
  readonly remoteFan: number;
  /** Whether a security group lets the remote side in to the local port; null when no group is described. */
  readonly admitted: boolean | null;
}

export interface Explanation {
  readonly needs: readonly EgressNeed[];
  readonly needsTotal: number;
  readonly conversations: readonly ExplainedConversation[];
  readonly conversationsTotal: number;
  /** The flow records behind them, in their order of time, with the source that each came from. */
  readonly records: ResultTable;
  readonly recordsTotal: number;
}

/** The needs that a selector means, the conversations behind them and the flow records behind those. */
export async function explainNeeds(
  session: AnalysisSession,
  selector: NeedSelector,
  limits: { readonly conversations: number; readonly records: number },
): Promise<Explanation> {
  const needs = new Query(inventoryPlan).filter(...conditions(selector, needColumns));
  const found = await session.rows(needs.sort(...needOrder).limit(100).plan);
  const mine = named(scan('outbound_outcome').filter(eq(call('coalesce', col('side'), 1), 1))).filter(
    ...conditions(selector, conversationColumns),
  );
  const records = recordsOf(session, selector);
  return {
    needs: found.map(needOf),
    needsTotal: await count(session, needs.plan),
    conversations: (
      await session.rows(
        mine.sort(desc(col('bytes_out')), ...conversationOrder).limit(limits.conversations).plan,
      )
    ).map(conversationOf),
    conversationsTotal: await count(session, mine.plan),
    records: await session.engine.query(records.sort(...recordOrder).limit(limits.records).plan),
    recordsTotal: await count(session, records.plan),
  };
}

const byNames = (...columns: readonly string[]) => columns.map((column) => asc(col(column)));
/** What is equally large, or of one time, stands in the order of its ports and addresses, on every engine. */
const conversationOrder = byNames(
  'first_seen',
  'iface',
  'local',
  'local_port',
  'remote',
  'remote_port',
  'protocol',
);
const recordOrder = byNames(
  ...['start', 'end', 'interface_id', 'srcaddr', 'srcport', 'dstaddr', 'dstport', 'protocol'],
  ...['action', 'bytes', 'packets', 'source_id'],
);

const needColumns = {
  interfaceId: 'iface',
  workload: 'workload',
  source: 'source',
  destination: 'destination',
  protocol: 'protocol',
  port: 'port',
};
const conversationColumns = {
  interfaceId: 'iface',
  source: 'local',
  destination: 'remote',
  protocol: 'protocol',
  port: 'remote_port',
};

function conditions(
  selector: NeedSelector,
  columns: Readonly<Partial<Record<keyof NeedSelector, string>>>,
): [Expr, ...Expr[]] {
  const parts: Expr[] = [];
  for (const [key, column] of Object.entries(columns)) {
    const value = selector[key as keyof NeedSelector];
    if (value !== undefined) parts.push(eq(col(column), lit(value)));
  }
  const [first = lit(true), ...rest] = parts;
  return [first, ...rest];
}

const explainedColumns = [
  'local_port',
  'remote_port',
  'protocol',
  'records_out',
  'records_in',
  'rejected_out',
  'rejected_in',
  'bytes_out',
  'bytes_in',
  'first_seen',
  'last_seen',
  'flags_out',
  'flags_in',
  'local_fan',
  'remote_fan',
  'admitted',
  'guarded',
] as const;

/** Conversations with the names of interfaces and addresses in place of their numbers. */
function named(conversations: build.Query): build.Query {
  const numbers = ['iface', 'local', 'remote', 'nat'];
  const rest = [...explainedColumns, 'evidence'].filter((name) => !numbers.includes(name));
  const plain = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  return withNames(conversations, [...rest, 'nat']).join(
    'left',
    scan(partyStep.name),
    eq(left('nat'), right('no')),
    { ...plain('iface', 'local', 'remote', ...rest), nat: right('iface') },
  );
}

/** Flow records between the two addresses with the port on either side; the interface narrows them when it is given. */
function recordsOf(session: AnalysisSession, selector: NeedSelector): build.Query {
  const both = (a: Expr | undefined, b: Expr | undefined) => [a, b].filter((each) => each !== undefined);
  const direction = (source: 'src' | 'dst', destination: 'src' | 'dst'): Expr => {
    const packet = session.inputs.fields.packetAddresses;
    const address = (side: string, value: string | undefined) => {
      if (value === undefined) return undefined;
      const plain = eq(col(`${side}addr`), lit(value));
      return packet ? or(plain, eq(col(`pkt_${side}addr`), lit(value))) : plain;
    };
    const port =
      selector.port === undefined || selector.port === 0
        ? undefined
        : eq(col(`${destination}port`), selector.port);
    const parts = [
      ...both(address(source, selector.source), address(destination, selector.destination)),
      ...both(port, undefined),
    ];
    return parts.length === 0 ? lit(true) : and(...parts);
  };
  const where: Expr[] = [or(direction('src', 'dst'), direction('dst', 'src'))];
  if (selector.interfaceId !== undefined) where.push(eq(col('interface_id'), lit(selector.interfaceId)));
  if (selector.protocol !== undefined) where.push(eq(col('protocol'), selector.protocol));
  const columns = [
    'source_id',
    'interface_id',
    'srcaddr',
    'dstaddr',
    'srcport',
    'dstport',
    'protocol',
    'packets',
    'bytes',
    'start',
    'end',
    'action',
  ];
  const optional = session.inputs.fields.tcpFlags ? ['tcp_flags'] : [];
  return scan(session.table)
    .filter(...where)
    .project(keep(...columns, ...optional));
}

async function count(session: AnalysisSession, plan: Plan): Promise<number> {
  const [row] = await session.rows(new Query(plan).aggregate({}, { rows: build.agg('count') }).plan);
  return number(row?.rows);
}

function conversationOf(row: Record<string, CellValue>): ExplainedConversation {
  return {
    interfaceId: text(row.iface),
    local: text(row.local),
    localPort: number(row.local_port),
    remote: text(row.remote),
    remotePort: number(row.remote_port),
    protocol: number(row.protocol),
    recordsOut: number(row.records_out),
    recordsIn: number(row.records_in),
    rejectedOut: number(row.rejected_out),
    rejectedIn: number(row.rejected_in),
    bytesOut: number(row.bytes_out),
    bytesIn: number(row.bytes_in),
    firstSeen: number(row.first_seen),
    lastSeen: number(row.last_seen),
    flagsOut: numberOrNull(row.flags_out),
    flagsIn: numberOrNull(row.flags_in),
    evidence: evidenceOf(row.evidence) ?? null,
    natInterface: textOrNull(row.nat),
    localFan: number(row.local_fan),
    remoteFan: number(row.remote_fan),
    admitted: row.guarded === true ? row.admitted !== null : null,
  };
}
