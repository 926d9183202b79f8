import { createHash } from 'node:crypto';
import type { EgressAnalysis } from '../../../outbound/index.js';
import { coverageShare } from '../findings.js';
import { formatCount, formatValue } from '../format.js';
import type { Report, ReportTable, Section } from '../report.js';
import { isNumeric, type Table } from '../table.js';
import { destinationBars } from './bars.js';
import { flowChart } from './flow.js';
import { html, Markup, nothing } from './markup.js';
import { coverageRibbon } from './ribbon.js';
import { script } from './script.js';
import { style } from './style.js';
import { timelineChart } from './timeline.js';

/**
 * A report as one page that needs nothing else: no network, no fonts, no other file. Everything that comes from logs or
 * names is escaped, and the Content-Security-Policy allows this style and this script and nothing more.
 */
export function renderHtml(report: Report, analysis: EgressAnalysis): string {
  const charts: Partial<Record<string, () => Markup>> = {
    coverage: () => coverageRibbon(analysis.coverage),
    workloads: () => html`${timelineChart(analysis)}${flowChart(analysis.needs)}`,
    'top-bytes': () => destinationBars(analysis.destinations),
  };
  const sections = report.sections.map((section) => sectionHtml(section, charts[section.id]?.() ?? nothing));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${report.title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<svg class="defs" aria-hidden="true" focusable="false"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs></svg>
<header>
<h1>${report.title}</h1>
${headline(report, coverageShare(analysis.coverage).complete)}
${factCards(report.facts)}
<nav aria-label="Sections"><ol>${report.sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ol></nav>
</header>
<main>
${sections}
</main>
<footer>Sizes are decimal (1 kB is 1,000 bytes). Times are UTC. This page loads nothing and sends nothing.</footer>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
}

/** The last sentence is about coverage: it qualifies the others and stands out. */
function headline(report: Report, complete: boolean): Markup {
  const last = report.headline.length - 1;
  return html`${report.headline.map((sentence, index) =>
    index === last
      ? html`<p class="verdict${complete ? ' ok' : ''}">${sentence}</p>`
      : html`<p class="lead">${sentence}</p>`,
  )}`;
}

function factCards(facts: Table): Markup {
  const cards = facts.rows.map(
    (row) =>
      html`<li><span>${formatValue(row[0] ?? null, 'text')}</span><b>${formatValue(row[1] ?? null, 'text')}</b><span>${formatValue(row[2] ?? null, 'text')}</span></li>`,
  );
  return html`<ul class="facts">${cards}</ul>`;
}

/** Sentences write what is typed between backticks. */
function prose(text: string): Markup {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}

function sectionHtml(section: Section, chart: Markup): Markup {
  const mark = section.attention ? html`<span class="mark">look at this</span>` : nothing;
  const points =
    section.points.length === 0
      ? nothing
      : html`<ul>${section.points.map((point) => html`<li>${prose(point)}</li>`)}</ul>`;
  const commands = section.commands.length === 0 ? nothing : html`<pre>${section.commands.join('\n')}</pre>`;
  return html`<section id="${section.id}" aria-labelledby="${section.id}-title">
<h2 id="${section.id}-title">${section.title}${mark}</h2>
${section.text.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}${points}${chart}${section.tables.map((each) => tableHtml(each, section.title))}${commands}
</section>
`;
}

function tableHtml({ caption, table }: ReportTable, title: string): Markup {
  const head = table.columns.map(
    (column) =>
      html`<th scope="col"${isNumeric(column.kind) ? html` class="n"` : nothing}>${column.title}</th>`,
  );
  const rows = table.rows.map(
    (row) => html`<tr>${row.map((value, at) => cellHtml(value, table, at))}</tr>\n`,
  );
  const more = table.total - table.rows.length;
  const sortable = table.rows.length > 2 && table.columns.length > 2 ? html` data-sortable` : nothing;
  const label =
    caption === ''
      ? html`<table${sortable} aria-label="${title}">`
      : html`<table${sortable}><caption>${caption}</caption>`;
  const rest = more > 0 ? html`<p class="more">… and ${formatCount(more)} more.</p>` : nothing;
  return html`<div class="scroll">${label}<thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table></div>${rest}`;
}

/** Longer texts may be broken anywhere, a time between day and hour; numbers, ids and addresses are kept in one piece. */
const longText = 20;
const longWord = 40;

function cellHtml(value: Table['rows'][number][number], table: Table, at: number): Markup {
  const kind = table.columns[at]?.kind ?? 'text';
  const text = formatValue(value, kind);
  if (isNumeric(kind)) return html`<td class="n" data-v="${String(value ?? '')}">${text}</td>`;
  if (kind === 'time') return html`<td class="d" data-v="${String(value ?? '')}">${text}</td>`;
  return html`<td class="${text.length > (text.includes(' ') ? longText : longWord) ? 'm' : 't'}">${text}</td>`;
}
