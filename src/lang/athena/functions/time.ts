import { build, type Expr } from '../../../plan/index.js';
import { decimalsOf, literalTime } from '../cast-text.js';
import { refuse } from '../messages.js';
import { coerce, isWhole, isZoned, type Lowered, type TrinoType, zonedType, zoneOf } from '../types.js';
import { clockTime, instantOf, localTime, zoneNamed } from '../zones.js';
import { strftimePattern, unitLiteral } from './literals.js';
import { arg, type CallSite, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cast, lit } = build;

/** The time on the clocks of its zone, days at midnight. */
export const clocks = (args: readonly Lowered[], index: number): Expr => {
  const value = args[index];
  return value === undefined ? lit(null, 'timestamp') : localTime(value);
};

/** The time itself, in UTC. */
export const instant = (args: readonly Lowered[], index: number): Expr => {
  const value = args[index];
  return value === undefined
    ? lit(null, 'timestamp')
    : isZoned(value.type)
      ? value.expr
      : coerce(value, 'timestamp');
};

/** What the clocks show, as a value of the type of an argument: days stay days, times keep their zone. */
const likeArgument = (args: readonly Lowered[], index: number, time: Expr): Expr => {
  const type = args[index]?.type ?? 'timestamp';
  return type === 'date' ? cast(time, 'date') : instantOf(time, type);
};

/** The zone of an argument, which is written out. */
export function zoneLiteral(args: readonly Lowered[], index: number, site: CallSite): string {
  const text = args[index]?.literal;
  const zone = typeof text === 'string' ? zoneNamed(text) : undefined;
  if (zone !== undefined) return zone;
  const span = site.argSpans[index] ?? site.span;
  if (typeof text === 'string')
    return refuse(site.query, 'unknown-zone', { text }, span, "write for example 'Europe/Berlin'");
  return refuse(
    site.query,
    'literal-needed',
    { what: 'The time zone' },
    span,
    "write for example 'Europe/Berlin'",
  );
}

/** The type of a time in the zone of an argument. */
export const inZoneOf =
  (index: number) =>
  (_: readonly TrinoType[], args: readonly Lowered[]): TrinoType => {
    const text = args[index]?.literal;
    return zonedType((typeof text === 'string' ? zoneNamed(text) : undefined) ?? 'UTC');
  };

/** Larger units count on the clocks of the zone, smaller ones in time itself. */
const isCalendar = (unit: Expr): boolean =>
  unit.kind === 'literal' && ['day', 'week', 'month', 'quarter', 'year'].includes(String(unit.value));

function moved(args: readonly Lowered[], site: CallSite): Expr {
  const unit = unitLiteral(args, 0, site, args[2]);
  // Trino rounds the sum to the decimals that the literal is written with.
  if (unit.kind === 'literal' && unit.value === 'millisecond' && (decimalsOf(args[2]) ?? 3) < 3) {
    const what = 'Adding milliseconds to a TIMESTAMP with fewer decimals';
    refuse(site.query, 'not-supported', { what }, site.span, "write TIMESTAMP '… 00:00:00.000'");
  }
  if (isCalendar(unit) || !isZoned(args[2]?.type ?? 'timestamp')) {
    return likeArgument(args, 2, call('addUnits', unit, arg(args, 1), clocks(args, 2)));
  }
  return call('addUnits', unit, arg(args, 1), instant(args, 2));
}

/** Times of two zones are apart in time; units of the calendar are counted on the clocks of the first one's zone. */
function between(args: readonly Lowered[], site: CallSite): Expr {
  const ofDays = args[1]?.type === 'date' && args[2]?.type === 'date' ? args[1] : undefined;
  const unit = unitLiteral(args, 0, site, ofDays);
  const zone = zoneOf(args[1]?.type ?? 'timestamp');
  if (zone === undefined || !isCalendar(unit))
    return call('dateDiff', unit, instant(args, 1), instant(args, 2));
  return call('dateDiff', unit, clockTime(instant(args, 1), zone), clockTime(instant(args, 2), zone));
}

function fromUnixTime(args: readonly Lowered[]): Expr {
  const value = args[0];
  if (value === undefined || isWhole(value.type))
    return call('fromUnixSeconds', cast(arg(args, 0), 'bigint'));
  return call(
    'fromUnixMillis',
    cast(
      call('floor', call('add', call('multiply', cast(value.expr, 'double'), 1000), lit(0.5, 'double'))),
      'bigint',
    ),
  );
}

