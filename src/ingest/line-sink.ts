import type { Complaint } from './check.js';
import { eventColumns, type Layout, layoutKey } from './layout.js';
import { type Piece, PieceWriter, pieceBytes } from './pieces.js';
import { Rejections } from './rejections.js';

/** What CloudWatch Logs adds to a record. */
export interface EventFacts {
  readonly logStream: string | null;
  readonly ingestionTime: number | null;
}

const bufferedBytes = 1 << 18;

/** Collects the lines of one source: good ones go into pieces by their layout, the others are counted and shown. */
export class LineSink {
  headers = 0;
  readonly rejections = new Rejections();
  readonly #unknown = new Set<string>();
  readonly #writers = new Map<string, { writer: PieceWriter; lines: string[]; bytes: number }>();
  #fields: string | undefined;
  readonly #finished: Piece[] = [];

  constructor(
    private readonly sourceId: number,
    private readonly folder: string,
    /** Whether the records are log events. */
    private readonly events: boolean,
  ) {}

  /** The fields of the first layout, as text. */
  get fields(): string {
    return this.#fields ?? '';
  }

  get unknownFields(): string[] {
    return [...this.#unknown];
  }

  /** Notes that lines of this layout follow. */
  see(layout: Layout): void {
    this.#fields ??= layoutKey(layout);
    for (const field of layout.unknownFields) this.#unknown.add(field);
  }

  reject(line: number, complaint: Complaint, text: string): void {
    this.rejections.add(line, complaint, text);
  }

  /** Takes a good line. Call `drain` now and then. */
  accept(tokens: readonly string[], layout: Layout, event: EventFacts): void {
    const key = layoutKey(layout);
    let entry = this.#writers.get(key);
    if (entry === undefined) {
      const name = `t${this.sourceId}-${this.#writers.size}`;
      entry = {
        writer: new PieceWriter(this.events ? withEvents(layout) : layout, this.sourceId, this.folder, name),
        lines: [],
        bytes: 0,
      };
      this.#writers.set(key, entry);
    }
    const front = this.events ? `${streamToken(event.logStream)} ${event.ingestionTime ?? '-'} ` : '';
    const line = `${front}${tokens.join(' ')}\n`;
    entry.lines.push(line);
    entry.bytes += line.length;
  }

  /** Writes what was collected; returns the pieces that are full. */
  async drain(): Promise<Piece[]> {
    for (const entry of this.#writers.values()) {
      if (entry.bytes < bufferedBytes) continue;
      await this.#write(entry);
      if (entry.writer.bytes >= pieceBytes) await this.#finish(entry.writer);
    }
    return this.#finished.splice(0);
  }

  async end(): Promise<Piece[]> {
    for (const entry of this.#writers.values()) {
      if (entry.bytes > 0) await this.#write(entry);
      await this.#finish(entry.writer);
    }
    return this.#finished.splice(0);
  }

  /** Lets the files go when reading stops halfway. */
  async close(): Promise<void> {
    for (const { writer } of this.#writers.values()) await writer.close();
  }

  async #write(entry: { writer: PieceWriter; lines: string[]; bytes: number }): Promise<void> {
    await entry.writer.write(Buffer.from(entry.lines.join('')));
    entry.lines = [];
    entry.bytes = 0;
  }

  async #finish(writer: PieceWriter): Promise<void> {
    const piece = await writer.finish();
    if (piece) this.#finished.push(piece);
  }
}

function withEvents(layout: Layout): Layout {
  const front = eventColumns.map((log) => ({ log, field: undefined }));
  return { columns: [...front, ...layout.columns], unknownFields: layout.unknownFields };
}

/** A log stream's name may hold spaces, which separate the fields here; the engine puts them back. */
function streamToken(logStream: string | null): string {
  return logStream === null || logStream === '' ? '-' : logStream.replaceAll(/\s/g, '\u0001');
}
