/** A date as folders write it, by a pattern of Java's DateTimeFormatter, which partition projection uses. UTC throughout. */
export interface DateFormat {
  /** A regular expression without groups for all texts of the format. */
  readonly pattern: string;
  /** Unix milliseconds, or undefined for a text that is no date of the format. */
  parse(text: string): number | undefined;
  /** The smallest unit that the format shows. */
  readonly unit: DateUnit;
}

export type DateUnit = 'years' | 'months' | 'days' | 'hours' | 'minutes' | 'seconds' | 'millis';

const letters: Readonly<Record<string, { readonly unit: DateUnit; readonly digits: readonly number[] }>> = {
  y: { unit: 'years', digits: [4] },
  u: { unit: 'years', digits: [4] },
  M: { unit: 'months', digits: [1, 2] },
  d: { unit: 'days', digits: [1, 2] },
  H: { unit: 'hours', digits: [1, 2] },
  m: { unit: 'minutes', digits: [1, 2] },
  s: { unit: 'seconds', digits: [1, 2] },
  S: { unit: 'millis', digits: [3] },
};
const order: readonly DateUnit[] = ['years', 'months', 'days', 'hours', 'minutes', 'seconds', 'millis'];

type Piece = { readonly literal: string } | { readonly unit: DateUnit; readonly digits: number };

/** Reads a pattern; undefined for letters that are not known. */
export function readDateFormat(format: string): DateFormat | undefined {
  const pieces = piecesOf(format);
  if (pieces === undefined) return undefined;
  const units = pieces.flatMap((piece) => ('unit' in piece ? [piece.unit] : []));
  const unit = order.findLast((each) => units.includes(each));
  if (unit === undefined || !units.includes('years')) return undefined;
  const part = (piece: Piece): string =>
    'literal' in piece
      ? piece.literal.replace(/[.+^$()|\\{}[\]*?/-]/g, '\\$&')
      : piece.digits === 1
        ? '\\d{1,2}'
        : `\\d{${piece.digits}}`;
  const grouped = pieces.map((piece) => ('unit' in piece ? `(${part(piece)})` : part(piece))).join('');
  const whole = new RegExp(`^${grouped}$`);
  return {
    pattern: pieces.map(part).join(''),
    unit,
    parse(text) {
      const match = whole.exec(text);
      if (match === null) return undefined;
      const found = new Map(units.map((each, index) => [each, Number(match[index + 1])]));
      return timeOf(found);
    },
  };
}

function piecesOf(format: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const match of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    const [text, quoted, letter] = match;
    if (quoted !== undefined) pieces.push({ literal: quoted === '' ? "'" : quoted });
    else if (letter === undefined) pieces.push({ literal: text });
    else {
      const known = letters[letter];
      if (known === undefined || !known.digits.includes(text.length)) return undefined;
      pieces.push({ unit: known.unit, digits: text.length });
    }
  }
  return pieces;
}

function timeOf(parts: ReadonlyMap<DateUnit, number>): number | undefined {
  const part = (unit: DateUnit, otherwise = 0): number => parts.get(unit) ?? otherwise;
  const [year, month, day] = [part('years'), part('months', 1), part('days', 1)];
  const time = Date.UTC(
    year,
    month - 1,
    day,
    part('hours'),
    part('minutes'),
    part('seconds'),
    part('millis'),
  );
  const date = new Date(time);
  // JavaScript takes 31 February for 3 March.
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === part('hours');
  return isReal ? time : undefined;
}

/** A bound of a projected range: a date in the format, or `NOW` with an offset such as `NOW-3YEARS`. */
export function readDateBound(text: string, format: DateFormat, now: number): number | undefined {
  const relative = /^NOW\s*(?:([+-])\s*(\d{1,6})\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?$/i.exec(
    text.trim(),
  );
  if (relative === null) return format.parse(text);
  const [, sign, amount, unit] = relative;
  if (amount === undefined || unit === undefined) return now;
  return addUnits(now, (sign === '-' ? -1 : 1) * Number(amount), `${unit.toLowerCase()}s`);
}

const milliseconds: Readonly<Record<string, number>> = {
  millis: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 7 * 86_400_000,
};

function addUnits(time: number, amount: number, unit: string): number {
  const size = milliseconds[unit];
  if (size !== undefined) return time + amount * size;
  const date = new Date(time);
  if (unit === 'years') date.setUTCFullYear(date.getUTCFullYear() + amount);
  else date.setUTCMonth(date.getUTCMonth() + amount);
  return date.getTime();
}

/** Whether a time is one of those that begin at `start` and are this far apart. */
export function isStep(time: number, start: number, amount: number, unit: string): boolean {
  const size = milliseconds[unit];
  if (size !== undefined) return (time - start) % (amount * size) === 0;
  const [a, b] = [new Date(start), new Date(time)];
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return months % (unit === 'years' ? 12 * amount : amount) === 0 && a.getUTCDate() === b.getUTCDate();
}
