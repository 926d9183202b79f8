import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyPath, openHistory } from './history.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-history-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const silent = (line: string): void => {
  throw new Error(line);
};

test('lines are kept for their owner alone, and come back newest first', async () => {
  const path = historyPath({ XDG_STATE_HOME: folder });
  const first = await openHistory(path, silent);
  expect(first.lines).toEqual([]);
  for (const line of ['SELECT 1;', '', 'SELECT 2;']) await first.add(line);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect((await openHistory(path, silent)).lines).toEqual(['SELECT 2;', 'SELECT 1;']);
});

test('only the last lines of a long history are kept', async () => {
  const path = join(folder, 'history');
  writeFileSync(path, Array.from({ length: 5000 }, (_, index) => `${index}\n`).join(''), { mode: 0o644 });
  const { lines } = await openHistory(path, silent);
  expect(lines).toHaveLength(2000);
  expect(lines[0]).toBe('4999');
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2001);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a history that cannot be kept is said once', async () => {
  writeFileSync(join(folder, 'file'), '');
  const notes: string[] = [];
  const history = await openHistory(join(folder, 'file', 'history'), (line) => notes.push(line));
  await history.add('SELECT 1;');
  expect(history.lines).toEqual([]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('is not kept');
});

test.each([
  [{ XDG_STATE_HOME: '/state', HOME: '/home/a' }, '/state/sluice/shell_history'],
  [{ XDG_STATE_HOME: 'state', HOME: '/home/a' }, '/home/a/.local/state/sluice/shell_history'],
  [{ HOME: '/home/a' }, '/home/a/.local/state/sluice/shell_history'],
])('%j: the place', (env, path) => expect(historyPath(env)).toBe(path));
