import type { Diagnostic } from '../../base/index.js';
import { sql, text } from '../../dialect/index.js';
import { fieldByLogName } from '../../flow/index.js';
import { olderName } from '../../lang/index.js';
import type { QueryEngine } from '../query-engine.js';
import type { CatalogTable } from './model.js';
import type { PartitionFiles } from './table-files.js';

/**
 * Looks at the header of the first and the last file: a table reads its columns by position, so one whose columns are not
 * those of the log format shows each value under another name, and nothing says so. Warns with the first that differs.
 */
export async function checkHeaders(
  engine: QueryEngine,
  table: CatalogTable,
  partitions: readonly PartitionFiles[],
): Promise<Diagnostic[]> {
  if (table.format.kind !== 'text') return [];
  const files = partitions.flatMap((partition) => partition.files.map((file) => file.path));
  const looked = [...new Set([files[0], files.at(-1)].filter((path) => path !== undefined))];
  const found: Diagnostic[] = [];
  for (const path of looked) {
    const line = await firstLine(engine, path);
    const warning = line === undefined ? undefined : judge(table, line.split(table.format.delimiter));
    if (warning !== undefined && !found.some((each) => each.message === warning.message)) found.push(warning);
  }
  return found;
}

async function firstLine(engine: QueryEngine, path: string): Promise<string | undefined> {
  const { rows } = await engine.query(
    sql`SELECT line FROM read_csv([${text(path)}], delim=${text('\uF8FF')}, header=false, auto_detect=false, quote='',
      escape='', strict_mode=false, columns={line: 'VARCHAR'}) LIMIT 1`,
  );
  const line = rows[0]?.[0];
  return typeof line === 'string' ? line : undefined;
}

function judge(table: CatalogTable, header: readonly string[]): Diagnostic | undefined {
  const fields = header.map((each) => fieldByLogName(each.trim()));
  // No header of flow logs: there is nothing to compare with.
  if (fields.filter((field) => field !== undefined).length < header.length / 2) return undefined;
  const skips = Object.entries(table.properties).some(
    ([key, value]) => key.toLowerCase() === 'skip.header.line.count' && Number(value) > 0,
  );
  if (!skips) {
    const message = `The first line of the files of \`${table.name}\` names the fields, and the table reads it as a row.`;
    const help = `run ALTER TABLE ${table.name} SET TBLPROPERTIES ('skip.header.line.count' = '1')`;
    return warning('header-as-row', message, help);
  }
  for (const [index, column] of table.columns.entries()) {
    const field = fields[index];
    if (field === undefined || field.column === column.name || olderName(field) === column.name) continue;
    const place = `column ${index + 1} of \`${table.name}\` is \`${column.name}\``;
    const message = `The files have \`${field.log}\` where ${place}: columns are read by position, so its values and maybe others stand under the wrong names.`;
    const format = header.map((each) => each.trim().replaceAll('-', '_')).join(', ');
    return warning('columns-shifted', message, `declare the columns in the order of the files: ${format}`);
  }
  const surplus = header.slice(table.columns.length).map((each) => `\`${each.trim()}\``);
  if (surplus.length === 0) return undefined;
  const message = `The files of \`${table.name}\` have fields that it does not declare, and which are left out: ${surplus.join(', ')}.`;
  return { ...warning('fields-left-out', message, undefined), severity: 'note' };
}

function warning(code: string, message: string, help: string | undefined): Diagnostic {
  return { code, severity: 'warning', source: 'query', message, ...(help === undefined ? {} : { help }) };
}
