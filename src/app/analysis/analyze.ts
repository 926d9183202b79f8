import type { InterfaceRole } from '../../inventory/index.js';
import {
  type DestinationSummary,
  destinationCountPlan,
  destinationSummaryPlan,
  type EgressAnalysis,
  type EvidenceShare,
  evidencePlan,
  expectedSeenPlan,
  type InboundSummary,
  inboundPlan,
  largestNeedsPlan,
  leftoverPlan,
  middleNeedsPlan,
  nameSeparator,
  needCountsPlan,
  type Scope,
  type TimelinePoint,
  type Totals,
  timelinePlan,
  totalsPlan,
  type Undecided,
  undecidedPlan,
  type WorkloadSummary,
  workloadSummaryPlan,
} from '../../outbound/index.js';
import type { CellValue } from '../../store/index.js';
import { flag, number, text, textOrNull } from './cells.js';
import { coverageOf } from './coverage.js';
import { natUsage } from './nat-usage.js';
import { evidenceOf, needOf } from './need-rows.js';
import { listed } from './options.js';
import type { AnalysisSession } from './session.js';

type Row = Record<string, CellValue>;

/** The answers of a session whose steps have run. */
export async function readAnalysis(session: AnalysisSession): Promise<EgressAnalysis> {
  const { engine, table, options, prepared, inputs, contents } = session;
  options.onPhase?.('writing down the answer');
  const settled = { ...prepared, inputs };
  const counts = await one(session, needCountsPlan);
  const destinations = await session.rows(destinationSummaryPlan(listed.destinations));
  const needs = await session.rows(largestNeedsPlan(listed.needs));
  const coverage = await coverageOf(engine, table, settled, contents, options);
  const slice = sliceSeconds(coverage.window.to - coverage.window.from);
  return {
    totals: await totalsOf(session, counts),
    needs: needs.map(needOf),
    needsTotal: number(counts.needs),
    unexpectedTotal: number(counts.unexpected),
    expectedUnseen: await expectedUnseen(session),
    workloads: (await session.rows(workloadSummaryPlan)).map(workloadOf),
    destinations: destinations.map(destinationOf),
    destinationsTotal: number((await one(session, destinationCountPlan)).destinations),
    undecided: (await session.rows(undecidedPlan(listed.undecided))).map(undecidedOf),
    inbound: inboundOf(await one(session, inboundPlan)),
    nat: await natUsage(session),
    evidence: (await session.rows(evidencePlan)).map(shareOf),
    coverage,
    timeline: (await session.rows(timelinePlan(slice))).map(pointOf),
    ownPrefixes: inputs.ownPrefixes,
    ownPrefixesSource: prepared.ownPrefixesSource,
  };
}

async function one(session: AnalysisSession, plan: Parameters<AnalysisSession['rows']>[0]): Promise<Row> {
  const [row = {}] = await session.rows(plan);
  return row;
}

async function expectedUnseen(session: AnalysisSession): Promise<string[]> {
  const seen = new Set((await session.rows(expectedSeenPlan)).map((row) => textOrNull(row.expected_by)));
  const labels = (session.options.expected ?? []).map((each) => each.label);
  return [...new Set(labels)].filter((label) => !seen.has(label));
}

/** About a hundred slices over the window, in widths that a clock shows. */
function sliceSeconds(seconds: number): number {
  const widths = [60, 300, 600, 1800, 3600, 6 * 3600, 86_400];
  return widths.find((width) => seconds / width <= 120) ?? 7 * 86_400;
}

async function totalsOf(session: AnalysisSession, counts: Row): Promise<Totals> {
  const totals = await one(session, totalsPlan);
  const leftover = await one(session, leftoverPlan);
  const middle = await one(session, middleNeedsPlan);
  return {
    records: number(totals.records),
    bytes: number(totals.bytes),
    conversations: number(totals.conversations),
    outboundConnections: number(counts.connections),
    outboundBytes: number(counts.bytes),
    undecidedConversations: number(leftover.undecided),
    undecidedBytes: number(leftover.undecided_bytes),
    lateRejects: number(leftover.late_rejects),
    unorientedRecords: number(totals.unoriented_records),
    repeatedRecords: Math.max(0, number(totals.middle_records) - number(middle.records)),
  };
}

function workloadOf(row: Row): WorkloadSummary {
  return {
    workload: text(row.workload),
    role: text(row.role) as InterfaceRole,
    sources: number(row.sources),
    destinations: number(row.destinations),
    needs: number(row.needs),
    unexpectedNeeds: number(row.unexpected),
    connections: number(row.connections),
    accepted: number(row.accepted),
    rejected: number(row.rejected),
    unanswered: number(row.unanswered),
    bytesOut: number(row.bytes_out),
    bytesIn: number(row.bytes_in),
  };
}

function destinationOf(row: Row): DestinationSummary {
  return {
    destinationAddress: text(row.destination),
    protocol: number(row.protocol),
    port: number(row.port),
    scope: text(row.scope) as Scope,
    scopeDetail: textOrNull(row.scope_detail),
    portClass: textOrNull(row.port_class),
    workloads: text(row.workloads).split(nameSeparator),
    sources: number(row.sources),
    connections: number(row.connections),
    bytesOut: number(row.bytes_out),
    bytesIn: number(row.bytes_in),
    expected: flag(row.expected),
  };
}

function undecidedOf(row: Row): Undecided {
  const iface = text(row.iface);
  return {
    interfaceId: iface.startsWith('eni-') ? iface : null,
    localAddress: text(row.local),
    remoteAddress: text(row.remote),
    protocol: number(row.protocol),
    localPort: number(row.local_port),
    remotePort: number(row.remote_port),
    records: number(row.records),
    bytes: number(row.bytes),
    firstSeen: number(row.first_seen),
    lastSeen: number(row.last_seen),
    reason: text(row.reason),
  };
}

function inboundOf(row: Row): InboundSummary {
  return {
    connections: number(row.connections),
    accepted: number(row.accepted),
    rejected: number(row.rejected),
    scanSources: number(row.scan_sources),
    bytes: number(row.bytes),
  };
}

function shareOf(row: Row): EvidenceShare {
  return {
    evidence: evidenceOf(row.evidence) ?? 'unknown',
    direction: text(row.direction) as EvidenceShare['direction'],
    connections: number(row.connections),
    bytes: number(row.bytes),
  };
}

function pointOf(row: Row): TimelinePoint {
  return {
    at: number(row.at),
    expectedBytes: number(row.expected_bytes),
    unexpectedBytes: number(row.unexpected_bytes),
    rejectedConnections: number(row.rejected),
  };
}
