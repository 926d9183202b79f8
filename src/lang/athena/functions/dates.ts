import { build, type Expr } from '../../../plan/index.js';
import { withValue } from '../lambda.js';
import { refuse } from '../messages.js';
import { type Lowered, zonedType } from '../types.js';
import { instantOf } from '../zones.js';
import { jodaPattern, strptimePattern } from './literals.js';
import { arg, type SqlFunction, scalar } from './row.js';
import { clocks, instant, inZoneOf, offsetMinutes, zoneLiteral } from './time.js';

const { call, cases, cast, eq, isNull, lit } = build;
const zoned = 'timestamp with time zone';

/** The time of a text by a pattern; a text that does not fit ends the statement, as on Trino. */
function parsed(text: Expr, pattern: string): Expr {
  const time = call('parseTime', ...sinceTheEpoch(text, pattern));
  const failure = cast(call('fail', call('concat', lit('Invalid format: '), text)), 'timestamp');
  const branches: [Expr, Expr][] = [[isNull(text), lit(null, 'timestamp')]];
  // The engine takes any number of blanks for a blank and passes them over at both ends; a text with more does not fit.
  const blanks = pattern.trim() === pattern ? '^\\s|\\s$|\\s\\s' : '\\s\\s';
  if (!/\s\s/.test(pattern)) branches.push([call('regexpLike', text, lit(blanks)), failure]);
  return cases([...branches, [isNull(time), failure]], time);
}

/** What a pattern does not name is as it was on 1970-01-01, or in the leap year 2000 for a month or day without a year. */
function sinceTheEpoch(text: Expr, pattern: string): [Expr, Expr] {
  if (/%-?[YyG]/.test(pattern)) return [text, lit(pattern)];
  const year = /%-?[mdbBje]/.test(pattern) ? '2000' : '1970';
  return [call('concat', lit(`${year} `), text), lit(`%Y ${pattern}`)];
}

const hasShortYear = (pattern: string): boolean => pattern.replaceAll('%%', '').includes('%y');

/** Years of two digits are those from 1970 to 2069; the engine takes 69 for 1969. */
function inMysqlCentury(time: Expr, pattern: string): Expr {
  if (!hasShortYear(pattern)) return time;
  return withValue(time, 'timestamp', ({ expr }) =>
    cases([[eq(call('datePart', lit('year'), expr), 1969), call('addUnits', lit('year'), 100, expr)]], expr),
  );
}

const isoTime = '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?Z?)?$';

/** ISO 8601 in UTC; a text with another offset would lose it. */
function fromIso(args: readonly Lowered[]): Expr {
  const text = arg(args, 0);
  const plain = call('replace', call('replace', text, lit('T'), lit(' ')), lit('Z'), lit(''));
  const message = lit('Not a time of ISO 8601 in UTC, such as 2026-01-31T12:00:00Z: ');
  const failure = cast(call('fail', call('concat', message, text)), 'timestamp');
  return cases(
    [
      [isNull(text), lit(null, 'timestamp')],
      [call('regexpLike', text, lit(isoTime)), cast(plain, 'timestamp')],
    ],
    failure,
  );
}

function fromIsoDate(args: readonly Lowered[]): Expr {
  const text = arg(args, 0);
  const failure = cast(call('fail', call('concat', lit('Not a date of ISO 8601: '), text)), 'date');
  return cases(
    [
      [isNull(text), lit(null, 'date')],
      [call('regexpLike', text, lit('^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$')), cast(text, 'date')],
    ],
    failure,
  );
}

/** `1 day, 2 hours, 3 seconds`: parts that are 0 are left out. */
function readableSeconds(args: readonly Lowered[]): Expr {
  // More than fits into 64 bits is as much as fits, as in Java.
  const size = call('round', call('abs', cast(arg(args, 0), 'double')));
  const isLarger = build.and(call('isFinite', size), build.ge(size, lit(2 ** 63, 'double')));
  const total = cases([[isLarger, lit(2n ** 63n - 1n)]], cast(size, 'bigint'));
  return withValue(total, 'bigint', ({ expr: seconds }) => {
    const part = (unit: string, size: number, rest: Expr): Expr => {
      const count = call('divideInteger', rest, size);
      const plural = cases([[eq(count, 1), lit(` ${unit}`)]], lit(` ${unit}s`));
      return cases([[build.gt(count, 0), call('concat', cast(count, 'varchar'), plural)]]);
    };
    const parts = [
      part('week', 604_800, seconds),
      part('day', 86_400, call('modulus', seconds, 604_800)),
      part('hour', 3_600, call('modulus', seconds, 86_400)),
      part('minute', 60, call('modulus', seconds, 3_600)),
      part('second', 1, call('modulus', seconds, 60)),
    ];
    return cases(
      [
        [isNull(seconds), lit(null, 'varchar')],
        [eq(seconds, 0), lit('0 seconds')],
      ],
      call('joinWith', lit(', '), ...parts),
    );
  });
}

