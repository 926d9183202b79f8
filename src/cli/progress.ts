import type { Terminal } from './terminal.js';

export type ProgressMode = 'auto' | 'on' | 'off' | 'json';

/** How far the work is. What is not known yet is left out. */
export interface ProgressState {
  /** What is being done, in words: `reading`, `stitching conversations`. */
  readonly phase: string;
  readonly files?: number;
  readonly filesTotal?: number;
  readonly bytes?: number;
  readonly bytesTotal?: number;
  readonly records?: number;
  /** Pieces of work of a server, and the rows that it has read for the statement that runs. */
  readonly splits?: number;
  readonly splitsTotal?: number;
  readonly rows?: number;
}

/** Shows how far the work is; the work itself never depends on whether anybody looks. */
export interface Progress {
  update(state: ProgressState): void;
  /** Clears the line. Must be called before anything else is printed. */
  end(): void;
}

interface Words {
  readonly bytes: (value: number) => string;
  readonly count: (value: number) => string;
}

/** A terminal is drawn on at most this often, a log gets a line this often. */
const drawMilliseconds = 100;
const lineMilliseconds = 5000;
const jsonMilliseconds = 500;

const silent: Progress = { update: () => {}, end: () => {} };

export function createProgress(
  mode: ProgressMode,
  terminal: Terminal,
  words: Words,
  now: () => number = Date.now,
): Progress {
  const started = now();
  switch (mode) {
    case 'off':
      return silent;
    case 'json':
      return paced(jsonMilliseconds, now, (state) => terminal.note(jsonLine(state, now() - started)));
    case 'auto':
      return terminal.live ? drawn(terminal, words, now, started) : silent;
    default:
      return terminal.live
        ? drawn(terminal, words, now, started)
        : paced(lineMilliseconds, now, (state) => terminal.note(progressLine(state, now() - started, words)));
  }
}

/** The same, and nothing after its end: what a server tells later would stand between the lines of an answer. */
export function untilEnd(progress: Progress): Progress {
  let ended = false;
  return {
    update: (state) => {
      if (!ended) progress.update(state);
    },
    end: () => {
      ended = true;
      progress.end();
    },
  };
}

/** Calls `show` for the first state, for each new phase, and otherwise once in `interval`; the last state is not lost. */
function paced(interval: number, now: () => number, show: (state: ProgressState) => void): Progress {
  let last = Number.NEGATIVE_INFINITY;
  let phase = '';
  let waiting: ProgressState | undefined;
  return {
    update(state) {
      if (state.phase === phase && now() - last < interval) {
        waiting = state;
        return;
      }
      waiting = undefined;
      last = now();
      phase = state.phase;
      show(state);
    },
    end() {
      if (waiting) show(waiting);
      waiting = undefined;
    },
  };
}

const clearLine = '\r\u001b[2K';

function drawn(terminal: Terminal, words: Words, now: () => number, started: number): Progress {
  let shown = false;
  const draw = paced(drawMilliseconds, now, (state) => {
    shown = true;
    const line = progressLine(state, now() - started, words);
    terminal.draw(`${clearLine}${line.slice(0, terminal.columns - 1)}`);
  });
  return {
    update: draw.update,
    end() {
      if (shown) terminal.draw(clearLine);
      shown = false;
    },
  };
}

/** `reading: 12 of 49 files, 1.20 of 4.80 MB, 120,000 records (60,000/s), 3 s left`. */
export function progressLine(state: ProgressState, elapsedMilliseconds: number, words: Words): string {
  const parts: string[] = [];
  if (state.files !== undefined) {
    const total = state.filesTotal === undefined ? '' : ` of ${words.count(state.filesTotal)}`;
    parts.push(`${words.count(state.files)}${total} files`);
  }
  if (state.bytes !== undefined) {
    const total = state.bytesTotal === undefined ? '' : ` of ${words.bytes(state.bytesTotal)}`;
    parts.push(`${words.bytes(state.bytes)}${total}`);
  }
  const seconds = elapsedMilliseconds / 1000;
  if (state.records !== undefined) {
    const rate = seconds < 0.5 ? '' : ` (${words.count(Math.round(state.records / seconds))}/s)`;
    parts.push(`${words.count(state.records)} records${rate}`);
  }
  if (state.splits !== undefined && (state.splitsTotal ?? 0) > 0)
    parts.push(`${words.count(state.splits)} of ${words.count(state.splitsTotal ?? 0)} splits`);
  if (state.rows !== undefined && state.rows > 0) parts.push(`${words.count(state.rows)} rows`);
  const left = secondsLeft(state, seconds);
  if (left !== undefined) parts.push(`${words.count(left)} s left`);
  return parts.length === 0 ? state.phase : `${state.phase}: ${parts.join(', ')}`;
}

/** From the bytes read so far; nothing is said before a twentieth is done, when it would be a guess. */
function secondsLeft(state: ProgressState, seconds: number): number | undefined {
  const { bytes, bytesTotal } = state;
  if (bytes === undefined || bytesTotal === undefined || bytes < bytesTotal / 20 || seconds < 1)
    return undefined;
  return Math.ceil((seconds * (bytesTotal - bytes)) / bytes);
}

function jsonLine(state: ProgressState, elapsedMilliseconds: number): string {
  return JSON.stringify({
    kind: 'progress',
    ...state,
    elapsedSeconds: Math.round(elapsedMilliseconds) / 1000,
  });
}
