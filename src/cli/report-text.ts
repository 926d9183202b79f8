import type { App } from './command.js';
import type { Paint } from './paint.js';
import { type Formatter, layOut } from './text-table.js';
import { wrap } from './wrap.js';

type Report = ReturnType<App['buildReport']>;
type Section = Report['sections'][number];

export interface TextSettings {
  readonly columns: number;
  readonly paint: Paint;
}

/** The report as a terminal shows it: paragraphs, tables that fit the width, and how to see what is left out. */
export function reportText(report: Report, format: Formatter, settings: TextSettings): string {
  const { columns, paint } = settings;
  const lines: string[] = [paint.bold(report.title), ''];
  for (const sentence of report.headline) lines.push(wrap(sentence, columns));
  if (report.facts.rows.length > 0) {
    lines.push('', ...layOut(report.facts, format, { ...settings, fit: true }).lines.slice(1));
  }
  const leftOut = new Set<string>();
  for (const section of report.sections) lines.push('', ...sectionLines(section, format, settings, leftOut));
  if (leftOut.size > 0) {
    const words = `Columns left out at ${columns} columns: ${[...leftOut].join(', ')}. A wider terminal or COLUMNS=200 shows them.`;
    lines.push('', paint.dim(wrap(words, columns)));
  }
  return `${lines.join('\n')}\n`;
}

function sectionLines(
  section: Section,
  format: Formatter,
  settings: TextSettings,
  leftOut: Set<string>,
): string[] {
  const { columns, paint } = settings;
  const mark = section.attention ? paint.warn('! ') : '';
  const lines = [mark + paint.bold(section.title)];
  for (const paragraph of section.text) lines.push(wrap(paragraph, columns, '  '));
  for (const point of section.points) lines.push(`  - ${wrap(point, columns, '    ').trimStart()}`);
  const below: string[] = [...section.commands];
  for (const { caption, table } of section.tables) {
    if (caption !== '') lines.push(`  ${caption}:`);
    const laid = layOut(table, format, { ...settings, indent: '  ', fit: true });
    lines.push(...laid.lines);
    for (const title of laid.leftOut) leftOut.add(title);
    const more = table.total - table.rows.length;
    if (more > 0) {
      const [first, ...rest] = below;
      lines.push(paint.dim(`  … and ${more} more${first === undefined ? '' : `: ${first}`}`));
      below.splice(0, below.length, ...rest);
    }
  }
  for (const command of below) lines.push(paint.dim(`  ${command}`));
  return lines;
}
