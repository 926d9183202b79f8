import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPath } from './orphans.js';
import type { Candidate } from './take-plan.js';
import type { IngestOptions } from './take-types.js';

/**
 * Copies standard input into a temporary file: whether it is gzip, Parquet or text shows in its first bytes, and some
 * forms are read twice. As a source it is known by its content, so that the same input is not taken a second time.
 */
export async function spoolInput(options: IngestOptions): Promise<Candidate> {
  const folder = temporaryPath(options.lakePath);
  await mkdir(folder, { recursive: true });
  const readPath = join(folder, 'standard-input');
  const hash = createHash('sha256');
  const file = await open(readPath, 'w');
  let size = 0;
  try {
    for await (const chunk of options.stdin ?? process.stdin) {
      options.signal?.throwIfAborted();
      const bytes = Buffer.from(chunk);
      hash.update(bytes);
      size += bytes.length;
      await file.writeFile(bytes);
    }
  } finally {
    await file.close();
  }
  const path = `stdin:${hash.digest('hex').slice(0, 16)}`;
  return { file: { path, size, modifiedMs: 0, named: true }, readPath };
}
