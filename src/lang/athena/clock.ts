import { build, type Expr } from '../../plan/index.js';
import { typed } from './array.js';
import { coerce, isClock, isZoned, type Lowered, type TrinoType } from './types.js';
import { localTime } from './zones.js';

const { call, cases, cast, isNull, lit } = build;

export const dayMillis = 86_400_000;
const day = lit(BigInt(dayMillis), 'bigint');

/** A time of day that is written out (trino.io, "Data types", TIME), or undefined. */
export function clockLiteral(text: string): Lowered | undefined {
  const match = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?( ?(?:\+00:00|UTC|Z))?$/.exec(text);
  if (match === null) return undefined;
  const [hour = 0, minute = 0, second = 0] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[4] ?? '').padEnd(3, '0'));
  const millis = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  const type = match[5] === undefined ? 'time(3)' : 'time(3) with time zone';
  return { type, expr: lit(BigInt(millis), 'bigint') };
}

/** The time of day so many milliseconds later, on the clock's next round where it passes midnight. */
export function movedClock(time: Expr, millis: Expr): Expr {
  return call('modulus', call('add', call('add', time, call('modulus', millis, day)), day), day);
}

/** A time of day as a time of the first day of Unix time, for what reads fields of times. */
export const clockTimestamp = (value: Lowered): Expr => call('fromUnixMillis', value.expr);

/** `10:11:12.000`, with the zone where there is one. */
export function clockText(value: Lowered): Expr {
  const zone = value.type === 'time(3)' ? '' : '+00:00';
  return call('formatTime', clockTimestamp(value), lit(`%H:%M:%S.%g${zone}`));
}

/** Milliseconds since midnight of a time. */
function millisOf(time: Expr): Expr {
  return movedClock(lit(0n, 'bigint'), call('unixMillis', time));
}

const readable = '^([0-9]|[01][0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\\.[0-9]+)?)?$';

/** CAST from and to times of day; undefined where Trino has no such cast. */
export function castClock(value: Lowered, to: TrinoType, safe: boolean): Expr | undefined {
  const { type, expr } = value;
  if (isClock(type)) {
    if (isClock(to)) return expr;
    if (to === 'varchar') return clockText(value);
    if (to !== 'timestamp' && to !== 'timestamp with time zone') return undefined;
    const midnight = cast(cast(call('now'), 'date'), 'timestamp');
    return call('addUnits', lit('millisecond'), expr, midnight);
  }
  if (type === 'timestamp' || isZoned(type)) return millisOf(localTime(value));
  if (type !== 'varchar') return type === 'unknown' ? coerce(value, to) : undefined;
  return clockOfText(expr, safe);
}

/** Digits beyond milliseconds are rounded, as Trino does it. */
function clockOfText(text: Expr, safe: boolean): Expr {
  const isReadable = call('regexpLike', text, lit(readable));
  const part = (number: number): Expr => call('splitPart', text, lit(':'), number);
  const whole = (number: number): Expr => call('coalesce', cast(part(number), 'bigint', true), 0);
  const minutes = call('add', call('multiply', whole(1), 60), whole(2));
  const seconds = call('coalesce', cast(part(3), 'double', true), lit(0, 'double'));
  const millis = cast(call('round', call('multiply', seconds, lit(1000, 'double'))), 'bigint');
  const read = call('add', call('multiply', minutes, 60_000), millis);
  if (safe) return cases([[isReadable, read]]);
  const failure = call('fail', call('concat', lit('Value cannot be cast to time: '), text));
  return cases(
    [
      [isReadable, read],
      [isNull(text), lit(null, 'bigint')],
    ],
    typed(failure, 'time(3)'),
  );
}
