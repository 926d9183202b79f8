import { createHash } from 'node:crypto';
import { bytesOf } from './bytes.js';
import type { Container } from './form.js';
import { HeaderCutter } from './header-cutter.js';
import { type Layout, layoutKey } from './layout.js';
import { type Piece, PieceWriter, pieceBytes } from './pieces.js';
import { TextTally } from './tally.js';

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

/** What passed by while a source was unpacked. */
export interface Unpacked {
  /** SHA-256 of the file, in hexadecimal. */
  readonly contentHash: string;
  /** Lines of the text, the header and blank ones too. */
  readonly lines: number;
  readonly spaces: number;
  /** Lines that repeat the header; files that were put together have them in the middle. */
  readonly headers: number;
  /** Whether it holds a NUL byte, which the engine would keep as part of a value. */
  readonly strange: boolean;
}

/**
 * Unpacks a source whose lines stand under one header into pieces, as they are. A plain file that is small enough is
 * its own piece. Throws a WorldError as `bytesOf` does.
 */
export async function* unpack(
  source: SourceText,
  layout: Layout,
  options: ReadOptions,
): AsyncGenerator<Piece, Unpacked> {
  const tally = new TextTally();
  const hash = createHash('sha256');
  const whole = source.container === 'plain' && source.size <= pieceBytes;
  const writer = new PieceWriter(layout, source.sourceId, options.folder, `s${source.sourceId}`);
  let strange = false;
  const cutter = new HeaderCutter(layoutKey(layout));
  const bytes = bytesOf(source.path, {
    container: source.container,
    onFileBytes: (chunk) => void hash.update(chunk),
    signal: options.signal,
  });
  try {
    for await (const chunk of bytes) {
      tally.add(chunk);
      strange ||= chunk.includes(0);
      if (whole) continue;
      for (const part of cutter.push(chunk)) await writer.write(part);
      if (writer.bytes < pieceBytes) continue;
      const piece = await writer.finish();
      if (piece) yield piece;
    }
    for (const part of cutter.end()) await writer.write(part);
    const last = whole ? wholePiece(source, layout) : await writer.finish();
    if (last) yield last;
  } finally {
    await writer.close();
  }
  const headers = whole ? 1 : cutter.headers;
  return { contentHash: hash.digest('hex'), lines: tally.lines, spaces: tally.spaces, headers, strange };
}

function wholePiece(source: SourceText, layout: Layout): Piece {
  const { path, sourceId, size } = source;
  return { kind: 'records', path, sourceId, layout, bytes: size, temporary: false };
}

/** The SHA-256 of a file, in hexadecimal. */
export async function hashOf(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of bytesOf(path, { container: 'plain', signal })) hash.update(bytes);
  return hash.digest('hex');
}
