import { type TopDestination, topDestinations } from '../crowds.js';
import { leavesVpc } from '../findings.js';
import { describeScope, formatPort, groupNeeds, listNames, type NeedGroup, sortGroups } from '../groups.js';
import type { Section } from '../report.js';
import { type Measure, type NeedSums, type SumRow, sumOf } from '../sums.js';
import { type Table, tableOf } from '../table.js';
import { commandLine, type SectionInput, section } from './section.js';

/** What leaves the VPC, one row for each workload. */
export function byWorkload(input: SectionInput): Section {
  const { sums, analysis, rows } = input;
  const listed = groupNeeds(analysis.needs.filter(leavesVpc), (need) => [need.workload]);
  const groupOf = new Map(listed.map((group) => [group.first.workload, group]));
  const workloads = [...new Set(sums.rows.filter((row) => row.leaving).map((row) => row.workload))]
    .map((workload) => workloadRow(sums, workload, groupOf.get(workload)))
    .sort((a, b) => b.bytesOut - a.bytesOut || (a.workload < b.workload ? -1 : 1));
  return section('workloads', 'What leaves the VPC, by workload', {
    text: workloads.length === 0 ? ['No connection that leaves the VPC was seen.'] : [],
    tables: workloads.length === 0 ? [] : [{ caption: '', table: workloadTable(workloads, rows) }],
    commands: workloads.length > rows ? [commandLine(input, 'outbound --by workload --sort workload')] : [],
  });
}

type WorkloadRow = ReturnType<typeof workloadRow>;

function workloadRow(sums: NeedSums, workload: string, group: NeedGroup | undefined) {
  const sum = (measure: Measure, where: (row: SumRow) => boolean = () => true) =>
    sumOf(sums, measure, (row) => row.leaving && row.workload === workload && where(row));
  return {
    workload,
    destinations: sums.addressesOf.get(workload) ?? 0,
    ports: group === undefined ? '' : portsOf(group),
    connections: sum('connections'),
    bytesOut: sum('bytesOut'),
    bytesIn: sum('bytesIn'),
    unexpected: sum('needs', (row) => !row.expected),
    rejected: sum('rejected'),
    unanswered: sum('unanswered'),
    paths: group === undefined ? '' : pathsOf(group),
  };
}

function workloadTable(rows: readonly WorkloadRow[], limit: number): Table {
  return tableOf(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: (row: WorkloadRow) => row.workload },
      { key: 'destinations', title: 'Dests', kind: 'count', weight: 8, of: (row) => row.destinations },
      { key: 'ports', title: 'Ports', kind: 'text', weight: 7, of: (row) => row.ports },
      { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (row) => row.connections },
      { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 8, of: (row) => row.bytesOut },
      { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (row) => row.bytesIn },
      { key: 'unexpected', title: 'Unexpected', kind: 'count', weight: 6, of: (row) => row.unexpected },
      { key: 'rejected', title: 'Rejected', kind: 'count', weight: 6, of: (row) => row.rejected },
      { key: 'unanswered', title: 'Unanswered', kind: 'count', weight: 3, of: (row) => row.unanswered },
      { key: 'paths', title: 'Leaves by', kind: 'text', weight: 2, of: (row) => row.paths },
    ],
    rows,
    limit,
  );
}

/** The ports of a group, most connections first. */
function portsOf(group: NeedGroup): string {
  const byPort = groupNeeds(group.needs, (need) => [String(need.protocol), String(need.port)]);
  const names = sortGroups(byPort, 'connections').map((each) =>
    formatPort(each.first.protocol, each.first.port),
  );
  const shown = names.slice(0, 2).join(' ');
  return names.length > 2 ? `${shown} +${names.length - 2}` : shown;
}

function pathsOf(group: NeedGroup): string {
  return listNames(
    group.needs.map((need) => need.path.replace('-gateway', '')),
    3,
  );
}

/** The destinations outside the VPC that most bytes went to. */
export function topByBytes(input: SectionInput): Section {
  const rows = topDestinations(input.analysis.destinations, (row) => row.bytesOut);
  return topSection(input, 'top-bytes', 'Destinations with most bytes out', rows, 'bytes');
}

/** The destinations outside the VPC that most connections were opened to. */
export function topByConnections(input: SectionInput): Section {
  const rows = topDestinations(input.analysis.destinations, (row) => row.connections);
  return topSection(input, 'top-connections', 'Destinations with most connections', rows, 'connections');
}

/** A list of the largest is no inventory; that stands in a section of its own. */
const topRows = 20;

function topSection(
  input: SectionInput,
  id: string,
  title: string,
  rows: readonly TopDestination[],
  sort: string,
): Section {
  if (rows.length === 0) return section(id, title, { text: ['There are none.'] });
  const shown = Math.min(input.rows, topRows);
  const table = tableOf(
    [
      {
        key: 'destination',
        title: 'Destination',
        kind: 'text',
        weight: 9,
        of: (row: TopDestination) => row.destination,
      },
      {
        key: 'target',
        title: 'Port',
        kind: 'text',
        weight: 9,
        of: (row) => formatPort(row.protocol, row.port),
      },
      { key: 'where', title: 'Where', kind: 'text', weight: 4, of: describeScope },
      {
        key: 'workloads',
        title: 'Opened by',
        kind: 'text',
        weight: 7,
        of: (row) => listNames(row.workloads),
      },
      { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (row) => row.connections },
      { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 8, of: (row) => row.bytesOut },
      { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (row) => row.bytesIn },
      { key: 'expected', title: 'Expected', kind: 'flag', weight: 6, of: (row) => row.expected },
    ],
    rows,
    shown,
  );
  // The answer holds only the largest of very many destinations; the others are more as well.
  const { destinations } = input.analysis;
  const notListed = Math.max(0, input.sums.targets - destinations.filter(leavesVpc).length);
  return section(id, title, {
    tables: [{ caption: '', table: { ...table, total: table.total + notListed } }],
    commands: rows.length > shown ? [commandLine(input, `outbound --by workload --sort ${sort}`)] : [],
  });
}
