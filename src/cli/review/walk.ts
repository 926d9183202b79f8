import type { App } from '../command.js';
import { type ExitCode, exit } from '../exit.js';
import { definitionList } from '../help.js';
import type { Paint } from '../paint.js';
import type { Terminal } from '../terminal.js';
import { askNumber, askText } from './ask.js';
import { card, type Need, type Note, type Review, type Subject } from './card.js';
import { enter, escapeKey, interrupt, type Keys } from './keys.js';

export interface WalkInput {
  readonly app: App;
  readonly review: Review;
  readonly keys: Keys;
  readonly terminal: Terminal;
  readonly paint: Paint;
  /** Ids of the needs to walk through, in order. */
  readonly queue: readonly string[];
  readonly note: Note;
}

interface Walk extends WalkInput {
  /** Position in the queue. */
  index: number;
  subject: Subject;
  /** Its reason is for the next decision only; the rest stays for all that follow. */
  current: Note;
  /** Where each decision was made, to go back there. */
  readonly decidedAt: number[];
}

/** What a key does; false ends the walk. */
interface Action {
  readonly key: string;
  readonly words: string;
  readonly run: (walk: Walk, need: Need) => Promise<boolean>;
}

const stay = true;

const actions: readonly Action[] = [
  { key: 'a', words: '[a]llow', run: (walk, need) => decide(walk, need, 'allow') },
  { key: 'd', words: '[d]eny', run: (walk, need) => decide(walk, need, 'deny') },
  { key: 's', words: '[s]kip', run: async (walk) => move(walk, 1) },
  { key: 'p', words: '[p]revious', run: async (walk) => move(walk, -1) },
  { key: 'w', words: '[w]iden', run: widen },
  { key: 'm', words: '[m]any alike', run: many },
  { key: 'r', words: '[r]eason', run: (walk) => note(walk, 'reason') },
  { key: 'o', words: '[o]wner', run: (walk) => note(walk, 'owner') },
  { key: 't', words: '[t]icket', run: (walk) => note(walk, 'ticket') },
  { key: 'e', words: '[e]xpires', run: noteExpiry },
  { key: 'u', words: '[u]ndo', run: undo },
  { key: 'q', words: '[q]uit', run: async () => false },
];

const help: readonly (readonly [string, string])[] = [
  ['a', 'allow the need, or what was chosen with w or m'],
  ['d', 'deny it'],
  ['s', 'skip: leave it undecided'],
  ['p', 'previous: go back one need'],
  ['w', 'widen: speak of its group, prefix list, service, workload or a block instead'],
  ['m', 'many alike: one answer for needs that are like this one'],
  ['r', 'reason, noted with the next decision'],
  ['o t e', 'owner, ticket and the day it expires, noted with all decisions that follow'],
  ['u', 'undo: take the last decision back'],
  ['Esc', 'back from w or m to the need alone'],
  ['Enter', 'show the need again'],
  ['q', 'quit; every decision is on disk already'],
];

/** Walks through the queue until its end, `q`, Ctrl-C, or the end of the input. */
export async function walkThrough(input: WalkInput): Promise<ExitCode> {
  const walk: Walk = { ...input, index: 0, subject: { kind: 'need' }, current: input.note, decidedAt: [] };
  const { terminal, review } = walk;
  let shown = true;
  for (;;) {
    const need = nextUndecided(walk);
    if (need === undefined) break;
    if (shown) await terminal.print(cardOf(walk, need));
    shown = false;
    await terminal.print(prompt(walk));
    const key = await walk.keys.next();
    if (key === undefined || key === interrupt) {
      await terminal.print('\n');
      return key === interrupt ? exit.interrupted : exit.ok;
    }
    if (walk.keys.live) await terminal.print(`${key.length === 1 ? key : ''}\n`);
    if (key === enter) shown = true;
    else if (key === escapeKey) {
      walk.subject = { kind: 'need' };
      shown = true;
    } else if (key === '?') {
      await terminal.print(`${definitionList(help, terminal.columns)}\n`);
    } else {
      const action = actions.find((each) => each.key === key.toLowerCase());
      if (action === undefined)
        await terminal.print(`\`${key}\` does nothing here; ? says what each key does.\n`);
      else if (!(await action.run(walk, review.current(need.facts.id)))) break;
      else shown = true;
    }
  }
  return exit.ok;
}

/** What most answers need; the rest is behind `?`. */
const mainKeys = ['a', 'd', 's', 'w', 'm', 'r', 'u', 'q'];

function prompt({ paint, terminal, keys }: Walk): string {
  // In a pipe the line would stand once for each key.
  if (!keys.live) return '';
  const wordsOf = (shown: readonly Action[]) => [...shown.map((each) => each.words), '[?]'].join(' ');
  const fits = (words: string) => words.length < terminal.columns - 3;
  const main = wordsOf(actions.filter((each) => mainKeys.includes(each.key)));
  const words = [wordsOf(actions), main].find(fits) ?? 'a d s w m r u q ?';
  return `${paint.dim(words)} > `;
}

