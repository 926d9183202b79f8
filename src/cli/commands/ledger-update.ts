import { type Answer, answerFor, answerOptions, quoteForShell } from '../answer.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { amountWords, ledgerOptions, locateLedger } from '../ledger-options.js';
import { paintFor } from '../paint.js';
import { readPathArgument } from '../shared-options.js';
import type { Terminal } from '../terminal.js';

type Update = Awaited<ReturnType<App['updateLedgerFile']>>;

export const ledgerUpdate = defineCommand({
  name: 'ledger update',
  group: 'decide',
  summary: 'Add new needs to the ledger as undecided, and write down what was seen of the others.',
  detail: [
    'Decisions, reasons, comments and columns of your own stay as they are. A need that a wider line speaks of is counted there and gets no line of its own, unless --every-need asks for it.',
    'So that a daily update stays a small change, amounts have two digits and are written again once they have doubled or halved, and days once they are a week old; --exact writes them as they are.',
  ],
  args: [readPathArgument],
  options: {
    ...ledgerOptions,
    dryRun: { type: 'flag', doc: 'Say what would change, and write nothing.' },
    everyNeed: { type: 'flag', doc: 'Add a line also for needs that a wider line speaks of.' },
    exact: { type: 'flag', doc: 'Write amounts and days as they are.' },
    format: { type: 'choice', choices: ['text', 'json'], default: 'text', doc: 'How it is printed.' },
    rows: { type: 'integer', default: 10, doc: 'Lines of each kind to show.' },
    ...answerOptions,
  },
  examples: [
    { line: 'sluice ledger update logs', doc: 'Take the files in and add what they show to ledger.csv' },
    { line: 'sluice ledger update --dry-run', doc: 'What would be added' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const path = await locateLedger(app, options.ledger, terminal.cwd);
    return answerFor(app, context, async (answer) => {
      if (answer.analysis.totals.records === 0) {
        terminal.note('Nothing was read, so nothing is said to be gone: the ledger stays as it is.');
        return exit.failed;
      }
      const { dryRun, everyNeed, exact } = options;
      const update = await app.updateLedgerFile(answer.opened, { path, dryRun, everyNeed, exact });
      if (options.format === 'json') await terminal.print(updateJson(path, update, dryRun));
      else
        await terminal.print(updateText(app, terminal, { path, update, answer, dryRun, rows: options.rows }));
      return exit.ok;
    });
  },
});

function updateJson(path: string, update: Update, dryRun: boolean): string {
  const { added, gone, back, refreshed, changed, ledger } = update;
  const lines = (list: Update['gone']) => list.map(({ line }) => line);
  const value = {
    schemaVersion: 1,
    kind: 'ledger-update',
    ledger: path,
    written: changed && !dryRun,
    lines: ledger.lines.length,
    added: added.map(({ facts }) => facts.id),
    notSeenAnyMore: lines(gone),
    seenAgain: lines(back),
    refreshed: lines(refreshed),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

interface UpdateWords {
  readonly path: string;
  readonly update: Update;
  readonly answer: Answer;
  readonly dryRun: boolean;
  readonly rows: number;
}

function updateText(app: App, terminal: Terminal, words: UpdateWords): string {
  const { path, update, dryRun, rows } = words;
  const { added, gone, back, refreshed } = update;
  const paint = paintFor(terminal.color);
  const lines: string[] = [];
  const list = (title: string, items: readonly string[], mark: string) => {
    if (items.length === 0) return;
    lines.push('', paint.bold(title), ...items.slice(0, rows).map((item) => `  ${mark} ${item}`));
    if (items.length > rows) lines.push(paint.dim(`  … and ${app.formatCount(items.length - rows)} more`));
  };
  list(
    `${app.plural(added.length, 'new need')}, undecided`,
    [...added]
      .sort((a, b) => b.bytesOut + b.bytesIn - (a.bytesOut + a.bytesIn))
      .map((need) => `${app.describeKey(app.keyOf(need.facts))}  ${amountWords(app, need)}, ${need.status}`),
    '+',
  );
  list(
    `${app.plural(gone.length, 'line')} not seen any more`,
    gone.map((line) => `${app.describeKey(line)}  ${line.decision}, last seen ${line.seen.last_seen}`),
    '-',
  );
  list(
    `${app.plural(back.length, 'line')} seen again`,
    back.map((line) => `${app.describeKey(line)}  ${line.decision}`),
    '+',
  );
  if (refreshed.length > 0)
    lines.push('', `${app.plural(refreshed.length, 'line')} with other amounts or days.`);
  return `${headline(app, words)}${lines.map((line) => `${line}\n`).join('')}${next(app, words, dryRun, path)}`;
}

function headline(app: App, { path, update, dryRun }: UpdateWords): string {
  const total = app.plural(update.ledger.lines.length, 'line');
  if (!update.changed) return `${path}: ${total}, nothing new.\n`;
  if (dryRun) return `${path}: would have ${total}. Nothing is written.\n`;
  return `${path}: ${total}${update.existed ? '' : ', new'}.\n`;
}

function next(app: App, { update, answer }: UpdateWords, dryRun: boolean, path: string): string {
  const undecided = update.ledger.lines.filter((line) => line.decision === 'undecided').length;
  if (undecided === 0 || dryRun) return '';
  const { flags } = answer.reportInput;
  const ledger = path.endsWith(app.ledgerFile) ? '' : ` --ledger ${quoteForShell(path)}`;
  return `\n${app.plural(undecided, 'line')} undecided: sluice ledger review${flags === '' ? '' : ` ${flags}`}${ledger}\n`;
}
