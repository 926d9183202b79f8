import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { typed } from './array.js';
import { dayMillis, movedClock } from './clock.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import {
  coerce,
  isClock,
  isInterval,
  isNumeric,
  isTime,
  isWhole,
  isZoned,
  type Lowered,
  shownType,
} from './types.js';
import { instantOf, localTime } from './zones.js';

const { call, cases, cast, lit, lt } = build;
type Node = Extract<Expression, { kind: 'arithmetic' }>;

const unitMillis: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: dayMillis,
};

/** An interval that is written out: its number of milliseconds or of months. */
export function intervalOf({ amount, unit }: { readonly amount: number; readonly unit: string }): Lowered {
  const size = unitMillis[unit];
  const interval = { amount, unit };
  if (size !== undefined) {
    return { type: 'interval day to second', expr: lit(BigInt(amount * size), 'bigint'), interval };
  }
  const months = unit === 'year' ? amount * 12 : amount;
  return { type: 'interval year to month', expr: lit(BigInt(months), 'bigint'), interval };
}

/**
 * Arithmetic of times and intervals (trino.io, "Date and time functions and operators"); undefined where it is not about them,
 * or where Trino has no such operator.
 */
export function timeArithmetic(
  node: Node,
  left: Lowered,
  right: Lowered,
  query: QueryText,
): Lowered | undefined {
  const { operator } = node;
  if (isInterval(left.type) && isInterval(right.type)) return betweenIntervals(operator, left, right);
  if (isInterval(right.type) && (operator === '+' || operator === '-'))
    return moved(node, left, right, query);
  if (isInterval(left.type) && operator === '+') return moved(node, right, left, query);
  if (operator === '*' && isInterval(left.type)) return scaled(operator, left, right);
  if (operator === '*' && isInterval(right.type)) return scaled(operator, right, left);
  if (operator === '/' && isInterval(left.type)) return scaled(operator, left, right);
  return operator === '-' ? between(left, right) : undefined;
}

function betweenIntervals(operator: string, left: Lowered, right: Lowered): Lowered | undefined {
  if (left.type !== right.type || (operator !== '+' && operator !== '-')) return undefined;
  return { type: left.type, expr: call(operator === '+' ? 'add' : 'subtract', left.expr, right.expr) };
}

/** What is not whole is cut towards 0. */
function scaled(operator: '*' | '/', interval: Lowered, factor: Lowered): Lowered | undefined {
  if (!isNumeric(factor.type)) return undefined;
  if (operator === '*' && isWhole(factor.type)) {
    return { type: interval.type, expr: call('multiply', interval.expr, factor.expr) };
  }
  const sides = [cast(interval.expr, 'double'), coerce(factor, 'double')];
  const result = call(operator === '*' ? 'multiply' : 'divideIeee', ...sides);
  return { type: interval.type, expr: cast(call('truncate', result), 'bigint') };
}

/** The time from one time to another. */
function between(left: Lowered, right: Lowered): Lowered | undefined {
  if (isClock(left.type) && isClock(right.type)) {
    return { type: 'interval day to second', expr: call('subtract', left.expr, right.expr) };
  }
  if (!isTime(left.type) || !isTime(right.type)) return undefined;
  const millis = (side: Lowered): Expr =>
    call('unixMillis', isZoned(side.type) ? side.expr : coerce(side, 'timestamp'));
  return { type: 'interval day to second', expr: call('subtract', millis(left), millis(right)) };
}

/** A time moved by an interval. */
function moved(node: Node, time: Lowered, span: Lowered, query: QueryText): Lowered | undefined {
  if (isClock(time.type) && span.type === 'interval day to second') {
    return { type: time.type, expr: movedClock(time.expr, signed(node, span.expr)) };
  }
  if (!isTime(time.type)) return undefined;
  const byMonths = span.type === 'interval year to month';
  const isWritten = span.interval !== undefined;
  const isWholeDays =
    isWritten &&
    !byMonths &&
    (span.interval.amount * (unitMillis[span.interval.unit] ?? 1)) % dayMillis === 0;
  if (time.type === 'date' && !byMonths && isWritten && !isWholeDays) {
    const params = { operator: node.operator, left: 'date', right: shownType(span.type) };
    return refuse(
      query,
      'type-mismatch',
      params,
      node.at,
      'a date moves by days, months or years: write CAST(… AS TIMESTAMP)',
    );
  }
  const unit = span.interval?.unit ?? (byMonths ? 'month' : 'millisecond');
  const amount =
    span.interval === undefined ? signed(node, span.expr) : signedNumber(node, span.interval.amount);
  // Months and years move on the clocks of the zone, the rest in time itself.
  const isZonal = isZoned(time.type) && byMonths;
  const before = isZonal ? localTime(time) : isZoned(time.type) ? time.expr : coerce(time, 'timestamp');
  const after = call('addUnits', lit(unit), amount, before);
  if (time.type !== 'date') return { type: time.type, expr: isZonal ? instantOf(after, time.type) : after };
  const day = cast(after, 'date');
  return { type: 'date', expr: byMonths || isWritten ? day : wholeDays(span.expr, day) };
}

/** A date takes whole days only. */
function wholeDays(millis: Expr, day: Expr): Expr {
  const failure = typed(call('fail', lit('Cannot add hour, minutes or seconds to a date')), 'date');
  return cases([[build.ne(call('modulus', millis, lit(BigInt(dayMillis), 'bigint')), 0), failure]], day);
}

const signed = (node: Node, amount: Expr): Expr => (node.operator === '-' ? call('negate', amount) : amount);
const signedNumber = (node: Node, amount: number): number => (node.operator === '-' ? -amount : amount);

/** An interval as Trino prints it: `-1 02:03:04.000`, `1-2`. */
export function intervalText({ type, expr }: Lowered): Expr {
  const size = call('abs', expr);
  const part = (by: number): Expr => lit(BigInt(by), 'bigint');
  const sign = cases([[lt(expr, 0), lit('-')]], lit(''));
  const text = (number: Expr): Expr => cast(number, 'varchar');
  if (type === 'interval year to month') {
    const [years, months] = [call('divideInteger', size, part(12)), call('modulus', size, part(12))];
    return call('concat', sign, text(years), lit('-'), text(months));
  }
  const clock = call('fromUnixMillis', call('modulus', size, part(dayMillis)));
  const days = call('divideInteger', size, part(dayMillis));
  return call('concat', sign, text(days), lit(' '), call('formatTime', clock, lit('%H:%M:%S.%g')));
}

/** A field of an interval, with its sign; undefined for a field that it does not have. */
export function intervalPart(unit: string, { type, expr }: Lowered): Expr | undefined {
  const fields: Readonly<Record<string, readonly [size: number, most: number | undefined]>> =
    type === 'interval year to month'
      ? { year: [12, undefined], month: [1, 12] }
      : { day: [dayMillis, undefined], hour: [3_600_000, 24], minute: [60_000, 60], second: [1000, 60] };
  const field = fields[unit];
  if (field === undefined) return undefined;
  const [size, most] = field;
  const whole = call('divideInteger', expr, lit(BigInt(size), 'bigint'));
  return most === undefined ? whole : call('modulus', whole, lit(BigInt(most), 'bigint'));
}
