import type { IngestReport } from '../ingest.js';
import { formatBytes, formatCount, formatDuration, isoTime, plural } from './format.js';
import { schemaVersion } from './json.js';
import { accountWords } from './sections/about.js';
import { windowWords } from './sections/coverage.js';

/** What a run of taking in did, in a few lines whose numbers add up. */
export function renderIngestText(report: IngestReport): string {
  const { taken, already, named, window } = report;
  const seconds = report.secondsElapsed;
  const rate = seconds > 0.5 ? `, ${formatCount(Math.round(report.total.records / seconds))} records/s` : '';
  const lines = [
    `Took in ${plural(taken.length, 'file')} (${formatBytes(report.bytes)}) in ${formatSeconds(seconds)}${rate}; ${formatCount(already.length)} had been taken in before.`,
    `Lines: ${accountWords(named)}.`,
  ];
  if (window !== null) lines.push(`Window: ${windowWords(window.from, window.to)}.`);
  lines.push(`Lake: ${report.lakePath}`);
  return `${lines.join('\n')}\n`;
}

function formatSeconds(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

/** The same as a document; see docs/reference/json.md. */
export function renderIngestJson(report: IngestReport): string {
  const { window, sourceIds: _, borrowedSourceIds: __, ...rest } = report;
  const document = {
    schemaVersion,
    kind: 'ingest',
    ...rest,
    window: window === null ? null : { from: isoTime(window.from), to: isoTime(window.to) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
