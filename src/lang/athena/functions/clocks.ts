import { build, type Expr } from '../../../plan/index.js';
import { clockTimestamp, movedClock } from '../clock.js';
import { intervalPart } from '../interval.js';
import { lambda, newParameter } from '../lambda.js';
import { arrayOf } from '../nested-types.js';
import { type ClockType, coerce, type IntervalType, type Lowered } from '../types.js';
import { unitLiteral } from './literals.js';
import { aggregate, arg, type SqlFunction, scalar, typeOf } from './row.js';

const { agg, call, cast, lit } = build;
const clocks: readonly ClockType[] = ['time(3)', 'time(3) with time zone'];
const intervals: readonly IntervalType[] = ['interval day to second', 'interval year to month'];

const clock = (args: readonly Lowered[], index: number): Lowered =>
  args[index] ?? { type: 'time(3)', expr: lit(null, 'bigint') };

/** Milliseconds after midnight of what is computed of times of the first day. */
const millis = (time: Expr): Expr => movedClock(lit(0n, 'bigint'), call('unixMillis', time));

function partsOf(type: ClockType): SqlFunction[] {
  return (['hour', 'minute', 'second'] as const).map((unit) =>
    scalar(unit, [type], 'bigint', `The ${unit} of a time of day.`, (a) =>
      call('datePart', lit(unit), clockTimestamp(clock(a, 0))),
    ),
  );
}

function fieldsOf(type: IntervalType, units: readonly string[]): SqlFunction[] {
  return units.map((unit) =>
    scalar(
      unit,
      [type],
      'bigint',
      `The ${unit}s of an interval, beside its larger fields.`,
      (a) => intervalPart(unit, { type, expr: arg(a, 0) }) ?? lit(null, 'bigint'),
      unit === 'day' ? { aliases: ['day_of_month'] } : {},
    ),
  );
}

/** Most entries of a sequence (trino.io, "Array functions and operators"). */
const mostEntries = 10_000;

/** Times from the first to the last, one step of an interval apart; days without one. */
function timesBetween(args: readonly Lowered[]): Expr {
  const [first, last, step] = args;
  if (first === undefined || last === undefined) return lit(null);
  const byMonths = step?.type === 'interval year to month';
  const [start, end] = [coerce(first, 'timestamp'), coerce(last, 'timestamp')];
  const size = step?.expr ?? lit(86_400_000n, 'bigint');
  const distance = byMonths
    ? call('dateDiff', lit('month'), start, end)
    : call('subtract', call('unixMillis', end), call('unixMillis', start));
  const number = newParameter('bigint');
  const unit = lit(byMonths ? 'month' : 'millisecond');
  const time = call('addUnits', unit, call('multiply', number.expr, size), start);
  const body = lambda([number], first.type === 'date' ? cast(time, 'date') : time);
  const fail = (message: string): Expr => cast(call('fail', lit(message)), 'bigint');
  const isAway = build.lt(call('multiply', call('sign', distance), call('sign', size)), 0);
  const count = call('divideInteger', distance, size);
  const known = build.cases(
    [
      [build.eq(size, 0), fail('interval must not be zero')],
      [
        isAway,
        fail(
          'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start',
        ),
      ],
      [
        build.ge(count, mostEntries),
        fail(`result of sequence function must not have more than ${mostEntries} entries`),
      ],
    ],
    count,
  );
  return call('arrayTransform', call('sequence', lit(0n, 'bigint'), known, lit(1n, 'bigint')), body);
}

const sequences: readonly SqlFunction[] = (['date', 'timestamp'] as const).flatMap((type) => [
  ...intervals.map((step) =>
    scalar('sequence', [type, type, step], arrayOf(type), 'Times that are a step apart.', timesBetween),
  ),
  ...(type === 'date' ? [scalar('sequence', [type, type], arrayOf(type), 'Days.', timesBetween)] : []),
]);

/** The mean, rounded to whole milliseconds or months. */
const mean = (args: readonly Lowered[]): Expr =>
  cast(call('round', agg('avg', [cast(arg(args, 0), 'double')])), 'bigint');

/** Functions of times of day and of intervals (trino.io, "Date and time functions and operators", "Aggregate functions"). */
export const clockFunctions: readonly SqlFunction[] = [
  ...sequences,
  ...clocks.flatMap((type) => [
    ...partsOf(type),
    scalar('date_trunc', ['varchar', type], typeOf(1), 'The start of the unit in a day.', (a, site) =>
      millis(call('dateTrunc', unitLiteral(a, 0, site), clockTimestamp(clock(a, 1)))),
    ),
    scalar(
      'date_add',
      ['varchar', 'bigint', type],
      typeOf(2),
      'The time of day so many units later.',
      (a, site) => millis(call('addUnits', unitLiteral(a, 0, site), arg(a, 1), clockTimestamp(clock(a, 2)))),
    ),
    scalar('date_diff', ['varchar', type, type], 'bigint', 'Whole units between times of day.', (a, site) =>
      call('dateDiff', unitLiteral(a, 0, site), clockTimestamp(clock(a, 1)), clockTimestamp(clock(a, 2))),
    ),
  ]),
  scalar(
    'current_time',
    [],
    'time(3) with time zone',
    'The time of day at which the statement started, UTC.',
    () => millis(call('now')),
  ),
  scalar('localtime', [], 'time(3)', 'The same without a zone.', () => millis(call('now'))),
  scalar('uuid', [], 'uuid', 'A UUID by chance.', () => call('newUuid'), {
    differs: 'it is another one each time',
  }),
  ...fieldsOf('interval day to second', ['day', 'hour', 'minute', 'second']),
  ...fieldsOf('interval year to month', ['year', 'month']),
  scalar('to_milliseconds', ['interval day to second'], 'bigint', 'The milliseconds of an interval.', (a) =>
    arg(a, 0),
  ),
  ...intervals.flatMap((type) => [
    aggregate('sum', [type], type, 'Sum of intervals.', (a) => cast(agg('sum', [arg(a, 0)]), 'bigint')),
    aggregate('avg', [type], type, 'Mean of intervals.', mean),
  ]),
];
