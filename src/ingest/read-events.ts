import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { EventLogKind } from '../flow/index.js';
import { bytesOf } from './bytes.js';
import { addFieldNames, contentOf, groupOfKind } from './event-content.js';
import { EventSink } from './event-sink.js';
import { type EventForm, isExportTime } from './form.js';
import { EventScanner, type LogEvent } from './log-events.js';
import { streamOfExport } from './normalise.js';
import type { Piece } from './pieces.js';
import { type Rejection, Rejections } from './rejections.js';
import { linesOf, type NumberedLine } from './text-lines.js';
import type { ReadOptions, SourceText } from './unpack.js';

/** What was counted while the events of a source were read. */
export interface ReadEvents {
  readonly contentHash: string;
  readonly accepted: number;
  /** Messages of the service itself, which are no events. */
  readonly control: number;
  /** Of `accepted`: those whose text and wrapping name no time, and that have the time before them. */
  readonly timeless: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
  /** Names of the discovered fields; undefined when there are more than are kept. */
  readonly fields: readonly string[] | undefined;
}

export interface EventReadOptions extends ReadOptions {
  readonly form: EventForm;
  /** Path of the source as the user knows it. */
  readonly sourcePath: string;
  /** The account that the path names. */
  readonly account: string | null;
  /** Time of events before the first one that has any, Unix milliseconds. */
  readonly modifiedMs: number;
}

/** Names of discovered fields that are kept of one source. */
const keptNames = 1_000;
const notText = 'not text in UTF-8';
/** Lone halves of a surrogate pair, NUL, and U+FFFD, which stands for bytes that are not UTF-8. */
const strangeText = /[\u0000\ufffd]|\p{Surrogate}/u;

/**
 * Reads the events of a source: one on each line, or as CloudWatch Logs wraps them. Every line or wrapped event that is
 * not blank becomes an event or a rejection. Yields pieces for the engine. Throws as `bytesOf` does.
 */
export async function* readEvents(
  source: SourceText,
  options: EventReadOptions,
): AsyncGenerator<Piece, ReadEvents> {
  const hash = createHash('sha256');
  const { form, signal } = options;
  const sink = new EventSink(source.sourceId, options.folder, form.group);
  const judge = new EventJudge(sink, options);
  const bytes = bytesOf(source.path, {
    container: source.container,
    onFileBytes: (chunk) => void hash.update(chunk),
    signal,
    chunkBytes: 1 << 16,
  });
  try {
    for await (const _ of form.wrap === 'json' ? fromJson(bytes, judge) : fromLines(bytes, judge)) {
      yield* await sink.drain();
    }
    yield* await sink.end();
  } finally {
    await sink.close();
  }
  return { contentHash: hash.digest('hex'), accepted: sink.accepted, ...judge.counts() };
}

async function* fromLines(bytes: AsyncIterable<Buffer>, judge: EventJudge) {
  for await (const block of linesOf(bytes)) {
    for (const line of block) judge.takeLine(line);
    yield;
  }
}

async function* fromJson(bytes: AsyncIterable<Buffer>, judge: EventJudge) {
  const scanner = new EventScanner();
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    for (const found of scanner.push(decoder.decode(chunk, { stream: true }))) judge.takeFound(found);
    yield;
  }
  for (const found of [...scanner.push(decoder.decode()), ...scanner.end()]) judge.takeFound(found);
}

/** What is known of an event apart from its text. */
type Wrapping = Pick<LogEvent, 'logStream' | 'owner' | 'timestamp' | 'ingestionTime'>;

/** Judges one event after the other. */
class EventJudge {
  readonly #rejections = new Rejections();
  readonly #names = new Set<string>();
  readonly #ofFile: Wrapping;
  /** Whether lines begin with a time that CloudWatch Logs wrote, which is no part of the text. */
  readonly #isExport: boolean;
  #control = 0;
  #timeless = 0;
  #number = 0;
  #lastMs: number;

  constructor(
    private readonly sink: EventSink,
    private readonly options: EventReadOptions,
  ) {
    const { form, sourcePath, modifiedMs } = options;
    const stream = form.wrap === 'export' ? streamOfExport(sourcePath) : null;
    // Many a log begins its lines with a time; under a name that no export task gives it is the log's own.
    this.#isExport = form.wrap === 'export' && (form.groupFrom !== 'user' || stream !== null);
    const logStream = stream ?? basename(sourcePath).replace(/(?:\.log)?\.(?:gz|zst)$/, '');
    this.#ofFile = { logStream, owner: null, timestamp: null, ingestionTime: null };
    this.#lastMs = modifiedMs;
  }

  counts(): Pick<ReadEvents, 'control' | 'timeless' | 'rejected' | 'rejections' | 'fields'> {
    const names = this.#names;
    return {
      control: this.#control,
      timeless: this.#timeless,
      rejected: this.#rejections.count,
      rejections: this.#rejections.kept,
      fields: names.size > keptNames ? undefined : [...names],
    };
  }

  takeLine({ number, text, start }: NumberedLine): void {
    if (text === undefined) this.#reject(number, 'a line of more than 1 MiB', start);
    else if (text.trim() !== '') this.#takeText(number, text.replace(/^\ufeff/, '').replace(/\r$/, ''));
  }

  #takeText(number: number, text: string): void {
    const [time = '', ...rest] = this.#isExport ? text.split(' ') : [];
    if (!isExportTime(time)) this.#take(number, text, this.#ofFile);
    else this.#take(number, rest.join(' '), { ...this.#ofFile, timestamp: Date.parse(time) });
  }

  takeFound(found: ReturnType<EventScanner['push']>[number]): void {
    this.#number += 1;
    if ('reason' in found) this.#reject(this.#number, found.reason, found.text);
    else if (found.control) this.#control += 1;
    else if (this.#isOfOtherGroup(found)) {
      this.#reject(this.#number, `an event of the log group ${found.logGroup}`, found.message);
    } else this.#take(this.#number, found.message, found);
  }

  /** One source is of one log group; what the user says of it holds for all its events. */
  #isOfOtherGroup({ logGroup }: LogEvent): boolean {
    const { group, groupFrom } = this.options.form;
    return groupFrom === 'payload' && logGroup !== null && logGroup !== group;
  }

  /** Without a name for the group, only what is of the same kind as the first event is taken to be of it. */
  #isOfOtherKind(kind: EventLogKind | null): boolean {
    const { group, groupFrom } = this.options.form;
    return groupFrom === 'content' && (kind === null || groupOfKind(kind) !== group);
  }

  #take(position: number, message: string, wrapping: Wrapping): void {
    if (strangeText.test(message)) {
      this.#reject(position, notText, message);
      return;
    }
    const { json, kind, timeMs, account } = contentOf(message);
    const { form } = this.options;
    if (this.#isOfOtherKind(kind)) {
      const reason = `not one of the ${form.group}; any text is taken with \`--log-group NAME\``;
      this.#reject(position, reason, message);
      return;
    }
    const time = wrapping.timestamp ?? timeMs;
    if (time === null) this.#timeless += 1;
    this.#lastMs = time ?? this.#lastMs;
    if (json !== undefined) addFieldNames(json, this.#names, keptNames);
    this.sink.accept({
      kind,
      logStream: wrapping.logStream ?? this.#ofFile.logStream,
      account: account ?? wrapping.owner ?? this.options.account,
      timeMs: this.#lastMs,
      ingestionTime: wrapping.ingestionTime,
      message,
      position,
    });
  }

  #reject(position: number, reason: string, text: string): void {
    this.#rejections.add(position, { reason, field: null }, text);
  }
}
