import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findSources, parseLogFormat } from '../ingest/index.js';
import { Engine } from './engine.js';
import { lockLake } from './lake-lock.js';
import { temporaryPath } from './orphans.js';
import { TakeRun } from './take-run.js';
import type { IngestOptions, IngestReport } from './take-types.js';
import { abortError, isAbort } from './world.js';

/**
 * Takes flow logs into a lake: what is new or changed among `paths`, each source whole or not at all. See
 * `IngestOptions` and `IngestReport`. Throws a DiagnosticError for a wrong log format, a WorldError when a path names
 * nothing, the lake is held by another process, is of a newer Sluice, or its disk is full, and an AbortError when the
 * signal says so; what was committed until then stays, and the next run takes the rest.
 */
export async function takeLogs(options: IngestOptions): Promise<IngestReport> {
  const logFormat = options.logFormat === undefined ? undefined : parseLogFormat(options.logFormat);
  const found = await findSources(options.paths.filter((path) => path !== '-'));
  const lock = await lockLake(options.lakePath, {
    waitSeconds: options.lockWaitSeconds ?? 0,
    signal: options.signal,
  });
  try {
    const threads = options.threads ?? availableParallelism();
    const engine = await Engine.open({
      memoryLimit: options.memoryLimit ?? `${300 + 100 * threads}MB`,
      threads,
      tempDirectory: join(temporaryPath(options.lakePath), 'spill'),
    });
    try {
      const run = new TakeRun(options, engine, threads);
      const candidates = found.files.map((file) => ({ file, readPath: file.path }));
      return await run.take(candidates, logFormat, found.skipped);
    } finally {
      engine.close();
      await rm(temporaryPath(options.lakePath), { recursive: true, force: true });
    }
  } catch (cause) {
    throw isAbort(cause) || options.signal?.aborted ? abortError() : cause;
  } finally {
    await lock.release();
  }
}
