import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createRecordsView, Engine } from '../store/index.js';

/**
 * The folders from which the lake's sources were taken, so that an inventory beside them is found again when only the
 * lake is asked. Empty when there is no lake yet.
 */
export async function sourceFolders(lakePath: string): Promise<string[]> {
  if (!existsSync(lakePath)) return [];
  const engine = await Engine.open();
  try {
    const { sources } = await createRecordsView(engine, lakePath);
    return [...new Set(sources.map((source) => dirname(source.path)))];
  } finally {
    engine.close();
  }
}
