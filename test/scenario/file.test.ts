import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  addScenario,
  loadScenarioFile,
  readScenarioRuns,
  runScenario,
  scenarioPath,
  startScenario,
  stopScenario,
} from '../../src/app/scenario/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-scenario-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const head = 'name,from,to,exit_code,commit,command,note';
const request = (name: string, ...words: [string, ...string[]]) => ({
  folder,
  name,
  words,
  note: null,
  cwd: folder,
  signal: new AbortController().signal,
});
const runs = async () => (await loadScenarioFile(scenarioPath(folder))).runs;

describe('a command as a scenario', () => {
  test('is written down with its exit code and its words as a shell takes them', async () => {
    const run = await runScenario(request('checkout', 'sh', '-c', "exit 3 # it's"));
    expect(run.exitCode).toBe(3);
    expect(await runs()).toEqual([{ ...run, command: "sh -c 'exit 3 # it'\\''s'" }]);
    expect(run.to).toBeGreaterThanOrEqual(run.from);
  });

  test('is there while it runs, without an end', async () => {
    await runScenario(request('checkout', 'cp', 'scenarios.csv', 'seen.csv'));
    const { runs: seen } = readScenarioRuns(readFileSync(join(folder, 'seen.csv'), 'utf8'), 'seen.csv');
    expect(seen).toMatchObject([{ name: 'checkout', to: null, exitCode: null }]);
  });

  test('that cannot be run says so, and leaves no run that seems to go on', async () => {
    await startScenario(folder, 'other');
    await expect(runScenario(request('checkout', 'no-such-command-here'))).rejects.toThrow('cannot be run');
    expect(await runs()).toMatchObject([{ name: 'other' }]);
    await stopScenario(folder, undefined);
  });

  test('is not begun, and leaves no run, after a signal while the commit is looked up', async () => {
    const stopping = new AbortController();
    const asked = { ...request('checkout', 'touch', 'begun'), signal: stopping.signal };
    const running = runScenario(asked);
    stopping.abort('SIGINT');
    await expect(running).rejects.toBe('SIGINT');
    expect(await runs()).toEqual([]);
    expect(existsSync(join(folder, 'begun'))).toBe(false);
  });
});

test('start and stop, more than one at a time', async () => {
  await startScenario(folder, 'a');
  await startScenario(folder, 'b');
  await expect(startScenario(folder, 'a')).rejects.toThrow('`a` goes on since');
  await expect(stopScenario(folder, undefined)).rejects.toThrow('2 scenarios go on: a, b');
  await expect(stopScenario(folder, 'c')).rejects.toThrow('No scenario `c` goes on');
  await stopScenario(folder, 'a');
  await stopScenario(folder, undefined);
  await expect(stopScenario(folder, undefined)).rejects.toThrow('No scenario goes on');
  expect((await runs()).every(({ to }) => to !== null)).toBe(true);
});

test('a file by hand keeps its comments, its line ends and other lines as they are', async () => {
  const text = `# ours\r\n${head}\r\n"check, out",2026-09-14T08:00:00+02:00,,,,,"a ""note"""\r\n\r\n# end`;
  writeFileSync(scenarioPath(folder), text);
  const stopped = await stopScenario(folder, 'check, out').catch(() => undefined);
  // The name is none that the commands would take, so the file is refused as a whole.
  expect(stopped).toBeUndefined();
  writeFileSync(scenarioPath(folder), text.replace('check, out', 'check out'));
  const run = await stopScenario(folder, 'check out');
  await addScenario(folder, { name: 'late', from: 10, to: 20, note: null });
  const after = readFileSync(scenarioPath(folder), 'utf8');
  expect(after.startsWith(`# ours\r\n${head}\r\ncheck out,2026-09-14T06:00:00Z,`)).toBe(true);
  expect(after.endsWith('\r\n\r\n# end\nlate,1970-01-01T00:00:10Z,1970-01-01T00:00:20Z,,,,\n')).toBe(true);
  expect(run.note).toBe('a "note"');
});

test.each([
  ['another head', 'name,from\n', 'does not name the columns'],
  ['too few cells', `${head}\na,2026-09-14T08:00:00Z\n`, 'has 2 cells'],
  ['no zone', `${head}\na,2026-09-14T08:00:00,,,,,\n`, 'is no time'],
  ['backwards', `${head}\na,2026-09-14T08:00:00Z,2026-09-14T07:00:00Z,,,,\n`, 'before `from`'],
  ['a code', `${head}\na,2026-09-14T08:00:00Z,,x,,,\n`, 'is no exit code'],
])('%s has a diagnostic with its place', (_, text, message) => {
  const { diagnostics } = readScenarioRuns(text, 'scenarios.csv');
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message).toContain(message);
  expect(diagnostics[0]?.span).toBeDefined();
  expect(diagnostics[0]?.help).toBeDefined();
});
