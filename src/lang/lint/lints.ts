import type { Language } from '../compiled.js';
import { type Finding, type Phrases, phrases, type QueryFacts } from './facts.js';
import {
  dayForm,
  expandedRow,
  interfaceIds,
  likeWithoutWildcard,
  logStream,
  orderWord,
  translatedTokens,
  unordered,
  wholeTable,
} from './find-form.js';
import {
  countedRecords,
  externalByOneBlock,
  linesWithoutTraffic,
  oneInterface,
  portClass,
  prefixAsText,
  rejectedDirection,
  repliesIncluded,
} from './find-meaning.js';

export interface Lint {
  readonly code: string;
  readonly title: string;
  readonly find: (facts: QueryFacts, say: Phrases) => readonly Finding[];
  /** Set when a query of the other language cannot have the defect. */
  readonly only?: { readonly language: Language; readonly because: string };
}

/** Known defects of flow-log queries, in the order in which they are reported. */
export const lints: readonly Lint[] = [
  { code: 'L2', title: 'a range of ports as a class', find: portClass },
  { code: 'L3', title: 'records counted as traffic', find: countedRecords },
  { code: 'L4', title: 'no initiator', find: repliesIncluded },
  {
    code: 'L5',
    title: 'name of the log stream',
    find: logStream,
    only: { language: 'insights', because: 'SQL has no log streams' },
  },
  {
    code: 'L6',
    title: 'undocumented word',
    find: orderWord,
    only: { language: 'insights', because: 'in SQL the word is right' },
  },
  { code: 'L7', title: 'an address block as text', find: prefixAsText },
  { code: 'L8', title: 'rejects of both directions', find: rejectedDirection },
  { code: 'L10', title: 'a value that no record has', find: translatedTokens },
  {
    code: 'L11',
    title: 'the whole table is read',
    find: wholeTable,
    only: { language: 'athena', because: 'Logs Insights always has a time range' },
  },
  { code: 'L12', title: 'a limit without an order', find: unordered },
  { code: 'L13', title: 'lines without traffic', find: linesWithoutTraffic },
  { code: 'L14', title: 'external by one block', find: externalByOneBlock },
  { code: 'L15', title: 'an id that cannot exist', find: interfaceIds },
  {
    code: 'L16',
    title: 'LIKE without a wildcard',
    find: likeWithoutWildcard,
    only: { language: 'athena', because: 'in Logs Insights `like` finds a part' },
  },
  { code: 'L17', title: 'one interface, not the VPC', find: oneInterface },
  {
    code: 'L18',
    title: 'the line and not its fields',
    find: expandedRow,
    only: { language: 'insights', because: 'SQL has no whole line' },
  },
  {
    code: 'day-form',
    title: 'a day in another form',
    find: dayForm,
    only: { language: 'athena', because: 'Logs Insights has no partitions' },
  },
];

export function findingsOf(facts: QueryFacts): { lint: Lint; finding: Finding }[] {
  const say = phrases[facts.language];
  return lints.flatMap((lint) => lint.find(facts, say).map((finding) => ({ lint, finding })));
}
