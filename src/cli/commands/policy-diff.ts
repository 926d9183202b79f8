import { answerFor, answerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { printTable } from '../output.js';
import { readPathArgument } from '../shared-options.js';

export const policyDiff = defineCommand({
  name: 'policy diff',
  group: 'rules',
  summary:
    'Compare two policies: what each allows that the other does not, and what changes for recorded traffic.',
  detail: [
    'A and B are files or folders as `--policy` of replay takes them; the word `existing` stands for the rules that the inventory describes.',
  ],
  args: [{ name: 'A', doc: 'The first policy.' }, { name: 'B', doc: 'The second policy.' }, readPathArgument],
  options: {
    format: { type: 'choice', choices: ['table', 'json'], default: 'table', doc: 'How it is printed.' },
    limit: { type: 'integer', default: 20, doc: 'How many rows of each list to print as a table.' },
    ...answerOptions,
  },
  examples: [
    {
      line: 'sluice policy diff existing inventory/describe-security-groups.json logs',
      doc: 'What the rules in a file change',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const [first = '', second = '', ...paths] = context.args;
    return answerFor(app, { ...context, args: paths }, async ({ opened }) => {
      const diff = await app.diffPolicies(opened, [first, second], terminal.cwd);
      if (options.format === 'json') {
        const tables = { allowed: app.allowedTable(diff.allowed), changed: app.changedTable(diff.changed) };
        await terminal.print(app.renderPolicyDiffJson(tables, diff.notes));
        return exit.ok;
      }
      const more = 'a larger --limit';
      if (diff.compared.length === 0)
        await terminal.print('They have no kind of rules in common that is a set of addresses.\n');
      else if (diff.allowed.length === 0) {
        await terminal.print(`Neither allows what the other does not: ${diff.compared.join(', ')}.\n`);
      } else {
        const forPeople = app.allowedTable(diff.allowed, options.limit);
        await printTable(app, terminal, 'table', {
          kind: 'policy-diff',
          forPeople,
          forPrograms: forPeople,
          more,
        });
      }
      await terminal.print('\n');
      if (diff.changed.length === 0) await terminal.print('Nothing changes for recorded traffic.\n');
      else {
        const forPeople = app.changedTable(diff.changed, options.limit);
        await printTable(app, terminal, 'table', {
          kind: 'policy-diff',
          forPeople,
          forPrograms: forPeople,
          more,
        });
      }
      for (const note of diff.notes) terminal.note(note);
      return exit.ok;
    });
  },
});
