import type { EgressAnalysis } from '../../outbound/index.js';
import { coverageShare } from './findings.js';
import { formatBytes, formatCount, plural } from './format.js';
import { coverageSentence, windowWords } from './sections/coverage.js';
import type { SectionInput } from './sections/section.js';
import { type SumRow, sumOf } from './sums.js';
import { type Table, tableOf } from './table.js';
import { unorientedWords } from './unoriented.js';

const leaving = (row: SumRow): boolean => row.leaving;

/** What to read if nothing else is read: what left, what asks for a decision, and how complete it is. */
export function headline(input: SectionInput): string[] {
  const { analysis, sums } = input;
  const { window } = analysis.coverage;
  const workloads = new Set(sums.rows.filter(leaving).map((row) => row.workload)).size;
  const rejected = sumOf(sums, 'rejected', leaving);
  const denied = rejected === 0 ? '' : ` (${formatCount(rejected)} rejected)`;
  const what =
    workloads === 0
      ? 'nothing inside opened a connection that leaves the VPC.'
      : `${plural(workloads, 'workload')} opened ${plural(sumOf(sums, 'connections', leaving), 'connection')}${denied} out of the VPC to ${plural(sums.addresses, 'address', 'addresses')}: ${formatBytes(sumOf(sums, 'bytesOut', leaving))} out, ${formatBytes(sumOf(sums, 'bytesIn', leaving))} back.`;
  return [
    `From ${windowWords(window.from, window.to)}, ${what}`,
    toDecide(input),
    ...cutWords(analysis),
    `${coverageShare(analysis.coverage).complete ? 'Coverage is complete' : 'Coverage is NOT complete'}. ${coverageSentence(input)}`,
  ];
}

/** A very large answer lists the needs that carry most; the numbers speak of all. */
function cutWords({ needs, needsTotal }: EgressAnalysis): string[] {
  if (needs.length >= needsTotal) return [];
  return [
    `The numbers are of all needs; the lists hold the ${formatCount(needs.length)} largest by bytes and by connections. \`sluice outbound\` prints all.`,
  ];
}

function toDecide({ analysis, sums }: SectionInput): string {
  const parts: string[] = [];
  const add = (count: number, words: string) => {
    if (count > 0) parts.push(`${formatCount(count)} ${words}`);
  };
  add(sumOf(sums, 'needs', unexpected), 'unexpected');
  add(sumOf(sums, 'rejectedNeeds'), 'rejected');
  add(sumOf(sums, 'unansweredNeeds'), 'never answered');
  add(sumOf(sums, 'adminNeeds'), 'to administration ports');
  const { undecidedConversations: undecided, unorientedRecords: unoriented } = analysis.totals;
  const open = [
    undecided === 0 ? '' : ` ${plural(undecided, 'conversation')} could not be decided.`,
    unoriented === 0 ? '' : ` ${unorientedWords(unoriented)}`,
  ].join('');
  if (parts.length === 0) return `No need asks for a decision.${open}`;
  return `Of ${plural(sumOf(sums, 'needs'), 'egress need')}, look at: ${parts.join(', ')}.${open}`;
}

function unexpected(row: SumRow): boolean {
  return row.leaving && !row.expected;
}

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
}

/** The sums, each with what it is a sum of. */
export function facts({ analysis, sums }: SectionInput): Table {
  const { totals, inbound } = analysis;
  const inside = (row: SumRow) => !row.leaving;
  const expected = (row: SumRow) => row.leaving && row.expected;
  const rows: Fact[] = [
    {
      name: 'Leaving the VPC',
      value: formatBytes(sumOf(sums, 'bytesOut', leaving)),
      detail: `${plural(sums.targets, 'destination and port', 'destinations and ports')}, ${plural(sumOf(sums, 'connections', leaving), 'connection')}`,
    },
    {
      name: 'of that expected',
      value: formatBytes(sumOf(sums, 'bytesOut', expected)),
      detail: plural(sumOf(sums, 'needs', expected), 'need'),
    },
    {
      name: 'Unexpected',
      value: formatBytes(sumOf(sums, 'bytesOut', unexpected)),
      detail: plural(sumOf(sums, 'needs', unexpected), 'need'),
    },
    {
      name: 'Rejected outbound',
      value: formatCount(sumOf(sums, 'rejected')),
      detail: `attempts, ${plural(sumOf(sums, 'rejectedNeeds'), 'need')}`,
    },
    {
      name: 'Never answered',
      value: formatCount(sumOf(sums, 'unanswered')),
      detail: `attempts, ${plural(sumOf(sums, 'unansweredNeeds'), 'need')}`,
    },
    {
      name: 'Undecided',
      value: formatBytes(totals.undecidedBytes),
      detail: plural(totals.undecidedConversations, 'conversation'),
    },
    {
      name: 'Inside the VPC',
      value: formatCount(sumOf(sums, 'connections', inside)),
      detail: `connections, ${plural(sumOf(sums, 'needs', inside), 'need')}; counted apart`,
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
