import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Diagnostic, DiagnosticError, limits, type Span, WorldError } from '../base/index.js';
import type { LookupTable } from '../lang/index.js';
import { parseCsv } from '../policy/index.js';

/** The folder of a workspace with its lookup tables, `lookups/NAME.csv`. */
const lookupFolder = 'lookups';

const extension = '.csv';

/**
 * The lookup tables of a workspace for `lookup` and `cidrlookup`, by the names of their files; none where the text has
 * neither command. The first line names the columns (CloudWatch Logs API reference, `CreateLookupTable`). Lines that
 * begin with `#` are comments. Throws a WorldError for a file that cannot be read, and a DiagnosticError with the place for
 * one that is no table.
 */
export async function readLookupTables(text: string, folder: string): Promise<Map<string, LookupTable>> {
  const tables = new Map<string, LookupTable>();
  if (!/\b(?:cidr)?lookup\b/i.test(text)) return tables;
  const path = join(folder, lookupFolder);
  for (const file of await filesIn(path)) {
    const name = basename(file, extension);
    tables.set(name, readTable(await textOf(join(path, file)), join(lookupFolder, file)));
  }
  return tables;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new WorldError(`The folder \`${folder}\` cannot be read.`, { path: folder, cause });
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= limits.lookupBytes) return await readFile(path, 'utf8');
    const message = `The lookup table has ${size} bytes, and at most ${limits.lookupBytes} are read.`;
    throw new DiagnosticError([{ code: 'table-too-large', severity: 'error', source: path, message }]);
  } catch (cause) {
    if (cause instanceof DiagnosticError) throw cause;
    throw new WorldError(`The lookup table \`${path}\` cannot be read.`, { path, cause });
  }
}

/** Reads a table. Throws a DiagnosticError with every line that does not fit. */
export function readTable(text: string, source: string): LookupTable {
  const faults: Diagnostic[] = [];
  const fault = (message: string, span: Span, help: string): void => {
    faults.push({ code: 'bad-table', severity: 'error', source, message, span, help });
  };
  const { entries, faults: quotes } = parseCsv(text);
  for (const each of quotes) fault(each.message, each.span, each.help);
  const [header, ...rows] = entries.flatMap((entry) => (entry.kind === 'row' ? [entry] : []));
  const columns = header?.cells.map((cell) => cell.text.trim()) ?? [];
  if (header === undefined) {
    fault('The lookup table is empty.', { start: 0, end: 0 }, 'name its columns in the first line');
  }
  for (const [index, cell] of (header?.cells ?? []).entries()) {
    const name = columns[index] ?? '';
    if (name === '') fault('A column has no name.', cell.span, 'name each column in the first line');
    else if (columns.indexOf(name) < index) {
      fault(`The column \`${name}\` stands twice in the first line.`, cell.span, 'give it another name');
    }
  }
  for (const { cells, span } of rows) {
    if (cells.length === columns.length) continue;
    const found = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
    const message = `The line has ${found}, and the number of columns that the first line names is ${columns.length}.`;
    fault(message, span, 'put quotes around a cell that holds a comma');
  }
  if (faults.length > 0) throw new DiagnosticError(faults, text);
  return { columns, rows: rows.map(({ cells }) => cells.map((cell) => cell.text)) };
}
