import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { DiagnosticError, nearest, WorldError } from '../../base/index.js';
import { loadScenarioFile, removeRun, scenarioPath, writeRun } from './file.js';
import { type ScenarioRun, scenarioName, writeInstant } from './run.js';

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function refuse(code: string, message: string, help: string): never {
  throw new DiagnosticError([{ code, severity: 'error', source: 'scenario', message, help }]);
}

function checkName(name: string): void {
  if (scenarioName.test(name)) return;
  refuse('scenario-name', `\`${name}\` is no name of a scenario.`, 'use letters, digits, spaces and . _ / -');
}

/** Begins a scenario: everything from now until `stopScenario` belongs to it. */
export async function startScenario(
  folder: string,
  name: string,
  note: string | null = null,
): Promise<ScenarioRun> {
  checkName(name);
  const file = await loadScenarioFile(scenarioPath(folder));
  const open = file.runs.find((each) => each.name === name && each.to === null);
  if (open !== undefined) {
    const since = writeInstant(open.from);
    refuse(
      'scenario-open',
      `\`${name}\` goes on since ${since}.`,
      `end it with sluice scenario stop ${name}`,
    );
  }
  const run = { ...empty(name, now()), note };
  await writeRun(file, { ...run, commit: await commitOf(folder) });
  return run;
}

/** Ends a scenario that goes on; without a name the only one. */
export async function stopScenario(folder: string, name: string | undefined): Promise<ScenarioRun> {
  const file = await loadScenarioFile(scenarioPath(folder));
  const open = file.runs.flatMap((run, index) => (run.to === null ? [{ run, index }] : []));
  const names = open.map(({ run }) => run.name);
  const found = name === undefined ? open[0] : open.find(({ run }) => run.name === name);
  if (open.length === 0) {
    refuse('scenario-open', 'No scenario goes on.', 'begin one with sluice scenario start NAME');
  }
  if (found === undefined || (name === undefined && open.length > 1)) {
    const near = name === undefined ? undefined : nearest(name, names);
    refuse(
      'scenario-open',
      name === undefined
        ? `${open.length} scenarios go on: ${names.join(', ')}.`
        : `No scenario \`${name}\` goes on.`,
      near === undefined ? `write one of ${names.join(', ')}` : `write \`${near}\``,
    );
  }
  const run = { ...found.run, to: Math.max(now(), found.run.from) };
  await writeRun(file, run, found.index);
  return run;
}

/** Writes down a scenario of the past. `from` and `to` are Unix seconds. */
export async function addScenario(
  folder: string,
  run: Pick<ScenarioRun, 'name' | 'note'> & { readonly from: number; readonly to: number },
): Promise<ScenarioRun> {
  checkName(run.name);
  if (run.to <= run.from) refuse('scenario-span', '`--to` is not after `--from`.', 'exchange the two');
  const file = await loadScenarioFile(scenarioPath(folder));
  const whole = { ...empty(run.name, run.from), to: run.to, note: run.note };
  await writeRun(file, whole);
  return whole;
}

function empty(name: string, from: number): ScenarioRun {
  return { name, from, to: null, exitCode: null, commit: null, command: null, note: null };
}

export interface RunRequest {
  readonly folder: string;
  readonly name: string;
  readonly words: readonly [command: string, ...args: string[]];
  readonly note: string | null;
  /** Where the command runs. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a command as a scenario; it has the terminal to itself. The run is written down when the command ends, whatever
 * its exit code, and before it starts as well, so that a crash leaves a scenario without an end and not none. Throws a
 * WorldError, and leaves no run, when the command cannot be started, and the signal's reason when it came before.
 */
export async function runScenario(request: RunRequest): Promise<ScenarioRun> {
  const { folder, name, words, note, cwd } = request;
  checkName(name);
  const path = scenarioPath(folder);
  const before = await loadScenarioFile(path);
  const begun = {
    ...empty(name, now()),
    commit: await commitOf(cwd),
    command: words.map(quoted).join(' '),
    note,
  };
  await writeRun(before, begun);
  let exitCode: number;
  try {
    exitCode = await execute(words, cwd, request.signal);
  } catch (error) {
    const { file, index } = await findBegun(path, begun);
    await removeRun(file, index);
    throw error;
  }
  const ended = { ...begun, to: Math.max(now(), begun.from), exitCode };
  const { file, index } = await findBegun(path, begun);
  await writeRun(file, ended, index < 0 ? undefined : index);
  return ended;
}

/** Where a run stands now: the command may have added scenarios of its own. */
async function findBegun(path: string, { name, from }: ScenarioRun) {
  const file = await loadScenarioFile(path);
  const index = file.runs.findIndex((each) => each.name === name && each.to === null && each.from === from);
  return { file, index };
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function execute(
  [command, ...args]: RunRequest['words'],
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  // It may have come while the commit was looked up; a listener is told of no abort before it.
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit' });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', (cause) => {
      const help = 'give the command after --, as in sluice scenario run checkout -- npm run e2e';
      reject(new WorldError(`\`${command}\` cannot be run: ${cause.message}`, { path: cwd, help, cause }));
    });
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy]));
    });
  });
}

/** The commit that a folder stands at; null outside of git, or without git. */
async function commitOf(folder: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (piece) => {
      text += String(piece);
    });
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code === 0 ? text.trim() : null));
  });
}
