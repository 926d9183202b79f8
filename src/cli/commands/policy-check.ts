import { answerFor, answerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ledgerOptions, locateLedger } from '../ledger-options.js';
import { paintFor } from '../paint.js';
import { reportText } from '../report-text.js';
import { readPathArgument } from '../shared-options.js';

export const policyCheck = defineCommand({
  name: 'policy check',
  group: 'rules',
  summary: 'Prove a policy against the ledger and the traffic: enough, not too much, and nothing spare.',
  detail: [
    'All that is allowed must pass; all that is denied, or undecided though it was seen, must fail; no rule may be dropped or narrowed without loss. What does not hold is listed with an example, and the exit code is 3.',
    'A rule is narrowed to a half of its prefix, to its ports without the first or the last, or from every protocol to one.',
  ],
  args: [readPathArgument],
  options: {
    policy: {
      type: 'path',
      placeholder: 'FILE',
      doc: 'The policy, derived or edited by hand. Default: `policy/egress.json` beside `sluice.yaml`, else in the current folder.',
    },
    ...ledgerOptions,
    assume: {
      type: 'choice',
      choices: ['nothing', 'allow-accepted'],
      default: 'nothing',
      doc: 'What `policy derive` was told to assume.',
    },
    format: {
      type: 'choice',
      choices: ['table', 'json', 'markdown'],
      default: 'table',
      doc: 'How it is printed.',
    },
    rows: { type: 'integer', default: 20, doc: 'Rows of each list in the printed text.' },
    ...answerOptions,
  },
  examples: [
    {
      line: 'sluice policy check logs --assume allow-accepted',
      doc: 'Prove policy/egress.json; without --assume the ledger decides',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const ledgerPath = await locateLedger(app, options.ledger, terminal.cwd);
    const policyPath = app.policyPath(options.policy, await app.loadWorkspace(terminal.cwd), terminal.cwd);
    return answerFor(app, context, async ({ opened }) => {
      const checked = await app.checkPolicyFile(opened, { policyPath, ledgerPath, assume: options.assume });
      const { diagnostics, policyText } = checked;
      for (const each of diagnostics) terminal.note(app.formatDiagnostic(each, policyText));
      const settings = { columns: terminal.columns, paint: paintFor(terminal.color) };
      switch (options.format) {
        case 'json':
          await terminal.print(app.policyCheckJson(checked));
          break;
        case 'markdown':
          await terminal.print(app.renderMarkdown(app.policyCheckReport(checked, options.rows)));
          break;
        default:
          await terminal.print(reportText(app.policyCheckReport(checked, options.rows), app, settings));
      }
      return checked.findings.length === 0 ? exit.ok : exit.findings;
    });
  },
});
