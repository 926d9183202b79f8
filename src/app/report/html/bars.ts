import type { DestinationSummary } from '../../../outbound/index.js';
import { topDestinations } from '../crowds.js';
import { formatBytes, formatShare } from '../format.js';
import { describeScope, formatPort } from '../groups.js';
import { html, type Markup, nothing } from './markup.js';
import { round } from './scale.js';

const shown = 12;
const rowHeight = 26;
const left = 380;
const right = 760;

/** The destinations outside the VPC that most bytes went to, as bars. */
export function destinationBars(destinations: readonly DestinationSummary[]): Markup {
  const rows = topDestinations(destinations, (row) => row.bytesOut).filter((row) => row.bytesOut > 0);
  const most = rows[0]?.bytesOut ?? 0;
  if (most === 0) return nothing;
  const total = rows.reduce((sum, row) => sum + row.bytesOut, 0);
  const bars = rows.slice(0, shown).map((row, index) => {
    const y = index * rowHeight;
    const length = Math.max(2, (row.bytesOut / most) * (right - left));
    const name = `${row.destination} ${formatPort(row.protocol, row.port)}`;
    const share = formatShare(row.bytesOut / total);
    return html`<g><title>${name} (${describeScope(row)}): ${formatBytes(row.bytesOut)} out, ${row.expected ? 'expected' : 'unexpected'}</title>
<text class="label end" x="${left - 10}" y="${y + 17}">${name}</text>
<rect class="${row.expected ? 'expected' : 'unexpected'}" x="${left}" y="${y + 4}" width="${round(length)}" height="17"/>
<text class="label" x="${round(left + length + 8)}" y="${y + 17}">${formatBytes(row.bytesOut)} · ${share}</text></g>`;
  });
  const which = rows.length > shown ? `, the largest ${shown} of ${rows.length}` : '';
  return html`<figure class="chart"><figcaption>Bytes out by destination${which}: <span class="key expected"></span> expected
<span class="key unexpected"></span> unexpected</figcaption>
<div class="scroll"><svg viewBox="0 0 960 ${Math.min(rows.length, shown) * rowHeight}" role="img" aria-label="Bytes out by destination; the table below has the numbers">${bars}</svg></div></figure>`;
}
