import { answerFor, answerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { printTable, tableFormats } from '../output.js';
import { policyOptions, readPathArgument } from '../shared-options.js';

const lints = [
  'shadowed',
  'redundant',
  'contradicting',
  'return-path',
  'beyond-boxes',
  'not-compared',
  'never-used',
  'wider',
] as const;

export const policyLint = defineCommand({
  name: 'policy lint',
  group: 'rules',
  summary:
    'Look for rules that do nothing, contradict each other, block replies, or allow far more than is used.',
  detail: [
    'shadowed: earlier entries decide all of it. redundant: other rules allow all of it. contradicting: an earlier entry decides part of it the other way. return-path: the network ACL does not let the replies in. beyond-boxes: it cannot be compared (a domain, one ICMP type, members that are not known). not-compared: too many rules stand beside it. never-used and wider rest on the recorded traffic.',
  ],
  args: [readPathArgument],
  options: {
    policy: policyOptions.policy,
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
    failOn: {
      type: 'choice',
      placeholder: 'LIST',
      choices: lints,
      many: true,
      doc: `Exit with 3 when there is any of: ${lints.join(', ')}. Separated by commas.`,
    },
    limit: { type: 'integer', doc: 'How many rows to print. Default: all.' },
    ...answerOptions,
  },
  examples: [
    { line: 'sluice policy lint logs', doc: 'The rules that the inventory describes' },
    {
      line: 'sluice policy lint logs --fail-on return-path',
      doc: 'In a pipeline: exit code 3 when a network ACL blocks replies',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    return answerFor(app, context, async ({ opened }) => {
      const result = await app.replayTraffic(opened, { policies: options.policy, from: terminal.cwd });
      const findings = app.lintPolicy(result);
      const forPrograms = app.lintTable(findings);
      const forPeople = app.lintTable(findings, options.limit);
      const more = 'without --limit, or with a larger one';
      await printTable(app, terminal, options.format, { kind: 'policy-lint', forPeople, forPrograms, more });
      for (const note of result.notes) terminal.note(note);
      const found = findings.some(({ lint }) => options.failOn.some((kind) => kind === lint));
      return found ? exit.findings : exit.ok;
    });
  },
});
