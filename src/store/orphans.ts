import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { codeOf } from '../ingest/index.js';
import type { StoredBatch } from './catalogue-tables.js';

/** Everything that a run needs only while it lasts. */
export function temporaryPath(lakePath: string): string {
  return join(lakePath, 'tmp');
}

/** Removes the temporary files of a writer that did not come to its end. Only for the holder of the lock. */
export async function removeTemporary(lakePath: string): Promise<void> {
  await rm(temporaryPath(lakePath), { recursive: true, force: true });
}

/**
 * Removes Parquet files that a writer had moved into the lake before it was stopped, so that the catalogue does not
 * know them. Only for the holder of the lock.
 */
export async function removeOrphans(lakePath: string, batches: readonly StoredBatch[]): Promise<number> {
  const known = new Set(batches.map((batch) => batch.path));
  const files = [
    ...(await parquetFiles(join(lakePath, 'records'))),
    ...(await parquetFiles(join(lakePath, 'events'))),
  ];
  const orphans = files.filter((file) => !known.has(relative(lakePath, file).replaceAll('\\', '/')));
  for (const orphan of orphans) await rm(orphan, { force: true });
  return orphans.length;
}

async function parquetFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw cause;
  }
}
