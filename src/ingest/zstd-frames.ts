import { open } from 'node:fs/promises';
import { WorldError } from '../base/index.js';

const frameMagic = 0xfd2fb528;
const skippableMask = 0xfffffff0;
const skippableMagic = 0x184d2a50;

/**
 * Walks the frames and blocks of a zstd file (RFC 8878, sections 3.1 and 3.1.1) to its end without decompressing
 * anything. The engine takes a file that was cut off for a whole one; this does not. Throws a WorldError.
 */
export async function checkZstdFrames(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (at: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
      if (bytesRead < length) throw cutOff(path);
      return buffer;
    };
    for (let at = 0; at < size; ) at = await skipFrame(path, read, at);
  } finally {
    await file.close();
  }
}

type Read = (at: number, length: number) => Promise<Buffer>;

async function skipFrame(path: string, read: Read, start: number): Promise<number> {
  const magic = (await read(start, 4)).readUInt32LE();
  if ((magic & skippableMask) >>> 0 === skippableMagic) {
    const length = (await read(start + 4, 4)).readUInt32LE();
    await needByte(read, start + 8 + length - 1);
    return start + 8 + length;
  }
  if (magic !== frameMagic) throw foreign(path, start);
  const descriptor = (await read(start + 4, 1)).readUInt8();
  let at = start + 5 + headerRest(descriptor);
  for (let last = false; !last; ) {
    const header = (await read(at, 3)).readUIntLE(0, 3);
    last = (header & 1) === 1;
    // A run-length block (type 1) holds one byte, whatever size it stands for.
    const length = ((header >> 1) & 3) === 1 ? 1 : header >> 3;
    if (length > 0) await needByte(read, at + 3 + length - 1);
    at += 3 + length;
  }
  const checksum = (descriptor >> 2) & 1;
  if (checksum === 1) await needByte(read, at + 3);
  return at + 4 * checksum;
}

/** Bytes of the frame header after its descriptor: window, dictionary id, content size. */
function headerRest(descriptor: number): number {
  const singleSegment = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 ? singleSegment : 1 << sizeFlag;
  return (singleSegment === 1 ? 0 : 1) + dictionary + contentSize;
}

async function needByte(read: Read, at: number): Promise<void> {
  await read(at, 1);
}

function cutOff(path: string): WorldError {
  return new WorldError(`The zstd data of \`${path}\` end in the middle: the file is cut off`, {
    path,
    help: 'copy the file again from where it came; nothing of it was taken',
  });
}

function foreign(path: string, at: number): WorldError {
  return new WorldError(`\`${path}\` has other data after the end of its zstd data, from byte ${at}`, {
    path,
    help: 'copy the file again from where it came; nothing of it was taken',
  });
}
