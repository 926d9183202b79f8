import { basename } from 'node:path';
import type { EgressNeed } from '../../outbound/index.js';
import type { ResultTable } from '../../store/index.js';
import { type ExplainedConversation, type Explanation, needNotes } from '../analysis/index.js';
import { formatBytes, formatTime, isoTime, plural } from './format.js';
import { describeScope, formatPort, groupsBy } from './groups.js';
import { rowJson, schemaVersion } from './json.js';
import { needId } from './need-id.js';
import type { Report, Section } from './report.js';
import { evidenceWords } from './sections/about.js';
import { section } from './sections/section.js';
import { type ColumnKind, type Table, tableOf } from './table.js';

/** Files by the number that records carry. */
export type SourcePaths = ReadonlyMap<number, string>;

/** What is to be said of a need besides what was seen, for example by the ledger. */
export interface NeedRemarks {
  readonly sentences: (need: EgressNeed) => readonly string[];
  readonly members: (need: EgressNeed) => object;
}

const noRemarks: NeedRemarks = { sentences: () => [], members: () => ({}) };

/** Why rows of the inventory stand there: the decision, the conversations and the records behind it. */
export function buildExplanation(
  asked: string,
  explanation: Explanation,
  sources: SourcePaths,
  remarks: NeedRemarks = noRemarks,
): Report {
  const { needs, needsTotal } = explanation;
  return {
    title: asked,
    headline: [
      needsTotal === 0
        ? 'No egress need is like this. Either nothing inside opened it, or it is undecided: `sluice outbound --undecided`.'
        : `${plural(needsTotal, 'row')} of \`sluice outbound --by source\`${needs.length < needsTotal ? `, of which ${needs.length} are explained` : ''}.`,
    ],
    facts: { columns: [], rows: [], total: 0 },
    sections: [
      ...needs.slice(0, shownNeeds).map((need) => needSection(need, remarks.sentences(need))),
      ...restOf(needs.length),
      conversationSection(explanation),
      recordSection(explanation, sources),
    ],
  };
}

/** A workload may have many sources to one destination; they are alike, and the table of conversations shows all. */
const shownNeeds = 5;

function restOf(count: number): Section[] {
  const rest = count - shownNeeds;
  if (rest <= 0) return [];
  return [
    section('more', `… and ${plural(rest, 'need')} more like these`, {
      text: ['The conversations below are of all of them.'],
    }),
  ];
}

function needSection(need: EgressNeed, sentences: readonly string[]): Section {
  const title = `${need.workload}: ${need.sourceAddress} -> ${need.destinationAddress} ${formatPort(need.protocol, need.port)}`;
  const notes = need.notes.map((code) => noteWords(code));
  return section('need', title, {
    points: [
      `Need ${needOf(need)}, of which this source is ${needId(need)}; on the records of ${need.interfaceId ?? need.vantage}; ${need.role}.`,
      `${plural(need.connections, 'connection')}: ${need.accepted} accepted, ${need.rejected} rejected, ${need.unanswered} unanswered; ${formatBytes(need.bytesOut)} out, ${formatBytes(need.bytesIn)} in, ${plural(need.records, 'record')}, ${formatTime(need.firstSeen)} to ${formatTime(need.lastSeen)} UTC.`,
      `Opened from inside because: ${evidenceWords[need.evidence]} (class ${need.evidence}, the weakest of its connections; confidence ${need.confidence}).`,
      `Destination: ${describeScope(need)}. Leaves by ${need.path}${need.pathDetail === null ? '' : ` (${need.pathDetail})`}.`,
      need.expected
        ? `Expected by: ${need.expectedBy ?? 'a default'}.`
        : 'Expected by no line of sluice.yaml.',
      ...sentences,
      ...notes,
    ],
    attention: need.confidence === 'low',
  });
}

/** The id under which `sluice outbound`, the ledger and the report list what this source opened. */
function needOf(need: EgressNeed): string {
  return groupsBy('workload', [need])[0]?.id ?? needId(need);
}

const noteTexts: ReadonlyMap<string, string> = new Map(Object.entries(needNotes));

function noteWords(code: string): string {
  return `${code}: ${noteTexts.get(code) ?? 'see the reference'}`;
}

