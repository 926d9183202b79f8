import { formatValue } from './format.js';
import type { Report, Section } from './report.js';
import { isNumeric, type Table } from './table.js';

/** A report as Markdown (GitHub's tables). */
export function renderMarkdown(report: Report): string {
  const parts = [`# ${escapeMarkdown(report.title)}`, ...report.headline.map(escapeMarkdown)];
  parts.push(renderMarkdownTable(report.facts).trimEnd());
  for (const section of report.sections) parts.push(renderSection(section));
  return `${parts.join('\n\n')}\n`;
}

function renderSection(section: Section): string {
  const parts = [`## ${escapeMarkdown(section.title)}`, ...section.text.map(escapeMarkdown)];
  if (section.points.length > 0)
    parts.push(section.points.map((each) => `- ${escapeMarkdown(each)}`).join('\n'));
  for (const { caption, table } of section.tables) {
    if (caption !== '') parts.push(`**${escapeMarkdown(caption)}**`);
    parts.push(renderMarkdownTable(table).trimEnd());
    const more = table.total - table.rows.length;
    if (more > 0) parts.push(`… and ${more} more.`);
  }
  if (section.commands.length > 0) parts.push(`\`\`\`sh\n${section.commands.join('\n')}\n\`\`\``);
  return parts.join('\n\n');
}

/** A table in GitHub's Markdown, numbers right-aligned. */
export function renderMarkdownTable(table: Table): string {
  const lines = [
    `| ${table.columns.map((column) => escapeMarkdown(column.title)).join(' | ')} |`,
    `| ${table.columns.map((column) => (isNumeric(column.kind) ? '---:' : '---')).join(' | ')} |`,
  ];
  for (const row of table.rows) {
    const cells = row.map((value, index) =>
      escapeMarkdown(formatValue(value, table.columns[index]?.kind ?? 'text')),
    );
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** Names come from logs and tags: none may become markup, an HTML tag or another cell. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\r?\n/g, ' ');
}
