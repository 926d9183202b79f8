import type { EgressAnalysis, TimelinePoint } from '../../../outbound/index.js';
import { formatBytes, formatTime, plural } from '../format.js';
import { html, type Markup, nothing } from './markup.js';
import { niceTicks, round, timeTicks } from './scale.js';

const width = 960;
const height = 240;
const plot = { left: 74, right: 930, top: 12, bottom: 186 };
const shortest = 1.5;
/** More bars than this are thinner than a line. */
const mostBars = 180;

/** Bytes out over time, expected below unexpected, and the times of rejected attempts under it. */
export function timelineChart(analysis: EgressAnalysis): Markup {
  if (analysis.timeline.length === 0) return nothing;
  const { points, seconds } = merged(analysis.timeline);
  const from = points[0]?.at ?? 0;
  const to = (points.at(-1)?.at ?? 0) + seconds;
  const x = (at: number) => plot.left + ((at - from) / (to - from)) * (plot.right - plot.left);
  const ticks = niceTicks(Math.max(...points.map((point) => point.expectedBytes + point.unexpectedBytes)), 4);
  const top = ticks.at(-1) ?? 1;
  const y = (bytes: number) => plot.bottom - (bytes / top) * (plot.bottom - plot.top);
  const grid = ticks.map(
    (
      tick,
    ) => html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>
<text class="axis end" x="${plot.left - 8}" y="${round(y(tick)) + 4}">${formatBytes(tick)}</text>`,
  );
  const times = timeTicks(from, to, 10).map(
    (at) =>
      html`<text class="axis middle" x="${round(x(at))}" y="${plot.bottom + 46}">${timeLabel(at, to - from)}</text>`,
  );
  const bars = points.map((point) => bar(point, x(point.at), x(point.at + seconds) - x(point.at), y));
  return html`<figure class="chart"><figcaption>Bytes out of the VPC over time (UTC), by when their connection was opened:
<span class="key expected"></span> expected <span class="key unexpected"></span> unexpected <span class="key rejected"></span> rejected attempts</figcaption>
<div class="scroll"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Bytes out over time, expected and unexpected; the same numbers are in the tables of this report">
${grid}${bars}<text class="axis end" x="${plot.left - 8}" y="${plot.bottom + 20}">rejected</text>${times}</svg></div></figure>`;
}

function bar(point: TimelinePoint, left: number, span: number, y: (bytes: number) => number): Markup {
  const wide = Math.max(0.6, span - (span > 4 ? 1 : 0));
  const base = y(0);
  // Beside a tall bar a small one must still be seen.
  const heightOf = (bytes: number) => (bytes === 0 ? 0 : Math.max(shortest, base - y(bytes)));
  const middle = base - heightOf(point.expectedBytes);
  const top = middle - heightOf(point.unexpectedBytes);
  const words = `${formatTime(point.at)}: ${formatBytes(point.expectedBytes)} expected, ${formatBytes(point.unexpectedBytes)} unexpected, ${plural(point.rejectedConnections, 'rejected attempt')}`;
  const rejects =
    point.rejectedConnections === 0
      ? nothing
      : html`<rect class="rejected" x="${round(left)}" y="${plot.bottom + 10}" width="${round(Math.max(3, wide))}" height="12"/>`;
  return html`<g><title>${words}</title>
<rect class="expected" x="${round(left)}" y="${round(middle)}" width="${round(wide)}" height="${round(base - middle)}"/>
<rect class="unexpected" x="${round(left)}" y="${round(top)}" width="${round(wide)}" height="${round(middle - top)}"/>${rejects}</g>`;
}

function timeLabel(at: number, span: number): string {
  const text = formatTime(at);
  if (span > 2 * 86_400) return text.slice(5, 10);
  return text.endsWith('00:00') ? text.slice(5) : text.slice(11);
}

/** Neighbouring slices put together until there are few enough to draw. */
function merged(timeline: readonly TimelinePoint[]): { points: TimelinePoint[]; seconds: number } {
  const first = timeline[0]?.at ?? 0;
  const last = timeline.at(-1)?.at ?? first;
  const gaps = timeline.slice(1).map((point, index) => point.at - (timeline[index]?.at ?? 0));
  const slice = gaps.length === 0 ? 600 : Math.max(1, Math.min(...gaps));
  const seconds = slice * Math.max(1, Math.ceil((last - first + slice) / slice / mostBars));
  const byStart = new Map<number, TimelinePoint>();
  for (const point of timeline) {
    const at = first + Math.floor((point.at - first) / seconds) * seconds;
    const before = byStart.get(at) ?? { at, expectedBytes: 0, unexpectedBytes: 0, rejectedConnections: 0 };
    byStart.set(at, {
      at,
      expectedBytes: before.expectedBytes + point.expectedBytes,
      unexpectedBytes: before.unexpectedBytes + point.unexpectedBytes,
      rejectedConnections: before.rejectedConnections + point.rejectedConnections,
    });
  }
  return { points: [...byStart.values()].sort((a, b) => a.at - b.at), seconds };
}
