import type { EventLogKind } from '../flow/index.js';
import { type Piece, PieceWriter, pieceBytes } from './pieces.js';

/** An event as it goes to the engine. */
export interface EventRow {
  readonly kind: EventLogKind | null;
  readonly logStream: string | null;
  readonly account: string | null;
  /** Unix milliseconds. */
  readonly timeMs: number;
  /** Unix milliseconds. */
  readonly ingestionTime: number | null;
  readonly message: string;
  /** Line, or number of the event, in its source. */
  readonly position: number;
}

const bufferedBytes = 1 << 18;

/** Collects the events of one source as lines of JSON, which carry every text whole, in pieces of bounded size. */
export class EventSink {
  accepted = 0;
  readonly #writer: PieceWriter;
  #lines: string[] = [];
  #bytes = 0;

  constructor(
    private readonly sourceId: number,
    folder: string,
    private readonly group: string,
  ) {
    this.#writer = new PieceWriter('events', sourceId, folder, `e${sourceId}`);
  }

  /** Takes an event. Call `drain` now and then. */
  accept(row: EventRow): void {
    this.accepted += 1;
    const { kind, logStream, account, timeMs, ingestionTime, message, position } = row;
    const line = JSON.stringify({
      log_group: this.group,
      kind,
      log_stream: logStream,
      account,
      timestamp: timeMs,
      ingestion_time: ingestionTime,
      message,
      position,
      source_id: this.sourceId,
    });
    this.#lines.push(`${line}\n`);
    this.#bytes += line.length;
  }

  /** Writes what was collected; returns the piece that is full. */
  async drain(): Promise<Piece[]> {
    if (this.#bytes < bufferedBytes) return [];
    await this.#write();
    return this.#writer.bytes < pieceBytes ? [] : await this.#finish();
  }

  async end(): Promise<Piece[]> {
    if (this.#bytes > 0) await this.#write();
    return await this.#finish();
  }

  /** Lets the file go when reading stops halfway. */
  async close(): Promise<void> {
    await this.#writer.close();
  }

  async #write(): Promise<void> {
    await this.#writer.write(Buffer.from(this.#lines.join('')));
    this.#lines = [];
    this.#bytes = 0;
  }

  async #finish(): Promise<Piece[]> {
    const piece = await this.#writer.finish();
    return piece === undefined ? [] : [piece];
  }
}
