import { build, type Expr } from '../../plan/index.js';
import type { Moment, Stage } from './syntax.js';

const { call, ge, le, lit } = build;

/** A bound of a time range in Unix milliseconds, with the words for it. */
export interface Bound {
  readonly expr: Expr;
  readonly text: string;
}

/** The time range of a query; both ends are in it. */
export interface Range {
  readonly start?: Bound;
  readonly end?: Bound;
}

/** Times in Unix milliseconds, both in the range. */
export interface GivenRange {
  readonly start?: number;
  readonly end?: number;
}

/** The range that is given beside the text, where `SOURCE` does not say another one. */
export function rangeOf(stages: readonly Stage[], given: GivenRange): Range {
  const range: { start?: Bound; end?: Bound } = givenRange(given);
  for (const term of stages.flatMap((stage) => (stage.kind === 'source' ? stage.terms : []))) {
    if (term.kind === 'start' || term.kind === 'end') range[term.kind] = momentBound(term.moment);
  }
  return range;
}

export function givenRange({ start, end }: GivenRange): Range {
  return {
    ...(start === undefined ? {} : { start: timeBound(start) }),
    ...(end === undefined ? {} : { end: timeBound(end) }),
  };
}

function timeBound(milliseconds: number): Bound {
  const text = new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');
  return { expr: lit(milliseconds), text };
}

function momentBound(moment: Moment): Bound {
  if (moment.kind === 'at') return timeBound(moment.milliseconds);
  const now = call('unixMillis', call('now'));
  const text = moment.milliseconds === 0 ? 'now' : `now${moment.text}`;
  return { expr: moment.milliseconds === 0 ? now : call('subtract', now, moment.milliseconds), text };
}

/** The conditions on the time of an event that lies in the range. */
export function rangeConditions({ start, end }: Range, time: Expr): Expr[] {
  const [seconds] = time.kind === 'call' && time.func === 'fromUnixSeconds' ? time.args : [];
  const [milliseconds = call('unixMillis', time)] =
    time.kind === 'call' && time.func === 'fromUnixMillis' ? time.args : [];
  const condition = ({ expr }: Bound, compare: typeof ge, round: (value: number) => number): Expr => {
    // On the column itself the engine skips files by their ranges.
    if (seconds !== undefined && expr.kind === 'literal' && typeof expr.value === 'number') {
      return compare(seconds, round(expr.value / 1000));
    }
    return compare(milliseconds, expr);
  };
  return [
    ...(start === undefined ? [] : [condition(start, ge, Math.ceil)]),
    ...(end === undefined ? [] : [condition(end, le, Math.floor)]),
  ];
}

/** How a range becomes the one to compare with, in words that follow `compared with those`. */
export interface Shift {
  readonly text: string;
  readonly apply: (range: Required<Range>) => Required<Range>;
}

/** A range so long before another one. */
export function shiftBy(milliseconds: number, text: string): Shift {
  return moved((bound) => minus(bound, lit(milliseconds)), `${text} earlier`);
}

/** The same days and times of the month before. */
export const shiftByMonth: Shift = moved(
  (bound) => call('unixMillis', call('addUnits', lit('month'), -1, call('fromUnixMillis', bound))),
  'a month earlier',
);

/** The time before a range, as long as that. */
export const shiftByItself: Shift = {
  text: 'of the equally long time before it',
  apply: (range) => {
    // Both ends are in the range, so that it is one longer than their difference.
    const length = minus(minus(range.end.expr, range.start.expr), lit(-1));
    return moved((bound) => minus(bound, length), '').apply(range);
  },
};

function moved(move: (bound: Expr) => Expr, text: string): Shift {
  const bound = ({ expr, text: words }: Bound): Bound => ({ expr: move(expr), text: words });
  return { text, apply: ({ start, end }) => ({ start: bound(start), end: bound(end) }) };
}

/** A difference; of two numbers it is one too, so that the engine sees a constant. */
function minus(a: Expr, b: Expr): Expr {
  if (a.kind === 'literal' && b.kind === 'literal') return lit(Number(a.value) - Number(b.value));
  return call('subtract', a, b);
}
