import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Terminal } from '../terminal.js';

/** Lines that are kept between two shells. */
const keptLines = 2000;

/** Where the lines are kept: in the folder for such files (XDG Base Directory Specification, `$XDG_STATE_HOME`). */
export function historyPath(env: Terminal['env']): string {
  const state = env.XDG_STATE_HOME;
  // The specification ignores a path that is not absolute.
  const folder = state?.startsWith('/') ? state : join(env.HOME ?? homedir(), '.local', 'state');
  return join(folder, 'sluice', 'shell_history');
}

/** The lines of former shells, the newest first, and a way to add one. Only their owner may read the file. */
export interface History {
  readonly lines: readonly string[];
  add(line: string): Promise<void>;
}

/** Opens the history. A file that cannot be read or written is said once, through `note`, and the shell works without. */
export async function openHistory(path: string, note: (line: string) => void): Promise<History> {
  let works = true;
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (!works) return undefined;
    try {
      return await work();
    } catch (cause) {
      works = false;
      note(`The history \`${path}\` is not kept: ${cause instanceof Error ? cause.message : String(cause)}`);
      return undefined;
    }
  };
  const lines = (await attempt(() => readLines(path))) ?? [];
  return {
    lines: lines.toReversed(),
    add: async (line) => {
      if (line.trim() !== '') await attempt(() => appendFile(path, `${line}\n`, { mode: 0o600 }));
    },
  };
}

async function readLines(path: string): Promise<string[]> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
  await chmod(path, 0o600);
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length <= keptLines) return lines;
  const kept = lines.slice(-keptLines);
  await writeFile(path, `${kept.join('\n')}\n`, { mode: 0o600 });
  return kept;
}
