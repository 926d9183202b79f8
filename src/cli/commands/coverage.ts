import { answerFor, answerOptions, failOnExit } from '../answer.js';
import { defineCommand } from '../define.js';
import { printTable, tableFormats } from '../output.js';
import { failOnOptions, readPathArgument } from '../shared-options.js';

export const coverage = defineCommand({
  name: 'coverage',
  group: 'see',
  summary: 'Show for each interface and time what was seen, silent, lost or absent, and what that limits.',
  detail: [
    'Seen: records with traffic. Silent: NODATA, which proves that there was none. Gap: SKIPDATA, records that AWS lost. Absent: no line at all.',
  ],
  args: [readPathArgument],
  options: {
    spans: { type: 'flag', doc: 'List every gap and every long absence instead of sums for each interface.' },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
    limit: { type: 'integer', doc: 'How many rows to print. Default: all.' },
    ...failOnOptions,
    ...answerOptions,
  },
  examples: [
    { line: 'sluice coverage', doc: 'Each interface with its shares' },
    { line: 'sluice coverage --spans --format csv > gaps.csv', doc: 'Every gap with its start and end' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    return answerFor(app, context, async (answer) => {
      const { coverage: found } = answer.analysis;
      const make = options.spans ? app.spanTable : app.coverageTable;
      const table = make(found.interfaces, options.limit);
      const kind = options.spans ? 'coverage-spans' : 'coverage';
      const more = 'without --limit, or with a larger one';
      await printTable(app, terminal, options.format, { kind, forPeople: table, forPrograms: table, more });
      if (found.unloggedInterfaces.length > 0) {
        terminal.note(`Never logged: ${found.unloggedInterfaces.join(', ')}`);
      }
      for (const limit of found.limits) terminal.note(`Limit: ${limit}`);
      return failOnExit(app, answer.analysis, options.failOn);
    });
  },
});
