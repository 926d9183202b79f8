import { type TopDestination, topDestinations } from '../crowds.js';
import { leavesVpc } from '../findings.js';
import { describeScope, formatPort, groupNeeds, listNames, type NeedGroup, sortGroups } from '../groups.js';
import type { Section } from '../report.js';
import { type Table, tableOf } from '../table.js';
import { commandLine, type SectionInput, section } from './section.js';

/** What leaves the VPC, one row for each workload. */
export function byWorkload(input: SectionInput): Section {
  const leaving = input.analysis.needs.filter((need) => leavesVpc(need));
  const groups = sortGroups(
    groupNeeds(leaving, (need) => [need.workload]),
    'bytes',
  );
  return section('workloads', 'What leaves the VPC, by workload', {
    text: groups.length === 0 ? ['No connection that leaves the VPC was seen.'] : [],
    tables: groups.length === 0 ? [] : [{ caption: '', table: workloadTable(groups, input.rows) }],
    commands: groups.length > input.rows ? [commandLine(input, 'outbound --by workload')] : [],
  });
}

function workloadTable(groups: readonly NeedGroup[], rows: number): Table {
  const destinations = (group: NeedGroup) => new Set(group.needs.map((need) => need.destinationAddress)).size;
  const unexpected = (group: NeedGroup) => group.needs.filter((need) => !need.expected).length;
  return tableOf(
    [
      {
        key: 'workload',
        title: 'Workload',
        kind: 'text',
        weight: 9,
        of: (group: NeedGroup) => group.first.workload,
      },
      { key: 'destinations', title: 'Dests', kind: 'count', weight: 8, of: destinations },
      { key: 'ports', title: 'Ports', kind: 'text', weight: 7, of: portsOf },
      { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (group) => group.connections },
      { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 8, of: (group) => group.bytesOut },
      { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (group) => group.bytesIn },
      { key: 'unexpected', title: 'Unexpected', kind: 'count', weight: 6, of: unexpected },
      { key: 'rejected', title: 'Rejected', kind: 'count', weight: 6, of: (group) => group.rejected },
      { key: 'unanswered', title: 'Unanswered', kind: 'count', weight: 3, of: (group) => group.unanswered },
      { key: 'paths', title: 'Leaves by', kind: 'text', weight: 2, of: pathsOf },
    ],
    groups,
    rows,
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
  return section(id, title, {
    tables: [{ caption: '', table }],
    commands: rows.length > shown ? [commandLine(input, `outbound --by workload --sort ${sort}`)] : [],
  });
}
