import { WorldError } from '../base/index.js';
import type { IngestReport } from './ingest.js';

/** Files that are named in the error; the rest is counted. */
const named = 3;

/**
 * Refuses a run that found no log at all: an empty answer would look like a quiet network. Throws a WorldError that
 * says why each file was passed over.
 */
export function requireLogs(report: IngestReport, paths: readonly string[]): void {
  if (report.logGroups.length === 0) requireFlowLogs(report, paths);
}

/** Refuses a run that found no flow log, whatever else it found. Throws a WorldError as `requireLogs` does. */
export function requireFlowLogs(report: IngestReport, paths: readonly string[]): void {
  if ([...report.taken, ...report.already].some((source) => source.logGroup === null)) return;
  const place = paths.map((path) => (path === '-' ? 'standard input' : `\`${path}\``)).join(', ');
  if (report.failed.length > 0) {
    throw new WorldError(
      `No flow log in ${place} could be read: ${some(report.failed, (each) => each.message)}`,
      {
        help: report.failed[0]?.help ?? 'copy the files again',
      },
    );
  }
  const others = report.logGroups.map(({ name, files }) => `${files} of ${name}`);
  const passed = others.length === 0 ? [] : [`there are files of other log groups: ${others.join(', ')}`];
  if (report.skipped.length > 0) passed.push(some(report.skipped, (each) => each.why));
  const why = passed.length === 0 ? '' : `: ${passed.join('; ')}`;
  throw new WorldError(`There are no flow logs in ${place}${why}`, {
    help: 'name the folder that holds the log files, for example a copy of the bucket made by `aws s3 sync`',
  });
}

function some<T extends { readonly path: string }>(files: readonly T[], why: (file: T) => string): string {
  const words = files.slice(0, named).map((file) => `${file.path} (${why(file)})`);
  const rest = files.length - words.length;
  return `${words.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
