import { build, type Expr } from '../../plan/index.js';
import { isDay } from './literal.js';
import type { Comparison } from './syntax.js';
import type { Lowered } from './types.js';

const { and, ge, lt, not, or } = build;
const turned: Record<Comparison, Comparison> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * A comparison of the day of a time with a day that is written out, as a range of the time itself: engines keep the
 * smallest and largest time of each piece of a file, and none of a day computed from it. The ranges are exact.
 */
export function pruneByDay(operator: Comparison, left: Lowered, right: Lowered): Expr | undefined {
  if (left.dayOf === undefined)
    return right.dayOf === undefined ? undefined : pruneByDay(turned[operator], right, left);
  const start = startOfDay(right.literal, left.type === 'varchar' ? '/' : '-');
  if (start === undefined) return undefined;
  const time = left.dayOf;
  const end = start + 86_400;
  switch (operator) {
    case '=':
      return and(ge(time, start), lt(time, end));
    case '<>':
      return or(lt(time, start), not(lt(time, end)));
    case '<':
      return lt(time, start);
    case '<=':
      return lt(time, end);
    case '>':
      return ge(time, end);
    case '>=':
      return ge(time, start);
  }
}

/** Unix seconds of a day, written as its column shows it: `2026-01-31` or `2026/01/31`; other texts compare as texts. */
function startOfDay(literal: Lowered['literal'], separator: '-' | '/'): number | undefined {
  if (typeof literal !== 'string') return undefined;
  const [year, month, day, ...rest] = literal.split(separator);
  const text = `${year}-${month}-${day}`;
  if (rest.length > 0 || !/^\d{4}-\d\d-\d\d$/.test(text) || !isDay(text)) return undefined;
  return Date.parse(`${text}T00:00:00Z`) / 1000;
}
