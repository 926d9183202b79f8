import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Span } from '../../base/index.js';
import { Sql, sql, text } from '../../dialect/index.js';
import { type AlterAction, type PartitionSpec, propertiesOf } from '../../lang/index.js';
import { below, type CatalogPartition, type CatalogTable, engineType, folderOf } from '../catalog/index.js';
import { plural } from '../report/index.js';
import { checkProperties, columnsFor, locationFor } from './check-table.js';
import { fullName, type StatementContext, type StatementOf, type StatementOutcome, said } from './context.js';

type Alter = StatementOf<'alterTable'>;
type ActionOf<K extends AlterAction['kind']> = Extract<AlterAction, { readonly kind: K }>;

/** Carries out one action of ALTER TABLE; what it says is what was changed. */
export async function alterTable(statement: Alter, context: StatementContext): Promise<StatementOutcome> {
  const table = context.table(statement.name);
  const { action } = statement;
  const { changed, message } = await altered(action, table, statement, context);
  await context.put(context.database(statement.name).name, table.name, changed);
  return said(message);
}

interface Altered {
  readonly changed: CatalogTable;
  readonly message: string;
}

async function altered(
  action: AlterAction,
  table: CatalogTable,
  statement: Alter,
  context: StatementContext,
): Promise<Altered> {
  switch (action.kind) {
    case 'addPartitions':
      return addPartitions(action, table, context);
    case 'dropPartitions':
      return dropPartitions(action, table, context);
    case 'renamePartition': {
      const at = existing(action.from, table, context);
      const values = await valuesOf(action.to, table, context);
      const partitions = table.partitions.map((each) => (each === at ? { ...each, values } : each));
      return { changed: { ...table, partitions }, message: 'The partition has other values now.' };
    }
    case 'addColumns': {
      const names = new Set([...table.columns, ...table.partitionKeys].map((column) => column.name));
      const twice = action.columns.find((column) => names.has(column.name.name));
      if (twice !== undefined) {
        const message = `Column '${twice.name.name}' is there already`;
        context.refuse('duplicate-column', message, twice.name.span);
      }
      const columns = [...table.columns, ...columnsFor(action.columns, context)];
      return { changed: { ...table, columns }, message: columnsMessage(statement, columns.length) };
    }
    case 'replaceColumns': {
      const columns = columnsFor(action.columns, context);
      return { changed: { ...table, columns }, message: columnsMessage(statement, columns.length) };
    }
    case 'setLocation': {
      const location = locationFor(action.location, context);
      if (action.spec === undefined) {
        const changed = { ...table, location, owned: false };
        return { changed, message: `The table \`${fullName(statement.name)}\` lies elsewhere now.` };
      }
      const at = existing(action.spec, table, context);
      const partitions = table.partitions.map((each) => (each === at ? { ...each, location } : each));
      return { changed: { ...table, partitions }, message: 'The partition lies elsewhere now.' };
    }
    case 'setProperties': {
      const properties = { ...table.properties, ...propertiesOf(action.properties) };
      const all = Object.entries(properties).map(([key, value]) => ({
        key,
        value,
        span: action.properties.find((each) => each.key === key)?.span ?? statement.span,
      }));
      checkProperties(
        all,
        table.partitionKeys.map((key) => key.name),
        context,
      );
      return { changed: { ...table, properties }, message: 'The properties are set.' };
    }
  }
}

function columnsMessage(statement: Alter, count: number): string {
  return `The table \`${fullName(statement.name)}\` has ${count} columns now, besides those of its partitions.`;
}

async function addPartitions(
  action: ActionOf<'addPartitions'>,
  table: CatalogTable,
  context: StatementContext,
): Promise<Altered> {
  const partitions = [...table.partitions];
  let added = 0;
  for (const { spec, location } of action.partitions) {
    const values = await valuesOf(spec, table, context);
    if (partitions.some((each) => same(each.values, values))) {
      if (action.ifNotExists) continue;
      // Hive's wording.
      const message = `AlreadyExistsException: Partition already exists: [${values.join(', ')}]`;
      context.refuse('partition-exists', message, placeOf(spec), 'write ADD IF NOT EXISTS');
    }
    const folder = partitionPath(table, values);
    partitions.push({
      values,
      location: location === undefined ? below(table.location, folder) : locationFor(location, context),
    });
    added += 1;
  }
  const message = `Added: ${added} of ${plural(action.partitions.length, 'partition')}; there are ${partitions.length} in all.`;
  return { changed: { ...table, partitions: sorted(partitions) }, message };
}

function dropPartitions(
  action: ActionOf<'dropPartitions'>,
  table: CatalogTable,
  context: StatementContext,
): Altered {
  let { partitions } = table;
  for (const spec of action.specs) {
    checkSpec(spec, table, context);
    const kept = partitions.filter((each) => !matches(spec, each, table));
    if (kept.length === partitions.length && !action.ifExists) {
      context.refuse('partition-not-found', 'Partition not found', placeOf(spec), 'write DROP IF EXISTS');
    }
    partitions = kept;
  }
  const dropped = table.partitions.length - partitions.length;
  const message = `Dropped: ${plural(dropped, 'partition')}; ${partitions.length} are left. The files stay.`;
  return { changed: { ...table, partitions }, message };
}

