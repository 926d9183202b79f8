import type { App } from '../command.js';
import type { Paint } from '../paint.js';
import { wrap } from '../wrap.js';

export type Review = Awaited<ReturnType<App['Review']['open']>>;
export type Need = Review['needs'][number];
export type Widening = ReturnType<Review['widenings']>[number];
export type Note = Parameters<Review['decide']>[2];

/** What the next answer decides: the need alone, a line that speaks of more, or several lines. */
export type Subject =
  | { readonly kind: 'need' }
  | { readonly kind: 'wide'; readonly widening: Widening }
  | { readonly kind: 'several'; readonly words: string; readonly needs: readonly Need[] };

export interface CardInput {
  readonly app: App;
  readonly paint: Paint;
  readonly columns: number;
  readonly review: Review;
  readonly need: Need;
  readonly subject: Subject;
  readonly place: string;
  readonly note: Note;
}

/** Everything that is known of a need, with the question. */
export function card(input: CardInput): string {
  const { app, paint, need, place } = input;
  const title = `${app.describeKey(app.keyOf(need.facts))}`;
  const rows = [...evidenceRows(input), ...decisionRows(input)];
  const lines = rows.flatMap(([label, text]) => row(label, text, input));
  return [
    '',
    `${paint.bold(title)}  ${paint.dim(`${need.facts.id}  ${place}`)}`,
    ...lines,
    ...proposalLines(input),
    ...subjectLines(input),
    ...noteLines(input),
    '',
  ].join('\n');
}

type Row = readonly [label: string, text: string | null];

function row(label: string, text: string | null, { columns, paint }: CardInput): string[] {
  if (text === null || text === '') return [];
  const indent = 13;
  const wrapped = wrap(text, columns - 1, ' '.repeat(indent)).split('\n');
  return wrapped.map((line, index) =>
    index === 0 ? `  ${paint.dim(label.padEnd(indent - 2))}${line.trimStart()}` : line,
  );
}

function evidenceRows({ app, need }: CardInput): Row[] {
  const { group, facts, scenarios } = need;
  const { first } = group;
  const outcomes = (['accepted', 'rejected', 'unanswered'] as const)
    .filter((name) => group[name] > 0)
    .map((name) => `${app.formatCount(group[name])} ${name}`);
  const sources = new Set(group.needs.map((each) => each.sourceAddress)).size;
  return [
    ['where', `${app.describeScope(first)}; by ${first.path}`],
    ['also', describePeers(need)],
    [
      'port',
      `${app.formatPort(first.protocol, first.port)}${first.portClass ? `, class ${first.portClass}` : ''}`,
    ],
    [
      'seen',
      `${app.plural(group.connections, 'connection')} (${outcomes.join(', ')}) from ${app.plural(sources, 'address', 'addresses')}`,
    ],
    ['bytes', `${app.formatBytes(group.bytesOut)} out, ${app.formatBytes(group.bytesIn)} in`],
    ['when', spanWords(app.formatTime(group.firstSeen), app.formatTime(group.lastSeen))],
    ['scenarios', scenarios.join(', ')],
    [
      'opened by',
      `${facts.workload}: ${app.evidenceWords[group.evidence]} (${group.evidence}, ${group.confidence})`,
    ],
    ['expected', first.expectedBy],
  ];
}

/** The day stands once when both times are of it. */
function spanWords(first: string, last: string): string {
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${first} to ${sameDay ? last.slice(11) : last} UTC`;
}

/** Groups, prefix lists, names and services by which the destination is known. */
function describePeers({ facts }: Need): string {
  const peers = facts.peers.map((peer) => {
    if (peer.kind === 'security-group') return `security group ${peer.name ?? peer.id}`;
    if (peer.kind === 'prefix-list') return `prefix list ${peer.name ?? peer.id}`;
    return peer.kind === 'domain' ? peer.name : '';
  });
  const services = facts.services.map((name) => `service ${name}`);
  return [...peers, ...services].filter((text) => text !== '').join(', ');
}

function decisionRows({ app, need }: CardInput): Row[] {
  const { because, by } = need.answer;
  const lines = by.map((line) => `line ${line.line} (${app.describeKey(line)}: ${line.decision})`).join(', ');
  if (because === 'expired') return [['undecided', `the decision has expired: ${lines}`]];
  if (because === 'contradictory') return [['undecided', `these contradict each other: ${lines}`]];
  return [];
}

function proposalLines(input: CardInput): string[] {
  const { paint, review, need } = input;
  const { answer, reasons } = review.proposalFor(need);
  const words = { allow: paint.good('allow'), deny: paint.warn('deny'), look: 'look at it' }[answer];
  const texts = reasons.map(
    (reason) => `${reason.answer === answer ? '' : `(${reason.answer}) `}${reason.text}`,
  );
  return [
    `  ${paint.dim('proposal'.padEnd(11))}${paint.bold(words)}`,
    ...texts.flatMap((text) => row('', `- ${text}`, input)),
  ];
}

const shownNeeds = 8;

function subjectLines({ app, paint, subject, need }: CardInput): string[] {
  if (subject.kind === 'need') return [];
  const wide = subject.kind === 'wide';
  const covered = wide ? subject.widening.covers : subject.needs;
  const title = wide ? `${app.describeKey(subject.widening.key)} (${subject.widening.words})` : subject.words;
  const others = covered.filter((each) => each.facts.id !== need.facts.id);
  const kept = others.filter((each) => each.answer.decision !== 'undecided').length;
  const lines = others
    .slice(0, shownNeeds)
    .map((each) => `    ${app.describeKey(app.keyOf(each.facts))}  ${paint.dim(each.answer.decision)}`);
  if (others.length > shownNeeds) lines.push(paint.dim(`    … and ${others.length - shownNeeds} more`));
  const also =
    others.length === 0 ? 'and nothing else that was seen' : `and ${app.plural(others.length, 'other need')}`;
  const keep =
    kept === 0 ? '' : `; ${kept} of them decided already, where the more specific line keeps its say`;
  return [
    '',
    `  ${paint.warn('the answer is for')} ${paint.bold(title)}`,
    `  this need ${also}${keep}`,
    ...lines,
  ];
}

function noteLines({ paint, note }: CardInput): string[] {
  const parts = (['reason', 'owner', 'ticket', 'expires'] as const)
    .filter((name) => note[name] !== '')
    .map((name) => `${name}: ${note[name]}`);
  return parts.length === 0 ? [] : [`  ${paint.dim('to be noted'.padEnd(11))} ${parts.join('; ')}`];
}
