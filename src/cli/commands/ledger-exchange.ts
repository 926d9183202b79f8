import { resolve } from 'node:path';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ledgerOptions, locateLedger, requireLedger } from '../ledger-options.js';
import { paintFor } from '../paint.js';
import type { Terminal } from '../terminal.js';

export const ledgerExport = defineCommand({
  name: 'ledger export',
  group: 'decide',
  summary: 'Write the ledger to a file: CSV, JSON or an Excel workbook, by its suffix.',
  detail: ['Columns of your own go along; comments do not. An existing file is replaced.'],
  args: [{ name: 'FILE', doc: 'Ends in .csv, .json or .xlsx.' }],
  options: ledgerOptions,
  examples: [
    {
      line: 'sluice ledger update && sluice ledger export ledger.xlsx',
      doc: 'For those who decide in Excel',
    },
  ],
  async run(context) {
    const { args, options, terminal } = context;
    const app = await context.app();
    const { ledger } = await requireLedger(app, options.ledger, terminal);
    const path = resolve(terminal.cwd, args[0] ?? '');
    await app.exportLedger(ledger, path);
    terminal.note(`Wrote ${app.plural(ledger.lines.length, 'line')} to ${path}.`);
    return exit.ok;
  },
});

export const ledgerImport = defineCommand({
  name: 'ledger import',
  group: 'decide',
  summary: 'Take the decisions of a file over: CSV, JSON or an Excel workbook, by its suffix.',
  detail: [
    'Lines that speak of the same take the decision of FILE with reason, owner, ticket and days; lines that are new are added. What FILE leaves undecided stays as it is, and nothing is taken out.',
  ],
  args: [{ name: 'FILE', doc: 'Ends in .csv, .json or .xlsx; it has the columns of a ledger.' }],
  options: {
    ...ledgerOptions,
    dryRun: { type: 'flag', doc: 'Say what would change, and write nothing.' },
    rows: { type: 'integer', default: 10, doc: 'Lines of each kind to show.' },
  },
  examples: [
    {
      line: 'sluice ledger update && sluice ledger export edited.xlsx && sluice ledger import edited.xlsx',
      doc: 'There and back',
    },
  ],
  async run(context) {
    const { args, options, terminal } = context;
    const app = await context.app();
    const path = await locateLedger(app, options.ledger, terminal.cwd);
    const result = await app.importLedger(resolve(terminal.cwd, args[0] ?? ''), path, options.dryRun);
    await terminal.print(
      importText(app, terminal, { path, result, rows: options.rows, dryRun: options.dryRun }),
    );
    return exit.ok;
  },
});

interface ImportWords {
  readonly path: string;
  readonly result: Awaited<ReturnType<App['importLedger']>>;
  readonly rows: number;
  readonly dryRun: boolean;
}

function importText(app: App, { color }: Terminal, { path, result, rows, dryRun }: ImportWords): string {
  const paint = paintFor(color);
  const { changed, added, same } = result;
  const list = (title: string, items: readonly string[]) => {
    if (items.length === 0) return [];
    const shown = items.slice(0, rows).map((item) => `  ${item}`);
    const rest =
      items.length > rows ? [paint.dim(`  … and ${app.formatCount(items.length - rows)} more`)] : [];
    return ['', paint.bold(title), ...shown, ...rest];
  };
  const head = result.written ? '' : dryRun ? ' Nothing is written.' : ' Nothing new.';
  return [
    `${path}: ${app.plural(changed.length, 'line')} changed, ${added.length} added, ${same} as before.${head}`,
    ...list(
      'Changed',
      changed.map(
        ({ line, from }) =>
          `line ${line.line}  ${app.describeKey(line)}: ${line.decision} → ${from.decision}`,
      ),
    ),
    ...list(
      'Added',
      added.map((line) => `${app.describeKey(line)}: ${line.decision}`),
    ),
    '',
  ].join('\n');
}
