import { parseAddress, parsePrefix } from '../../net/index.js';

/** Unix seconds of the oldest and the newest record, by which times can be named; null in an empty lake. */
export type RecordSpan = { readonly from: number; readonly to: number } | null;

export interface ParameterTypeSpec {
  /** What is accepted, as it follows "takes". */
  readonly accepts: string;
  /** What is put into the text, or undefined when the value is not understood. Nothing that is put in ends a quoted text. */
  readonly read: (text: string, span: RecordSpan) => string | undefined;
}

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

function port(text: string): string | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? String(Number(text)) : undefined;
}

function ports(text: string): string | undefined {
  const list = text.split(',').map((each) => port(each.trim()));
  return list.every((each) => each !== undefined) ? list.join(', ') : undefined;
}

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

function isUnit(text: string | undefined): text is keyof typeof unitSeconds {
  return text !== undefined && text in unitSeconds;
}

function seconds(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhdw]?)$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  return Number(count) * (isUnit(unit) ? unitSeconds[unit] : 1);
}

/** `newest-1d` and `oldest+2h` count from the records, so that a default fits any lake. */
function time(text: string, span: RecordSpan): string | undefined {
  const relative = /^(newest|oldest)(?:([+-])(\w+))?$/.exec(text);
  if (relative !== null) {
    const [, end, sign, amount] = relative;
    const distance = amount === undefined ? 0 : seconds(amount);
    if (distance === undefined) return undefined;
    const anchor = span === null ? 0 : end === 'newest' ? span.to : span.from;
    return String(sign === '-' ? anchor - distance : anchor + distance);
  }
  if (/^\d{9,10}$/.test(text)) return text;
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?$/.test(text)) return undefined;
  const whole = text.length === 10 ? `${text}T00:00Z` : `${text.replace(' ', 'T').replace(/Z$/, '')}Z`;
  const milliseconds = Date.parse(whole);
  return Number.isNaN(milliseconds) ? undefined : String(milliseconds / 1000);
}

/** The types of parameters; a text that is put between quotes can hold neither quote nor backslash. */
export const parameterTypes = {
  interface: {
    accepts: 'the id of an interface such as `eni-026d0b944a2863a7f`',
    read: matching(/^eni-[0-9a-z]+$/),
  },
  address: {
    accepts: 'an address such as `10.0.0.10`',
    read: (text) => (parseAddress(text) === undefined ? undefined : text),
  },
  cidr: {
    accepts: 'an address block such as `10.0.0.0/16`',
    read: (text) => (text.includes('/') && parsePrefix(text) !== undefined ? text : undefined),
  },
  port: { accepts: 'a port from 0 to 65535', read: port },
  ports: { accepts: 'ports such as `22,3389`', read: ports },
  integer: { accepts: 'a whole number', read: matching(/^\d{1,15}$/) },
  duration: {
    accepts: 'seconds, or an amount such as `90s`, `15m`, `2h`, `1d`',
    read: (text) => seconds(text)?.toString(),
  },
  time: {
    accepts: 'a time such as `2026-09-14T06:00Z`, Unix seconds, `newest-1d` or `oldest+2h`',
    read: time,
  },
  text: {
    accepts: 'a text without quotes, backslashes and braces, of one line',
    read: matching(/^[^'"`\\{}\p{Cc}]*$/u),
  },
} as const satisfies Readonly<Record<string, ParameterTypeSpec>>;
export type ParameterType = keyof typeof parameterTypes;

export function isParameterType(text: string): text is ParameterType {
  return Object.hasOwn(parameterTypes, text);
}
