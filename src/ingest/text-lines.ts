import { limits } from '../base/index.js';

/** A line with its number; `text` is undefined for one that is too long to be a record. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string | undefined;
  /** The beginning of the line, for messages. */
  readonly start: string;
}

const newline = 0x0a;

/**
 * Cuts bytes into lines at `\n`; a `\r` before it is cut off by whoever splits the line into tokens. A line longer than
 * `limits.lineBytes` is reported without its text and never held in memory. Bytes that are not UTF-8 become U+FFFD.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly NumberedLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  /** Beginning of a line that is too long, while its end is looked for. */
  let tooLong: string | undefined;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(newline);
    const lines: NumberedLine[] = [];
    if (end >= 0) {
      for (const text of bytes.toString('utf8', 0, end).split('\n')) {
        number += 1;
        if (tooLong === undefined) lines.push(numbered(number, text));
        else lines.push({ number, text: undefined, start: tooLong });
        tooLong = undefined;
      }
      if (lines.length > 0) yield lines;
    }
    rest = Buffer.from(bytes.subarray(end + 1));
    if (rest.length > limits.lineBytes) {
      tooLong ??= rest.toString('utf8', 0, keptText);
      rest = Buffer.alloc(0);
    }
  }
  if (tooLong !== undefined) yield [{ number: number + 1, text: undefined, start: tooLong }];
  else if (rest.length > 0) yield [numbered(number + 1, rest.toString('utf8'))];
}

/** Characters of a rejected line that are kept. */
export const keptText = 500;

function numbered(number: number, text: string): NumberedLine {
  const start = text.slice(0, keptText);
  return text.length > limits.lineBytes ? { number, text: undefined, start } : { number, text, start };
}
