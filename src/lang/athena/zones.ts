import { build, type Expr } from '../../plan/index.js';
import { coerce, type Lowered, type TrinoType, zoneOf } from './types.js';

const { call, lit } = build;

/** Minutes east of UTC of a zone that is written as an offset. */
function offsetMinutes(zone: string): number | undefined {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (match === null) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** The zone's name as it is shown, or undefined for what is no zone (IANA's names, UTC and offsets such as +02:00). */
export function zoneNamed(text: string): string | undefined {
  if (/^(utc|z|ut|gmt|etc\/utc|[+-]00:00)$/i.test(text)) return 'UTC';
  const offset = offsetMinutes(text);
  if (offset !== undefined)
    return Math.abs(offset) <= 14 * 60 && Number(text.slice(4)) < 60 ? text : undefined;
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(text)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** The time on the clocks of its zone, as a timestamp; days begin at midnight. */
export function localTime(value: Lowered): Expr {
  const zone = zoneOf(value.type) ?? 'UTC';
  return zone === 'UTC' ? coerce(value, 'timestamp') : clockTime(value.expr, zone);
}

/** The time on the clocks of a zone, of a time in UTC. */
export function clockTime(time: Expr, zone: string): Expr {
  if (zone === 'UTC') return time;
  const offset = offsetMinutes(zone);
  return offset === undefined
    ? call('timeInZone', time, lit(zone))
    : call('addUnits', lit('minute'), offset, time);
}

/** The time in UTC, of a time on the clocks of a zone. */
export function instantOf(time: Expr, type: TrinoType): Expr {
  const zone = zoneOf(type) ?? 'UTC';
  if (zone === 'UTC') return time;
  const offset = offsetMinutes(zone);
  return offset === undefined
    ? call('timeOfZone', time, lit(zone))
    : call('addUnits', lit('minute'), -offset, time);
}