function conversationSection({ conversations, conversationsTotal }: Explanation): Section {
  const flags = (value: number | null) => (value === null ? null : String(value));
  const table = tableOf(
    [
      {
        key: 'localPort',
        title: 'From port',
        kind: 'text',
        weight: 8,
        of: (row: ExplainedConversation) => row.localPort,
      },
      { key: 'local', title: 'Inside', kind: 'text', weight: 9, of: (row) => row.local },
      { key: 'remote', title: 'Other side', kind: 'text', weight: 9, of: (row) => row.remote },
      {
        key: 'remotePort',
        title: 'Port',
        kind: 'text',
        weight: 9,
        of: (row) => formatPort(row.protocol, row.remotePort),
      },
      { key: 'firstSeen', title: 'First seen', kind: 'time', weight: 6, of: (row) => row.firstSeen },
      { key: 'recordsOut', title: 'Recs out', kind: 'count', weight: 6, of: (row) => row.recordsOut },
      { key: 'recordsIn', title: 'Recs in', kind: 'count', weight: 6, of: (row) => row.recordsIn },
      {
        key: 'rejectedOut',
        title: 'Rejected',
        kind: 'count',
        weight: 6,
        of: (row) => row.rejectedOut + row.rejectedIn,
      },
      { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 7, of: (row) => row.bytesOut },
      { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (row) => row.bytesIn },
      { key: 'flagsOut', title: 'Flags out', kind: 'text', weight: 4, of: (row) => flags(row.flagsOut) },
      { key: 'flagsIn', title: 'Flags in', kind: 'text', weight: 4, of: (row) => flags(row.flagsIn) },
      { key: 'evidence', title: 'Evidence', kind: 'text', weight: 8, of: (row) => row.evidence },
    ],
    conversations,
  );
  return section('conversations', 'Conversations', {
    text: conversations.length === 0 ? ['There are none.'] : [],
    tables:
      conversations.length === 0 ? [] : [{ caption: '', table: { ...table, total: conversationsTotal } }],
  });
}

function recordSection({ records, recordsTotal }: Explanation, sources: SourcePaths): Section {
  if (records.rows.length === 0) return section('records', 'Flow records', { text: ['There are none.'] });
  const table = { ...recordTable(records, sources), total: recordsTotal };
  return section('records', 'Flow records', { tables: [{ caption: '', table }] });
}

const recordKinds: Readonly<Record<string, ColumnKind>> = {
  start: 'time',
  end: 'time',
  bytes: 'count',
  packets: 'count',
};
const recordWeights: Readonly<Record<string, number>> = {
  file: 1,
  interface_id: 3,
  protocol: 6,
  packets: 4,
  end: 2,
  srcaddr: 9,
  dstaddr: 9,
  srcport: 9,
  dstport: 9,
};

/** The records under the names of the lake's columns, the source as the name of its file. */
function recordTable(records: ResultTable, sources: SourcePaths): Table {
  const at = records.columns.findIndex((column) => column.name === 'source_id');
  const columns = records.columns.map(({ name }, index) => {
    const key = index === at ? 'file' : name;
    return { key, title: key, kind: recordKinds[key] ?? ('text' as const), weight: recordWeights[key] ?? 7 };
  });
  const fileOf = (id: unknown) => {
    const path = typeof id === 'number' ? sources.get(id) : undefined;
    return path === undefined ? null : basename(path);
  };
  const order = [...columns.keys()].sort((a, b) => Number(a === at) - Number(b === at));
  return {
    columns: order.flatMap((index) => columns[index] ?? []),
    rows: records.rows.map((row) =>
      order.map((index) => (index === at ? fileOf(row[index]) : (row[index] ?? null))),
    ),
    total: records.rows.length,
  };
}

/** The explanation as a document; see docs/reference/json.md. */
export function renderExplanationJson(
  explanation: Explanation,
  sources: SourcePaths,
  remarks: NeedRemarks = noRemarks,
): string {
  const { needs, needsTotal, conversations, conversationsTotal, records, recordsTotal } = explanation;
  const times = <T extends { firstSeen: number; lastSeen: number }>(row: T) => ({
    ...row,
    firstSeen: isoTime(row.firstSeen),
    lastSeen: isoTime(row.lastSeen),
  });
  const table = recordTable(records, sources);
  const head = JSON.stringify({
    schemaVersion,
    kind: 'explanation',
    needs: needs.map((need) => ({ id: needId(need), ...times(need), ...remarks.members(need) })),
    needsTotal,
    conversations: conversations.map(times),
    conversationsTotal,
    recordsTotal,
  });
  const rows = table.rows.map((row) => rowJson(row, table.columns));
  return `${head.slice(0, -1)},"records":[${rows.join(',')}]}\n`;
}
