import { answerFor, answerOptions, failOnExit } from '../answer.js';
import { defineCommand } from '../define.js';
import { ledgerOptions, readDecisions } from '../ledger-options.js';
import { printTable, tableFormats } from '../output.js';
import { selectGroups, selectionOptions } from '../selection.js';
import { failOnOptions, readPathArgument } from '../shared-options.js';
import { UsageError } from '../usage-error.js';

const by = ['source', 'interface', 'workload'] as const;

export const outbound = defineCommand({
  name: 'outbound',
  group: 'see',
  summary: 'List everything that something inside opened: the inventory of egress needs.',
  detail: [
    'Without PATH it lists what the lake holds; with PATH it takes those files in first and lists what they brought.',
    'By source it has one row for each interface, source address, destination address, protocol and port.',
  ],
  args: [readPathArgument],
  options: {
    by: { type: 'choice', choices: by, default: 'workload', doc: 'What a row is about.' },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
    ...selectionOptions,
    decision: {
      type: 'choice',
      choices: ['allow', 'deny', 'undecided'],
      many: true,
      placeholder: 'LIST',
      doc: 'Only what the ledger decides so: allow, deny or undecided.',
    },
    ...ledgerOptions,
    undecided: {
      type: 'flag',
      doc: 'List the conversations whose initiator cannot be told instead; they are no needs.',
    },
    ...failOnOptions,
    ...answerOptions,
  },
  examples: [
    { line: 'sluice outbound logs', doc: 'Take the files in and list what their workloads opened' },
    {
      line: 'sluice outbound --by source --format csv > outbound.csv',
      doc: 'The full inventory for a spreadsheet',
    },
    {
      line: 'sluice outbound --unexpected --scope internet --sort connections',
      doc: 'What nobody expects, on the internet',
    },
    { line: 'sluice outbound --status rejected --format markdown', doc: 'What was denied, for a ticket' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    return answerFor(app, context, async (answer) => {
      const { analysis } = answer;
      if (options.undecided) {
        const table = app.undecidedTable(analysis.undecided, options.limit);
        const output = {
          kind: 'outbound-undecided',
          forPeople: table,
          forPrograms: table,
          more: 'a larger --limit',
        };
        await printTable(app, terminal, options.format, output);
      } else {
        const decisionOf = await readDecisions(app, answer, options.ledger, terminal);
        const { decision } = options;
        if (decision.length > 0 && decisionOf === undefined) throw noLedger();
        const asked = (await answer.needs()).filter(
          (need) => decision.length === 0 || decision.some((each) => each === decisionOf?.(need).decision),
        );
        const groups = selectGroups(app, asked, options.by, options);
        const wordOf = decisionOf && ((group: (typeof groups)[number]) => decisionOf(group.first).decision);
        await printTable(app, terminal, options.format, {
          kind: `outbound-by-${options.by}`,
          forPeople: app.needTableForPeople(options.by, groups, options.limit, wordOf),
          forPrograms: app.needTableWithId(options.by, groups, options.limit, wordOf),
          forCsv: app.needTable(options.by, groups, options.limit),
          more: 'without --limit, or with a larger one',
        });
      }
      return failOnExit(app, analysis, options.failOn);
    });
  },
});

function noLedger(): UsageError {
  const help = 'write one with sluice ledger update, or name it with --ledger';
  return new UsageError('sluice outbound', '`--decision` asks the ledger, and there is none.', help);
}
