import { createInterface } from 'node:readline';
import { localAnswerOptions } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { tableFormats } from '../output.js';
import { trinoOptions } from '../query-place.js';
import { readPathArgument } from '../shared-options.js';
import { historyPath, openHistory } from '../shell/history.js';
import { runInteractive } from '../shell/interactive.js';
import { runLines } from '../shell/run-lines.js';
import { ShellSession } from '../shell/session.js';

export const shell = defineCommand({
  name: 'shell',
  group: 'ask',
  summary: 'Ask one question after the other, with history and completion; or run what comes through a pipe.',
  detail: [
    'A query of Athena ends with `;`, one of Logs Insights with `;` at the end of a line or with an empty line. Lines that begin with a dot are commands of the shell; `.help` lists them. Tab completes words, fields and the values that the records have. Ctrl-C stops a query and not the shell, Ctrl-D ends it.',
    'Without a terminal the lines of standard input are run up to the first mistake, whose exit code is that of the shell.',
    'Lines are kept in `$XDG_STATE_HOME/sluice/shell_history`, by default below `~/.local/state`; only their owner may read the file.',
  ],
  args: [readPathArgument],
  options: {
    language: {
      type: 'choice',
      choices: ['athena', 'insights'],
      default: 'athena',
      doc: 'The language at the beginning; `.language` changes it.',
    },
    format: {
      type: 'choice',
      choices: tableFormats,
      default: 'table',
      doc: 'How answers are printed; `.output` changes it.',
    },
    lint: { type: 'flag', default: true, doc: 'Leave out the notes about known defects.' },
    ...localAnswerOptions,
    ...trinoOptions,
  },
  examples: [
    {
      line: "echo '.tables' | sluice shell",
      doc: 'What can be asked; without the pipe the shell waits at the keyboard',
    },
    {
      line: "printf '%s\\n' 'SELECT count(*) FROM vpc_flow_logs;' '.run traffic-by-protocol' | sluice shell --format csv",
      doc: 'Several questions of one lake',
    },
  ],
  async run(context) {
    const { terminal, options, version, signal } = context;
    const app = await context.app();
    const session = new ShellSession(app, { ...context, options });
    try {
      const { keyboard } = terminal;
      if (keyboard === undefined) {
        const lines = createInterface({ input: terminal.stdin, crlfDelay: Number.POSITIVE_INFINITY });
        const result = await runLines(session, lines);
        lines.close();
        return result.kind === 'failed' ? result.code : exit.ok;
      }
      const { contents } = await session.place();
      const records = contents === undefined ? '' : ` over ${app.plural(contents.rows, 'row')}`;
      terminal.note(`sluice ${version}${records}. \`.help\` lists the commands, \`.quit\` ends.`);
      const history = await openHistory(historyPath(terminal.env), terminal.note);
      await runInteractive(session, keyboard, history);
      signal.throwIfAborted();
      return exit.ok;
    } finally {
      await session.close();
    }
  },
});
