import { build, type Expr } from '../../../plan/index.js';
import { coerce, isWhole, type Lowered } from '../types.js';
import { strftimePattern, unitLiteral } from './literals.js';
import { arg, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cast, lit } = build;

const asTimestamp = (args: readonly Lowered[], index: number): Expr => {
  const value = args[index];
  return value === undefined ? lit(null, 'timestamp') : coerce(value, 'timestamp');
};

/** A result of the type of its argument: days stay days. */
const likeFirst = (args: readonly Lowered[], index: number, time: Expr): Expr =>
  args[index]?.type === 'date' ? cast(time, 'date') : time;

function fromUnixTime(args: readonly Lowered[]): Expr {
  const value = args[0];
  if (value === undefined || isWhole(value.type))
    return call('fromUnixSeconds', cast(arg(args, 0), 'bigint'));
  return call(
    'fromUnixMillis',
    cast(call('round', call('multiply', cast(value.expr, 'double'), 1000)), 'bigint'),
  );
}

function dayOf(args: readonly Lowered[]): Expr {
  const value = arg(args, 0);
  if (args[0]?.type !== 'varchar') return cast(value, 'date');
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
  return scalar(name, ['time'], 'bigint', doc, (a) => call('datePart', lit(unit), asTimestamp(a, 0)), {
    aliases,
  });
}

/** Functions of times, which are all UTC (trino.io, "Date and time functions"). */
export const timeFunctions: readonly SqlFunction[] = [
  scalar('from_unixtime', ['number'], 'timestamp with time zone', 'Unix seconds to a time.', fromUnixTime),
  scalar('to_unixtime', ['time'], 'double', 'A time to Unix seconds.', (a) =>
    call('unixSeconds', asTimestamp(a, 0)),
  ),
  scalar('date', ['any'], 'date', 'The day of a time, or of a text such as 2026-01-31.', dayOf),
  scalar('date_trunc', ['varchar', 'time'], typeOf(1), 'The start of the unit.', (a, site) =>
    likeFirst(a, 1, call('dateTrunc', unitLiteral(a, 0, site), asTimestamp(a, 1))),
  ),
  scalar('date_add', ['varchar', 'bigint', 'time'], typeOf(2), 'The time so many units later.', (a, site) =>
    likeFirst(a, 2, call('addUnits', unitLiteral(a, 0, site), arg(a, 1), asTimestamp(a, 2))),
  ),
  scalar(
    'date_diff',
    ['varchar', 'time', 'time'],
    'bigint',
    'Whole units from the first time to the second.',
    (a, site) => call('dateDiff', unitLiteral(a, 0, site), asTimestamp(a, 1), asTimestamp(a, 2)),
  ),
  scalar('date_format', ['time', 'varchar'], 'varchar', 'The time written by a MySQL pattern.', (a, site) =>
    call('formatTime', asTimestamp(a, 0), strftimePattern(a, 1, site)),
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
  if (type === 'date') return call('formatTime', asTimestamp(args, 0), lit('%Y-%m-%d'));
  const zone = type === 'timestamp with time zone' ? 'Z' : '';
  return call('formatTime', asTimestamp(args, 0), lit(`%Y-%m-%dT%H:%M:%S.%g${zone}`));
}
