import type { Span } from '../../base/index.js';
import type { Cursor } from './cursor.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';

/** Fields of an interval from the largest on, each with its size in the unit below and the unit that intervals of it are kept in. */
const monthFields: Readonly<Record<string, number>> = { year: 12, month: 1 };
const timeFields: Readonly<Record<string, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
};
const units = [...Object.keys(monthFields), ...Object.keys(timeFields)];

/** What stands between two fields that follow each other. */
const separators: Readonly<Record<string, string>> = { month: '-', hour: ' ', minute: ':', second: ':' };

/** `INTERVAL '7' DAY`, `INTERVAL -'1-2' YEAR TO MONTH`, `INTERVAL '1 12:30' DAY TO MINUTE` (trino.io, "Data types", INTERVAL). */
export function readInterval(cursor: Cursor, start: Span): Expression {
  cursor.next();
  const isNegated = cursor.acceptSymbol('-', '+') === '-';
  const { value: text } = cursor.string('a number');
  const from = readUnit(cursor, text);
  const to = cursor.acceptWord('to') ? readUnit(cursor, text) : undefined;
  const span = cursor.from(start);
  const amount = amountOf(text, from, to ?? from);
  const words = to === undefined ? from : `${from} TO ${to}`;
  if (amount === undefined) {
    const help =
      to === undefined
        ? "write for example INTERVAL '7' DAY"
        : "write for example INTERVAL '1 12:30' DAY TO MINUTE";
    return refuse(cursor.query, 'bad-interval', { words: words.toUpperCase(), text }, span, help);
  }
  const written = { text, words, isNegated };
  return { kind: 'interval', ...(isNegated ? { ...amount, amount: -amount.amount } : amount), written, span };
}

function readUnit(cursor: Cursor, text: string): string {
  const { name, span } = cursor.identifier('a unit such as DAY');
  const unit = name.toLowerCase();
  if (units.includes(unit)) return unit;
  const single = unit.replace(/s$/, '');
  const isWeek = single === 'week' && /^\d+$/.test(text);
  const help = units.includes(single)
    ? `write ${single.toUpperCase()}`
    : isWeek
      ? `write INTERVAL '${Number(text) * 7}' DAY`
      : `the units are ${units.join(', ')}`;
  return refuse(cursor.query, 'bad-literal', { text: name, type: 'interval unit' }, span, help);
}

/** The interval in one unit: that of its only field, else months or milliseconds; undefined for a text that is none. */
function amountOf(text: string, from: string, to: string): { amount: number; unit: string } | undefined {
  const fields = from in monthFields ? monthFields : timeFields;
  const names = Object.keys(fields);
  const wanted = names.slice(names.indexOf(from), names.indexOf(to) + 1);
  if (wanted.length === 0 || !(to in fields)) return undefined;
  const pattern = wanted
    .map((name, index) => {
      const digits = name === 'second' ? '(\\d+(?:\\.\\d{1,9})?)' : '(\\d+)';
      return index === 0 ? digits : `(?:${separators[name]}${digits}`;
    })
    .join('');
  const match = new RegExp(`^([+-]?)${pattern}${')?'.repeat(wanted.length - 1)}$`).exec(text);
  if (match === null) return undefined;
  const sign = match[1] === '-' ? -1 : 1;
  if (wanted.length === 1 && from !== 'second') return { amount: sign * Number(match[2]), unit: from };
  const total = wanted.reduce((sum, name, index) => sum + milli(match[index + 2], fields[name] ?? 1), 0);
  return { amount: sign * total, unit: fields === monthFields ? 'month' : 'millisecond' };
}

/** Digits beyond milliseconds are cut. */
const milli = (text: string | undefined, size: number): number => Math.floor(Number(text ?? 0) * size + 1e-6);
