import { DiagnosticError } from '../base/index.js';
import type { App } from './command.js';
import { printTable, type TableFormat } from './output.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

type Request = Parameters<App['runQuery']>[0];
type Statements = ReturnType<App['runStatements']>;
type DoneStatement = Extract<Statements extends AsyncGenerator<infer O> ? O : never, { kind: 'done' }>;
type Diagnostic = Parameters<App['formatDiagnostic']>[0];

/** Runs a query and prints its rows, or prints what it comes to; notes go to standard error. */
export async function answerQuery(
  app: App,
  terminal: Terminal,
  { format, explain }: { readonly format: TableFormat; readonly explain: boolean },
  request: Request,
): Promise<void> {
  try {
    if (explain) await explainText(app, terminal, request);
    else if (request.language === 'athena') await printStatements(app, terminal, format, request);
    else await printAnswer(app, terminal, format, request);
  } catch (error) {
    // Programs that asked for JSON read the place from it; the words for people follow on standard error.
    if (format === 'json' && error instanceof DiagnosticError) {
      await terminal.print(app.queryErrorJson(error, request.language));
    }
    throw error;
  }
}

/** The statements of a text, one after the other; without a catalogue there are only queries. */
async function printStatements(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  request: Request,
): Promise<void> {
  const { catalog } = request;
  if (catalog === undefined) {
    if (app.isOneQuery(request.text)) return printAnswer(app, terminal, format, request);
    const help = 'leave `--engine trino` out, or give one SELECT';
    throw new UsageError(
      'sluice query',
      'A Trino is asked with one query, and this is something else.',
      help,
    );
  }
  for await (const outcome of app.runStatements({ ...request, catalog })) {
    if (outcome.kind === 'query') await printAnswer(app, terminal, format, outcome.request);
    else await printDone(app, terminal, format, request, outcome);
  }
}

async function printAnswer(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  request: Request,
): Promise<void> {
  if (format === 'csv' || format === 'ndjson') await printStream(app, terminal, format, request);
  else await printResult(app, terminal, format, request);
}

/** What a statement answers that is no query, or what it did. */
async function printDone(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  request: Request,
  { columns, rows, diagnostics, message }: DoneStatement,
): Promise<void> {
  notes(app, terminal, request, diagnostics, undefined);
  if (message !== undefined) return terminal.note(message);
  const table = { columns: app.queryColumns(columns), rows, total: rows.length };
  await printTable(app, terminal, format, { kind: 'query', forPeople: table, forPrograms: table, more: '' });
}

/** Prints the record behind a pointer, a field a line. */
export async function answerPointer(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  request: Parameters<App['findLogRecord']>[0],
): Promise<void> {
  const rows = await app.findLogRecord(request);
  const columns = ['field', 'value'].map((key) => ({ key, title: key, kind: 'text', weight: 9 }) as const);
  const table = { columns, rows, total: rows.length };
  await printTable(app, terminal, format, {
    kind: 'log-record',
    forPeople: table,
    forPrograms: table,
    more: '',
  });
}

async function printResult(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  request: Request,
): Promise<void> {
  const result = await app.runQuery(request);
  const table = { columns: app.queryColumns(result.columns), rows: result.rows, total: result.rows.length };
  const counts = countsOf(result.statistics);
  await printTable(app, terminal, format, {
    kind: 'query',
    forPeople: table,
    forPrograms: table,
    more: '',
    ...(request.countRecords ? { statistics: counts } : {}),
  });
  notes(app, terminal, request, result.diagnostics, result.meant);
  if (format === 'table') {
    const seconds = result.statistics.runMilliseconds / 1000;
    const rows = app.plural(result.rows.length, 'row');
    terminal.note(`${rows}, ${seconds.toFixed(2)} s${countWords(app, counts)}`);
  }
  if (result.cutAt !== undefined) sayCut(app, terminal, result.cutAt);
}

type Counts = Partial<Record<'recordsScanned' | 'recordsMatched' | 'bytesScanned', number>>;

function countsOf({ recordsScanned, recordsMatched, bytesScanned }: Counts): Counts & Record<string, number> {
  return {
    ...(recordsScanned === undefined ? {} : { recordsScanned }),
    ...(recordsMatched === undefined ? {} : { recordsMatched }),
    ...(bytesScanned === undefined ? {} : { bytesScanned }),
  };
}

function countWords(app: App, { recordsScanned, recordsMatched, bytesScanned }: Counts): string {
  if (recordsScanned === undefined || recordsMatched === undefined) return '';
  const bytes = bytesScanned === undefined ? '' : `, ${app.formatBytes(bytesScanned)} of files`;
  return `; ${app.formatCount(recordsMatched)} of ${app.plural(recordsScanned, 'record')} matched${bytes}`;
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
  for await (const { rows, diagnostics: ofTables = [] } of app.streamQuery(request)) {
    notes(app, terminal, request, ofTables, undefined);
    count += rows.length;
    const lines = rows.map((row) =>
      format === 'csv' ? app.csvRow(row, columns) : `${app.rowJson(row, columns)}\n`,
    );
    await terminal.print(lines.join(''));
  }
  if (count === compiled.defaultLimit) sayCut(app, terminal, count);
}

async function explainText(app: App, terminal: Terminal, request: Request): Promise<void> {
  if (request.language === 'athena' && !app.isOneQuery(request.text)) {
    const help = 'write EXPLAIN before the SELECT that is meant, or give one SELECT';
    throw new UsageError('sluice query', '`--explain` explains one query, and this is something else.', help);
  }
  const { steps, plan, sql, sqlText, compiled, diagnostics, meant } = app.explainQuery(request);
  const scan = request.engineName === 'trino' ? undefined : await app.estimateScan(request, compiled);
  const values = sql.values.length === 0 ? '' : `\n-- bound: ${sql.values.map(String).join(', ')}`;
  const parts = [
    `Steps:\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`,
    `Plan, the last step first:\n${plan.join('\n')}`,
    `SQL:\n${sqlText}${values}`,
    ...(scan === undefined ? [] : [`Reads:\n${app.scanLines(scan).join('\n')}`]),
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
