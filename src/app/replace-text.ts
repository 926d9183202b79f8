import { open, realpath, rename, rm, stat } from 'node:fs/promises';
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
    throw new WorldError(`${what} cannot be written: ${codeOf(cause)}`, {
      path,
      help: 'make room on the disk or the folder writable; a text that was there before still is',
      cause,
    });
  }
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
