import { type EventLogKind, eventLogSpec } from '../flow/index.js';

/** What the text of an event says of itself. */
export interface EventContent {
  /** Undefined for a text that is no JSON object. */
  readonly json: Record<string, unknown> | undefined;
  /** Null for content that Sluice has no table of. */
  readonly kind: EventLogKind | null;
  /** Unix milliseconds; null when the text names no time. */
  readonly timeMs: number | null;
  /** The account that a Resolver query log names. */
  readonly account: string | null;
}

const firewallKinds: Readonly<Record<string, EventLogKind>> = {
  alert: 'firewallAlert',
  netflow: 'firewallFlow',
  tls: 'firewallTls',
};

/** Members that hold the time of an event, the first that is there counts; those of AWS's own logs, then what loggers write. */
const timeMembers = [
  'query_timestamp',
  'event_timestamp',
  '@timestamp',
  'timestamp',
  'eventTime',
  'time',
  'ts',
];
/** The last millisecond of the year 9999. */
const lastMillisecond = 253_402_300_799_999;
const isoTime =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?(?=$|[\s\]|,;"])/;

/** Reads what an event is, from its text alone. */
export function contentOf(text: string): EventContent {
  const json = text.trimStart().startsWith('{') ? objectIn(text) : undefined;
  if (json === undefined) return { json, kind: null, timeMs: timeInFront(text), account: null };
  const account = json['account_id'];
  return {
    json,
    kind: kindOf(json),
    timeMs: timeIn(json),
    account: typeof account === 'string' && /^\d{12}$/.test(account) ? account : null,
  };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(json: Record<string, unknown>): EventLogKind | null {
  if (typeof json['query_name'] === 'string' && typeof json['query_timestamp'] === 'string')
    return 'resolver';
  const event = json['event'];
  if (typeof json['firewall_name'] !== 'string' || !isObject(event)) return null;
  const type = event['event_type'];
  return typeof type === 'string' ? (firewallKinds[type] ?? null) : null;
}

function timeIn(json: Record<string, unknown>): number | null {
  for (const member of timeMembers) {
    const value = json[member];
    const time =
      typeof value === 'number' ? epoch(value) : typeof value === 'string' ? timeOfText(value) : null;
    if (time !== null) return time;
  }
  return null;
}

/** An ISO 8601 time, or a Unix time written as text (Network Firewall writes its `event_timestamp` so). */
function timeOfText(text: string): number | null {
  return /^\d{9,14}(?:\.\d+)?$/.test(text) ? epoch(Number(text)) : timeInFront(text);
}

/** Seconds until the year 5138 have at most eleven digits; what is larger is milliseconds. */
function epoch(value: number): number | null {
  const milliseconds = Math.trunc(value < 1e11 ? value * 1000 : value);
  return milliseconds >= 0 && milliseconds <= lastMillisecond ? milliseconds : null;
}

/** The ISO 8601 time at the beginning of a text; UTC when it names no zone. */
function timeInFront(text: string): number | null {
  const match = isoTime.exec(text.startsWith('[') ? text.slice(1) : text);
  if (match === null) return null;
  const [, day, clock, fraction = '', zone = 'Z'] = match;
  const milliseconds = `${fraction}000`.slice(0, 3);
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const time = Date.parse(`${day}T${clock}.${milliseconds}${offset}`);
  return Number.isNaN(time) || time < 0 ? null : time;
}

/** Fields of one event that are discovered at most (CloudWatch Logs User Guide, "Supported logs and discovered fields"). */
export const discoveredFields = 200;

/**
 * Adds the names of the fields that Logs Insights discovers in an object: the path to each text, number and boolean, its
 * steps separated by dots, elements of lists by their number from 0; the first 200 of an event.
 */
export function addFieldNames(json: Record<string, unknown>, names: Set<string>, most: number): void {
  let left = discoveredFields;
  const walk = (value: unknown, path: string): void => {
    if (left === 0 || names.size > most) return;
    if (typeof value !== 'object' || value === null) {
      if (value === null) return;
      left -= 1;
      names.add(path);
      return;
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(json, '');
}

/** The log group of content that is known, when nothing else names one. */
export function groupOfKind(kind: EventLogKind): string {
  return eventLogSpec(kind).group;
}
