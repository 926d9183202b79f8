import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WorldError } from '../base/index.js';
import { globToRegExp, isGlob, literalStart } from './glob.js';

/** A file that may be a source. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** Named itself, and not only found in a folder or by a glob: then not being a flow log is a failure. */
  readonly named: boolean;
}

/** A file or folder that is not read, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly why: string;
}

export interface FoundFiles {
  /** Sorted by path, each once. */
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Every file that the paths name: files as they are, folders with everything below them, globs (`*`, `?`, `**`,
 * `[ab]`, `{a,b}`) for shells that do not expand them. Hidden files and lakes inside a folder are left out. Throws a
 * WorldError for a path or glob that names nothing.
 */
export async function findSources(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    for (const file of await filesOf(path, skipped)) {
      const before = files.get(file.path);
      files.set(file.path, before?.named ? before : file);
    }
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files: sorted, skipped };
}

async function filesOf(path: string, skipped: SkippedFile[]): Promise<FoundFile[]> {
  const absolute = resolve(path);
  const found = await statOrNothing(absolute);
  if (found === undefined && isGlob(path)) return await filesOfGlob(absolute, path, skipped);
  if (found === undefined) {
    throw new WorldError(`There is no file or folder \`${path}\``, {
      path,
      help: 'check the spelling of the path',
    });
  }
  if (!found.isDirectory()) return [toFile(absolute, found, true)];
  const files: FoundFile[] = [];
  await walk(absolute, files, skipped);
  return files;
}

async function filesOfGlob(absolute: string, written: string, skipped: SkippedFile[]): Promise<FoundFile[]> {
  const start = literalStart(absolute);
  const pattern = globToRegExp(absolute);
  const all: FoundFile[] = [];
  if ((await statOrNothing(start))?.isDirectory()) await walk(start, all, skipped);
  const matching = all.filter((file) => pattern.test(file.path));
  if (matching.length === 0) {
    throw new WorldError(`No file matches \`${written}\``, { path: written, help: 'check the pattern' });
  }
  return matching;
}

/** Adds to one list, since a call does not take as many arguments as a folder may have files. */
async function walk(folder: string, files: FoundFile[], skipped: SkippedFile[]): Promise<void> {
  const entries = await entriesOf(folder, skipped);
  // A lake is no source of itself.
  if (entries.some((entry) => entry.name === 'catalogue.duckdb')) return;
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const found = entry.isSymbolicLink() ? await statOrNothing(path) : entry;
    if (entry.isDirectory()) await walk(path, files, skipped);
    else if (found?.isFile()) files.push(toFile(path, await stat(path), false));
    else skipped.push({ path, why: 'neither a file nor a folder' });
  }
}

async function entriesOf(folder: string, skipped: SkippedFile[]): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    skipped.push({ path: folder, why: `the folder cannot be read: ${codeOf(cause)}` });
    return [];
  }
}

async function statOrNothing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return undefined;
    throw new WorldError(`Cannot look at \`${path}\`: ${codeOf(cause)}`, { path, cause });
  }
}

function toFile(path: string, stats: Stats, named: boolean): FoundFile {
  return { path, size: stats.size, modifiedMs: Math.trunc(stats.mtimeMs), named };
}

/** The system's code of an error (`ENOENT`, `EACCES`, …), or its message. */
export function codeOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
