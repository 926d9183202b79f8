import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Diagnostic, DiagnosticError, WorldError } from '../../base/index.js';
import {
  applyEdit,
  type CsvRow,
  columnNames,
  csvCell,
  describeKey,
  type Ledger,
  type LedgerLine,
  type LedgerMerge,
  mergeLedger,
  parseCsv,
  readLedger,
} from '../../policy/index.js';
import { replaceText } from '../replace-text.js';
import { loadLedger, readLedgerText } from './file.js';
import { codeOf, lockLedger } from './lock.js';
import { emptyLedger } from './update.js';
import { writeLedger } from './write.js';

/** Cells of a ledger by the names of its columns, the header line first. */
type Cells = readonly (readonly string[])[];

interface Format {
  readonly write: (cells: Cells) => Promise<string | Uint8Array>;
  /** The text of a ledger; lines of it are the rows of the file. */
  readonly read: (path: string) => Promise<string>;
}

const formats: Readonly<Record<string, Format>> = {
  '.csv': {
    write: async (cells) => csvOf(cells),
    read: async (path) => {
      const text = await readLedgerText(path);
      if (text === undefined) throw new WorldError('There is no such file.', { path });
      return text;
    },
  },
  '.json': { write: async (cells) => jsonOf(cells), read: readJson },
  '.xlsx': { write: xlsxOf, read: readXlsx },
};

function formatOf(path: string): Format {
  const format = formats[extname(path).toLowerCase()];
  if (format !== undefined) return format;
  const message = `The name \`${path}\` has no suffix that names a format.`;
  const help = `end the name in ${Object.keys(formats).join(', ')}`;
  throw new DiagnosticError([{ code: 'ledger-format', severity: 'error', source: 'FILE', message, help }]);
}

/** Writes a ledger to a file whose suffix decides the format; columns of one's own go along, comments do not. */
export async function exportLedger(ledger: Ledger, path: string): Promise<void> {
  const { write } = formatOf(path);
  const rows = ledger.csv.entries.filter((entry) => entry.kind === 'row');
  const [header] = rows;
  const names = header?.cells.map((cell) => cell.text.trim()) ?? [...columnNames];
  const lines = ledger.lines.map(({ row }) => names.map((_, index) => row.cells[index]?.text ?? ''));
  await replaceText(path, await write([names, ...lines]), 'The file');
}

export interface ImportResult extends LedgerMerge {
  readonly ledger: Ledger;
  readonly written: boolean;
}

/** Takes the decisions of a file over into a ledger; `dryRun` says what would change. */
export async function importLedger(from: string, path: string, dryRun = false): Promise<ImportResult> {
  const other = await readExchanged(from);
  const lock = dryRun ? undefined : await lockLedger(path);
  try {
    const loaded = await loadLedger(path);
    const ledger = loaded?.ledger ?? emptyLedger(path);
    const merge = mergeLedger(ledger, other);
    const after = applyEdit(ledger, merge.edit);
    const before = loaded?.ledger.csv.text;
    const written = lock !== undefined && after.csv.text !== before;
    if (written) await writeLedger(path, before, after.csv.text);
    return { ...merge, ledger: after, written };
  } finally {
    await lock?.release();
  }
}

async function readExchanged(path: string): Promise<Ledger> {
  const text = await formatOf(path).read(path);
  const { ledger, diagnostics } = readLedger(text, path);
  const faults = ledger === undefined ? diagnostics : contradictionsIn(ledger);
  if (ledger !== undefined && faults.length === 0) return ledger;
  const suffix = extname(path).toLowerCase();
  if (suffix === '.csv') throw new DiagnosticError(faults, text);
  // The text was made from the file: only the number of a row means something to who wrote the file.
  const rows = parseCsv(text).entries.filter((entry) => entry.kind === 'row');
  throw new DiagnosticError(faults.map((each) => byRow(each, rows, suffix)));
}

