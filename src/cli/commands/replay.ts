import { answerFor, answerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { type ExitCode, exit } from '../exit.js';
import { paintFor } from '../paint.js';
import { reportText } from '../report-text.js';
import { policyOptions, readPathArgument } from '../shared-options.js';

export const replay = defineCommand({
  name: 'replay',
  group: 'rules',
  summary:
    'Try rules on the recorded traffic: what they would block, what would still pass, what cannot be told.',
  detail: [
    'Without --policy the rules that the inventory describes are tried: security groups, network ACLs and route tables. Rules of several kinds are tried together, and traffic passes when every kind lets it pass.',
    'A rule that is not understood is refused with its place. The verdict is for new connections.',
  ],
  args: [readPathArgument],
  options: {
    ...policyOptions,
    failOn: {
      type: 'choice',
      placeholder: 'LIST',
      choices: ['blocked', 'passes', 'unknown'],
      many: true,
      doc: 'Exit with 4 when there is any of: blocked (kept traffic that would be blocked), passes (denied traffic that would pass), unknown (traffic that cannot be judged). Separated by commas.',
    },
    format: {
      type: 'choice',
      choices: ['table', 'json', 'csv', 'markdown'],
      default: 'table',
      doc: 'How it is printed.',
    },
    rows: { type: 'integer', default: 10, doc: 'Rows of each list in the printed text.' },
    ...answerOptions,
  },
  examples: [
    { line: 'sluice replay logs', doc: 'The rules that the inventory describes, on the recorded traffic' },
    {
      line: 'sluice replay logs --policy inventory/describe-security-groups.json --fail-on blocked',
      doc: 'Security groups from a file; exit code 4 when they would block what is kept',
    },
    { line: 'sluice replay logs --format csv > replay.csv', doc: 'Every finding for a spreadsheet' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    return answerFor(app, context, async ({ opened }): Promise<ExitCode> => {
      const result = await app.replayTraffic(opened, {
        policies: options.policy,
        ledger: options.ledger,
        from: terminal.cwd,
      });
      const settings = { columns: terminal.columns, paint: paintFor(terminal.color) };
      switch (options.format) {
        case 'json':
          await terminal.print(app.renderReplayJson(result));
          break;
        case 'csv':
          await terminal.print(app.renderCsv(app.findingsForPrograms(app.allFindings(result))));
          break;
        case 'markdown':
          await terminal.print(app.renderMarkdown(app.replayReport(result, options.rows)));
          break;
        default:
          await terminal.print(reportText(app.replayReport(result, options.rows), app, settings));
      }
      const { lists } = result.answer;
      return options.failOn.some((kind) => lists[kind].needs > 0) ? exit.blocked : exit.ok;
    });
  },
});
