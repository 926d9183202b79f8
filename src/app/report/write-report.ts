import { extname } from 'node:path';
import { DiagnosticError } from '../../base/index.js';
import { checkFolderOf, replaceText } from '../replace-text.js';
import { renderAnalysisJson } from './analysis-json.js';
import { buildReport } from './build.js';
import { renderHtml } from './html/page.js';
import type { ReportInput } from './input.js';
import { renderMarkdown } from './markdown.js';

/** Rows of each list: all that a browser shows without effort, and what a reader of Markdown scrolls through. */
const htmlRows = 2000;
const markdownRows = 100;

const renderings: Record<string, (input: ReportInput) => string> = {
  '.html': (input) => renderHtml(buildReport(input, 'full', htmlRows), input.analysis),
  '.md': (input) => renderMarkdown(buildReport(input, 'full', markdownRows)),
  '.json': renderAnalysisJson,
};

/**
 * Refuses, before any work is done, a path whose suffix is none of `.html`, `.md` and `.json`, or in whose folder nothing
 * can be written.
 */
export async function checkReportPath(path: string): Promise<void> {
  checkSuffix(path);
  await checkFolderOf(path, 'The report');
}

function checkSuffix(path: string): void {
  if (extname(path) in renderings) return;
  throw new DiagnosticError([
    {
      code: 'unknown-report-format',
      severity: 'error',
      source: '--output',
      message: `The report \`${path}\` has no suffix that names a format.`,
      help: `end the name in ${Object.keys(renderings).join(', ')}`,
    },
  ]);
}

/** Writes the report to a file; its suffix decides the format. An existing file is replaced. */
export async function writeReport(path: string, input: ReportInput): Promise<void> {
  checkSuffix(path);
  const text = renderings[extname(path)]?.(input) ?? '';
  await replaceText(path, text, 'The report');
}