/** Adds every folder `column=value` below the table's folder that is no partition yet. Names have no case. */
export async function repairTable(
  statement: StatementOf<'repairTable'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const table = context.table(statement.name);
  if (table.partitionKeys.length === 0) {
    const message = `Table '${fullName(statement.name)}' is not a partitioned table`;
    context.refuse('not-partitioned', message, statement.name.span);
  }
  const root = folderOf(table.location, context.catalog.s3Folders, table.name);
  const found: CatalogPartition[] = [];
  const strange: string[] = [];
  for (const folder of await foldersBelow(root)) {
    const values = valuesOfFolder(folder, table);
    if (values === undefined) strange.push(folder);
    else if (values.length === table.partitionKeys.length) {
      found.push({ values, location: below(table.location, `${folder}/`) });
    }
  }
  const fresh = found.filter(({ values }) => !table.partitions.some((each) => same(each.values, values)));
  const partitions = sorted([...table.partitions, ...fresh]);
  await context.put(context.database(statement.name).name, table.name, { ...table, partitions });
  const notes =
    found.length > 0 || strange.length === 0
      ? []
      : [
          context.diagnostic(
            'warning',
            'no-hive-folders',
            `No folder of the table is named \`${table.partitionKeys[0]?.name ?? ''}=…\`; there is for example \`${strange[0] ?? ''}\`.`,
            statement.name.span,
            'add the partitions with ALTER TABLE … ADD PARTITION, or let them be projected',
          ),
        ];
  return said(`Added: ${plural(fresh.length, 'partition')}; there are ${partitions.length} in all.`, notes);
}

async function foldersBelow(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    return folders.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}

/** The values that a folder's names give to the first columns; undefined when a name is none of theirs. */
export function valuesOfFolder(folder: string, table: CatalogTable): string[] | undefined {
  const parts = folder.split('/');
  if (parts.length > table.partitionKeys.length) return [];
  const values: string[] = [];
  for (const [index, part] of parts.entries()) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).toLowerCase() !== table.partitionKeys[index]?.name) return undefined;
    values.push(decoded(part.slice(at + 1)));
  }
  return values;
}

/** Hive writes characters that a path cannot hold as `%` and their number. */
function decoded(text: string): string {
  return text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The values in the order of the columns; refuses a spec that names others, or a value that is none of its type. */
async function valuesOf(
  spec: PartitionSpec,
  table: CatalogTable,
  context: StatementContext,
): Promise<string[]> {
  checkSpec(spec, table, context);
  const values: string[] = [];
  for (const key of table.partitionKeys) {
    const given = spec.find((each) => each.column.name === key.name);
    if (given === undefined) {
      const message = `The partition has no value for \`${key.name}\`.`;
      return context.refuse('partition-spec', message, placeOf(spec), `write ${key.name} = '…', too`);
    }
    const type = Sql.fromParts(engineType(key.type), []);
    const { rows } = await context.request.engine.query(
      sql`SELECT TRY_CAST(${text(given.value)} AS ${type}) IS NULL`,
    );
    if (rows[0]?.[0] === true) {
      // Athena's class of this error.
      const message = `HIVE_INVALID_PARTITION_VALUE: Invalid partition value '${given.value}' for ${key.type} partition key: ${key.name}`;
      return context.refuse(
        'partition-value',
        message,
        given.span,
        key.type === 'date' ? 'write it as 2026-01-31' : undefined,
      );
    }
    values.push(given.value);
  }
  return values;
}

function checkSpec(spec: PartitionSpec, table: CatalogTable, context: StatementContext): void {
  const keys = table.partitionKeys.map((key) => key.name);
  const strange = spec.find((each) => !keys.includes(each.column.name));
  if (strange === undefined) return;
  const help =
    keys.length === 0 ? 'the table has no partitions' : `the partition columns are ${keys.join(', ')}`;
  context.refuse(
    'column-not-found',
    `Column '${strange.column.name}' is no partition column`,
    strange.column.span,
    help,
  );
}

/** A spec may name some of the columns; it then means all partitions with these values. */
function matches(spec: PartitionSpec, partition: CatalogPartition, table: CatalogTable): boolean {
  return table.partitionKeys.every((key, index) => {
    const given = spec.find((each) => each.column.name === key.name);
    return given === undefined || given.value === partition.values[index];
  });
}

function existing(spec: PartitionSpec, table: CatalogTable, context: StatementContext): CatalogPartition {
  checkSpec(spec, table, context);
  const found = table.partitions.filter((each) => matches(spec, each, table));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const help = 'SHOW PARTITIONS lists them';
  return context.refuse('partition-not-found', 'Partition not found', placeOf(spec), help);
}

function placeOf(spec: PartitionSpec): Span {
  return { start: spec[0]?.column.span.start ?? 0, end: spec.at(-1)?.span.end ?? 0 };
}

export function partitionPath(table: CatalogTable, values: readonly string[]): string {
  const encoded = (value: string): string =>
    value.replaceAll(
      /["#%'*/:=?\\{[\]^\x00-\x1f]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
  return table.partitionKeys.map((key, index) => `${key.name}=${encoded(values[index] ?? '')}/`).join('');
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.every((value, index) => value === b[index]);
}

export function sorted(partitions: readonly CatalogPartition[]): CatalogPartition[] {
  const key = (partition: CatalogPartition): string => partition.values.join('\0');
  return [...partitions].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
