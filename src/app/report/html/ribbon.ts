import type { Coverage, InterfaceCoverage, TimeSpan } from '../../../outbound/index.js';
import { formatShare, formatTime } from '../format.js';
import { html, type Markup, nothing } from './markup.js';
import { round, timeTicks } from './scale.js';

const rowHeight = 22;
const left = 330;
const right = 880;
const mostRows = 60;
const longestName = 20;

/** When each interface was covered, had a gap, or had no line at all. */
export function coverageRibbon(coverage: Coverage): Markup {
  const span = coverage.window.to - coverage.window.from;
  if (coverage.interfaces.length === 0 || span <= 0) return nothing;
  const worst = [...coverage.interfaces].sort(
    (a, b) => b.gapSeconds + b.absentSeconds - (a.gapSeconds + a.absentSeconds),
  );
  const rows = worst.slice(0, mostRows);
  const x = (at: number) =>
    left + (Math.min(span, Math.max(0, at - coverage.window.from)) / span) * (right - left);
  const bars = rows.map((row, index) => ribbonRow(row, index * rowHeight + 24, x, span));
  const times = timeTicks(coverage.window.from, coverage.window.to, 7).map(
    (at) =>
      html`<text class="axis middle" x="${round(x(at))}" y="12">${span > 2 * 86_400 ? formatTime(at).slice(5, 10) : formatTime(at).slice(11)}</text><line class="grid" x1="${round(x(at))}" x2="${round(x(at))}" y1="18" y2="${rows.length * rowHeight + 24}"/>`,
  );
  const rest = worst.length - rows.length;
  return html`<figure class="chart"><figcaption>Coverage of each interface over the window (UTC)${rest > 0 ? `, the ${mostRows} with least; ${rest} more in the table` : ''}:
<span class="key covered"></span> seen or silent <span class="key gap"></span> gap (SKIPDATA) <span class="key absent"></span> no line at all</figcaption>
<div class="scroll"><svg viewBox="0 0 960 ${rows.length * rowHeight + 28}" role="img" aria-label="Coverage of each interface over time; the table below has the numbers">${times}${bars}</svg></div></figure>`;
}

function ribbonRow(row: InterfaceCoverage, y: number, x: (at: number) => number, span: number): Markup {
  const covered = (row.seenSeconds + row.silentSeconds) / span;
  const marks = (spans: readonly TimeSpan[], kind: string, words: string) =>
    spans.map(
      (each) =>
        html`<rect class="${kind}" x="${round(x(each.from))}" y="${y}" width="${round(Math.max(1.5, x(each.to) - x(each.from)))}" height="14"><title>${words}: ${formatTime(each.from)} to ${formatTime(each.to)}</title></rect>`,
    );
  return html`<g><text class="label end" x="${left - 10}" y="${y + 12}">${shortened(row.workload)} <tspan class="muted">${row.interfaceId}</tspan></text>
<rect class="covered" x="${left}" y="${y}" width="${right - left}" height="14"/>${marks(row.absences, 'absent', 'no line')}${marks(row.gaps, 'gap', 'gap')}
<text class="label" x="${right + 8}" y="${y + 12}">${formatShare(Math.min(1, covered))}</text></g>`;
}

/** The whole name stands in the table below. */
function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
