import { duckdb, name, printPlan, sql } from '../../src/dialect/index.js';
import type { InterfaceRole } from '../../src/inventory/index.js';
import {
  conversationSteps,
  type InterfaceFacts,
  type ListeningPort,
  needSteps,
  type OutboundInputs,
} from '../../src/outbound/index.js';
import { build, type Plan } from '../../src/plan/index.js';
import type { CellValue, Engine } from '../../src/store/index.js';

/** A flow record for a test; what is left out is what a default-format record lacks. */
export interface TestRecord {
  readonly iface: string | null;
  readonly src: string;
  readonly dst: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly protocol: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
  readonly flags: number | null;
  readonly pktSrc: string | null;
  readonly pktDst: string | null;
  readonly direction: string | null;
  readonly resourceId: string | null;
}

/**
 * Reads `eni-a 10.0.0.5:4000 > 198.51.100.7:443 tcp syn 3 at 60`: interface, source, destination, protocol, then in any
 * order `REJECT`, `flags N`, `at SECONDS`, `for SECONDS`, `bytes N`, `pkt SRC DST`, `egress`, `ingress`, `nat ID`.
 */
export function record(line: string): TestRecord {
  const [iface = '-', src = '', , dst = '', protocol = '', ...rest] = line.trim().split(/\s+/);
  const [srcHost, srcPort] = endpoint(src);
  const [dstHost, dstPort] = endpoint(dst);
  const after = (word: string, offset = 1) => {
    const at = rest.indexOf(word);
    return at < 0 ? undefined : rest[at + offset];
  };
  const start = Number(after('at') ?? 0);
  return {
    iface: iface === '-' ? null : iface,
    src: srcHost,
    dst: dstHost,
    srcPort,
    dstPort,
    protocol: { tcp: 6, udp: 17, icmp: 1 }[protocol] ?? Number(protocol),
    action: rest.includes('REJECT') ? 'REJECT' : 'ACCEPT',
    start,
    end: start + Number(after('for') ?? 30),
    bytes: Number(after('bytes') ?? 100),
    flags: after('flags') === undefined ? null : Number(after('flags')),
    pktSrc: after('pkt') ?? null,
    pktDst: after('pkt', 2) ?? null,
    direction: ['egress', 'ingress'].find((word) => rest.includes(word)) ?? null,
    resourceId: after('nat') ?? null,
  };
}

function endpoint(text: string): [string, number] {
  const bracketed = /^\[(.*)\]:(\d+)$/.exec(text);
  if (bracketed) return [bracketed[1] ?? '', Number(bracketed[2])];
  const [host = '', port = '0'] = text.split(':');
  return [host, Number(port)];
}

export function facts(id: string, address: string, more: Partial<InterfaceFacts> = {}): InterfaceFacts {
  const ipv6 = address.includes(':');
  return {
    id,
    role: 'workload' as InterfaceRole,
    workload: id.replace('eni-', ''),
    routeGroup: '',
    primary4: ipv6 ? null : address,
    primary6: ipv6 ? address : null,
    reachable: null,
    ...more,
  };
}

export interface Scenario {
  readonly interfaces: readonly InterfaceFacts[];
  readonly records: readonly (string | TestRecord)[];
  readonly listening?: readonly ListeningPort[];
  readonly guarded?: readonly string[];
}

export interface NeedLine {
  readonly need: string;
  readonly status: string;
  readonly evidence: number;
  readonly confidence: number;
  readonly connections: number;
  readonly vantage: string;
}

export interface Outcome {
  /** `source > destination protocol/port` with what became of it. */
  readonly needs: readonly NeedLine[];
  readonly undecided: number;
  readonly inbound: number;
  readonly lateRejects: number;
  readonly rows: (plan: Plan) => Promise<Record<string, CellValue>[]>;
}

const statuses = ['', 'accepted', 'rejected', 'unanswered'];

/** Runs the steps of the analysis over a few records in a real engine. */
export async function analyze(engine: Engine, scenario: Scenario): Promise<Outcome> {
  const records = scenario.records.map((each) => (typeof each === 'string' ? record(each) : each));
  await fill(engine, records);
  const inputs = inputsOf(scenario, records);
  for (const step of [...conversationSteps(inputs), ...needSteps(inputs)]) {
    await engine.execute(
      sql`CREATE OR REPLACE TEMP TABLE ${name(step.name)} AS ${printPlan(step.plan, duckdb)}`,
    );
  }
  const rows = (plan: Plan) => engine.rows(printPlan(plan, duckdb));
  const { agg, call, col, eq, isNull, scan } = build;
  const needs = await rows(scan('outbound_need').plan);
  const [counts = {}] = await rows(
    scan('outbound_outcome').aggregate(
      {},
      {
        undecided: agg('countIf', [isNull(col('side'))]),
        inbound: agg('countIf', [eq(call('coalesce', col('side'), 0), 2)]),
        late: agg('countIf', [col('late')]),
      },
    ).plan,
  );
  return {
    needs: needs.map(needLine).sort((a, b) => (a.need < b.need ? -1 : 1)),
    undecided: Number(counts.undecided),
    inbound: Number(counts.inbound),
    lateRejects: Number(counts.late),
    rows,
  };
}

function needLine(row: Record<string, CellValue>): NeedLine {
  return {
    need: `${row.source} > ${row.destination} ${row.protocol}/${row.port}`,
    status: statuses[Number(row.status)] ?? '',
    evidence: Number(row.evidence),
    confidence: Number(row.confidence),
    connections: Number(row.connections),
    vantage: String(row.vantage),
  };
}

async function fill(engine: Engine, records: readonly TestRecord[]): Promise<void> {
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE records (interface_id VARCHAR, srcaddr VARCHAR,
    dstaddr VARCHAR, srcport BIGINT, dstport BIGINT, protocol BIGINT, packets BIGINT, bytes BIGINT, "start" BIGINT,
    "end" BIGINT, "action" VARCHAR, tcp_flags BIGINT, pkt_srcaddr VARCHAR, pkt_dstaddr VARCHAR,
    flow_direction VARCHAR, resource_id VARCHAR)`);
  const rows = records.map((each) => [
    each.iface,
    each.src,
    each.dst,
    each.srcPort,
    each.dstPort,
    each.protocol,
    1,
    each.bytes,
    each.start,
    each.end,
    each.action,
    each.flags,
    each.pktSrc,
    each.pktDst,
    each.direction,
    each.resourceId,
  ]);
  await engine.append('records', rows);
}

function inputsOf(scenario: Scenario, records: readonly TestRecord[]): OutboundInputs {
  return {
    table: 'records',
    fields: {
      tcpFlags: records.some((each) => each.flags !== null),
      packetAddresses: records.some((each) => each.pktSrc !== null),
      flowDirection: records.some((each) => each.direction !== null),
      resourceId: records.some((each) => each.resourceId !== null),
      awsServices: false,
      trafficPath: false,
    },
    interfaces: scenario.interfaces,
    guardedInterfaces: scenario.guarded ?? [],
    listening: scenario.listening ?? [],
    ownPrefixes: ['10.0.0.0/16', '2001:db8:1::/56'],
    insidePrefixes: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '2001:db8:1::/56', 'fc00::/7'],
    privatePrefixes: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '2001:db8:1::/56', 'fc00::/7'],
    servicePorts: [53, 80, 123, 443, 5432, 8080, 8443].flatMap((port) => [
      [6, port] as const,
      [17, port] as const,
    ]),
    aggregationSeconds: 60,
    sliceSeconds: 600,
  };
}
