import { gunzipSync } from 'node:zlib';

/** One event of CloudWatch Logs: its text, which may be a flow record, and what the service knows of it. */
export interface LogEvent {
  readonly message: string;
  /** Named in subscription payloads only. */
  readonly logGroup: string | null;
  readonly logStream: string | null;
  /** The account that the log group is of; named in subscription payloads only. */
  readonly owner: string | null;
  /** Unix milliseconds. */
  readonly timestamp: number | null;
  /** Unix milliseconds. */
  readonly ingestionTime: number | null;
  /** The service checks that the destination is there; not a record (CloudWatch Logs User Guide, "Subscription filters"). */
  readonly control: boolean;
}

/** A value that is no event: text between the objects, broken JSON, an object without a message. */
export interface StrangeEvent {
  readonly reason: string;
  readonly text: string;
}

export type EventOrStrange = LogEvent | StrangeEvent;

interface Frame {
  readonly opener: '{' | '[';
  /** Name under which the frame stands in its object. */
  readonly key: string | undefined;
  readonly start: number;
  /** Scalars of the object itself, as far as they were read. */
  readonly scalars: Map<string, string>;
  hasEvents: boolean;
}

const eventLists = new Set(['logEvents', 'events']);

/**
 * Finds log events in JSON that comes in chunks, without holding the whole: concatenated or line-separated objects with
 * a `message` (Firehose), subscription payloads with `logEvents`, `{"awslogs": {"data": …}}` as Lambda gets it, and what
 * `aws logs filter-log-events` and `get-log-events` print.
 */
export class EventScanner {
  #text = '';
  #at = 0;
  readonly #frames: Frame[] = [];
  #inString = false;
  #escaped = false;
  #stringStart = 0;
  #lastString: string | undefined;
  #key: string | undefined;
  #scalarStart = -1;
  #stray = '';

