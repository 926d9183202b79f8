import type { Coverage, InterfaceCoverage, RibbonPiece } from '../../../outbound/index.js';
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
  const bars = rows.map((row, index) => ribbonRow(row, index * rowHeight + 24, span));
  const times = timeTicks(coverage.window.from, coverage.window.to, 7).map(
    (at) =>
      html`<text class="axis middle" x="${round(x(at))}" y="12">${span > 2 * 86_400 ? formatTime(at).slice(5, 10) : formatTime(at).slice(11)}</text><line class="grid" x1="${round(x(at))}" x2="${round(x(at))}" y1="18" y2="${rows.length * rowHeight + 24}"/>`,
  );
  const rest = worst.length - rows.length;
  return html`<figure class="chart"><figcaption>Coverage of each interface over the window (UTC)${rest > 0 ? `, the ${mostRows} with least; ${rest} more in the table` : ''}:
<span class="key covered"></span> seen or silent (height: share of the time) <span class="key gap"></span> gap (SKIPDATA) <span class="key absent"></span> no line at all</figcaption>
<div class="scroll"><svg viewBox="0 0 960 ${rows.length * rowHeight + 28}" role="img" aria-label="Coverage of each interface over time; the table below has the numbers">${times}${bars}</svg></div></figure>`;
}

const barHeight = 14;

/**
 * One interface: the frame of absence, and in it the covered share of each piece as a height. A gap is drawn whole: any
 * of it leaves the piece uncertain.
 */
function ribbonRow(row: InterfaceCoverage, y: number, span: number): Markup {
  const covered = (row.seenSeconds + row.silentSeconds) / span;
  const width = (right - left) / Math.max(1, row.ribbon.length);
  const bars = runs(row.ribbon).map(({ from, to, kind, share }) => {
    const height = kind === 'gap' ? barHeight : Math.round(share * barHeight);
    const words = kind === 'gap' ? 'gap' : `${formatShare(share)} covered`;
    return html`<rect class="${kind}" x="${round(left + from * width)}" y="${y + barHeight - height}" width="${round((to - from) * width)}" height="${height}"><title>${words}</title></rect>`;
  });
  return html`<g><text class="label end" x="${left - 10}" y="${y + 12}">${shortened(row.workload)} <tspan class="muted">${row.interfaceId}</tspan></text>
<rect class="absent" x="${left}" y="${y}" width="${right - left}" height="${barHeight}"/>${bars}
<text class="label" x="${right + 8}" y="${y + 12}">${formatShare(Math.min(1, covered))}</text></g>`;
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly kind: 'covered' | 'gap';
  readonly share: number;
}

/** Neighbouring pieces that are drawn alike, as one; pieces without any line are left out. */
function runs(pieces: readonly RibbonPiece[]): Run[] {
  const found: Run[] = [];
  for (const [index, piece] of pieces.entries()) {
    const kind = piece.gap > 0 ? 'gap' : 'covered';
    const share = Math.ceil(Math.min(1, piece.seen + piece.silent) * barHeight) / barHeight;
    if (kind === 'covered' && share === 0) continue;
    const last = found.at(-1);
    if (last && last.to === index && last.kind === kind && last.share === share) {
      found[found.length - 1] = { ...last, to: index + 1 };
    } else {
      found.push({ from: index, to: index + 1, kind, share });
    }
  }
  return found;
}

/** The whole name stands in the table below. */
function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
