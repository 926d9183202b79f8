import { existsSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorldError } from '../base/index.js';
import { codeOf } from '../ingest/index.js';

/** Who writes to a lake. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Start of the process in the kernel's clock ticks where it is known, so that a reused pid is not taken for it. */
  readonly ticks: string;
}

/** The right to write to a lake; one process has it. */
export interface LakeLock {
  release(): Promise<void>;
}

const pollMs = 100;

export function lockPath(lakePath: string): string {
  return join(lakePath, 'writer.lock');
}

/**
 * Takes the writer's lock of a lake, making the lake's folder. The lock of a process that is gone is taken over. Waits
 * up to `waitSeconds` (default 0) and then throws a WorldError that says who holds it.
 */
export async function lockLake(
  lakePath: string,
  options: { waitSeconds?: number; signal?: AbortSignal | undefined } = {},
): Promise<LakeLock> {
  await makeFolder(lakePath);
  const until = Date.now() + (options.waitSeconds ?? 0) * 1000;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await tryLock(lakePath))
      return { release: async () => await rm(lockPath(lakePath), { force: true }) };
    const text = await readLock(lakePath);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (await isGone(holder)) await removeStale(lakePath, text);
    else if (Date.now() >= until) throw heldError(lakePath, holder);
    else await sleep(pollMs, undefined, options.signal ? { signal: options.signal } : {});
  }
}

async function makeFolder(lakePath: string): Promise<void> {
  try {
    await makeWithParents(resolve(lakePath));
  } catch (cause) {
    throw new WorldError(`Cannot make the folder of the lake, \`${lakePath}\`: ${codeOf(cause)}`, {
      path: lakePath,
      help: 'give another folder for the lake',
      cause,
    });
  }
}

/** One folder after another: Node's own `recursive` never returns below /proc, where nothing can be made. */
async function makeWithParents(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) throw cause;
    await makeWithParents(parent);
    await makeWithParents(path);
  }
}

async function tryLock(lakePath: string): Promise<boolean> {
  const own: LockHolder = {
    pid: process.pid,
    host: hostname(),
    command: ['sluice', ...process.argv.slice(2)].join(' ').slice(0, 200),
    since: new Date().toISOString(),
    ticks: (await startTicks(process.pid)) ?? '',
  };
  // The file appears with its content: a lock that is being written would look like a broken one.
  const draft = `${lockPath(lakePath)}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    const file = await open(draft, 'wx');
    await file.writeFile(JSON.stringify(own));
    await file.close();
    await link(draft, lockPath(lakePath));
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw new WorldError(`Cannot write to the lake \`${lakePath}\`: ${codeOf(cause)}`, {
      path: lakePath,
      help: 'give a folder that can be written with --lake',
      cause,
    });
  } finally {
    await rm(draft, { force: true });
  }
}

async function readLock(lakePath: string): Promise<string | undefined> {
  try {
    return await readFile(lockPath(lakePath), 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new WorldError(`Cannot read \`${lockPath(lakePath)}\`: ${codeOf(cause)}`, {
      path: lakePath,
      cause,
    });
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const fields = new Map(Object.entries(value));
    const of = (key: string) => String(fields.get(key) ?? '');
    return {
      pid: Number(of('pid')),
      host: of('host'),
      command: of('command'),
      since: of('since'),
      ticks: of('ticks'),
    };
  } catch (cause) {
    // A lock that a full disk cut off belongs to nobody.
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** Whether the process is known not to run; one on another machine is taken to run. */
async function isGone(holder: LockHolder | undefined): Promise<boolean> {
  if (holder === undefined) return true;
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (cause) {
    return codeOf(cause) === 'ESRCH';
  }
  const ticks = await startTicks(holder.pid);
  return ticks !== undefined && holder.ticks !== '' && ticks !== holder.ticks;
}

/** Field 22 of /proc/PID/stat (proc(5)); undefined where there is no such file. */
async function startTicks(pid: number): Promise<string | undefined> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
  } catch (cause) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(codeOf(cause))) return undefined;
    throw cause;
  }
}

/** Two processes may find the same dead lock: only the one that moves exactly that lock away removes it. */
async function removeStale(lakePath: string, stale: string): Promise<void> {
  const aside = `${lockPath(lakePath)}.stale.${process.pid}`;
  try {
    await rename(lockPath(lakePath), aside);
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, lockPath(lakePath));
  } catch (cause) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(cause))) throw cause;
  } finally {
    await rm(aside, { force: true });
  }
}

function heldError(lakePath: string, holder: LockHolder | undefined): WorldError {
  return new WorldError(`The lake \`${lakePath}\` is being written by ${sayHolder(holder)}`, {
    path: lockPath(lakePath),
    help: `wait for it to finish; if it does not run any more, remove \`${lockPath(lakePath)}\``,
  });
}

function sayHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'another process';
  return `process ${holder.pid} on ${holder.host} since ${holder.since} (\`${holder.command}\`)`;
}

/** Who holds the lock, in words; undefined when nobody does. */
export async function describeHolder(lakePath: string): Promise<string | undefined> {
  const text = await readLock(lakePath);
  return text === undefined ? undefined : sayHolder(parseHolder(text));
}
