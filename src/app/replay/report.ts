import { formatBytes, formatCount, formatShare, plural } from '../report/format.js';
import type { Report, Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import { type Table, tableOf } from '../report/table.js';
import type { FindingList, ReplayAnswer, RuleUse } from './answer.js';
import type { ReplayResult } from './replay.js';
import { findingTable, unusedTable } from './tables.js';

/** What a person is told about a replay. `rows` is how much of each list is shown. */
export function replayReport(result: ReplayResult, rows: number): Report {
  const { answer, ledger, notes } = result;
  const { lists } = answer;
  return {
    title: 'Replay of recorded traffic',
    headline: [headline(answer), judgedWords(answer)],
    facts: facts(answer),
    sections: [
      findings(lists.blocked, rows, blockedWords(ledger)),
      ...(ledger === null ? [] : [findings(lists.passes, rows, passesWords)]),
      unknown(answer, rows),
      unused(answer.rules, rows),
      section('notes', 'How to read this', { points: [...notes, ...standingNotes(ledger)] }),
    ],
  };
}

function headline({ lists }: ReplayAnswer): string {
  const { blocked, passes } = lists;
  const parts = [
    blocked.needs === 0
      ? 'Nothing that is kept would be blocked'
      : `${plural(blocked.needs, 'need')} that ${blocked.needs === 1 ? 'is' : 'are'} kept would be blocked`,
    ...(passes.needs === 0
      ? []
      : [`${plural(passes.needs, 'need')} that the ledger denies would still pass`]),
  ];
  return `${parts.join(', and ')}.`;
}

function judgedWords({ totals }: ReplayAnswer): string {
  const { judgedConnections, judgedBytes } = totals;
  return `Judged: ${formatShare(judgedConnections)} of the connections, ${formatShare(judgedBytes)} of the bytes.`;
}

function facts({ layers, totals }: ReplayAnswer): Table {
  const rows: [string, string][] = [
    ...layers.map(({ kind, rules, places }): [string, string] => [
      kind,
      `${plural(rules, 'rule')}${places.length === 0 ? '' : ` (${places.join(', ')})`}`,
    ]),
    ['pass', volumeWords(totals.passes)],
    ['blocked', volumeWords(totals.blocked)],
    ['cannot be judged', volumeWords(totals.unknown)],
    ['opener not known', volumeWords(totals.undecided)],
  ];
  return tableOf(
    [
      { key: 'name', title: '', kind: 'text', weight: 9, of: (row: [string, string]) => row[0] },
      { key: 'value', title: '', kind: 'text', weight: 9, of: (row) => row[1] },
    ],
    rows,
  );
}

function volumeWords({ connections, bytes }: { connections: number; bytes: number }): string {
  return `${plural(connections, 'connection')}, ${formatBytes(bytes)}`;
}

interface Words {
  readonly id: string;
  readonly title: string;
  readonly none: string;
  readonly text: string;
}

const blockedWords = (ledger: string | null): Words => ({
  id: 'blocked',
  title: 'Kept traffic that would be blocked',
  none: 'There is none.',
  text:
    ledger === null
      ? 'Let through when it was recorded, and no longer by these rules. There is no ledger, so everything that was let through is kept.'
      : 'Allowed by the ledger, or let through when it was recorded and not denied by it; no longer let through by these rules.',
});

const passesWords: Words = {
  id: 'passes',
  title: 'Denied traffic that would still pass',
  none: 'There is none.',
  text: 'Denied by the ledger, and let through by these rules.',
};

function findings(list: FindingList, rows: number, words: Words): Section {
  if (list.needs === 0) return section(words.id, words.title, { text: [words.none] });
  return section(words.id, `${words.title}: ${formatCount(list.needs)}`, {
    text: [words.text],
    tables: [{ caption: '', table: findingTable(list.rows, list.rows.length, rows) }],
    commands: list.needs > rows ? ['add --rows 1000, or --format csv for all of them'] : [],
    attention: true,
  });
}

function unknown({ lists, totals }: ReplayAnswer, rows: number): Section {
  if (lists.unknown.needs === 0 && totals.undecided.connections === 0) {
    return section('unknown', 'What cannot be judged', { text: ['Everything was judged.'] });
  }
  const reasons = totals.unknownReasons.map((each) => `${each.text} ${volumeWords(each)}.`);
  const undecided =
    totals.undecided.connections === 0
      ? []
      : [
          `Who opened them is not known: ${plural(totals.undecided.connections, 'conversation')}, ${formatBytes(totals.undecided.bytes)}. \`sluice outbound --undecided\` lists them.`,
        ];
  const tables =
    lists.unknown.needs === 0
      ? []
      : [{ caption: '', table: findingTable(lists.unknown.rows, lists.unknown.rows.length, rows) }];
  return section('unknown', 'What cannot be judged', {
    points: [...reasons, ...undecided],
    tables,
    attention: true,
  });
}

function unused(rules: readonly RuleUse[], rows: number): Section {
  // Entries of a network ACL may be there for what comes in from outside, which is not replayed.
  const idle = rules.filter(
    ({ connections, maybe, rule }) =>
      connections === 0 && maybe === 0 && rule.allows && rule.layer !== 'network ACLs',
  );
  const title = 'Rules that nothing used';
  if (idle.length === 0) return section('unused', title, { text: ['Every rule that allows was used.'] });
  return section('unused', `${title}: ${formatCount(idle.length)}`, {
    text: [
      'No connection that was recorded matches them. A window that is too short, or a path that was not exercised, looks the same.',
    ],
    tables: [{ caption: '', table: unusedTable(idle, rows) }],
    commands: ['sluice policy usage lists every rule with its use'],
  });
}

function standingNotes(ledger: string | null): string[] {
  return [
    'The verdict is for new connections. Security groups let a tracked connection live on after a change of rules (EC2 User Guide, "Connection tracking"), so an effect may show late.',
    'Link-local services (Amazon DNS, instance metadata, time) are filtered by neither security groups nor network ACLs, and pass.',
    ...(ledger === null ? [] : [`Decisions are those of ${ledger}.`]),
  ];
}
