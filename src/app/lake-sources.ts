import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { openLake } from './open-lake.js';

/**
 * The folders from which the lake's sources were taken, so that an inventory beside them is found again when only the
 * lake is asked. Empty when there is no lake yet.
 */
export async function sourceFolders(lakePath: string): Promise<string[]> {
  if (!existsSync(lakePath)) return [];
  const lake = await openLake(lakePath);
  try {
    return [...new Set(lake.contents.sources.map((source) => dirname(source.path)))];
  } finally {
    lake.close();
  }
}
