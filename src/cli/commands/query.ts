import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WorldError } from '../../base/index.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { locateLake } from '../locate-lake.js';
import { printTable, type TableFormat, tableFormats } from '../output.js';
import { openQueryPlace, trinoOptions } from '../query-place.js';
import { lakeOptions, progressOptions } from '../shared-options.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

type Request = Parameters<App['runQuery']>[0];
type Diagnostic = Parameters<App['formatDiagnostic']>[0];

export const query = defineCommand({
  name: 'query',
  summary: 'Ask the lake in Athena SQL or in Logs Insights.',
  detail: [
    'Any name of a table means the flow logs. What is not understood is refused with its place. Notes about known defects of a question go to standard error.',
  ],
  args: [{ name: 'TEXT', doc: 'The query; `--file` reads it from a file instead.', optional: true }],
  options: {
    language: {
      type: 'choice',
      choices: ['athena', 'insights'],
      default: 'athena',
      doc: 'The language of the query.',
    },
    file: {
      type: 'path',
      placeholder: 'FILE',
      doc: 'Read the query from a file, or with `-` from standard input.',
    },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How the rows are printed.' },
    explain: { type: 'flag', doc: 'Print the steps, the plan and the SQL that would run, and run nothing.' },
    lint: { type: 'flag', default: true, doc: 'Leave out the notes about known defects.' },
    olderNames: {
      type: 'flag',
      doc: 'Also know the column names of older tutorials, such as sourceaddress.',
    },
    ...lakeOptions,
    ...trinoOptions,
    ...progressOptions,
  },
  examples: [
    {
      line: 'sluice query "SELECT dstaddr, dstport, sum(bytes) AS bytes FROM vpc_flow_logs GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 10"',
      doc: 'Athena SQL',
    },
    {
      line: "sluice query --language insights 'stats sum(bytes) as bytes by dstAddr | sort bytes desc | limit 10'",
      doc: 'Logs Insights',
    },
    {
      line: 'sluice query "SELECT * FROM vpc_flow_logs WHERE action = \'REJECT\'" --format csv > rejects.csv',
      doc: 'All rows for a spreadsheet',
    },
  ],
  async run({ app, args, options, terminal, signal }) {
    const text = await textOf(args[0], options.file, terminal);
    const use = await app();
    const lakePath = await locateLake(use, options.lake, terminal.cwd);
    const { language, lint, olderNames } = options;
    const { place, close } = await openQueryPlace(use, terminal, lakePath, options);
    try {
      const request = { text, language, lint, olderNames, signal, ...place };
      if (options.explain) await explainText(use, terminal, request);
      else if (options.format === 'csv' || options.format === 'ndjson') {
        await printStream(use, terminal, options.format, request);
      } else await printResult(use, terminal, options.format, request);
    } finally {
      close();
    }
    return exit.ok;
  },
});

async function textOf(
  given: string | undefined,
  file: string | undefined,
  terminal: Terminal,
): Promise<string> {
  if ((given === undefined) === (file === undefined)) {
    const message = given === undefined ? 'TEXT is missing.' : 'TEXT and `--file` exclude each other.';
    throw new UsageError('sluice query', message, 'give the query in quotes, or with --file');
  }
  if (given !== undefined) return given;
  const path = file ?? '';
  try {
    if (path !== '-') return await readFile(resolve(terminal.cwd, path), 'utf8');
    const pieces: Buffer[] = [];
    for await (const piece of terminal.stdin) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString('utf8');
  } catch (cause) {
    const help = 'name a readable file';
    throw new WorldError(`The query \`${path}\` cannot be read.`, { path, help, cause });
  }
}

async function printResult(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  request: Request,
): Promise<void> {
  const result = await app.runQuery(request);
  const table = { columns: app.queryColumns(result.columns), rows: result.rows, total: result.rows.length };
  await printTable(app, terminal, format, { kind: 'query', forPeople: table, forPrograms: table, more: '' });
  notes(app, terminal, request, result.diagnostics, result.meant);
  if (format === 'table') {
    const seconds = result.statistics.runMilliseconds / 1000;
    terminal.note(`${app.plural(result.rows.length, 'row')}, ${seconds.toFixed(2)} s`);
  }
  if (result.cutAt !== undefined) sayCut(app, terminal, result.cutAt);
}

/** Rows leave as they come, so that an answer of any length stays within memory. */
async function printStream(
  app: App,
  terminal: Terminal,
  format: 'csv' | 'ndjson',
  request: Request,
): Promise<void> {
  const { columns: named, compiled, diagnostics, meant } = app.explainQuery(request);
  notes(app, terminal, request, diagnostics, meant);
  const columns = app.queryColumns(named);
  let count = 0;
  if (format === 'csv') await terminal.print(app.csvHeader(columns, (name) => name));
  for await (const { rows } of app.streamQuery(request)) {
    count += rows.length;
    const lines = rows.map((row) =>
      format === 'csv' ? app.csvRow(row, columns) : `${app.rowJson(row, columns)}\n`,
    );
    await terminal.print(lines.join(''));
  }
  if (count === compiled.defaultLimit) sayCut(app, terminal, count);
}

async function explainText(app: App, terminal: Terminal, request: Request): Promise<void> {
  const { steps, plan, sql, sqlText, diagnostics, meant } = app.explainQuery(request);
  const values = sql.values.length === 0 ? '' : `\n-- bound: ${sql.values.map(String).join(', ')}`;
  const parts = [
    `Steps:\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`,
    `Plan, the last step first:\n${plan.join('\n')}`,
    `SQL:\n${sqlText}${values}`,
  ];
  await terminal.print(`${parts.join('\n\n')}\n`);
  notes(app, terminal, request, diagnostics, meant);
}

function notes(
  app: App,
  terminal: Terminal,
  { text }: Request,
  diagnostics: readonly Diagnostic[],
  meant: string | undefined,
): void {
  for (const line of app.noteLines(diagnostics, text)) terminal.note(line);
  if (meant !== undefined) terminal.note(`What was probably meant:\n${meant}`);
}

function sayCut(app: App, terminal: Terminal, limit: number): void {
  terminal.note(`The query names no limit: there may be more than these ${app.formatCount(limit)} rows.`);
}
