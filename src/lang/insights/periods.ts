import type { Span } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';

/** Units of `bin`, `datefloor` and `dateceil` with their names (Logs Insights syntax, "Supported functions", `bin`). */
const units = [
  { names: ['ms', 'msec', 'msecs', 'millisecond', 'milliseconds'], milliseconds: 1, cap: 1000 },
  { names: ['s', 'sec', 'secs', 'second', 'seconds'], milliseconds: 1_000, cap: 60 },
  { names: ['m', 'min', 'mins', 'minute', 'minutes'], milliseconds: 60_000, cap: 60 },
  { names: ['h', 'hr', 'hrs', 'hour', 'hours'], milliseconds: 3_600_000, cap: 24 },
  { names: ['d', 'day', 'days'], milliseconds: 86_400_000 },
  { names: ['w', 'week', 'weeks'], milliseconds: 604_800_000 },
  { names: ['mo', 'mon', 'mons', 'month', 'months'], months: 1 },
  { names: ['q', 'qtr', 'qtrs', 'quarter', 'quarters'], months: 3 },
  { names: ['y', 'yr', 'yrs', 'year', 'years'], months: 12 },
] as const;

export interface Period {
  readonly milliseconds?: number;
  readonly months?: number;
  /** Set when the written amount is above what AWS allows for the unit: the amount that is used instead. */
  readonly cappedTo?: number;
}

/** Reads a period; an amount above the unit's cap is cut to the cap, as AWS does without a word. */
export function periodOf(
  query: QueryText,
  amount: number,
  unit: string,
  span: Span,
  { capped = true }: { readonly capped?: boolean } = {},
): Period {
  const found = units.find((each) => (each.names as readonly string[]).includes(unit));
  if (found === undefined) {
    return refuse(query, 'unknown-period', { unit }, span, 'write a period such as 30s, 5m, 1h or 1d');
  }
  if (amount < 1 || !Number.isSafeInteger(amount)) {
    return refuse(query, 'not-a-number', { text: String(amount) }, span, 'write a period such as 5m');
  }
  if ('months' in found) return { months: amount * found.months };
  const cap = 'cap' in found ? found.cap : undefined;
  if (capped && cap !== undefined && amount > cap)
    return { milliseconds: cap * found.milliseconds, cappedTo: cap };
  return { milliseconds: amount * found.milliseconds };
}

/** The day from which spans are counted, Monday 1970-01-05, in Unix seconds. */
const firstMonday = 345_600;

/** The start of the period; of whole seconds it is plain arithmetic, which engines do several times faster. */
export function floorTo(time: Expr, period: Period): Expr {
  const seconds = (period.milliseconds ?? 0) / 1000;
  const [unix] = time.kind === 'call' && time.func === 'fromUnixSeconds' ? time.args : [];
  if (unix !== undefined && Number.isInteger(seconds) && seconds > 0 && firstMonday % seconds === 0) {
    const rest = build.call('modulus', unix, seconds);
    return build.call('fromUnixSeconds', build.call('subtract', unix, rest));
  }
  return period.months === undefined
    ? build.call('timeBucket', time, build.lit(period.milliseconds ?? 1))
    : build.call('monthBucket', time, build.lit(period.months));
}

/** The first start of a period that is not before the time. */
export function ceilTo(time: Expr, period: Period): Expr {
  const floor = floorTo(time, period);
  const later =
    period.months === undefined
      ? build.call('addUnits', build.lit('millisecond'), period.milliseconds ?? 1, floor)
      : build.call('addUnits', build.lit('month'), period.months, floor);
  return build.cases([[build.eq(floor, time), time]], later);
}
