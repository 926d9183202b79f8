import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/lang/index.js';

/** The queries of the case files that are not refused. */
export function querySamples(language: Language): string[] {
  const folder = join(import.meta.dirname, '..', 'cases', language);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt') && !name.startsWith('error'))
    .map((name) => (readFileSync(join(folder, name), 'utf8').split(/^==> /m)[0] ?? '').trim());
}
