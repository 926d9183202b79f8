import { createHash } from 'node:crypto';
import { bytesOf } from './bytes.js';
import type { Container } from './form.js';
import type { Layout } from './layout.js';
import { type Piece, PieceWriter, pieceBytes } from './pieces.js';

/** A source on its way into the lake. */
export interface SourceText {
  readonly sourceId: number;
  /** The file to read: the source itself, or its text when the engine had to unpack it. */
  readonly path: string;
  readonly container: Container;
  readonly size: number;
}

export interface ReadOptions {
  /** Where temporary pieces go. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

const newline = 0x0a;

/**
 * Unpacks a source whose lines stand under one header into pieces, as they are. A plain file that is small enough is
 * its own piece. Returns the SHA-256 of the file, in hexadecimal. Throws a WorldError as `bytesOf` does.
 */
export async function* unpack(
  source: SourceText,
  layout: Layout,
  options: ReadOptions,
): AsyncGenerator<Piece, string> {
  const hash = createHash('sha256');
  const whole = source.container === 'plain' && source.size <= pieceBytes;
  const writer = new PieceWriter(layout, source.sourceId, options.folder, `s${source.sourceId}`);
  let first = true;
  const { container } = source;
  const onFileBytes = (bytes: Uint8Array) => void hash.update(bytes);
  for await (const bytes of bytesOf(source.path, { container, onFileBytes, signal: options.signal })) {
    if (whole) continue;
    const end = writer.bytes + bytes.length >= pieceBytes ? bytes.lastIndexOf(newline) + 1 : 0;
    // The text brings its own header into the first piece only.
    await writer.write(end > 0 ? bytes.subarray(0, end) : bytes, !first);
    if (end === 0) continue;
    first = false;
    const piece = await writer.finish();
    if (piece) yield piece;
    if (end < bytes.length) await writer.write(bytes.subarray(end));
  }
  const last = whole ? wholePiece(source, layout) : await writer.finish();
  if (last) yield last;
  return hash.digest('hex');
}

function wholePiece(source: SourceText, layout: Layout): Piece {
  return { path: source.path, sourceId: source.sourceId, layout, bytes: source.size, temporary: false };
}

/** The SHA-256 of a file, in hexadecimal. */
export async function hashOf(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of bytesOf(path, { container: 'plain', signal })) hash.update(bytes);
  return hash.digest('hex');
}
