import type { App } from './command.js';

type Report = Awaited<ReturnType<App['ingest']>>;

/** How many rejected lines are shown; the rest is counted. */
const shownRejects = 15;
const shownFiles = 3;

/**
 * What a person must know about the run beside its account: nothing when all went well. `used` are files that are no
 * logs and were read for something else, the inventory above all.
 */
export function ingestNotes(app: App, report: Report, used: readonly string[] = []): string[] {
  const { named, rejects, logGroups } = report;
  const rejected = logGroups.reduce((sum, group) => sum + group.account.rejected, named.rejected);
  const skipped = report.skipped.filter((each) => !used.some((path) => each.path.endsWith(path)));
  const lines = [...report.notes];
  const borrowed = report.borrowedSourceIds.length;
  if (borrowed > 0) {
    const files = app.plural(borrowed, 'file');
    lines.push(
      `Some of these lines were taken in before from ${files} not named here; the answer rests on all records of ${borrowed === 1 ? 'it' : 'them'} too.`,
    );
  }
  if (report.changed.length > 0) {
    lines.push(
      `${app.plural(report.changed.length, 'file')} changed since they were taken in, or are read by another log format or for another log group; their old records were replaced: ${some(report.changed)}.`,
    );
  }
  if (skipped.length > 0) {
    lines.push(
      `${app.plural(skipped.length, 'file')} skipped: ${some(skipped.map((each) => `${each.path} (${each.why})`))}.`,
    );
  }
  for (const each of report.failed.slice(0, shownRejects)) {
    lines.push(`${each.path}: ${each.message}`, ...(each.help === null ? [] : [`  help: ${each.help}`]));
  }
  if (report.failed.length > shownRejects) {
    lines.push(`… and ${report.failed.length - shownRejects} more files that could not be read.`);
  }
  if (report.unknownFields.length > 0) {
    lines.push(`Fields that are not known yet and were kept out: ${report.unknownFields.join(', ')}.`);
  }
  if (rejected > 0) {
    lines.push(`${app.plural(rejected, 'line')} rejected:`);
    for (const each of rejects.slice(0, shownRejects)) {
      lines.push(`  ${each.file}:${each.line}: ${rejectWords(each)}`, `    ${shortened(each.text)}`);
    }
    const rest = rejected - Math.min(shownRejects, rejects.length);
    if (rest > 0) lines.push(`  … and ${app.formatCount(rest)} more.`);
  }
  return lines;
}

function rejectWords(reject: Report['rejects'][number]): string {
  return reject.field === null ? reject.reason : `${reject.reason} (${reject.field})`;
}

function some(paths: readonly string[]): string {
  const rest = paths.length - shownFiles;
  return `${paths.slice(0, shownFiles).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** A rejected line may be binary or a megabyte long. */
function shortened(text: string): string {
  const clean = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
  return clean.length > 160 ? `${clean.slice(0, 159)}…` : clean;
}
