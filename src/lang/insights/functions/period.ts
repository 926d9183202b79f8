import type { Standing } from '../standing.js';

export interface PeriodFunction extends Standing {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: string;
  readonly doc: string;
}

/** Functions with a period or a place of their own, which are read together with the command around them. */
export const periodFunctions: readonly PeriodFunction[] = [
  {
    name: 'bin',
    signature: 'bin(period)',
    doc: 'The start of the period in which the event lies, in UTC.',
    observed:
      'An amount above the greatest of its unit (1000 ms, 60 s, 60 m, 24 h) is cut to it; a warning says so.',
    unconfirmed:
      'Weeks begin on Monday, months, quarters and years with the calendar; these have no greatest amount.',
  },
  {
    name: 'datefloor',
    signature: 'datefloor(ts, period)',
    doc: 'The start of the period in which the time lies.',
  },
  {
    name: 'dateceil',
    signature: 'dateceil(ts, period)',
    doc: 'The first start of a period that is not before the time.',
  },
  {
    name: 'histogram',
    signature: 'histogram(f, width)',
    doc: 'As a key of `stats`: the start of the span of this width in which the value lies.',
    observed:
      'The second argument is the width of a span; AWS documents the number of spans, and a map as the value.',
  },
];
