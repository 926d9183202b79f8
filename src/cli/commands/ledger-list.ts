import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ledgerOptions, requireLedger } from '../ledger-options.js';
import type { OptionSpecs, OptionValues } from '../options.js';
import { printTable, tableFormats } from '../output.js';

const filters = {
  decision: {
    type: 'choice',
    choices: ['allow', 'deny', 'undecided'],
    many: true,
    placeholder: 'LIST',
    doc: 'Only lines that say so.',
  },
  workload: {
    type: 'text',
    many: true,
    placeholder: 'NAME',
    doc: 'Only lines of this workload; `*` is one of them.',
  },
  owner: { type: 'text', many: true, placeholder: 'NAME', doc: 'Only lines of this owner.' },
  ticket: { type: 'text', many: true, placeholder: 'ID', doc: 'Only lines with this ticket.' },
  seen: { type: 'choice', choices: ['yes', 'no'], doc: 'Only what the latest update saw, or did not see.' },
} as const satisfies OptionSpecs;

export const ledgerList = defineCommand({
  name: 'ledger list',
  group: 'decide',
  summary: 'List the lines of the ledger. It reads nothing but the file.',
  args: [],
  options: {
    ...ledgerOptions,
    ...filters,
    limit: { type: 'integer', doc: 'How many lines to print. Default: all.' },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
  },
  examples: [
    { line: 'sluice ledger update && sluice ledger list --decision allow,deny', doc: 'What is decided' },
    { line: 'sluice ledger update && sluice ledger list --seen no --format csv', doc: 'What is gone' },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const { ledger } = await requireLedger(app, options.ledger, terminal);
    const table = app.ledgerTable(
      ledger.lines.filter((line) => isAsked(line, options)),
      options.limit,
    );
    await printTable(app, terminal, options.format, {
      ...{ kind: 'ledger', forPeople: table, forPrograms: table },
      more: 'without --limit, or with a larger one',
    });
    return exit.ok;
  },
});

type Line = Awaited<ReturnType<typeof requireLedger>>['ledger']['lines'][number];

function isAsked(line: Line, options: OptionValues<typeof filters>): boolean {
  const among = (asked: readonly string[], value: string) => asked.length === 0 || asked.includes(value);
  return (
    among(options.decision, line.decision) &&
    among(options.workload, line.workload ?? '*') &&
    among(options.owner, line.owner) &&
    among(options.ticket, line.ticket) &&
    (options.seen === undefined || line.seen.seen === options.seen)
  );
}
