import { parsePrefix } from '../../../net/index.js';
import type { Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import { arg, type CallSite } from './row.js';

/** What RE2 cannot do and Trino's engine can; each would fail only when the query runs. */
const beyondRe2: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'it looks ahead or behind, which RE2 cannot'],
  [/\\[1-9]/, 'it refers back to a group, which RE2 cannot'],
  [/\(\?>|[*+?}]\+/, 'it does not backtrack in places, which RE2 has no words for'],
];

/** A pattern that both engines read alike; one that is not written out is left to the engine. */
export function checkRe2(args: readonly Lowered[], index: number, site: CallSite): Expr {
  const { literal } = args[index] ?? {};
  if (typeof literal !== 'string') return arg(args, index);
  const bare = literal.replace(/\\\\/g, '__').replace(/\[(?:\\.|[^\]\\])*\]/g, '_');
  const span = site.argSpans[index] ?? site.span;
  for (const [probe, reason] of beyondRe2) {
    if (probe.test(bare)) refuse(site.query, 'bad-regex', { reason }, span, 'write it as RE2 does');
  }
  try {
    new RegExp(literal.replace(/\(\?[imsU-]+[:)]/g, '(').replaceAll('(?P<', '(?<'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^.*: /, '').toLowerCase() : String(cause);
    refuse(site.query, 'bad-regex', { reason }, span);
  }
  return { kind: 'literal', value: literal.replaceAll('(?<', '(?P<') };
}

/** The CIDR block of `contains`: it is compiled into the plan, so it is written out. */
export function cidrLiteral(args: readonly Lowered[], index: number, site: CallSite): string {
  const { literal } = args[index] ?? {};
  const span = site.argSpans[index] ?? site.span;
  if (typeof literal !== 'string') {
    const help = "write the block as a text, such as '10.32.0.0/16'";
    return refuse(
      site.query,
      'not-supported',
      { what: 'contains with a CIDR block that is not written out' },
      span,
      help,
    );
  }
  if (!literal.includes('/') || parsePrefix(literal) === undefined) {
    return refuse(
      site.query,
      'bad-prefix',
      { text: literal },
      span,
      'write an address block such as 10.32.0.0/16',
    );
  }
  return literal;
}

const units = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

/** A unit of time such as 'hour'. */
export function unitLiteral(args: readonly Lowered[], index: number, site: CallSite): Expr {
  const { literal } = args[index] ?? {};
  const span = site.argSpans[index] ?? site.span;
  const unit = typeof literal === 'string' ? literal.toLowerCase() : undefined;
  if (unit === undefined || !units.includes(unit)) {
    return refuse(
      site.query,
      'literal-needed',
      { what: 'The unit' },
      span,
      `the units are ${units.map((each) => `'${each}'`).join(', ')}`,
    );
  }
  return { kind: 'literal', value: unit };
}

/**
 * The pattern of `date_format` as strftime writes it. MySQL's `%i` is minutes and `%s` seconds there; what has no
 * counterpart is refused (trino.io, "Date and time functions", MySQL date functions).
 */
const specifiers: Record<string, string> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  c: '%-m',
  d: '%d',
  e: '%-d',
  H: '%H',
  k: '%-H',
  h: '%I',
  I: '%I',
  l: '%-I',
  i: '%M',
  s: '%S',
  S: '%S',
  f: '%f',
  p: '%p',
  j: '%j',
  a: '%a',
  W: '%A',
  b: '%b',
  M: '%B',
  T: '%H:%M:%S',
  r: '%I:%M:%S %p',
  v: '%V',
  x: '%G',
  '%': '%%',
};

/** Patterns that are read back: strptime has one word for numbers of one and of two digits. */
export function strptimePattern(args: readonly Lowered[], index: number, site: CallSite): Expr {
  const pattern = strftimePattern(args, index, site);
  return pattern.kind === 'literal' && typeof pattern.value === 'string'
    ? { ...pattern, value: pattern.value.replace(/%-(.)/g, '%$1') }
    : pattern;
}

/** Letters of Joda's patterns, which `format_datetime` and `parse_datetime` take, as strftime writes them. */
const jodaWords: Record<string, string> = {
  yyyy: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  a: '%p',
  EEEE: '%A',
  EEE: '%a',
  EE: '%a',
  E: '%a',
  e: '%u',
  D: '%-j',
  DDD: '%j',
  xxxx: '%G',
  ww: '%V',
  y: '%Y',
  yyy: '%Y',
  YYYY: '%Y',
};

export function jodaPattern(args: readonly Lowered[], index: number, site: CallSite): Expr {
  const { literal } = args[index] ?? {};
  const span = site.argSpans[index] ?? site.span;
  if (typeof literal !== 'string') {
    return refuse(
      site.query,
      'literal-needed',
      { what: 'The format' },
      span,
      "write for example 'yyyy-MM-dd HH:mm:ss'",
    );
  }
  const pattern = literal.replace(/''|'((?:[^']|'')*)'|([A-Za-z])\2*|[\s\S]/g, (whole, quoted?: string) => {
    if (whole === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'").replaceAll('%', '%%');
    if (whole === '%') return '%%';
    if (whole === "'")
      return refuse(site.query, 'bad-literal', { text: literal, type: 'format' }, span, 'close the quote');
    if (!/^[A-Za-z]/.test(whole)) return whole;
    const known = jodaWords[whole];
    if (known !== undefined) return known;
    return refuse(site.query, 'not-supported', { what: `The format \`${whole}\`` }, span);
  });
  return { kind: 'literal', value: pattern };
}

export function strftimePattern(args: readonly Lowered[], index: number, site: CallSite): Expr {
  const { literal } = args[index] ?? {};
  const span = site.argSpans[index] ?? site.span;
  if (typeof literal !== 'string') {
    return refuse(
      site.query,
      'literal-needed',
      { what: 'The format' },
      span,
      "write for example '%Y-%m-%d %H:%i:%s'",
    );
  }
  const pattern = literal.replace(/%(.?)/g, (whole, letter: string) => {
    const known = specifiers[letter];
    if (known !== undefined) return known;
    return refuse(site.query, 'not-supported', { what: `The format \`${whole}\`` }, span);
  });
  return { kind: 'literal', value: pattern };
}