/** More functions of times (trino.io, "Date and time functions"). */
export const dateFunctions: readonly SqlFunction[] = [
  scalar(
    'date_parse',
    ['varchar', 'varchar'],
    'timestamp',
    'The time of a text by a MySQL pattern.',
    (a, site) => inMysqlCentury(parsed(arg(a, 0), strptimePattern(a, 1, site)), strptimePattern(a, 1, site)),
  ),
  scalar(
    'parse_datetime',
    ['varchar', 'varchar'],
    zoned,
    'The time of a text by a Joda pattern; UTC.',
    (a, site) => {
      const pattern = jodaPattern(a, 1, site);
      if (pattern.kind === 'literal' && hasShortYear(String(pattern.value))) {
        const what = 'Reading a year of two digits, `yy`, whose century depends on the day';
        refuse(
          site.query,
          'not-supported',
          { what },
          site.argSpans[1] ?? site.span,
          'write date_parse with %y',
        );
      }
      return parsed(
        arg(a, 0),
        pattern.kind === 'literal' ? String(pattern.value).replace(/%-(.)/g, '%$1') : '',
      );
    },
  ),
  scalar(
    'format_datetime',
    ['time', 'varchar'],
    'varchar',
    'The time written by a Joda pattern.',
    (a, site) => call('formatTime', clocks(a, 0), jodaPattern(a, 1, site)),
  ),
  scalar(
    'from_iso8601_timestamp',
    ['varchar'],
    zoned,
    'The time of a text such as 2026-01-31T12:00:00Z.',
    fromIso,
  ),
  scalar('from_iso8601_date', ['varchar'], 'date', 'The day of a text such as 2026-01-31.', fromIsoDate),
  scalar('at_timezone', [zoned, 'varchar'], inZoneOf(1), 'The same time in another zone.', (a, site) => {
    zoneLiteral(a, 1, site);
    return instant(a, 0);
  }),
  scalar(
    'with_timezone',
    ['timestamp', 'varchar'],
    inZoneOf(1),
    'The time at which the clocks of the zone show this.',
    (a, site) => instantOf(arg(a, 0), zonedType(zoneLiteral(a, 1, site))),
  ),
  scalar('current_timezone', [], 'varchar', 'UTC, the zone of every statement.', () => lit('UTC')),
  scalar('timezone_hour', [zoned], 'bigint', 'Hours by which the zone is ahead of UTC.', (a) =>
    call('divideInteger', offsetMinutes(a), 60),
  ),
  scalar('timezone_minute', [zoned], 'bigint', 'Minutes beside those hours.', (a) =>
    call('modulus', offsetMinutes(a), 60),
  ),
  scalar(
    'human_readable_seconds',
    ['double'],
    'varchar',
    'Seconds in weeks, days, hours and minutes.',
    readableSeconds,
  ),
  scalar('localtimestamp', [], 'timestamp', 'When the statement started, UTC.', () => call('now')),
  scalar('last_day_of_month', ['time'], 'date', 'The last day of the month.', (a) =>
    call('lastDay', clocks(a, 0)),
  ),
  scalar('millisecond', ['time'], 'bigint', 'Milliseconds within the second.', (a) =>
    call('modulus', call('add', call('modulus', call('unixMillis', clocks(a, 0)), 1000), 1000), 1000),
  ),
  scalar(
    'year_of_week',
    ['time'],
    'bigint',
    'Year of the ISO week.',
    (a) => call('datePart', lit('isoyear'), clocks(a, 0)),
    {
      aliases: ['yow'],
    },
  ),
];
