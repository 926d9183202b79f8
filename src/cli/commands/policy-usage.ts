import { answerFor, answerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { printTable, tableFormats } from '../output.js';
import { policyOptions, readPathArgument } from '../shared-options.js';

export const policyUsage = defineCommand({
  name: 'policy usage',
  group: 'rules',
  summary: 'Show how often each rule was used, when last, and what it allows beyond its use.',
  detail: [
    'Used: it let connections through. Used and blocked: it allows connections that another rule, or the network at that time, did not let through. Blocks: it denies connections that were seen. Maybe used: whether it speaks of what was seen cannot be told.',
    'A connection counts for every rule that allows it: all rules of security groups act together. Excess is addresses × ports that a rule allows and nothing used.',
  ],
  args: [readPathArgument],
  options: {
    policy: policyOptions.policy,
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
    limit: { type: 'integer', doc: 'How many rows to print. Default: all.' },
    ...answerOptions,
  },
  examples: [
    { line: 'sluice policy usage logs', doc: 'The rules that the inventory describes' },
    { line: 'sluice policy usage logs --format csv > usage.csv', doc: 'For a spreadsheet' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    return answerFor(app, context, async ({ opened }) => {
      const result = await app.replayTraffic(opened, { policies: options.policy, from: terminal.cwd });
      const rows = app.ruleUsage(result);
      const forPrograms = app.usageForPrograms(rows);
      const forPeople = app.usageTable(rows, options.limit);
      const more = 'without --limit, or with a larger one';
      await printTable(app, terminal, options.format, { kind: 'policy-usage', forPeople, forPrograms, more });
      for (const note of result.notes) terminal.note(note);
      return exit.ok;
    });
  },
});
