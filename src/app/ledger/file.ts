import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Diagnostic, DiagnosticError, WorldError } from '../../base/index.js';
import { type Ledger, readLedger } from '../../policy/index.js';
import type { Workspace } from '../workspace/index.js';

/** Name of the ledger in a workspace. */
export const ledgerFile = 'ledger.csv';

export interface LoadedLedger {
  readonly path: string;
  readonly ledger: Ledger;
  /** Warnings; an error is thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** `--ledger`, else `ledger.csv` beside `sluice.yaml`, else in the current folder. */
export function ledgerPath(
  given: string | undefined,
  workspace: Pick<Workspace, 'folder'> | undefined,
  from: string = process.cwd(),
): string {
  return given === undefined ? join(workspace?.folder ?? from, ledgerFile) : resolve(from, given);
}

/** Reads a ledger; undefined when there is no such file. Throws a `DiagnosticError` with every mistake in it. */
export async function loadLedger(path: string): Promise<LoadedLedger | undefined> {
  const text = await readLedgerText(path);
  if (text === undefined) return undefined;
  const { ledger, diagnostics } = readLedger(text, path);
  if (ledger === undefined) throw new DiagnosticError(diagnostics, text);
  return { path, ledger, diagnostics };
}

/** The text of a ledger; undefined when there is no such file. */
export async function readLedgerText(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`The ledger cannot be read: ${reason}`, { path, cause });
  }
  try {
    // Spreadsheets also save UTF-16 and code pages, in which names would come out wrong in silence.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const help = 'save it as "CSV UTF-8"';
    throw new WorldError('The ledger is not UTF-8.', { path, cause, help });
  }
}
