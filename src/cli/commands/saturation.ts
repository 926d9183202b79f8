import { answerFor, answerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { printTable, tableFormats } from '../output.js';
import { readPathArgument } from '../shared-options.js';

export const saturation = defineCommand({
  name: 'saturation',
  group: 'enough',
  summary: 'Estimate for each workload whether the capture has seen enough.',
  detail: [
    'Next is new: how likely the next connection is one that needs a new line (Good–Turing). Unseen: how many needs are still to come, at least (Chao1), with a 95 % interval. AWS services count once, whatever their addresses.',
    'Both take connections for independent draws from traffic that stays as it is. Jobs that run seldom, and failovers, are in no estimate: run them as scenarios.',
  ],
  args: [readPathArgument],
  options: {
    hours: { type: 'flag', doc: 'List the new needs of each hour instead.' },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
    ...answerOptions,
  },
  examples: [
    { line: 'sluice saturation', doc: 'Each workload, the least settled first' },
    { line: 'sluice saturation --hours --format csv > new-needs.csv', doc: 'New needs by hour, for a chart' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    return answerFor(app, context, async ({ opened, analysis }) => {
      const found = await app.saturationOf(opened.session, analysis.coverage.window);
      const table = options.hours ? app.newNeedsTable(found) : app.saturationTable(found.workloads);
      const kind = options.hours ? 'new-needs' : 'saturation';
      const output = { kind, forPeople: table, forPrograms: table, more: 'another format' };
      await printTable(app, terminal, options.format, output);
      terminal.note(
        'Estimates assume independent connections from traffic that stays as it is; scheduled jobs and failovers are in none. Which jobs run less often than this capture is long?',
      );
      return exit.ok;
    });
  },
});
