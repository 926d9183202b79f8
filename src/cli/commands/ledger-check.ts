import { answerFor, answerOptions } from '../answer.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { amountWords, ledgerOptions, requireLedger } from '../ledger-options.js';
import { printTable, tableFormats } from '../output.js';
import { type Paint, paintFor } from '../paint.js';
import { readPathArgument } from '../shared-options.js';
import type { Terminal } from '../terminal.js';
import { wrap } from '../wrap.js';

/** The checks in the order of their urgency; `src/policy/ledger/checks.ts` has the table. */
const kinds = [
  'contradictory',
  'expired',
  'expiring',
  'unreasoned-admin',
  'wide',
  'unknown-name',
  'overruled',
  'shadowed',
  'duplicate',
  'unused',
  'undecided',
] as const satisfies readonly (keyof App['ledgerChecks'])[];

export const ledgerCheck = defineCommand({
  name: 'ledger check',
  group: 'decide',
  summary: 'Look for decisions that have ended, contradict each other, decide nothing, or are missing.',
  detail: [
    'Every finding names its line and what to do. The exit code is 3 only for the kinds that --fail-on names; a ledger that cannot be read ends with 1.',
  ],
  args: [readPathArgument],
  options: {
    ...ledgerOptions,
    failOn: {
      type: 'choice',
      choices: kinds,
      many: true,
      placeholder: 'LIST',
      doc: 'Exit with 3 when any of these is found. Separated by commas.',
    },
    only: { type: 'choice', choices: kinds, many: true, placeholder: 'LIST', doc: 'List only these.' },
    soonDays: { type: 'integer', default: 30, doc: 'A decision that ends within so many days is expiring.' },
    rows: {
      type: 'integer',
      default: 10,
      doc: 'Findings of each kind to show as text; other formats have all.',
    },
    format: {
      type: 'choice',
      choices: ['text', ...tableFormats],
      default: 'text',
      doc: 'How it is printed.',
    },
    ...answerOptions,
  },
  examples: [
    { line: 'sluice ledger update && sluice ledger check', doc: 'Everything that is to be looked at' },
    {
      line: 'sluice ledger update && sluice ledger check --fail-on expired,contradictory --format json',
      doc: 'In CI: fail when a decision has ended, or two contradict each other',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const { ledger } = await requireLedger(app, options.ledger, terminal);
    return answerFor(app, context, async (answer) => {
      const all = await app.checkLedgerOf(answer.opened, ledger, options.soonDays);
      const listed = all.filter(({ kind }) => options.only.length === 0 || options.only.includes(kind));
      if (options.format === 'text') await terminal.print(checkText(app, terminal, listed, options.rows));
      else {
        await printTable(app, terminal, options.format, {
          kind: 'ledger-check',
          forPeople: app.findingTable(listed, 'people'),
          forPrograms: app.findingTable(listed, 'programs'),
          more: '',
        });
      }
      terminal.note(summary(app, all));
      return all.some(({ kind }) => options.failOn.includes(kind)) ? exit.findings : exit.ok;
    });
  },
});

type Findings = Awaited<ReturnType<App['checkLedgerOf']>>;

/** Each kind with what it means, its findings with their lines, and what to do. */
function checkText(app: App, terminal: Terminal, findings: Findings, rows: number): string {
  const paint = paintFor(terminal.color);
  const lines = kinds.flatMap((kind) => {
    const found = findings.filter((each) => each.kind === kind);
    if (found.length === 0) return [];
    const shown = found.slice(0, rows).flatMap((each) => findingLines(app, each, terminal.columns, paint));
    if (found.length > rows) shown.push(paint.dim(`  … and ${app.formatCount(found.length - rows)} more`));
    const doc = wrap(app.ledgerChecks[kind].doc, terminal.columns, '  ');
    return ['', paint.bold(`${kind} (${app.formatCount(found.length)})`), paint.dim(doc), ...shown];
  });
  return lines
    .slice(1)
    .map((line) => `${line}\n`)
    .join('');
}

function findingLines(app: App, finding: Findings[number], columns: number, paint: Paint): string[] {
  const { kind, line, subject, message, help, seen } = finding;
  const place = line === null ? '' : `line ${line}`;
  const amounts = seen === undefined ? '' : `  ${amountWords(app, seen)}`;
  const head = `  ${place.padEnd(10)}${subject}${amounts}`;
  // Of a need without a decision there is nothing more to say than its name.
  if (kind === 'undecided' && message === 'Nobody has decided.') return [head];
  const indent = ' '.repeat(12);
  return [head, wrap(message, columns, indent), paint.dim(wrap(`help: ${help}`, columns, indent))];
}

function summary(app: App, findings: Findings): string {
  if (findings.length === 0) return 'Nothing to look at.';
  const counts = kinds.flatMap((kind) => {
    const count = findings.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${app.formatCount(count)} ${kind}`];
  });
  return `${counts.join(', ')}.`;
}