/** The need at the walk's position, or the next one that no decision of this review covers. */
function nextUndecided(walk: Walk): Need | undefined {
  for (; walk.index < walk.queue.length; walk.index++) {
    const need = walk.review.current(walk.queue[walk.index] ?? '');
    if (need.answer.decision === 'undecided') return need;
    walk.subject = { kind: 'need' };
  }
  return undefined;
}

function cardOf(walk: Walk, need: Need): string {
  const { app, paint, review, subject, index, queue, terminal, current } = walk;
  const place = `${index + 1} of ${queue.length}`;
  return card({ app, paint, review, need, subject, place, note: current, columns: terminal.columns });
}

function move(walk: Walk, by: 1 | -1): boolean {
  walk.subject = { kind: 'need' };
  walk.index += by;
  if (by < 0) {
    const undecided = (id: string) => walk.review.current(id).answer.decision === 'undecided';
    while (walk.index > 0 && !undecided(walk.queue[walk.index] ?? '')) walk.index--;
    walk.index = Math.max(0, walk.index);
  }
  return stay;
}

async function decide(walk: Walk, need: Need, decision: 'allow' | 'deny'): Promise<boolean> {
  const { app, review, subject, terminal } = walk;
  const before = review.undecided.length;
  const keys =
    subject.kind === 'wide'
      ? [subject.widening.key]
      : (subject.kind === 'several' ? subject.needs : [need]).map((each) => app.keyOf(each.facts));
  await review.decide(keys, decision, walk.current);
  walk.decidedAt.push(walk.index);
  const [first] = keys;
  const what = first && keys.length === 1 ? app.describeKey(first) : app.plural(keys.length, 'line');
  const done = before - review.undecided.length;
  const words = { allow: 'allowed', deny: 'denied' }[decision];
  await terminal.print(`${words}: ${what}${done > 1 ? ` (${done} needs decided)` : ''}\n`);
  walk.current = { ...walk.current, reason: '' };
  walk.subject = { kind: 'need' };
  return stay;
}

async function widen(walk: Walk, need: Need): Promise<boolean> {
  const { app, review, terminal, keys } = walk;
  const offers = review.widenings(need);
  const lines = offers.map(
    (each, index) =>
      `  ${index + 1}  ${app.describeKey(each.key)}  ${each.words}; ${app.plural(each.covers.length, 'need')}`,
  );
  lines.push(`  ${offers.length + 1}  a block around the address`);
  await terminal.print(`${lines.join('\n')}\n`);
  const number = await askNumber(keys, terminal, offers.length + 1);
  if (number === undefined) return stay;
  const widening = number <= offers.length ? offers[number - 1] : await blockOf(walk, need);
  if (widening !== undefined) walk.subject = { kind: 'wide', widening };
  return stay;
}

async function blockOf(walk: Walk, need: Need) {
  const { app, review, terminal, keys } = walk;
  const { destination } = need.facts;
  const most = destination.family === 4 ? 31 : 127;
  const text = await askText(keys, terminal, `length of the prefix, 1 to ${most}:`);
  if (text === undefined || text === '') return undefined;
  const length = Number(text.replace('/', ''));
  if (!Number.isInteger(length) || length < 1 || length > most) {
    await terminal.print(`\`${text}\` is not a length from 1 to ${most}.\n`);
    return undefined;
  }
  const prefix = app.blockAround(destination, length);
  const key = { ...app.keyOf(need.facts), destination: { kind: 'prefix' as const, prefix } };
  return review.widening(key, app.describeBlock(prefix));
}

async function many(walk: Walk, need: Need): Promise<boolean> {
  const { app, review, terminal, keys } = walk;
  const offers = review.likenesses(need);
  if (offers.length === 0) {
    await terminal.print('No other undecided need is like this one.\n');
    return stay;
  }
  const lines = offers.map(
    (each, index) => `  ${index + 1}  ${each.words}: ${app.plural(each.needs.length, 'need')}`,
  );
  await terminal.print(`${lines.join('\n')}\n`);
  const chosen = offers[((await askNumber(keys, terminal, offers.length)) ?? 0) - 1];
  if (chosen !== undefined) walk.subject = { kind: 'several', ...chosen };
  return stay;
}

async function note(walk: Walk, name: 'reason' | 'owner' | 'ticket'): Promise<boolean> {
  const text = await askText(walk.keys, walk.terminal, `${name}:`);
  if (text !== undefined) walk.current = { ...walk.current, [name]: text };
  return stay;
}

async function noteExpiry(walk: Walk): Promise<boolean> {
  const { app, terminal, keys } = walk;
  const text = await askText(keys, terminal, 'last day on which it holds, as in 2027-03-31:');
  if (text === undefined) return stay;
  const read = app.readDay(text);
  if ('value' in read) walk.current = { ...walk.current, expires: read.value ?? '' };
  else await terminal.print(`${read.message} Write it as in 2027-03-31.\n`);
  return stay;
}

async function undo(walk: Walk): Promise<boolean> {
  const words = await walk.review.undo();
  const index = walk.decidedAt.pop();
  if (words === undefined || index === undefined)
    await walk.terminal.print('There is nothing to take back.\n');
  else {
    walk.index = index;
    walk.subject = { kind: 'need' };
    await walk.terminal.print(`taken back: ${words}\n`);
  }
  return stay;
}