function dayOf(args: readonly Lowered[]): Expr {
  const value = arg(args, 0);
  if (args[0]?.type !== 'varchar') return cast(clocks(args, 0), 'date');
  const failure = cast(call('fail', call('concat', lit('Value cannot be cast to date: '), value)), 'date');
  const readable = call('regexpLike', value, lit('^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$'));
  return build.cases(
    [
      [readable, cast(value, 'date')],
      [call('isNull', value), lit(null, 'date')],
    ],
    failure,
  );
}

function part(name: string, unit: string, doc: string, aliases: readonly string[] = []): SqlFunction {
  return scalar(name, ['time'], 'bigint', doc, (a) => call('datePart', lit(unit), clocks(a, 0)), {
    aliases,
  });
}

/** Functions of times (trino.io, "Date and time functions"). */
export const timeFunctions: readonly SqlFunction[] = [
  scalar('from_unixtime', ['number'], 'timestamp with time zone', 'Unix seconds to a time.', fromUnixTime),
  scalar(
    'from_unixtime',
    ['number', 'varchar'],
    inZoneOf(1),
    'Unix seconds to a time in a zone.',
    (a, site) => {
      zoneLiteral(a, 1, site);
      return fromUnixTime(a);
    },
  ),
  scalar('to_unixtime', ['time'], 'double', 'A time to Unix seconds.', (a) =>
    call('unixSeconds', instant(a, 0)),
  ),
  scalar('date', ['any'], 'date', 'The day of a time, or of a text such as 2026-01-31.', dayOf),
  scalar('date_trunc', ['varchar', 'time'], typeOf(1), 'The start of the unit.', (a, site) =>
    likeArgument(a, 1, call('dateTrunc', unitLiteral(a, 0, site, a[1]), clocks(a, 1))),
  ),
  scalar('date_add', ['varchar', 'bigint', 'time'], typeOf(2), 'The time so many units later.', moved),
  scalar(
    'date_diff',
    ['varchar', 'time', 'time'],
    'bigint',
    'Whole units from the first time to the second.',
    between,
  ),
  scalar('date_format', ['time', 'varchar'], 'varchar', 'The time written by a MySQL pattern.', (a, site) =>
    call('formatTime', clocks(a, 0), strftimePattern(a, 1, site)),
  ),
  scalar('to_iso8601', ['time'], 'varchar', 'ISO 8601.', iso8601),
  part('year', 'year', 'Year.'),
  part('month', 'month', 'Month, 1 to 12.'),
  part('day', 'day', 'Day of the month.', ['day_of_month']),
  part('hour', 'hour', 'Hour, 0 to 23.'),
  part('minute', 'minute', 'Minute.'),
  part('second', 'second', 'Second.'),
  part('day_of_week', 'isodow', 'Day of the week, Monday is 1.', ['dow']),
  part('day_of_year', 'doy', 'Day of the year.', ['doy']),
  part('week', 'week', 'ISO week.', ['week_of_year']),
  part('quarter', 'quarter', 'Quarter, 1 to 4.'),
  scalar('now', [], 'timestamp with time zone', 'When the statement started.', () => call('now'), {
    aliases: ['current_timestamp'],
  }),
  scalar('current_date', [], 'date', 'The day on which the statement started, UTC.', () =>
    cast(call('now'), 'date'),
  ),
];

function iso8601(args: readonly Lowered[]): Expr {
  const type = args[0]?.type;
  if (type === 'date') return call('formatTime', clocks(args, 0), lit('%Y-%m-%d'));
  const zone = zoneOf(type ?? 'timestamp');
  const written = args[0] && literalTime(args[0], 'T');
  if (written !== undefined) return written;
  const text = call('formatTime', clocks(args, 0), lit(`%Y-%m-%dT%H:%M:%S.%g${zone === 'UTC' ? 'Z' : ''}`));
  return zone === undefined || zone === 'UTC' ? text : call('concat', text, offsetText(args));
}

/** Minutes by which the clocks of its zone are ahead of UTC at a time. */
export function offsetMinutes(args: readonly Lowered[]): Expr {
  return call('dateDiff', lit('minute'), instant(args, 0), clocks(args, 0));
}

function offsetText(args: readonly Lowered[]): Expr {
  const minutes = call('abs', offsetMinutes(args));
  const two = (number: Expr): Expr => call('padLeft', cast(number, 'varchar'), 2, lit('0'));
  const sign = build.cases([[build.lt(offsetMinutes(args), 0), lit('-')]], lit('+'));
  const hours = two(call('divideInteger', minutes, 60));
  return call('concat', sign, hours, lit(':'), two(call('modulus', minutes, 60)));
}
