import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { bytesOf } from './bytes.js';
import { type Complaint, complaintAbout, defaultLayoutOf, isDefaultRecord } from './check.js';
import { type Form, isExportTime } from './form.js';
import { isHeader, type Layout, layoutOf, tokensOf } from './layout.js';
import { type EventFacts, LineSink } from './line-sink.js';
import { EventScanner } from './log-events.js';
import type { Piece } from './pieces.js';
import type { Rejection } from './rejections.js';
import { linesOf, type NumberedLine } from './text-lines.js';
import type { ReadOptions, SourceText } from './unpack.js';

/** What the tolerant reader counted in a source. */
export interface Normalised {
  readonly contentHash: string;
  readonly headers: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
  /** The fields of the first records, in their order, separated by blanks. */
  readonly fields: string;
  readonly unknownFields: readonly string[];
}

export interface NormaliseOptions extends ReadOptions {
  readonly form: Form;
  /** Path of the source as the user knows it. */
  readonly sourcePath: string;
  /** The user's log format, for lines without a header. */
  readonly logFormat: Layout | undefined;
}

const noEvent: EventFacts = { logStream: null, ingestionTime: null };

/**
 * The tolerant reader: looks at each line, takes what is a flow record whatever its dress (doubled blanks, tabs, CRLF,
 * a header in the middle, a comment at the end, a time in front, JSON around it), and says of every other line what is
 * wrong with it. Yields clean pieces for the engine. Throws as `bytesOf` does.
 */
export async function* normalise(
  source: SourceText,
  options: NormaliseOptions,
): AsyncGenerator<Piece, Normalised> {
  const hash = createHash('sha256');
  const { form, signal } = options;
  const sink = new LineSink(source.sourceId, options.folder, form.kind === 'json' || form.kind === 'export');
  const bytes = bytesOf(source.path, {
    container: source.container,
    onFileBytes: (chunk) => void hash.update(chunk),
    signal,
    // Every line becomes a dozen short strings; small blocks keep the heap small.
    chunkBytes: 1 << 16,
  });
  const reader = form.kind === 'json' ? readEvents(bytes, sink, options) : readLines(bytes, sink, options);
  try {
    for await (const _ of reader) yield* await sink.drain();
    yield* await sink.end();
  } finally {
    await sink.close();
  }
  return {
    contentHash: hash.digest('hex'),
    headers: sink.headers,
    rejected: sink.rejections.count,
    rejections: sink.rejections.kept,
    fields: sink.fields,
    unknownFields: sink.unknownFields,
  };
}

async function* readLines(bytes: AsyncIterable<Buffer>, sink: LineSink, options: NormaliseOptions) {
  const lines = new LineJudge(sink, options.logFormat);
  const isExport = options.form.kind === 'export';
  const event = isExport ? { logStream: streamOfExport(options.sourcePath), ingestionTime: null } : noEvent;
  for await (const block of linesOf(bytes)) {
    for (const line of block) lines.take(line, event, isExport);
    yield;
  }
}

/** An export task writes `…/TASK/LOG-STREAM/000000.gz` (CloudWatch Logs User Guide, "Exporting log data to Amazon S3"). */
export function streamOfExport(path: string): string | null {
  return /^\d{6}(?:\.gz)?$/.test(basename(path)) ? basename(dirname(path)) : null;
}

async function* readEvents(bytes: AsyncIterable<Buffer>, sink: LineSink, options: NormaliseOptions) {
  const scanner = new EventScanner();
  const lines = new LineJudge(sink, options.logFormat);
  const decoder = new TextDecoder();
  let number = 0;
  const take = (found: ReturnType<EventScanner['push']>) => {
    for (const event of found) {
      number += 1;
      if ('reason' in event) sink.reject(number, { reason: event.reason, field: null }, event.text);
      else if (event.control) sink.headers += 1;
      else lines.take({ number, text: event.message, start: event.message }, event, false);
    }
  };
  for await (const chunk of bytes) {
    take(scanner.push(decoder.decode(chunk, { stream: true })));
    yield;
  }
  take(scanner.push(decoder.decode()));
  take(scanner.end());
}

/** Judges line after line under the header that was seen last. */
class LineJudge {
  #layout: Layout | undefined;
  /** Why the lines below the last header are not read. */
  #refusal: Complaint | undefined;
  readonly #headerless: Layout;

  constructor(
    private readonly sink: LineSink,
    private readonly logFormat: Layout | undefined,
  ) {
    this.#headerless = logFormat ?? defaultLayoutOf();
  }

  take(line: NumberedLine, event: EventFacts, timeInFront: boolean): void {
    if (line.text === undefined) {
      this.sink.reject(line.number, { reason: 'a line of more than 1 MiB', field: null }, line.start);
      return;
    }
    const tokens = withoutComment(tokensOf(line.text.replace(/^\ufeff/, '')));
    if (tokens.length === 0) return;
    if (timeInFront && isExportTime(tokens[0] ?? '')) tokens.shift();
    if (isHeader(tokens)) this.#takeHeader(tokens);
    else this.#takeRecord(line, tokens, event);
  }

  #takeHeader(tokens: readonly string[]): void {
    this.sink.headers += 1;
    const result = layoutOf(tokens);
    const refused = result.kind === 'refused';
    this.#refusal = refused
      ? { reason: `below a header that names this field twice`, field: result.field }
      : undefined;
    this.#layout = refused ? undefined : result.layout;
  }

  #takeRecord(line: NumberedLine, tokens: readonly string[], event: EventFacts): void {
    const layout = this.#layout ?? this.#headerless;
    const complaint = this.#refusal ?? this.#complaint(tokens, layout);
    if (complaint !== undefined) {
      this.sink.reject(line.number, complaint, line.text ?? line.start);
      return;
    }
    this.sink.see(layout);
    this.sink.accept(tokens, layout, event);
  }

  #complaint(tokens: readonly string[], layout: Layout): Complaint | undefined {
    const complaint = complaintAbout(tokens, layout);
    if (complaint !== undefined || this.#layout !== undefined || this.logFormat !== undefined)
      return complaint;
    if (isDefaultRecord(tokens)) return undefined;
    return {
      reason: 'no header above it, and not surely the default format; give the log format',
      field: null,
    };
  }
}

/** AWS's documentation puts `#comment` after some records; no value of a flow log begins with `#`. */
function withoutComment(tokens: string[]): string[] {
  const at = tokens.findIndex((token) => token.startsWith('#'));
  return at < 0 ? tokens : tokens.slice(0, at);
}
