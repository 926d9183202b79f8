import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { WorldError } from '../../base/index.js';
import { readLedgerText } from './file.js';
import { codeOf } from './lock.js';

/**
 * Replaces the text of a ledger: written beside it, forced to disk, and renamed, so that a crash at any instant leaves the
 * old text or the new one. `before` is the text that was read, or undefined for no file; when another program has changed
 * the file since, nothing is written and a WorldError says so.
 */
export async function writeLedger(path: string, before: string | undefined, after: string): Promise<void> {
  if ((await readLedgerText(path)) !== before) {
    throw new WorldError('The ledger was changed by another program since it was read; nothing is written.', {
      path,
      help: 'run the command again: it reads the new text',
    });
  }
  // A ledger behind a symbolic link stays there.
  const target = before === undefined ? path : await realpath(path);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  try {
    const mode = before === undefined ? 0o666 : (await stat(target)).mode & 0o777;
    const file = await open(draft, 'w', mode);
    try {
      await file.writeFile(after);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    await rm(draft, { force: true });
    throw new WorldError(`The ledger cannot be written: ${codeOf(cause)}`, {
      path,
      help: 'the old text is still there; make room on the disk or the folder writable',
      cause,
    });
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
