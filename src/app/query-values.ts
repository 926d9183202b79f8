import type { Language, OutputType } from '../lang/index.js';
import type { CellValue } from '../store/index.js';

/** A value of the engine as results hold it: times as text with milliseconds, Logs Insights' booleans as 1 and 0. */
export function shownCell(value: CellValue, type: OutputType, language: Language): CellValue {
  if (value === null) return null;
  if (type === 'timestamp' || type === 'timestamp with time zone') {
    const time = withMilliseconds(String(value));
    return type === 'timestamp' || language === 'insights' ? time : `${time} UTC`;
  }
  if (type === 'boolean' && language === 'insights') return value === true ? 1 : 0;
  if (type === 'decimal') return String(value);
  return value;
}

/** Whether values of this type are shown in any other way than the engine gives them. */
export function needsShowing(type: OutputType, language: Language): boolean {
  if (type === 'timestamp' || type === 'timestamp with time zone' || type === 'decimal') return true;
  return type === 'boolean' && language === 'insights';
}

/** The engine leaves a fraction out that is 0, and prints microseconds otherwise. */
function withMilliseconds(time: string): string {
  const [whole = '', fraction = ''] = time.split('.');
  return `${whole}.${`${fraction}000`.slice(0, 3)}`;
}

/**
 * A cell as the services' own answers write it: always text. Null stands for a cell that is left out (Logs Insights) or
 * has no value (Athena). Doubles are written as Java does, with an exponent from 1E7; a whole number that Logs Insights
 * computed has no decimals.
 */
export function cellText(value: CellValue, type: OutputType, language: Language): string | null {
  if (value === null) return null;
  if (type !== 'double' || typeof value !== 'number') return String(value);
  return language === 'insights' && Number.isInteger(value) && Math.abs(value) < 1e7
    ? String(value)
    : javaDouble(value);
}

/** `Double.toString` of Java: at least one decimal, and an exponent below 1E-3 and from 1E7. */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
