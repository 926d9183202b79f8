import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { WorldError } from '../base/index.js';
import { codeOf } from './find-sources.js';
import { type Container, containerOf } from './form.js';

/** A chunk of decompressed text; large enough that the cost of handing it over does not show. */
const largeChunk = 1 << 20;
const headBytes = 32_768;
/** Bytes of text that are expected from a byte of gzip: a chunk for more of them is only garbage to collect. */
const expansion = 8;

/** The first bytes of a file and what they are; `text` is the start of the text for what Node can decompress. */
export interface Head {
  readonly container: Container;
  /** Undefined for zstd and Parquet. */
  readonly text: string | undefined;
}

/** Reads the start of a file. Throws a WorldError when it cannot be read or does not decompress. */
export async function readHead(path: string): Promise<Head> {
  const bytes = await readStart(path);
  const container = containerOf(bytes);
  if (container === 'plain') return { container, text: cut(bytes) };
  if (container !== 'gzip') return { container, text: undefined };
  try {
    // Z_SYNC_FLUSH: the head of a longer file ends in the middle of its compressed data.
    const partial = { finishFlush: constants.Z_SYNC_FLUSH };
    return { container, text: cut(gunzipSync(bytes, bytes.length < headBytes ? {} : partial)) };
  } catch (cause) {
    throw gzipError(path, cause);
  }
}

function cut(bytes: Buffer): string {
  return bytes.toString('utf8', 0, headBytes);
}

async function readStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw readError(path, cause);
  }
}

export interface ByteOptions {
  readonly container: Container;
  /** Sees the bytes of the file itself, before decompression. */
  readonly onFileBytes?: (bytes: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
  /** Size of the chunks; default 1 MiB. */
  readonly chunkBytes?: number;
}

/**
 * The decompressed bytes of a plain or gzip file. All members of a gzip file are read, each with its checksum and
 * length (RFC 1952), which the engine's own reader does not look at: it takes half a file for a whole one. Throws a
 * WorldError for what cannot be read, is cut off or corrupt.
 */
export async function* bytesOf(path: string, options: ByteOptions): AsyncGenerator<Buffer> {
  const size = await sizeOf(path);
  if (options.container !== 'gzip') yield* plainBytes(path, size, options);
  else yield* gunzipBytes(path, size, options);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw readError(path, cause);
  }
}

function openStream(path: string, size: number, { chunkBytes = largeChunk, signal }: ByteOptions) {
  return createReadStream(path, { highWaterMark: Math.min(chunkBytes, Math.max(size, 4096)), signal });
}

async function* plainBytes(path: string, size: number, options: ByteOptions): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of openStream(path, size, options)) {
      options.onFileBytes?.(bytes);
      yield bytes;
    }
  } catch (cause) {
    throw readError(path, cause);
  }
}

async function* gunzipBytes(path: string, size: number, options: ByteOptions): AsyncGenerator<Buffer> {
  const file = openStream(path, size, options);
  const chunkSize = Math.min(options.chunkBytes ?? largeChunk, Math.max(size * expansion, 16_384));
  const gunzip = createGunzip({ chunkSize });
  file.on('data', (bytes) => options.onFileBytes?.(typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
  // The error, if there is one, comes out of the loop below.
  pipeline(file, gunzip, () => undefined);
  try {
    for await (const bytes of gunzip) yield bytes;
  } catch (cause) {
    throw gzipError(path, cause);
  }
  if (gunzip.bytesWritten < size) await refuseTail(path, gunzip.bytesWritten);
}

/** Zeros after the last member are padding, as gzip(1) has it; anything else is data that nobody would read. */
async function refuseTail(path: string, from: number): Promise<void> {
  let foreign = 0;
  for await (const bytes of createReadStream(path, { start: from })) {
    for (const byte of Buffer.from(bytes)) if (byte !== 0) foreign += 1;
  }
  if (foreign === 0) return;
  throw new WorldError(`\`${path}\` has other data after the end of its gzip data, from byte ${from}`, {
    path,
    help: 'copy the file again from where it came',
  });
}

function gzipError(path: string, cause: unknown): Error {
  const code = codeOf(cause);
  if (isAbort(cause)) return abortOf(cause);
  if (!code.startsWith('Z_')) return readError(path, cause);
  const how =
    code === 'Z_BUF_ERROR' ? 'end in the middle: the file is cut off' : `are corrupt (${messageOf(cause)})`;
  return new WorldError(`The gzip data of \`${path}\` ${how}`, {
    path,
    help: 'copy the file again from where it came; nothing of it was taken',
    cause,
  });
}

function readError(path: string, cause: unknown): Error {
  if (isAbort(cause)) return abortOf(cause);
  if (cause instanceof WorldError) return cause;
  const code = codeOf(cause);
  const help = code === 'EACCES' ? 'make the file readable for this user' : undefined;
  return new WorldError(`Cannot read \`${path}\`: ${code}`, { path, cause, ...(help ? { help } : {}) });
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

function abortOf(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
