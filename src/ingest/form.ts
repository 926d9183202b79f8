import type { EventLogKind } from '../flow/index.js';
import { complaintAbout, isDefaultRecord } from './check.js';
import { contentOf, groupOfKind } from './event-content.js';
import { isHeader, type Layout, layoutOf, tokensOf } from './layout.js';
import { EventScanner } from './log-events.js';

export type Container = 'plain' | 'gzip' | 'zstd' | 'parquet';

/** What a source holds, as far as its first lines say. */
export type Form =
  /** Lines under one header that the engine reads as they are; anything odd in it shows when it is read. */
  | { readonly kind: 'records'; readonly layout: Layout }
  /** Lines that need the tolerant reader: no header, a log format given by hand, tabs, CRLF, notes in front. */
  | { readonly kind: 'lines' }
  /** CloudWatch Logs exported to S3: a time before each message. */
  | { readonly kind: 'export' }
  /** CloudWatch Logs as JSON: subscription payloads, Firehose records, output of `aws logs`. */
  | { readonly kind: 'json' }
  | { readonly kind: 'parquet' }
  /** Events of a log group other than the flow logs. */
  | EventForm
  | { readonly kind: 'empty' }
  /** Not a flow log. `refused`: it says that it is one, and cannot be read, so that it must not be passed over. */
  | { readonly kind: 'other'; readonly what: string; readonly refused: boolean };

/** How events stand in a source of which they are, and of which log group. */
export interface EventForm {
  readonly kind: 'events';
  /** One on each line; a time of CloudWatch Logs before each; as CloudWatch Logs wraps them in JSON. */
  readonly wrap: 'lines' | 'export' | 'json';
  readonly group: string;
  /** Who named the group; when it is the content, only events of the first one's kind are of it. */
  readonly groupFrom: 'user' | 'payload' | 'content';
}

const magics: readonly (readonly [Container, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
];

/** The container by its first bytes (RFC 1952, RFC 8878, Apache Parquet); names are not trusted. */
export function containerOf(head: Uint8Array): Container {
  const found = magics.find(([, magic]) => magic.every((byte, index) => head[index] === byte));
  return found?.[0] ?? 'plain';
}

const exportTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Whether a token is the time that a CloudWatch Logs export task writes before each message. */
export function isExportTime(token: string): boolean {
  return exportTime.test(token);
}

/** What the user says of sources that do not say it themselves. */
export interface FormHints {
  /** For flow logs without a header. */
  readonly logFormat?: Layout | undefined;
  /** The sources are events of this log group, whatever they hold. */
  readonly logGroup?: string | undefined;
}

/** Judges a source by the start of its text. */
export function formOf(head: string, { logFormat, logGroup }: FormHints = {}): Form {
  const text = head.startsWith('\ufeff') ? head.slice(1) : head;
  const line = text.split(/\r?\n/).find((each) => each.trim() !== '' && !each.startsWith('#'));
  if (logGroup !== undefined) return text.trim() === '' ? { kind: 'empty' } : namedForm(text, logGroup);
  if (line === undefined) return { kind: 'empty' };
  if (/^\s*[[{]/.test(line)) return jsonForm(text, line);
  const tokens = tokensOf(line);
  if (isExportTime(tokens[0] ?? '')) return exportForm(line);
  if (isHeader(tokens)) return headerForm(text, line, tokens);
  if (logFormat !== undefined) return { kind: 'lines' };
  if (
    text
      .split(/\r?\n/)
      .slice(0, 20)
      .some((each) => isDefaultRecord(tokensOf(each)))
  )
    return { kind: 'lines' };
  return strangeForm(line, tokens);
}

/** Lines of the head that are looked at one by one; what a whole file has in common shows in them. */
const triedLines = 50;
/** Characters that the head of a longer file has at least, whatever their encoding. */
const fullHead = 8_192;

function headerForm(text: string, line: string, tokens: readonly string[]): Form {
  const result = layoutOf(tokens);
  if (result.kind === 'refused') return other(`${result.reason}; records under it are ambiguous`, true);
  const asItIs = text.startsWith(`${tokens.join(' ')}\n`) || text === line;
  // The engine's own conversion rounds `1.5` and reads `1e3`; files that write numbers so do it from the start.
  const lines = text.replace(/\n$/, '').split('\n');
  // A head that is full ends in the middle of a line.
  const tried = lines.slice(1, text.length < fullHead ? triedLines : Math.min(triedLines, lines.length - 1));
  const clean = tried.every((each) => complaintAbout(each.split(' '), result.layout) === undefined);
  return asItIs && clean ? { kind: 'records', layout: result.layout } : { kind: 'lines' };
}

/** JSON in which CloudWatch Logs and those who read from it wrap events. */
const wrappedEvents = /"(?:logEvents|awslogs)"|"events"\s*:\s*\[/;

/** A group named by the user takes every line; a `message` of its own does not make a line a wrapped event. */
function namedForm(text: string, group: string): Form {
  const first = text.trimStart();
  const isJson = /^[[{]/.test(first) && wrappedEvents.test(text);
  const isExport = isExportTime(first.split(/\s/, 1)[0] ?? '');
  return { kind: 'events', wrap: isJson ? 'json' : isExport ? 'export' : 'lines', group, groupFrom: 'user' };
}

function jsonForm(text: string, line: string): Form {
  const known = contentOf(line).kind;
  if (known !== null) return eventForm('lines', known, null);
  if (!/"(?:message|logEvents|events|awslogs)"/.test(text)) {
    return other('JSON without log events');
  }
  const first = new EventScanner().push(text).find((each) => 'message' in each && !each.control);
  const kind = first !== undefined && 'message' in first ? contentOf(first.message).kind : null;
  return kind === null || first === undefined || 'reason' in first
    ? { kind: 'json' }
    : eventForm('json', kind, first.logGroup);
}

function eventForm(wrap: EventForm['wrap'], kind: EventLogKind, group: string | null): EventForm {
  return {
    kind: 'events',
    wrap,
    group: group ?? groupOfKind(kind),
    groupFrom: group === null ? 'content' : 'payload',
  };
}

/** Exported by CloudWatch Logs: flow records, unless the first message is of a kind that is known. */
function exportForm(line: string): Form {
  const { kind } = contentOf(line.trimStart().replace(/^\S+\s/, ''));
  return kind === null ? { kind: 'export' } : eventForm('export', kind, null);
}

function strangeForm(line: string, tokens: readonly string[]): Form {
  const separator = [',', ';', '|', '\t'].find((each) =>
    isHeader(line.split(each).map((part) => unquoted(part))),
  );
  if (separator !== undefined) {
    return other(`a table separated by \`${separator}\`; flow logs are separated by spaces`, true);
  }
  if (/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/.test(line)) return other('a binary file');
  if (
    tokens.length >= 5 &&
    tokens.some((token) => token === 'OK' || token === 'NODATA' || token === 'SKIPDATA')
  ) {
    return other('records without a header whose order is not the default format; give the log format', true);
  }
  return other('no flow log: its first line is neither a header nor a record in the default format');
}

function unquoted(part: string): string {
  return part.trim().replace(/^"(.*)"$/, '$1');
}

function other(what: string, refused = false): Form {
  return { kind: 'other', what, refused };
}
