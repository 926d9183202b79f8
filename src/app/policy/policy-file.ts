import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, DiagnosticError, WorldError } from '../../base/index.js';
import { type EgressPolicy, readPolicy, writePolicy } from '../../policy/index.js';
import { replaceText } from '../replace-text.js';
import type { Workspace } from '../workspace/index.js';

/** Where a policy lies in a workspace. */
export const policyFile = join('policy', 'egress.json');

/** What was typed, else `policy/egress.json` beside `sluice.yaml`, else in the current folder. */
export function policyPath(
  given: string | undefined,
  workspace: Pick<Workspace, 'folder'> | undefined,
  from: string = process.cwd(),
): string {
  return given === undefined ? join(workspace?.folder ?? from, policyFile) : resolve(from, given);
}

export interface LoadedPolicy {
  readonly path: string;
  readonly policy: EgressPolicy;
  /** The text of the file, in which the diagnostics have their places. */
  readonly text: string;
  /** Warnings; an error is thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a policy. Throws a `DiagnosticError` with every mistake in it, and a `WorldError` when there is no such file. */
export async function loadPolicy(path: string): Promise<LoadedPolicy> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const message = missing ? 'There is no policy here.' : 'The policy cannot be read.';
    const help = missing ? '`sluice policy derive` writes one' : 'make the file readable, as UTF-8';
    throw new WorldError(message, { path, cause, help });
  }
  const { policy, diagnostics } = readPolicy(text, path);
  if (policy === undefined) throw new DiagnosticError(diagnostics, text);
  return { path, policy, text, diagnostics };
}

/** Writes a policy, and the folder it is in; a crash at any instant leaves the old policy or the new one. */
export async function savePolicy(path: string, policy: EgressPolicy): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (cause) {
    throw new WorldError('The folder of the policy cannot be made.', { path: dirname(path), cause });
  }
  await replaceText(path, writePolicy(policy), 'The policy');
}
