import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { WorldError } from '../base/index.js';

/**
 * Replaces the text of a file, or makes it: written beside it, forced to disk, and renamed, so that a crash at any
 * instant leaves the old text or the new one. `what` names the file in the WorldError of a failure, as in `The ledger`.
 */
export async function replaceText(path: string, text: string | Uint8Array, what: string): Promise<void> {
  let draft: string | undefined;
  try {
    const existing = await modeOf(path);
    // A file behind a symbolic link stays there.
    const target = existing === undefined ? path : await realpath(path);
    draft = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
    const file = await open(draft, 'w', existing ?? 0o666);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    if (draft !== undefined) await rm(draft, { force: true });
    throw cannotWrite(path, what, cause);
  }
}

/** What the system's codes say in words (errno(3)), and what to do about each. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
};
const cures: Readonly<Record<string, string>> = {
  ENOENT: 'make the folder, or name another one',
  ENOTDIR: 'name a path in a folder',
  EACCES: 'make the folder writable, or name another one',
  EPERM: 'make the folder writable, or name another one',
  EROFS: 'name a folder of another file system',
  EISDIR: 'name a file',
};

function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  const words = reasons[code];
  return words === undefined ? code : `${words} (${code})`;
}

/** Refuses a path in whose folder nothing can be written, before the work whose answer belongs there. */
export async function checkFolderOf(path: string, what: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw cannotWrite(path, what, cause);
  }
}

function cannotWrite(path: string, what: string, cause: unknown): WorldError {
  const help = cures[codeOf(cause)] ?? 'make room on the disk; a text that was there before still is';
  return new WorldError(`${what} cannot be written: ${reasonOf(cause)}`, { path, help, cause });
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

/** The name of a new file is in its folder, which is forced to disk of its own. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
