import { WorldError } from '../../base/index.js';
import { replaceText } from '../replace-text.js';
import { readLedgerText } from './file.js';

/**
 * Replaces the text of a ledger; a crash at any instant leaves the old text or the new one. `before` is the text that
 * was read, or undefined for no file; when another program has changed the file since, nothing is written and a
 * WorldError says so.
 */
export async function writeLedger(path: string, before: string | undefined, after: string): Promise<void> {
  if ((await readLedgerText(path)) !== before) {
    throw new WorldError('The ledger was changed by another program since it was read; nothing is written.', {
      path,
      help: 'run the command again: it reads the new text',
    });
  }
  await replaceText(path, after, 'The ledger');
}
