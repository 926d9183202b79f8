import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { checkedStrftime, isTimeZone, strftimeOfJava } from '../time-patterns.js';
import { asText, asTime, type Value } from '../value.js';
import { at, type CallSite, long, type ScalarFunction, text } from './row.js';

const { call, lit } = build;

function patternOf(
  args: readonly Value[],
  site: CallSite,
  read: (pattern: string) => { pattern: string } | { unknown: string },
  example: string,
): string {
  const span = site.argSpans[1] ?? site.span;
  const { literal } = at(args, 1);
  if (typeof literal !== 'string') {
    const what = 'a pattern of dates';
    return refuse(
      site.query,
      'literal-needed',
      { name: site.name, what },
      span,
      `write for example ${example}`,
    );
  }
  const result = read(literal);
  if ('pattern' in result) return result.pattern;
  const help = `write for example ${example}`;
  return refuse(site.query, 'date-pattern', { name: site.name, part: result.unknown }, span, help);
}

function zoneOf(args: readonly Value[], site: CallSite): string {
  const zone = args[2];
  if (zone === undefined) return 'UTC';
  const { literal } = zone;
  const span = site.argSpans[2] ?? site.span;
  const help = "write a name such as 'Europe/Berlin'";
  if (typeof literal === 'string' && isTimeZone(literal)) return literal;
  return refuse(site.query, 'time-zone', { name: site.name }, span, help);
}

/** A bound of the time range, which `SOURCE` or the request gives: a lake has no range of its own. */
function bound(which: 'start' | 'end', site: CallSite): Expr {
  const known = site.range[which]?.expr;
  if (known !== undefined) return known;
  if (which === 'end' && site.range.start !== undefined) return call('unixMillis', call('now'));
  const help = "give --from and --to, or begin with SOURCE 'flow-logs' start=-1d end=now";
  return refuse(site.query, 'no-range', { name: site.name }, site.span, help);
}

/** Functions between times and texts; the two have different pattern languages (Logs Insights syntax, "Datetime functions"). */
export const timeFunctions: readonly ScalarFunction[] = [
  {
    name: 'parseDate',
    unconfirmed:
      'Letters: yyyy uuuu yy MMMM MMM MM M dd d DDD EEEE EEE HH H hh h mm m ss s SSS a, and quoted text; others are refused.',
    least: 2,
    most: 3,
    signature: "parseDate(s, 'yyyy-MM-dd' [, 'zone'])",
    doc: "Unix milliseconds of a time written by a pattern of Java's DateTimeFormatter; missing for other text.",
    build: (a, site) => {
      const pattern = patternOf(a, site, strftimeOfJava, "'yyyy-MM-dd HH:mm:ss'");
      return long(call('parseTimeMillis', asText(at(a, 0)), lit(pattern), lit(zoneOf(a, site))));
    },
  },
  {
    name: 'formatDate',
    unconfirmed: 'Codes of strftime whose text does not depend on a locale; others are refused.',
    aliases: ['strftime'],
    least: 2,
    most: 3,
    signature: "formatDate(ts, '%Y-%m-%d' [, 'zone'])",
    doc: 'The time written by a strftime pattern.',
    build: (a, site) => {
      const pattern = patternOf(a, site, checkedStrftime, "'%Y-%m-%d %H:%M:%S'");
      return text(call('formatTimeIn', asTime(at(a, 0)), lit(pattern), lit(zoneOf(a, site))));
    },
  },
  {
    name: 'queryStartTime',
    least: 0,
    signature: 'queryStartTime()',
    doc: 'Unix milliseconds at which the time range of the query begins.',
    build: (_, site) => long(bound('start', site)),
  },
  {
    name: 'queryEndTime',
    least: 0,
    signature: 'queryEndTime()',
    doc: 'Unix milliseconds at which the time range of the query ends.',
    build: (_, site) => long(bound('end', site)),
  },
  {
    name: 'queryTimeRange',
    least: 0,
    signature: 'queryTimeRange()',
    doc: 'Milliseconds of the time range of the query.',
    build: (_, site) => long(call('subtract', bound('end', site), bound('start', site))),
  },
];
