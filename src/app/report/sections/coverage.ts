import type { InterfaceCoverage } from '../../../outbound/index.js';
import { coverageShare } from '../findings.js';
import { formatDuration, formatShare, formatTime, plural } from '../format.js';
import { listNames } from '../groups.js';
import type { Section } from '../report.js';
import { type Table, tableOf } from '../table.js';
import { commandLine, type SectionInput, section } from './section.js';

/** What was seen and what was not, and what that means for every conclusion. */
export function coverage(input: SectionInput): Section {
  const { coverage: what } = input.analysis;
  const share = coverageShare(what);
  const order = [...what.interfaces].sort(
    (a, b) =>
      b.gapSeconds + b.absentSeconds - (a.gapSeconds + a.absentSeconds) ||
      (a.interfaceId < b.interfaceId ? -1 : 1),
  );
  return section('coverage', 'Coverage and limits', {
    text: [coverageSentence(input)],
    points: [...what.limits, ...interfacePoints(input)],
    tables: order.length === 0 ? [] : [{ caption: '', table: coverageTable(order, input.rows) }],
    commands: order.length > input.rows || !share.complete ? [commandLine(input, 'coverage')] : [],
    attention: !share.complete || what.limits.length > 0,
  });
}

export function coverageSentence(input: SectionInput): string {
  const { coverage: what } = input.analysis;
  const share = coverageShare(what);
  const interval = `aggregation interval ${formatDuration(what.aggregationSeconds)} (${what.aggregationSource})`;
  if (share.covered === null) return `No interface was logged; ${interval}.`;
  const interfaces = plural(what.interfaces.length, 'interface');
  if (share.complete && what.interfaces.length === 1)
    return `The one interface was seen or silent for the whole window; ${interval}.`;
  if (share.complete) return `All ${interfaces} were seen or silent for the whole window; ${interval}.`;
  const parts = [`${formatShare(share.covered)} of the time of ${interfaces} is covered`];
  if (share.incompleteInterfaces > 0)
    parts.push(`${share.incompleteInterfaces} with gaps or without lines for a while`);
  const unlogged = what.unloggedInterfaces.length;
  if (unlogged > 0) parts.push(`${plural(unlogged, 'interface')} of the inventory without any line`);
  return `${parts.join('; ')}; ${interval}.`;
}

function interfacePoints(input: SectionInput): string[] {
  const { coverage: what } = input.analysis;
  const points: string[] = [];
  if (what.unloggedInterfaces.length > 0) {
    points.push(`Never logged: ${listNames(what.unloggedInterfaces, 5)}.`);
  }
  if (what.unknownInterfaces.length > 0) {
    points.push(`Not described by the inventory: ${listNames(what.unknownInterfaces, 5)}.`);
  }
  return [...points, ...fieldPoints(input)];
}

/** What each missing field costs; a terminal gets their names, the document the whole of it. */
function fieldPoints({ analysis, detail }: SectionInput): string[] {
  const { missingFields } = analysis.coverage;
  if (missingFields.length === 0) return [];
  const share = (value: number) => (value === 1 ? '' : ` (in ${formatShare(value)} of the records)`);
  if (detail === 'brief') {
    const names = missingFields.map((each) => each.field + share(each.share));
    return [`Fields that these logs lack: ${names.join(', ')}. What each costs: --output report.html.`];
  }
  return missingFields.map(
    (each) => `Without the field ${each.field}${share(each.share)}: ${each.cost.replace(/\.$/, '')}.`,
  );
}

/** Coverage for each interface, also what `sluice coverage` prints. */
export function coverageTable(interfaces: readonly InterfaceCoverage[], limit?: number): Table {
  const whole = (row: InterfaceCoverage) =>
    row.seenSeconds + row.silentSeconds + row.gapSeconds + row.absentSeconds;
  return tableOf(
    [
      {
        key: 'interface',
        title: 'Interface',
        kind: 'text',
        weight: 9,
        of: (row: InterfaceCoverage) => row.interfaceId,
      },
      { key: 'workload', title: 'Workload', kind: 'text', weight: 8, of: (row) => row.workload },
      { key: 'role', title: 'Role', kind: 'text', weight: 4, of: (row) => row.role },
      {
        key: 'covered',
        title: 'Covered',
        kind: 'share',
        weight: 8,
        of: (row) => (whole(row) === 0 ? null : (row.seenSeconds + row.silentSeconds) / whole(row)),
      },
      { key: 'seenSeconds', title: 'Seen', kind: 'seconds', weight: 5, of: (row) => row.seenSeconds },
      { key: 'silentSeconds', title: 'Silent', kind: 'seconds', weight: 5, of: (row) => row.silentSeconds },
      { key: 'gapSeconds', title: 'Gap', kind: 'seconds', weight: 7, of: (row) => row.gapSeconds },
      { key: 'absentSeconds', title: 'Absent', kind: 'seconds', weight: 7, of: (row) => row.absentSeconds },
      { key: 'records', title: 'Records', kind: 'count', weight: 3, of: (row) => row.records },
      { key: 'bytes', title: 'Bytes', kind: 'bytes', weight: 2, of: (row) => row.bytes },
    ],
    interfaces,
    limit,
  );
}

/** The spans behind the sums: every gap and every long absence, with its interface. */
export function spanTable(interfaces: readonly InterfaceCoverage[], limit?: number): Table {
  const spans = interfaces
    .flatMap((each) => [
      ...each.gaps.map((span) => ({ ...span, interfaceId: each.interfaceId, state: 'gap' })),
      ...each.absences.map((span) => ({ ...span, interfaceId: each.interfaceId, state: 'absent' })),
    ])
    .sort((a, b) => a.from - b.from || (a.interfaceId < b.interfaceId ? -1 : 1));
  return tableOf(
    [
      {
        key: 'interface',
        title: 'Interface',
        kind: 'text',
        weight: 9,
        of: (row: (typeof spans)[number]) => row.interfaceId,
      },
      { key: 'state', title: 'State', kind: 'text', weight: 9, of: (row) => row.state },
      { key: 'from', title: 'From', kind: 'time', weight: 9, of: (row) => row.from },
      { key: 'to', title: 'To', kind: 'time', weight: 9, of: (row) => row.to },
      { key: 'seconds', title: 'Length', kind: 'seconds', weight: 8, of: (row) => row.to - row.from },
    ],
    spans,
    limit,
  );
}

export function windowWords(from: number, to: number): string {
  const [start, end] = [formatTime(from), formatTime(to)];
  const sameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${start} to ${sameDay ? end.slice(11) : end} UTC (${formatDuration(to - from)})`;
}
