import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, type Span, WorldError } from '../../base/index.js';
import { type CsvRow, csvCell, parseCsv } from '../../policy/index.js';
import { replaceText } from '../replace-text.js';
import { type ScenarioRun, scenarioColumns, scenarioName, writeInstant } from './run.js';

/** Name of the file of a workspace that remembers when scenarios ran. */
export const scenarioFile = 'scenarios.csv';

export interface ScenarioFile {
  readonly path: string;
  /** Null when there is no such file yet. */
  readonly text: string | null;
  readonly runs: readonly ScenarioRun[];
  /** The row of each run, in the same order. */
  readonly rows: readonly CsvRow[];
}

export function scenarioPath(folder: string): string {
  return join(folder, scenarioFile);
}

/** Reads the file; without one there are no runs. Throws a `DiagnosticError` with every mistake in it. */
export async function loadScenarioFile(path: string): Promise<ScenarioFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      return { path, text: null, runs: [], rows: [] };
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`The scenarios cannot be read: ${reason}`, { path, cause });
  }
  const { runs, rows, diagnostics } = readScenarioRuns(text, path);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics, text);
  return { path, text, runs, rows };
}

/** Reads the text of a `scenarios.csv`: the columns of `scenarioColumns`, in this order; `#` begins a comment. */
export function readScenarioRuns(
  text: string,
  source: string,
): { runs: ScenarioRun[]; rows: CsvRow[]; diagnostics: Diagnostic[] } {
  const csv = parseCsv(text);
  const diagnostics: Diagnostic[] = [];
  const report = (span: Span, message: string, help: string) =>
    diagnostics.push({ code: 'scenario', severity: 'error', source, span, message, help });
  for (const fault of csv.faults) report(fault.span, fault.message, fault.help);
  const [head, ...rest] = csv.entries.flatMap((entry) => (entry.kind === 'row' ? [entry] : []));
  if (head !== undefined && head.cells.map((cell) => cell.text).join() !== scenarioColumns.join()) {
    report(head.span, 'The first line does not name the columns.', `write ${scenarioColumns.join(',')}`);
    return { runs: [], rows: [], diagnostics };
  }
  const runs: ScenarioRun[] = [];
  const rows: CsvRow[] = [];
  for (const row of rest) {
    const run = readRun(row, report);
    if (run === undefined) continue;
    runs.push(run);
    rows.push(row);
  }
  return { runs, rows, diagnostics };
}

type Report = (span: Span, message: string, help: string) => void;

function readRun(row: CsvRow, report: Report): ScenarioRun | undefined {
  if (row.cells.length !== scenarioColumns.length) {
    const count = scenarioColumns.length;
    report(
      row.span,
      `The line has ${row.cells.length} cells.`,
      `write ${count}: ${scenarioColumns.join(', ')}`,
    );
    return undefined;
  }
  const cell = (column: (typeof scenarioColumns)[number]) => {
    const found = row.cells[scenarioColumns.indexOf(column)];
    return { text: found?.text ?? '', span: found?.span ?? row.span };
  };
  const name = cell('name');
  if (!scenarioName.test(name.text)) {
    report(
      name.span,
      `\`${name.text}\` is no name of a scenario.`,
      'use letters, digits, spaces and . _ / -',
    );
  }
  const from = readInstant(cell('from'), report);
  const to = cell('to').text === '' ? null : readInstant(cell('to'), report);
  if (from === undefined || to === undefined) return undefined;
  if (to !== null && to < from) report(cell('to').span, '`to` is before `from`.', 'exchange the two');
  const code = cell('exit_code');
  if (!/^\d{0,3}$/.test(code.text))
    report(code.span, `\`${code.text}\` is no exit code.`, 'write 0 to 255, or nothing');
  const optional = (column: 'commit' | 'command' | 'note') => cell(column).text || null;
  return {
    name: name.text,
    from,
    to,
    exitCode: code.text === '' ? null : Number(code.text),
    commit: optional('commit'),
    command: optional('command'),
    note: optional('note'),
  };
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function readInstant({ text, span }: { text: string; span: Span }, report: Report): number | undefined {
  const time = instant.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return Math.floor(time / 1000);
  report(span, `\`${text}\` is no time.`, 'write it with its zone, as in 2026-09-14T08:00:00Z');
  return undefined;
}

/** The file with one more run at its end, or with a run in the place of the one at `index`. Written atomically. */
export async function writeRun(file: ScenarioFile, run: ScenarioRun, index?: number): Promise<void> {
  const before = file.text ?? `${scenarioColumns.join(',')}\n`;
  const line = rowOf(run);
  const row = index === undefined ? undefined : file.rows[index];
  const whole = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  const after =
    row === undefined
      ? `${whole}${line}\n`
      : `${before.slice(0, row.span.start)}${line}${before.slice(row.span.end)}`;
  await replaceText(file.path, after, 'The file of scenarios');
}

/** The file without the run at `index`. Written atomically. */
export async function removeRun(file: ScenarioFile, index: number): Promise<void> {
  const text = file.text ?? '';
  const row = file.rows[index];
  if (row === undefined) return;
  const rest = text.slice(row.span.end).replace(/^\r?\n/, '');
  await replaceText(file.path, text.slice(0, row.span.start) + rest, 'The file of scenarios');
}

function rowOf(run: ScenarioRun): string {
  const cells = [
    run.name,
    writeInstant(run.from),
    run.to === null ? '' : writeInstant(run.to),
    run.exitCode === null ? '' : String(run.exitCode),
    run.commit ?? '',
    run.command ?? '',
    run.note ?? '',
  ];
  return cells.map((text) => csvCell(text)).join(',');
}
