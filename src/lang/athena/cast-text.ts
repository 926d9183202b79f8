import { build, type Expr } from '../../plan/index.js';
import { isDecimal, type Lowered, type TrinoType } from './types.js';

const { call, cases, cast, lit } = build;

/** Texts that Trino reads and Sluice does not, with the reason. */
export interface RefusedTexts {
  readonly pattern: string;
  readonly reason: string;
}

/** How texts of a type are read. */
interface Readable {
  /** The text without what Trino passes over. */
  readonly text: Expr;
  /** What is cast, when it is not that text. */
  readonly value?: Expr;
  /** Texts that have a value; the engine reads more, such as `12.7` as 13. */
  readonly pattern: string;
  readonly refused?: RefusedTexts;
}

const number = '([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?';
const years = '^[+]?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
const clock = '( ([01]?[0-9]|2[0-3]):[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?)?';
const offset = ' *(Z|UTC|GMT|UT|(UTC|GMT|UT)?[+-](0?[0-9]|1[0-8])(:?[0-5][0-9])?)';

const otherYears: RefusedTexts = {
  pattern: '^([+]?[0-9]{2,3}|[+]?[0-9]{5,}|-[0-9]{2,})-[0-9]{1,2}-[0-9]{1,2}( |$)',
  reason: 'Only years of four digits are read',
};
const zones: RefusedTexts = {
  pattern: `${years}${clock} *[A-Za-z]+(/[A-Za-z_+0-9-]+)+$`,
  reason: 'A text with the name of a time zone is not read',
};
const hexadecimal: RefusedTexts = {
  pattern: '^[+-]?0[xX][0-9a-fA-F]*[.]?[0-9a-fA-F]*[pP][+-]?[0-9]+[dDfF]?$',
  reason: 'A hexadecimal double is not read',
};

/** How a text is read as a value of this type; undefined where there is no such cast. */
export function readableText(text: Expr, to: TrinoType): Readable | undefined {
  if (isDecimal(to)) return { text, pattern: `^[+-]?${number}$` };
  switch (to) {
    case 'integer':
    case 'bigint':
      return { text: trimmed(text), pattern: '^[+-]?[0-9]+$' };
    case 'double':
      return doubleText(trimmed(text));
    case 'boolean':
      return { text, pattern: '^(?i)(true|t|1|false|f|0)$' };
    case 'date':
      return { ...dayText(text), pattern: `${years}$`, refused: otherYears };
    case 'timestamp':
      return {
        text: trimmed(text),
        pattern: `${years}${clock}(${offset})?$`,
        refused: eitherOf(otherYears, zones),
      };
    default:
      return undefined;
  }
}

function eitherOf(one: RefusedTexts, other: RefusedTexts): RefusedTexts {
  return { pattern: `${one.pattern}|${other.pattern}`, reason: `${one.reason}, and no names of time zones` };
}

/** What Java's `trim` takes away: all up to the blank. */
const blanks = String.fromCharCode(...Array.from({ length: 32 }, (_, index) => index + 1));

function trimmed(text: Expr): Expr {
  const isLiteral = text.kind === 'literal' && typeof text.value === 'string';
  if (isLiteral && !/^[\0- ]|[\0- ]$/.test(String(text.value))) return text;
  return call('trimSet', text, lit(blanks));
}

/** Java's suffixes of a double count for nothing. */
function doubleText(text: Expr): Readable {
  const value = call('trimSetRight', text, lit('dDfF'));
  return { text, value, pattern: `^[+-]?${number}[dDfF]?$|^[+-]?(Infinity|NaN)$`, refused: hexadecimal };
}

const dayText = (text: Expr): Pick<Readable, 'text' | 'value'> => {
  const plain = trimmed(text);
  return { text: plain, value: withoutPlus(plain) };
};

const withoutPlus = (text: Expr): Expr => call('trimSetLeft', text, lit('+'));

/** A time is rounded to milliseconds, which TIMESTAMP has on Trino; an offset counts for nothing. */
export function timeOfText(text: Expr, safe: boolean): Expr {
  const plain = '^[+]?([0-9]+-[0-9]+-[0-9]+(?: [0-9]+:[0-9:]+(?:[.][0-9]{1,3})?)?)';
  const time = cast(call('regexpExtract', text, lit(plain), lit(1)), 'timestamp', safe);
  const isRounded = call('regexpLike', text, lit('[.][0-9]{3}[5-9]'));
  return cases([[isRounded, call('addUnits', lit('millisecond'), 1, time)]], time);
}

/** The text of `TIMESTAMP '…'`, with as many decimals as were written; `between` stands between day and clock. */
export function literalTime({ type, literal }: Lowered, between: ' ' | 'T'): Expr | undefined {
  if (type !== 'timestamp' || typeof literal !== 'string') return undefined;
  const match = /^\s*(\d+)-(\d+)-(\d+)(?:[ T](\d+):(\d+)(?::(\d+)([.]\d+)?)?)?\s*$/.exec(literal);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', decimals = ''] = match;
  const two = (part: string): string => part.padStart(2, '0');
  const clockText = [hour, minute, second].map(two).join(':');
  return lit(`${year.padStart(4, '0')}-${two(month)}-${two(day)}${between}${clockText}${decimals}`);
}

/** The decimals of the seconds that `TIMESTAMP '…'` is written with; undefined for other values, which have three. */
export function decimalsOf(value: Lowered | undefined): number | undefined {
  const text = value && literalTime(value, ' ');
  if (text?.kind !== 'literal') return undefined;
  return (String(text.value).split('.')[1] ?? '').length;
}
