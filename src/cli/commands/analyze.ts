import { answerFor, answerOptions, failOnExit } from '../answer.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { paintFor } from '../paint.js';
import { reportText } from '../report-text.js';
import { failOnOptions, readPathArgument } from '../shared-options.js';

export const analyze = defineCommand({
  name: 'analyze',
  group: 'see',
  summary: 'Read flow logs and report what leaves the VPC, opened by whom, to where, and what is not known.',
  detail: [
    'Files that were taken in before are not read again. Without PATH it takes in what sluice.yaml lists, or reports on the lake as it is.',
    'An inventory is found by itself when a folder named `inventory` lies inside or beside the logs.',
  ],
  args: [readPathArgument],
  options: {
    output: {
      type: 'path',
      placeholder: 'FILE',
      many: true,
      doc: 'Also write the full report to a file: .html (one page with charts), .md or .json. May be given several times.',
    },
    format: {
      type: 'choice',
      choices: ['text', 'markdown', 'json'],
      default: 'text',
      doc: 'What is printed.',
    },
    rows: { type: 'integer', default: 5, doc: 'Rows of each list in the printed text.' },
    ...failOnOptions,
    ...answerOptions,
  },
  examples: [
    { line: 'sluice analyze logs', doc: 'Take the files in and print the report' },
    {
      line: 'sluice analyze logs --inventory inventory --output report.html',
      doc: 'With owners and routes, and as a page',
    },
    { line: 'sluice analyze --format json > answer.json', doc: 'The whole answer for a program' },
    {
      line: 'sluice analyze logs --fail-on rejected,gap || echo look',
      doc: 'In a pipeline: exit code 3 when something was found',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    for (const path of options.output) await app.checkReportPath(path);
    return answerFor(
      app,
      { ...context, args: await pathsOf(app, context.args, terminal.cwd) },
      async (answer) => {
        const { analysis, opened } = answer;
        const outlook = (detail: 'brief' | 'full', rows: number) =>
          app.outlookSections(opened, { detail, rows, flags: answer.reportInput.flags, from: terminal.cwd });
        for (const path of options.output) {
          await app.writeReport(path, {
            ...answer.reportInput,
            outlook: await outlook('full', app.documentRows),
          });
        }
        if (options.format === 'json') await terminal.print(app.renderAnalysisJson(answer.reportInput));
        else {
          const reportInput = { ...answer.reportInput, outlook: await outlook('brief', options.rows) };
          const report = app.buildReport(reportInput, 'brief', options.rows);
          const settings = { columns: terminal.columns, paint: paintFor(terminal.color) };
          const text =
            options.format === 'text' ? reportText(report, app, settings) : app.renderMarkdown(report);
          await terminal.print(text);
        }
        // Below the report, where it is seen: above it, it has scrolled away.
        for (const path of options.output) terminal.note(`Wrote ${path}.`);
        return failOnExit(app, analysis, options.failOn);
      },
    );
  },
});

/** What was named, else what `sluice.yaml` lists. */
async function pathsOf(app: App, args: readonly string[], folder: string): Promise<readonly string[]> {
  if (args.length > 0) return args;
  return (await app.loadWorkspace(folder))?.sources ?? [];
}