/** Which of two rows that say different things of the same is meant cannot be known. */
function contradictionsIn({ lines, source }: Ledger): Diagnostic[] {
  const first = new Map<string, LedgerLine>();
  return lines.flatMap((line) => {
    const before = first.get(describeKey(line));
    if (before === undefined) first.set(describeKey(line), line);
    if (before === undefined || before.decision === line.decision) return [];
    const message = `\`${describeKey(line)}\` stands there twice: ${before.decision} and ${line.decision}.`;
    const help = 'leave one of the two';
    return [
      { code: 'ledger-import', severity: 'error', source, message, help, span: line.spanOf('decision') },
    ];
  });
}

function byRow({ span, message, ...rest }: Diagnostic, rows: readonly CsvRow[], suffix: string): Diagnostic {
  const at = rows.findIndex((row) => span !== undefined && span.start <= row.span.end);
  if (at < 0) return { ...rest, message };
  return { ...rest, message: `${suffix === '.json' ? `lines[${at - 1}]` : `Row ${at + 1}`}: ${message}` };
}

function csvOf(cells: Cells): string {
  return cells.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

/** One object a line, its members named as the columns are; a cell without text is left out. */
function jsonOf([names = [], ...rows]: Cells): string {
  const lines = rows.map((row) => {
    const members = names.flatMap((name, index) => {
      const text = row[index] ?? '';
      return text === '' ? [] : [`${JSON.stringify(name)}: ${JSON.stringify(text)}`];
    });
    return `    { ${members.join(', ')} }`;
  });
  return `{\n  "schemaVersion": 1,\n  "kind": "ledger",\n  "lines": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

async function readJson(path: string): Promise<string> {
  const text = await readLedgerText(path);
  if (text === undefined) throw new WorldError('There is no such file.', { path });
  const refuse = (message: string) =>
    new DiagnosticError([
      { code: 'ledger-json', severity: 'error', source: path, message, help: 'compare it with an export' },
    ]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(`The file is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
  const lines = isRecord(value) ? value.lines : undefined;
  if (!Array.isArray(lines)) throw refuse('The file has no list `lines`.');
  const objects = lines.map((line: unknown, index) => {
    if (isRecord(line)) return line;
    throw refuse(`\`lines[${index}]\` is no object.`);
  });
  const names = [...new Set([...columnNames.slice(0, 5), ...objects.flatMap((line) => Object.keys(line))])];
  return csvOf([names, ...objects.map((line) => names.map((name) => cellText(line[name])))]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A day in a spreadsheet is a number with a format, which its reader gives as the start of the day in UTC. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value);
}

const numberColumns = new Set(['connections', 'bytes_out', 'bytes_in']);

/** Texts are cells of text, so that no spreadsheet runs one or makes a date of a range of ports. */
async function xlsxOf([names = [], ...rows]: Cells): Promise<Uint8Array> {
  const { default: writeXlsx } = await import('write-excel-file/node');
  const widths = names.map((name, index) => {
    const longest = Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0));
    return { width: Math.min(60, longest + 2) };
  });
  const head = names.map((name) => ({ value: name, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    row.map((text, index) => {
      if (text === '') return null;
      const amount = numberColumns.has(names[index] ?? '') && /^\d+$/.test(text);
      return amount ? { value: Number(text), type: Number } : { value: text, type: String };
    }),
  );
  return writeXlsx([head, ...body], { columns: widths, stickyRowsCount: 1, sheet: 'ledger' }).toBuffer();
}

async function readXlsx(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new WorldError(`The file cannot be read: ${codeOf(cause)}`, { path, cause });
  }
  const { readSheet } = await import('read-excel-file/node');
  try {
    const rows = await readSheet(bytes);
    return csvOf(rows.map((row) => row.map(cellText)));
  } catch (cause) {
    const help = 'save it as an Excel workbook (.xlsx) without a password';
    throw new WorldError('The file is not a workbook.', { path, cause, help });
  }
}
