import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { WorldError } from '../base/index.js';
import { findSources, parseLogFormat } from '../ingest/index.js';
import { Engine } from './engine.js';
import { stoppedBy } from './interrupt.js';
import { lockLake } from './lake-lock.js';
import { removeTemporary, temporaryPath } from './orphans.js';
import { spoolInput } from './standard-input.js';
import type { Candidate } from './take-plan.js';
import { TakeRun } from './take-run.js';
import type { IngestOptions, IngestReport } from './take-types.js';
import { abortError, isAbort, worldFailure } from './world.js';

/** With `strict`: some line or file was not taken. What was good is in the lake; `report` says what was not. */
export class RejectedLinesError extends WorldError {
  constructor(readonly report: IngestReport) {
    const rejected = rejectedIn(report);
    const failed = report.failed.length;
    const losses = [
      ...(rejected === 0 ? [] : [rejected === 1 ? '1 line was rejected' : `${rejected} lines were rejected`]),
      ...(failed === 0
        ? []
        : [failed === 1 ? '1 file could not be read' : `${failed} files could not be read`]),
    ];
    super(`${losses.join(' and ')}; the first: ${firstLoss(report)}`, {
      path: report.rejects[0]?.file ?? report.failed[0]?.path ?? report.lakePath,
      help: 'correct the source, or run without `--strict`, which lists them',
    });
  }
}

function rejectedIn({ named, logGroups }: IngestReport): number {
  return logGroups.reduce((sum, group) => sum + group.account.rejected, named.rejected);
}

function firstLoss({ rejects: [reject], failed: [file] }: IngestReport): string {
  if (reject !== undefined) return `${reject.file}:${reject.line}: ${reject.reason}`;
  return file === undefined ? 'not known' : `${file.path}: ${file.message}`;
}

function refuseLosses(report: IngestReport): void {
  if (rejectedIn(report) > 0 || report.failed.length > 0) throw new RejectedLinesError(report);
}

/**
 * Takes logs into a lake: what is new or changed among `paths`, each source whole or not at all. See
 * `IngestOptions` and `IngestReport`. Throws a DiagnosticError for a wrong log format, a WorldError when a path names
 * nothing, the lake is held by another process, is of a newer Sluice, or its disk is full, and an AbortError when the
 * signal says so; what was committed until then stays, and the next run takes the rest.
 */
export async function takeLogs(options: IngestOptions): Promise<IngestReport> {
  const logFormat = options.logFormat === undefined ? undefined : parseLogFormat(options.logFormat);
  const found = await findSources(options.paths.filter((path) => path !== '-'));
  if (found.files.length === 0 && !options.paths.includes('-')) {
    const path = options.paths.join(', ');
    throw new WorldError(`There are no files in \`${path}\``, {
      path,
      help: 'name a folder or a file with logs',
    });
  }
  const lock = await lockLake(options.lakePath, {
    waitSeconds: options.lockWaitSeconds ?? 0,
    signal: options.signal,
  });
  try {
    await removeTemporary(options.lakePath);
    const threads = options.threads ?? availableParallelism();
    const engine = await Engine.open({
      memoryLimit: options.memoryLimit ?? `${300 + 100 * threads}MB`,
      threads,
      tempDirectory: join(temporaryPath(options.lakePath), 'spill'),
    });
    try {
      const run = new TakeRun(options, engine, threads);
      const candidates: Candidate[] = found.files.map((file) => ({ file, readPath: file.path }));
      if (options.paths.includes('-')) candidates.unshift(await spoolInput(options));
      const hints = { logFormat, logGroup: options.logGroup };
      const report = await stoppedBy(options.signal, engine, () =>
        run.take(candidates, hints, found.skipped),
      );
      if (options.strict) refuseLosses(report);
      return report;
    } finally {
      engine.close();
      await removeTemporary(options.lakePath);
    }
  } catch (cause) {
    if (isAbort(cause) || options.signal?.aborted) throw abortError();
    throw worldFailure(cause, options.lakePath);
  } finally {
    await lock.release();
  }
}
