import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import * as app from '../app/index.js';
import { createProgress, type ProgressMode, progressLine, untilEnd } from './progress.js';
import { createTerminal } from './terminal.js';

const words = { bytes: app.formatBytes, count: app.formatCount };
const state = {
  phase: 'reading',
  files: 3,
  filesTotal: 12,
  bytes: 1_000_000,
  bytesTotal: 4_000_000,
  records: 120_000,
};

/** What the mode writes to standard error over four updates, one second apart. */
function shown(mode: ProgressMode, isTTY: boolean): string {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  let text = '';
  stderr.on('data', (piece: Buffer) => {
    text += piece.toString();
  });
  const sources = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env: {}, cwd: '/' };
  let time = 0;
  const progress = createProgress(mode, createTerminal(sources, 'never'), words, () => time);
  for (time = 1000; time <= 4000; time += 1000) progress.update({ ...state, files: time / 1000 });
  progress.end();
  return text;
}

test('a line says files, bytes, records a second and time left', () => {
  expect(progressLine(state, 2000, words)).toBe(
    'reading: 3 of 12 files, 1.00 MB of 4.00 MB, 120,000 records (60,000/s), 6 s left',
  );
  expect(progressLine({ phase: 'classifying' }, 2000, words)).toBe('classifying');
  const server = { phase: 'stitching', splits: 12, splitsTotal: 40, rows: 120_000 };
  expect(progressLine(server, 2000, words)).toBe('stitching: 12 of 40 splits, 120,000 rows');
});

test('after its end nothing is shown', () => {
  const shown: string[] = [];
  const progress = untilEnd({ update: ({ phase }) => shown.push(phase), end: () => shown.push('end') });
  progress.update({ phase: 'reading' });
  progress.end();
  progress.update({ phase: 'late' });
  expect(shown).toEqual(['reading', 'end']);
});

test('auto draws on a terminal, clears at the end, and is quiet in a pipe', () => {
  expect(shown('auto', true)).toMatch(/^\r\u001b\[2Kreading: 1 of 12 files.*\r\u001b\[2K$/s);
  expect(shown('auto', false)).toBe('');
});

test('on writes lines without a terminal, and not one for each update; off never does', () => {
  expect(shown('on', false).trimEnd().split('\n')).toHaveLength(2);
  expect(shown('off', true)).toBe('');
});

test('json writes one document a line, the last state included', () => {
  const lines = shown('json', false).trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line)).at(-1)).toMatchObject({
    kind: 'progress',
    phase: 'reading',
    files: 4,
  });
});
