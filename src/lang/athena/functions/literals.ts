import type { Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import type { CallSite } from './row.js';

/** A text that a function needs as a literal. */
export function literalText(args: readonly Lowered[], index: number, what: string, site: CallSite): string {
  const literal = args[index]?.literal;
  if (typeof literal === 'string') return literal;
  return refuse(site.query, 'literal-needed', { what }, site.argSpans[index] ?? site.span);
}

const units = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

const unitsOfDays = units.slice(4);

/** A unit of time such as 'hour'; of a day its larger units only. */
export function unitLiteral(args: readonly Lowered[], index: number, site: CallSite, of?: Lowered): Expr {
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
  if (of?.type === 'date' && !unitsOfDays.includes(unit)) {
    const help = `write ${unitsOfDays.map((each) => `'${each}'`).join(', ')}, or CAST(… AS TIMESTAMP)`;
    return refuse(site.query, 'not-supported', { what: `The unit ${unit} of a date` }, span, help);
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
  // Trino has milliseconds here, and writes six digits.
  f: '%g000',
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

/** Patterns that are read back: strptime has one word for numbers of one and of two digits, and one for fractions. */
export function strptimePattern(args: readonly Lowered[], index: number, site: CallSite): string {
  const pattern = strftimePattern(args, index, site);
  const text = pattern.kind === 'literal' ? String(pattern.value) : '';
  if (/%[GV]/.test(text)) {
    const span = site.argSpans[index] ?? site.span;
    refuse(site.query, 'not-supported', { what: 'Reading a week, `%x` or `%v`' }, span, 'read a date');
  }
  return text.replaceAll('%g000', '%f').replace(/%-(.)/g, '%$1');
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
