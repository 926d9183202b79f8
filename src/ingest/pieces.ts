import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Layout, layoutKey } from './layout.js';

interface PieceFile {
  readonly path: string;
  readonly sourceId: number;
  readonly bytes: number;
  /** Made by us, to be removed after use; false for the source itself. */
  readonly temporary: boolean;
}

/**
 * A plain text file that the engine reads: lines under one header, all of one source. A source of any size becomes
 * pieces of bounded size, so that sorting a piece needs bounded memory.
 */
export interface RecordPiece extends PieceFile {
  readonly kind: 'records';
  readonly layout: Layout;
}

/** Events of one source, a JSON object on each line, its members the columns of the dataset `events`. */
export interface EventPiece extends PieceFile {
  readonly kind: 'events';
}

export type Piece = RecordPiece | EventPiece;

/** Equal for pieces that the engine can read together. */
export function pieceKey(piece: Piece): string {
  return piece.kind === 'events' ? 'events' : `records ${layoutKey(piece.layout)}`;
}

/** Bytes of text in a piece: about 400,000 default records; two such sorts at a time stay below 0.75 GB. */
export const pieceBytes = 48 * 1024 * 1024;

/** Writes lines of one layout, or events, into files of at most about `pieceBytes`; lines stand under their header line. */
export class PieceWriter {
  #file: FileHandle | undefined;
  #path = '';
  #bytes = 0;
  #count = 0;

  constructor(
    private readonly content: Layout | 'events',
    private readonly sourceId: number,
    private readonly folder: string,
    private readonly name: string,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Appends whole lines; the first ones of a piece come after its header line. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#file === undefined) {
      this.#path = join(this.folder, `${this.name}-${this.#count}.log`);
      this.#count += 1;
      this.#bytes = 0;
      this.#file = await open(this.#path, 'w');
      if (this.content !== 'events') await this.#append(Buffer.from(`${layoutKey(this.content)}\n`));
    }
    await this.#append(bytes);
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#bytes += bytes.length;
    await this.#file?.writeFile(bytes);
  }

  /** Ends the piece, or returns undefined when nothing was written since the last one. */
  async finish(): Promise<Piece | undefined> {
    if (this.#file === undefined) return undefined;
    await this.#file.close();
    this.#file = undefined;
    const { content, sourceId } = this;
    const file: PieceFile = { path: this.#path, sourceId, bytes: this.#bytes, temporary: true };
    this.#bytes = 0;
    return content === 'events' ? { kind: 'events', ...file } : { kind: 'records', ...file, layout: content };
  }

  /** Lets the file go when reading stops halfway; does nothing after `finish`. */
  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}
