import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { coerce, type Lowered } from '../types.js';
import { jodaPattern, strptimePattern } from './literals.js';
import { arg, type CallSite, type SqlFunction, scalar } from './row.js';

const { call, cases, cast, isNull, lit } = build;
const zoned = 'timestamp with time zone';

/** The time of a text by a pattern; a text that does not fit ends the statement, as on Trino. */
function parsed(text: Expr, pattern: Expr): Expr {
  const time = call('parseTime', text, pattern);
  const failure = cast(call('fail', call('concat', lit('Invalid format: '), text)), 'timestamp');
  return cases(
    [
      [isNull(text), lit(null, 'timestamp')],
      [isNull(time), failure],
    ],
    time,
  );
}

const isoTime = '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?Z?)?$';

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
      [call('regexpLike', text, lit('^[0-9]{4}-[0-9]{2}-[0-9]{2}$')), cast(text, 'date')],
    ],
    failure,
  );
}

/** Times are UTC here, so that is the only zone in which they can be shown. */
function inUtc(args: readonly Lowered[], site: CallSite): Expr {
  const zone = args[1]?.literal;
  const isUtc = typeof zone === 'string' && /^(utc|z|etc\/utc|gmt|\+00:00)$/i.test(zone);
  if (isUtc) return asTimestamp(args, 0);
  const what = 'A time zone other than UTC';
  return refuse(site.query, 'not-supported', { what }, site.argSpans[1] ?? site.span, 'times are UTC');
}

const asTimestamp = (args: readonly Lowered[], index: number): Expr => {
  const value = args[index];
  return value === undefined ? lit(null, 'timestamp') : coerce(value, 'timestamp');
};

/** More functions of times (trino.io, "Date and time functions"). */
export const dateFunctions: readonly SqlFunction[] = [
  scalar(
    'date_parse',
    ['varchar', 'varchar'],
    'timestamp',
    'The time of a text by a MySQL pattern.',
    (a, site) => parsed(arg(a, 0), strptimePattern(a, 1, site)),
  ),
  scalar(
    'parse_datetime',
    ['varchar', 'varchar'],
    zoned,
    'The time of a text by a Joda pattern; UTC.',
    (a, site) => {
      const pattern = jodaPattern(a, 1, site);
      const text = pattern.kind === 'literal' ? String(pattern.value).replace(/%-(.)/g, '%$1') : '';
      return parsed(arg(a, 0), lit(text));
    },
  ),
  scalar(
    'format_datetime',
    ['time', 'varchar'],
    'varchar',
    'The time written by a Joda pattern.',
    (a, site) => call('formatTime', asTimestamp(a, 0), jodaPattern(a, 1, site)),
  ),
  scalar(
    'from_iso8601_timestamp',
    ['varchar'],
    zoned,
    'The time of a text such as 2026-01-31T12:00:00Z.',
    fromIso,
  ),
  scalar('from_iso8601_date', ['varchar'], 'date', 'The day of a text such as 2026-01-31.', fromIsoDate),
  scalar('at_timezone', [zoned, 'varchar'], zoned, 'The time itself; UTC is the only zone.', inUtc),
  scalar(
    'with_timezone',
    ['timestamp', 'varchar'],
    zoned,
    'The time with its zone; UTC is the only one.',
    inUtc,
  ),
  scalar('localtimestamp', [], 'timestamp', 'When the statement started, UTC.', () => call('now')),
  scalar('last_day_of_month', ['time'], 'date', 'The last day of the month.', (a) =>
    call('lastDay', asTimestamp(a, 0)),
  ),
  scalar('millisecond', ['time'], 'bigint', 'Milliseconds within the second.', (a) =>
    call('modulus', call('unixMillis', asTimestamp(a, 0)), 1000),
  ),
  scalar(
    'year_of_week',
    ['time'],
    'bigint',
    'Year of the ISO week.',
    (a) => call('datePart', lit('isoyear'), asTimestamp(a, 0)),
    {
      aliases: ['yow'],
    },
  ),
];