  /** Reads on; returns the events that are now complete. */
  push(text: string): EventOrStrange[] {
    this.#text += text;
    const found: EventOrStrange[] = [];
    for (; this.#at < this.#text.length; this.#at++) this.#step(this.#text[this.#at] ?? '', found);
    this.#forget();
    return found;
  }

  /** Ends the text; an object that is still open was cut off. */
  end(): EventOrStrange[] {
    const found = this.#takeStray();
    if (this.#frames.length > 0 || this.#inString) {
      found.push({ reason: 'the JSON ends in the middle', text: this.#text.slice(-200) });
    }
    return found;
  }

  #step(char: string, found: EventOrStrange[]): void {
    if (this.#inString) {
      this.#stepInString(char);
      return;
    }
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      if (char === '{' || char === '[') {
        found.push(...this.#takeStray());
        this.#open(char);
      } else if (!/[\s,]/.test(char)) this.#stray += char;
      else found.push(...this.#takeStray());
      return;
    }
    if (char === '"') {
      this.#inString = true;
      this.#stringStart = this.#at;
    } else if (char === '{' || char === '[') this.#open(char);
    else if (char === ':') {
      this.#key = this.#lastString;
      this.#lastString = undefined;
      this.#scalarStart = this.#at + 1;
    } else if (char === ',' || char === '}' || char === ']') {
      this.#endScalar(frame);
      if (char !== ',') this.#close(found);
    }
  }

  #stepInString(char: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (char === '\\') this.#escaped = true;
    else if (char === '"') {
      this.#inString = false;
      this.#lastString = this.#text.slice(this.#stringStart, this.#at + 1);
    }
  }

  #open(opener: '{' | '['): void {
    const key = this.#key === undefined ? undefined : parsedString(this.#key);
    if (opener === '[' && key !== undefined && eventLists.has(key)) {
      const parent = this.#frames.at(-1);
      if (parent) parent.hasEvents = true;
    }
    this.#frames.push({ opener, key, start: this.#at, scalars: new Map(), hasEvents: false });
    this.#key = undefined;
    this.#lastString = undefined;
    this.#scalarStart = -1;
  }

  #endScalar(frame: Frame): void {
    if (this.#key !== undefined && this.#scalarStart >= 0 && frame.opener === '{') {
      const value = this.#text.slice(this.#scalarStart, this.#at).trim();
      frame.scalars.set(parsedString(this.#key) ?? '', value);
    }
    this.#key = undefined;
    this.#lastString = undefined;
    this.#scalarStart = -1;
  }

  #close(found: EventOrStrange[]): void {
    const frame = this.#frames.pop();
    if (frame === undefined || frame.opener !== '{' || frame.hasEvents) return;
    const parent = this.#frames.at(-1);
    const isEvent =
      parent === undefined ||
      (parent.opener === '[' &&
        (parent.key === undefined ? this.#frames.length === 1 : eventLists.has(parent.key)));
    if (isEvent) found.push(...this.#eventOf(frame));
    else if (parent.key === undefined && frame.key === 'awslogs') parent.hasEvents = true;
    if (frame.key === 'awslogs') found.push(...unpackedData(frame.scalars.get('data')));
  }

  #eventOf(frame: Frame): EventOrStrange[] {
    const text = this.#text.slice(frame.start, this.#at + 1);
    const message = parsedString(frame.scalars.get('message'));
    if (message === undefined) return [{ reason: 'an object without a message', text: text.slice(0, 500) }];
    const outer = this.#frames.findLast((each) => each.opener === '{');
    const stream =
      parsedString(frame.scalars.get('logStreamName')) ??
      parsedString(frame.scalars.get('logStream')) ??
      parsedString(outer?.scalars.get('logStream'));
    return [
      {
        message,
        logGroup: parsedString(outer?.scalars.get('logGroup')) ?? null,
        logStream: stream ?? null,
        owner: parsedString(outer?.scalars.get('owner')) ?? null,
        timestamp: milliseconds(frame.scalars.get('timestamp')),
        ingestionTime: milliseconds(frame.scalars.get('ingestionTime')),
        control: parsedString(outer?.scalars.get('messageType')) === 'CONTROL_MESSAGE',
      },
    ];
  }

  #takeStray(): EventOrStrange[] {
    if (this.#stray === '') return [];
    const text = this.#stray;
    this.#stray = '';
    return [{ reason: 'text that is not JSON', text: text.slice(0, 500) }];
  }

  /** Drops the text before the event that is still open; positions move with it. */
  #forget(): void {
    const needed = this.#frames.find((frame) => frame.opener === '{' && !frame.hasEvents)?.start ?? this.#at;
    const open = this.#inString ? this.#stringStart : this.#at;
    const scalar = this.#scalarStart >= 0 ? this.#scalarStart : this.#at;
    const cut = Math.min(needed, open, scalar);
    this.#text = this.#text.slice(cut);
    this.#at -= cut;
    this.#stringStart -= cut;
    if (this.#scalarStart >= 0) this.#scalarStart -= cut;
    for (const [index, frame] of this.#frames.entries()) {
      this.#frames[index] = { ...frame, start: frame.start - cut };
    }
  }
}

function milliseconds(json: string | undefined): number | null {
  return json !== undefined && /^\d{1,15}$/.test(json) ? Number(json) : null;
}

function parsedString(json: string | undefined): string | undefined {
  if (json === undefined || !json.startsWith('"')) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch (cause) {
    // A control character inside a string: not JSON, and so no message.
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** The payload that Lambda and Kinesis get: base64 of gzip of a subscription document. */
function unpackedData(json: string | undefined): EventOrStrange[] {
  const data = parsedString(json);
  if (data === undefined) return [{ reason: 'awslogs without data', text: '' }];
  try {
    const scanner = new EventScanner();
    const inner = scanner.push(gunzipSync(Buffer.from(data, 'base64')).toString('utf8'));
    return [...inner, ...scanner.end()];
  } catch (cause) {
    return [{ reason: `awslogs.data does not unpack: ${String(cause)}`, text: data.slice(0, 100) }];
  }
}
