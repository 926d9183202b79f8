import { coverageShare, findingsOf, leavesVpc } from './findings.js';
import { formatBytes, formatCount, plural } from './format.js';
import { groupNeeds, targetParts } from './groups.js';
import type { ReportInput } from './input.js';
import type { Detail, Report, Section } from './report.js';
import * as about from './sections/about.js';
import { coverage, coverageSentence, windowWords } from './sections/coverage.js';
import * as decide from './sections/decide.js';
import * as leaving from './sections/leaving.js';
import * as network from './sections/network.js';
import type { SectionInput } from './sections/section.js';
import { type Table, tableOf } from './table.js';

const sections: Record<Detail, readonly ((input: SectionInput) => Section)[]> = {
  brief: [
    leaving.byWorkload,
    leaving.topByBytes,
    leaving.topByConnections,
    decide.adminPorts,
    decide.unexpected,
    decide.rejected,
    decide.unanswered,
    network.natGateways,
    decide.undecided,
    coverage,
    about.appendix,
  ],
  full: [
    about.scope,
    coverage,
    about.method,
    leaving.byWorkload,
    network.paths,
    leaving.topByBytes,
    leaving.topByConnections,
    decide.unexpected,
    decide.undecided,
    decide.rejected,
    decide.unanswered,
    decide.adminPorts,
    network.natGateways,
    network.inbound,
    decide.inventoryTable,
    about.unknowns,
    about.appendix,
  ],
};

/** Makes the report from the answer. `rows` bounds every list; what is left out is counted in it. */
export function buildReport(input: ReportInput, detail: Detail, rows: number): Report {
  const whole: SectionInput = { ...input, findings: findingsOf(input.analysis), detail, rows };
  return {
    title: `Outbound requirements of ${vpcWords(input.vpcIds)}`,
    headline: headline(whole),
    facts: facts(whole),
    sections: sections[detail].map((make) => make(whole)),
  };
}

function vpcWords(ids: readonly string[]): string {
  if (ids.length === 0) return 'the VPC';
  return ids.length <= 3 ? ids.join(', ') : `${ids.length} VPCs`;
}

function headline(input: SectionInput): string[] {
  const { analysis } = input;
  const { window } = analysis.coverage;
  const leavingNeeds = analysis.needs.filter(leavesVpc);
  const workloads = new Set(leavingNeeds.map((need) => need.workload)).size;
  const addresses = new Set(leavingNeeds.map((need) => need.destinationAddress)).size;
  const connections = leavingNeeds.reduce((sum, need) => sum + need.connections, 0);
  const out = leavingNeeds.reduce((sum, need) => sum + need.bytesOut, 0);
  const back = leavingNeeds.reduce((sum, need) => sum + need.bytesIn, 0);
  const what =
    leavingNeeds.length === 0
      ? 'nothing inside opened a connection that leaves the VPC.'
      : `${plural(workloads, 'workload')} opened ${plural(connections, 'connection')} out of the VPC to ${plural(addresses, 'address', 'addresses')}: ${formatBytes(out)} out, ${formatBytes(back)} back.`;
  return [
    `From ${windowWords(window.from, window.to)}, ${what}`,
    toDecide(input),
    `${coverageShare(analysis.coverage).complete ? 'Coverage is complete' : 'Coverage is NOT complete'}. ${coverageSentence(input)}`,
  ];
}

function toDecide(input: SectionInput): string {
  const { findings, analysis } = input;
  const parts: string[] = [];
  const add = (count: number, words: string) => {
    if (count > 0) parts.push(`${formatCount(count)} ${words}`);
  };
  add(findings.unexpected.length, 'unexpected');
  add(findings.rejected.length, 'rejected');
  add(findings.unanswered.length, 'never answered');
  add(findings.admin.length, 'to administration ports');
  const undecided = analysis.totals.undecidedConversations;
  const open = undecided === 0 ? '' : ` ${plural(undecided, 'conversation')} could not be decided.`;
  if (parts.length === 0) return `No need asks for a decision.${open}`;
  return `Of ${plural(analysis.needs.length, 'egress need')}, look at: ${parts.join(', ')}.${open}`;
}

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
}

function facts(input: SectionInput): Table {
  const { analysis, findings } = input;
  const { totals, inbound } = analysis;
  const leavingNeeds = analysis.needs.filter(leavesVpc);
  const inside = analysis.needs.filter((need) => !leavesVpc(need));
  const out = leavingNeeds.reduce((sum, need) => sum + need.bytesOut, 0);
  const expectedOut = leavingNeeds
    .filter((need) => need.expected)
    .reduce((sum, need) => sum + need.bytesOut, 0);
  const connectionsOf = (needs: typeof inside) => needs.reduce((sum, need) => sum + need.connections, 0);
  const rows: Fact[] = [
    {
      name: 'Leaving the VPC',
      value: formatBytes(out),
      detail: `${plural(groupNeeds(leavingNeeds, targetParts).length, 'destination and port', 'destinations and ports')}, ${plural(connectionsOf(leavingNeeds), 'connection')}`,
    },
    {
      name: 'of that expected',
      value: formatBytes(expectedOut),
      detail: `${plural(leavingNeeds.filter((need) => need.expected).length, 'need')}`,
    },
    {
      name: 'Unexpected',
      value: formatBytes(out - expectedOut),
      detail: plural(findings.unexpected.length, 'need'),
    },
    {
      name: 'Rejected outbound',
      value: formatCount(findings.rejected.reduce((sum, need) => sum + need.rejected, 0)),
      detail: `attempts, ${plural(findings.rejected.length, 'need')}`,
    },
    {
      name: 'Never answered',
      value: formatCount(findings.unanswered.reduce((sum, need) => sum + need.unanswered, 0)),
      detail: `attempts, ${plural(findings.unanswered.length, 'need')}`,
    },
    {
      name: 'Undecided',
      value: formatBytes(totals.undecidedBytes),
      detail: plural(totals.undecidedConversations, 'conversation'),
    },
    {
      name: 'Inside the VPC',
      value: formatCount(connectionsOf(inside)),
      detail: `connections, ${plural(inside.length, 'need')}; not in the numbers above`,
    },
    {
      name: 'Opened from outside',
      value: formatCount(inbound.connections),
      detail: `connections, ${formatCount(inbound.rejected)} rejected; no outbound need`,
    },
    {
      name: 'Records',
      value: formatCount(totals.records),
      detail: `with traffic, ${formatBytes(totals.bytes)}`,
    },
  ];
  return tableOf(
    [
      { key: 'name', title: 'Number', kind: 'text', weight: 9, of: (row: Fact) => row.name },
      { key: 'value', title: 'Value', kind: 'count', weight: 9, of: (row) => row.value },
      { key: 'detail', title: 'Of what', kind: 'text', weight: 9, of: (row) => row.detail },
    ],
    rows,
  );
}
