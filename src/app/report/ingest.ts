import type { IngestReport } from '../ingest.js';
import { formatBytes, formatCount, formatDuration, isoTime, plural } from './format.js';
import { schemaVersion } from './json.js';
import { accountWords } from './sections/about.js';
import { windowWords } from './sections/coverage.js';

/** What a run of taking in did, in a few lines whose numbers add up. */
export function renderIngestText(report: IngestReport): string {
  const { taken, already, named, window, logGroups } = report;
  const seconds = report.secondsElapsed;
  const rate =
    seconds > 0.5 && report.total.records > 0
      ? `, ${formatCount(Math.round(report.total.records / seconds))} records/s`
      : '';
  const lines = [
    `Took in ${plural(taken.length, 'file')} (${formatBytes(report.bytes)}) in ${formatSeconds(seconds)}${rate}; ${formatCount(already.length)} had been taken in before.`,
  ];
  // A run over other logs alone has nothing to say of flow logs.
  if (named.lines > 0 || logGroups.length === 0) lines.push(`Lines: ${accountWords(named)}.`);
  if (window !== null) lines.push(`Window: ${windowWords(window.from, window.to)}.`);
  for (const group of logGroups) lines.push(groupWords(group));
  lines.push(`Lake: ${report.lakePath}`);
  return `${lines.join('\n')}\n`;
}

/** The account of a log group in a sentence that adds up. */
function groupWords({ name, account, window }: IngestReport['logGroups'][number]): string {
  const parts = [
    [account.records, 'events'],
    [account.duplicates, 'duplicates'],
    [account.rejected, 'rejected'],
  ] as const;
  const sum = parts.map(([count, words]) => `${formatCount(count)} ${words}`).join(' + ');
  const when = window === null ? '' : `; ${windowWords(window.from, window.to)}`;
  return `Log group ${name}: ${formatCount(account.lines)} lines = ${sum}${when}.`;
}

function formatSeconds(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

/** The same as a document; see docs/reference/json.md. */
export function renderIngestJson(report: IngestReport): string {
  const { window, logGroups, sourceIds: _, borrowedSourceIds: __, ...rest } = report;
  const document = {
    schemaVersion,
    kind: 'ingest',
    ...rest,
    window: isoWindow(window),
    logGroups: logGroups.map((group) => ({ ...group, window: isoWindow(group.window) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function isoWindow(window: IngestReport['window']): { from: string; to: string } | null {
  return window === null ? null : { from: isoTime(window.from), to: isoTime(window.to) };
}
