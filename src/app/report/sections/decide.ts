import type { EgressNeed, Undecided } from '../../../outbound/index.js';
import { crowdedGroups } from '../crowds.js';
import { leavesVpc } from '../findings.js';
import { plural } from '../format.js';
import { formatPort, groupsBy, type SortKey, sortGroups } from '../groups.js';
import { destinationTable, endings, needTableForPeople } from '../need-tables.js';
import type { Section } from '../report.js';
import { type Table, tableOf } from '../table.js';
import { unorientedWords } from '../unoriented.js';
import { commandLine, type SectionInput, section } from './section.js';

interface ListSpec {
  readonly id: string;
  readonly title: string;
  /** Said when there is nothing to list: silence would be an answer too, but not a clear one. */
  readonly none: string;
  readonly text: string;
  readonly sort: SortKey;
  readonly last: Parameters<typeof destinationTable>[2];
  readonly words: string;
}

function needList(input: SectionInput, needs: readonly EgressNeed[], spec: ListSpec): Section {
  if (needs.length === 0) return section(spec.id, spec.title, { text: [spec.none] });
  const groups = sortGroups(crowdedGroups(needs), spec.sort);
  return section(spec.id, spec.title, {
    text: [spec.text],
    tables: [{ caption: '', table: destinationTable(groups, input.rows, spec.last) }],
    commands: [commandLine(input, spec.words)],
    attention: true,
  });
}

/** Ports through which machines are administered, wherever they lead. */
export function adminPorts(input: SectionInput): Section {
  const classes = new Set(input.findings.admin.map((need) => need.portClass));
  return needList(input, input.findings.admin, {
    id: 'admin',
    title: 'Administration ports',
    none: 'Nothing inside opened a connection to an administration port.',
    text: 'Judge each with its destination: port 22 may be a bastion at work or a Git client.',
    sort: 'connections',
    last: [
      endings.portClass,
      endings.connections,
      endings.rejected,
      endings.bytesOut,
      endings.expected,
      endings.id,
    ],
    words: `outbound ${[...classes]
      .sort()
      .map((name) => `--port-class ${name}`)
      .join(' ')}`,
  });
}

export function unexpected(input: SectionInput): Section {
  const nothingExpected = input.analysis.needs.every((need) => !need.expected);
  const listed = needList(input, input.findings.unexpected, {
    id: 'unexpected',
    title: 'Unexpected',
    none: input.analysis.needs.some(leavesVpc)
      ? 'Everything that leaves the VPC is on the list of expected destinations.'
      : 'Nothing that leaves the VPC was seen.',
    text: nothingExpected
      ? 'No destination is marked as expected yet, so all of them are listed. `sluice init` writes a sluice.yaml to list them in.'
      : 'What leaves the VPC and no line of sluice.yaml expects.',
    sort: 'bytes',
    last: [endings.connections, endings.bytesOut, endings.bytesIn, endings.lastSeen, endings.id],
    words: 'outbound --unexpected',
  });
  return { ...listed, points: [...listed.points, ...unseenWords(input.analysis.expectedUnseen)] };
}

/** Entries that are named; the rest is counted. The JSON answer holds all. */
const namedUnseen = 8;

/** An entry that nothing used is either not needed, or its use was not recorded: both matter before it becomes a rule. */
function unseenWords(labels: readonly string[]): string[] {
  if (labels.length === 0) return [];
  const rest = labels.length - namedUnseen;
  const names = `${labels.slice(0, namedUnseen).join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const entries = labels.length === 1 ? '1 entry' : `${labels.length} entries`;
  return [
    `Nothing in this window used ${entries} of the expected traffic: ${names}. Not needed, or not run while it was recorded?`,
  ];
}

export function rejected(input: SectionInput): Section {
  const { lateRejects } = input.analysis.totals;
  const late =
    lateRejects === 0
      ? ''
      : ` ${plural(lateRejects, 'REJECT record')} of packets after a close ${lateRejects === 1 ? 'is' : 'are'} left out.`;
  return needList(input, input.findings.rejected, {
    id: 'rejected',
    title: 'Rejected outbound',
    none: `No attempt from inside was rejected.${late}`,
    text: `Tried from inside and denied by a security group or a network ACL. Needed, or rightly stopped?${late}`,
    sort: 'connections',
    last: [endings.rejected, endings.accepted, endings.lastSeen, endings.id],
    words: 'outbound --status rejected',
  });
}

export function unanswered(input: SectionInput): Section {
  return needList(input, input.findings.unanswered, {
    id: 'unanswered',
    title: 'Never answered',
    none: 'Every attempt that was let out had an answer.',
    text: 'Let out by the VPC, but nothing came back: a firewall behind it, a service that is down, a wrong address.',
    sort: 'connections',
    last: [endings.unanswered, endings.accepted, endings.bytesOut, endings.lastSeen, endings.id],
    words: 'outbound --status unanswered',
  });
}

/** Conversations whose initiator is not known. They are in no other list, and no policy may rest on them. */
export function undecided(input: SectionInput): Section {
  const { undecided: rows, totals } = input.analysis;
  const unoriented = totals.unorientedRecords;
  const also = unoriented === 0 ? [] : [unorientedWords(unoriented)];
  if (totals.undecidedConversations === 0) {
    const text = also.length > 0 ? also : ['The initiator of every conversation is known.'];
    return section('undecided', 'Undecided', { text, attention: also.length > 0 });
  }
  const table = undecidedTable(rows, input.rows);
  return section('undecided', 'Undecided', {
    text: [
      `Who opened ${plural(totals.undecidedConversations, 'conversation')} cannot be told from the records; they count in no other list.`,
      ...also,
    ],
    tables: [{ caption: '', table: { ...table, total: totals.undecidedConversations } }],
    commands: rows.length > input.rows ? [commandLine(input, 'outbound --undecided')] : [],
    attention: true,
  });
}

/** The full inventory for readers of the document: one row for each workload, destination, protocol and port. */
export function inventoryTable(input: SectionInput): Section {
  const groups = sortGroups(groupsBy('workload', input.analysis.needs), 'workload');
  return section('inventory', 'Outbound inventory', {
    text: [
      'Everything that something inside opened, one row for each workload, destination, protocol and port.',
    ],
    tables:
      groups.length === 0 ? [] : [{ caption: '', table: needTableForPeople('workload', groups, input.rows) }],
    commands: [commandLine(input, 'outbound --by source --format csv')],
  });
}

/** Conversations without a known initiator, most bytes first; also what `outbound --undecided` prints. */
export function undecidedTable(rows: readonly Undecided[], limit?: number): Table {
  return tableOf(
    [
      {
        key: 'local',
        title: 'Inside',
        kind: 'text',
        weight: 9,
        of: (row: Undecided) => row.localAddress,
      },
      { key: 'localPort', title: 'Port', kind: 'text', weight: 8, of: (row) => row.localPort },
      { key: 'remote', title: 'Other side', kind: 'text', weight: 9, of: (row) => row.remoteAddress },
      {
        key: 'remotePort',
        title: 'Port',
        kind: 'text',
        weight: 9,
        of: (row) => formatPort(row.protocol, row.remotePort),
      },
      { key: 'records', title: 'Records', kind: 'count', weight: 5, of: (row) => row.records },
      { key: 'bytes', title: 'Bytes', kind: 'bytes', weight: 6, of: (row) => row.bytes },
      { key: 'reason', title: 'Why', kind: 'text', weight: 7, of: (row) => row.reason },
    ],
    [...rows].sort((a, b) => b.bytes - a.bytes),
    limit,
  );
}
