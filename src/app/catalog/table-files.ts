import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Diagnostic, WorldError } from '../../base/index.js';
import { isFault, type ProjectedColumn, type Projection, readProjection } from '../../lang/index.js';
import { isStep, readDateBound, readDateFormat } from './date-format.js';
import { below, locate, type S3Folders, withSlash } from './locate.js';
import type { CatalogTable } from './model.js';

export interface TableFile {
  readonly path: string;
  readonly bytes: number;
}

/** The files of one partition; a table without partitions is one of no values. */
export interface PartitionFiles {
  /** In the order of the partition columns, as the folders write them. */
  readonly values: readonly string[];
  readonly files: readonly TableFile[];
}

/** A location of the catalogue that leads to no folder any more, since `sluice.yaml` has changed. */
export function folderOf(location: string, folders: S3Folders, table: string): string {
  const located = locate(location, folders);
  if ('folder' in located) return located.folder;
  throw new WorldError(`The table \`${table}\`: ${located.problem}`, { help: located.help });
}

/**
 * All files of a table by their partitions. With projection, the folders that are there are matched with the template, which
 * gives the same files as going through every value; a value outside of its range is not read. Names that begin with `_` or
 * `.` are hidden (Athena User Guide, "Create tables in Athena").
 */
export async function filesOf(
  table: CatalogTable,
  folders: S3Folders,
  now: number = Date.now(),
): Promise<{ readonly partitions: readonly PartitionFiles[]; readonly diagnostics: readonly Diagnostic[] }> {
  const keys = table.partitionKeys.map((key) => key.name);
  const projection = readProjection(table.properties, keys);
  if (projection !== undefined && !isFault(projection)) {
    return projectedFiles(table, projection, folders, now);
  }
  if (keys.length === 0) {
    const files = await filesBelow(folderOf(table.location, folders, table.name));
    return { partitions: [{ values: [], files }], diagnostics: [] };
  }
  const partitions: PartitionFiles[] = [];
  for (const { values, location } of table.partitions) {
    partitions.push({ values, files: await filesBelow(folderOf(location, folders, table.name)) });
  }
  const diagnostics = table.partitions.length === 0 ? [withoutPartitions(table.name)] : [];
  return { partitions, diagnostics };
}

/** The usual reason why a new table is empty. */
function withoutPartitions(table: string): Diagnostic {
  return {
    code: 'no-partitions',
    severity: 'warning',
    source: 'query',
    message: `The table \`${table}\` has no partitions yet, so it has no rows.`,
    help: `run MSCK REPAIR TABLE ${table}, or ALTER TABLE ${table} ADD PARTITION (…) LOCATION '…'`,
  };
}

/** Every file in a folder and those below it, by path; a folder that is not there has none. */
export async function filesBelow(folder: string): Promise<TableFile[]> {
  let names: string[];
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`The folder of a table cannot be read: ${reason}`, { path: folder, cause });
  }
  const shown = names.filter((path) => !/(?:^|\/)[_.]/.test(relative(folder, path))).sort();
  const files: TableFile[] = [];
  for (const path of shown) {
    const { size } = await stat(path);
    // An empty object has no rows, and the engine cannot tell its format.
    if (size > 0) files.push({ path, bytes: size });
  }
  return files;
}

async function projectedFiles(
  table: CatalogTable,
  projection: Projection,
  folders: S3Folders,
  now: number,
): ReturnType<typeof filesOf> {
  const keys = table.partitionKeys.map((key) => key.name);
  const hive = below(table.location, keys.map((key) => `${key}=\${${key}}`).join('/'));
  const template = withSlash(projection.template ?? hive);
  const cut = template.slice(0, template.search(/\$\{/)).lastIndexOf('/') + 1;
  const root = folderOf(template.slice(0, cut), folders, table.name);
  const { pattern, order, unknown } = patternOf(template.slice(cut), projection);
  const found = new Map<string, { values: string[]; files: TableFile[] }>();
  for (const file of await filesBelow(root)) {
    const match = pattern.exec(relative(root, file.path));
    if (match === null) continue;
    const byKey = new Map(order.map((key, index) => [key, match[index + 1] ?? '']));
    const isInside = keys.every((key) => {
      const column = projection.columns.get(key);
      return column !== undefined && holds(column, byKey.get(key) ?? '', now);
    });
    if (!isInside) continue;
    const values = keys.map((key) => byKey.get(key) ?? '');
    const partition = found.get(values.join('\0')) ?? { values, files: [] };
    partition.files.push(file);
    found.set(values.join('\0'), partition);
  }
  const diagnostics = unknown.map((name) => anyFolder(name, table.name));
  return { partitions: [...found.values()], diagnostics };
}

/** AWS's own statements name `${account_id}`, which is no partition column. */
function anyFolder(name: string, table: string): Diagnostic {
  return {
    code: 'template-name',
    severity: 'warning',
    source: 'query',
    message: `\`\${${name}}\` in the template of \`${table}\` is no partition column: any folder is read in its place. Athena would read none.`,
    help: `write the value itself, or add \`${name}\` to PARTITIONED BY`,
  };
}

function patternOf(
  template: string,
  projection: Projection,
): { readonly pattern: RegExp; readonly order: readonly string[]; readonly unknown: readonly string[] } {
  const order: string[] = [];
  const unknown: string[] = [];
  const parts = template.split(/(\$\{[^}]*\})/).map((part) => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1]?.toLowerCase();
    if (name === undefined) return part.replace(/[.+^$()|\\{}[\]*?]/g, '\\$&');
    const column = projection.columns.get(name);
    if (column === undefined) {
      unknown.push(name);
      return '[^/]+';
    }
    const known = order.indexOf(name);
    if (known >= 0) return `\\${known + 1}`;
    order.push(name);
    return `(${valuePattern(column)})`;
  });
  return { pattern: new RegExp(`^${parts.join('')}`), order, unknown };
}

function valuePattern(column: ProjectedColumn): string {
  switch (column.type) {
    case 'date':
      return readDateFormat(column.format)?.pattern ?? '[^/]+';
    case 'integer':
      return '-?\\d+';
    case 'enum':
      // Values may hold slashes.
      return column.values.map((value) => value.replace(/[.+^$()|\\{}[\]*?]/g, '\\$&')).join('|');
    case 'injected':
      return '[^/]+';
  }
}

/** Whether a folder's text is a value that the projection has. */
function holds(column: ProjectedColumn, text: string, now: number): boolean {
  switch (column.type) {
    case 'injected':
      return true;
    case 'enum':
      return column.values.includes(text);
    case 'integer': {
      const value = Number(text);
      const written =
        column.digits === undefined ? String(value) : String(value).padStart(column.digits, '0');
      const isIn =
        value >= column.low && value <= column.high && (value - column.low) % column.interval === 0;
      return isIn && written === text;
    }
    case 'date': {
      const format = readDateFormat(column.format);
      const time = format?.parse(text);
      if (format === undefined || time === undefined) return false;
      const low = readDateBound(column.low, format, now);
      const high = readDateBound(column.high, format, now);
      if (low === undefined || high === undefined || time < low || time > high) return false;
      return column.interval === undefined || isStep(time, low, column.interval, column.unit ?? format.unit);
    }
  }
}
