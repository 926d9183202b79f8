import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** What was pressed: a character, or one of these. Other keys (arrows, function keys) are not heard. */
export type Key = string;
export const escapeKey = 'escape';
export const enter = 'enter';
export const backspace = 'backspace';
/** Ctrl-C, which a terminal that hands over single keys does not turn into a signal. */
export const interrupt = 'interrupt';

/** Keys as they are pressed on a terminal, or as they come through a pipe. */
export interface Keys {
  /** The next key; undefined at the end of the input, or when the program is to end. */
  next(): Promise<Key | undefined>;
  /** Whether a person types: then what is typed must be shown. */
  readonly live: boolean;
  /** Gives the terminal back as it was. */
  close(): void;
}

interface RawInput extends Readable {
  setRawMode(raw: boolean): unknown;
}

function isRawInput(input: Readable): input is RawInput {
  return 'isTTY' in input && input.isTTY === true && 'setRawMode' in input;
}

/** Listens to an input. A terminal hands over each key at once until `close`. */
export function listenToKeys(input: Readable, signal: AbortSignal): Keys {
  const queue: Key[] = [];
  let ended = signal.aborted;
  let wake: (() => void) | undefined;
  const decoder = new StringDecoder('utf8');
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  const onData = (piece: Buffer | string) => {
    queue.push(...keysOf(typeof piece === 'string' ? piece : decoder.write(piece)));
    notify();
  };
  const onEnd = () => {
    ended = true;
    notify();
  };
  const raw = isRawInput(input) ? input : undefined;
  raw?.setRawMode(true);
  input.on('data', onData).on('end', onEnd).on('close', onEnd);
  signal.addEventListener('abort', onEnd);
  return {
    live: raw !== undefined,
    async next() {
      while (queue.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return signal.aborted ? undefined : queue.shift();
    },
    close() {
      raw?.setRawMode(false);
      input.off('data', onData).off('end', onEnd).off('close', onEnd);
      signal.removeEventListener('abort', onEnd);
      input.pause();
    },
  };
}

/** Escape sequences (ECMA-48, control sequences; SS3 of keypads) are one key each, and not heard. */
const pieces = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001bO.|./gsu;

function keysOf(text: string): Key[] {
  return [...text.matchAll(pieces)].flatMap(([piece]) => {
    if (piece === '\r' || piece === '\n') return [enter];
    if (piece === '\u001b') return [escapeKey];
    if (piece === '\u007f' || piece === '\b') return [backspace];
    if (piece === '\u0003') return [interrupt];
    return piece.length > 2 || piece < ' ' ? [] : [piece];
  });
}
