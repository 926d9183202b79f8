import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { WorldError } from '../../base/index.js';

/** The right to write one ledger; one process has it. */
export interface LedgerLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

function lockPath(ledgerPath: string): string {
  return join(dirname(ledgerPath), `.${basename(ledgerPath)}.lock`);
}

/**
 * Takes the writer's lock of a ledger, or throws a WorldError that says who has it. The lock of a process that is gone is
 * taken over.
 */
export async function lockLedger(ledgerPath: string): Promise<LedgerLock> {
  const path = lockPath(ledgerPath);
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await tryLock(path)) return { release: () => rm(path, { force: true }) };
    const text = await readLock(path);
    const holder = holderOf(text);
    if (holder !== undefined && isRunning(holder)) throw heldError(ledgerPath, path, holder);
    if (text !== undefined) await removeStale(path, text);
  }
  throw heldError(ledgerPath, path, undefined);
}

async function tryLock(path: string): Promise<boolean> {
  const own: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  // The file appears with its content, so that nobody reads half of it.
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    const file = await open(draft, 'wx');
    await file.writeFile(`${JSON.stringify(own)}\n`);
    await file.close();
    await link(draft, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw new WorldError(`Cannot write beside the ledger: ${codeOf(cause)}`, {
      path: dirname(path),
      help: 'give a ledger in a folder that can be written with --ledger',
      cause,
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** The lock's text; undefined when it was released in the meantime. */
async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new WorldError(`Cannot read the lock of the ledger: ${codeOf(cause)}`, { path, cause });
  }
}

/** Who has the lock; undefined for a text that a full disk cut off, which belongs to nobody. */
function holderOf(text: string | undefined): Holder | undefined {
  const [, pid, host, since] = /^\{"pid":(\d+),"host":"(.*)","since":"(.*)"\}\n$/.exec(text ?? '') ?? [];
  if (pid === undefined || host === undefined || since === undefined) return undefined;
  return { pid: Number(pid), host, since };
}

/** Two processes may find the same dead lock: only the one that moves exactly that lock away removes it. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path);
  } catch (cause) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(cause))) throw cause;
  } finally {
    await rm(aside, { force: true });
  }
}

/** A process on another machine is taken to run. */
function isRunning({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return codeOf(cause) === 'EPERM';
  }
}

function heldError(ledgerPath: string, path: string, holder: Holder | undefined): WorldError {
  const who = holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another process';
  return new WorldError(`The ledger \`${ledgerPath}\` is being written by ${who}.`, {
    path: ledgerPath,
    help: `wait for it to finish; if it does not run any more, remove \`${path}\``,
  });
}

export function codeOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
