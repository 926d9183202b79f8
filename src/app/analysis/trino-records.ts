import { WorldError } from '../../base/index.js';
import { allFlowFields, eventColumnTypes, lakeColumns, lakeTypes, placeColumns } from '../../flow/index.js';
import { build } from '../../plan/index.js';
import { createRecordsView, Engine, isLake, type LakeContents, type TrinoSchema } from '../../store/index.js';
import { number, numberOrNull } from './cells.js';
import type { AnalysisEngine, OpenedRecords } from './engine.js';
import type { AnalysisOptions } from './options.js';

const { agg, asc, col, inList, scan, values } = build;

interface Column {
  readonly column: string;
  readonly type: string;
}

const recordColumns: readonly Column[] = [
  ...allFlowFields.map((field) => ({ column: field.column, type: lakeTypes[field.type] })),
  ...lakeColumns,
  ...placeColumns,
];

/**
 * Looks at the tables of a Trino before they are analysed. Where the lake lies on this machine too, its catalogue tells what
 * the records are, and the table must hold the same; without it only the values tell, and what they cannot tell is said.
 * Throws a WorldError for a table that is not there, of another make, or over other records.
 */
export async function openTrinoRecords(
  engine: AnalysisEngine,
  place: TrinoSchema,
  options: AnalysisOptions,
): Promise<OpenedRecords> {
  await requireColumns(engine, 'records', recordColumns, place);
  if (!isLake(options.lakePath)) return openWithoutLake(engine, place);
  const contents = await readContents(options);
  const ids = new Set(contents.sources.map((each) => each.sourceId));
  await narrow(engine, 'records', options);
  await requireSameRows(engine, { table: 'records', rows: contents.rows, ids }, place, options);
  if (contents.logGroups.length === 0) await defineNoEvents(engine);
  else {
    await requireColumns(engine, 'events', eventColumnTypes, place);
    await narrow(engine, 'events', options);
    const rows = contents.logGroups.reduce((sum, group) => sum + group.events, 0);
    await requireSameRows(engine, { table: 'events', rows, ids: undefined }, place, options);
  }
  return { contents, limits: [] };
}

/** Only what the asked sources brought; without any, all of the table. */
async function narrow(engine: AnalysisEngine, table: string, { sourceIds }: AnalysisOptions): Promise<void> {
  if (sourceIds === undefined) return;
  await engine.define(table, scan(table).filter(inList(col('source_id'), sourceIds)).plan);
}

/** What the catalogue of the lake beside the Trino says. */
async function readContents({ lakePath, sourceIds, ...bounds }: AnalysisOptions): Promise<LakeContents> {
  const engine = await Engine.open({
    ...(bounds.memoryLimit === undefined ? {} : { memoryLimit: bounds.memoryLimit }),
    ...(bounds.threads === undefined ? {} : { threads: bounds.threads }),
  });
  try {
    return await createRecordsView(engine, lakePath, sourceIds === undefined ? {} : { sourceIds });
  } finally {
    engine.close();
  }
}

/** Columns of integers may be of any width. */
function isLike(found: string, wanted: string): boolean {
  const integers = /^(?:tinyint|smallint|integer|bigint)$/i;
  if (integers.test(wanted)) return integers.test(found);
  return found.toLowerCase().startsWith(wanted.toLowerCase());
}

async function requireColumns(
  engine: AnalysisEngine,
  table: string,
  wanted: readonly Column[],
  { catalog, schema }: TrinoSchema,
): Promise<void> {
  const { columns } = await engine.query(scan(table).limit(0).plan);
  const found = new Map(columns.map((each) => [each.name, each.type]));
  const wrong = wanted.flatMap(({ column, type }) => {
    const own = found.get(column);
    if (own === undefined) return [`no \`${column}\``];
    return isLike(own, type) ? [] : [`\`${column}\` is ${own} and not ${type.toLowerCase()}`];
  });
  if (wrong.length === 0) return;
  const few = wrong.slice(0, 5).join(', ') + (wrong.length > 5 ? ', …' : '');
  throw new WorldError(`The table \`${catalog}.${schema}.${table}\` is not one of Sluice's making: ${few}.`, {
    help: 'make it with the script that `sluice connect --engine trino` prints',
  });
}

/** Numbers of another lake, or of a copy that is behind, would be wrong without a sign of it. */
async function requireSameRows(
  engine: AnalysisEngine,
  here: { readonly table: string; readonly rows: number; readonly ids: ReadonlySet<number> | undefined },
  { catalog, schema }: TrinoSchema,
  { lakePath }: AnalysisOptions,
): Promise<void> {
  const counts = await engine.rows(
    scan(here.table).aggregate({ source_id: true }, { rows: agg('count') }).plan,
  );
  const isForeign = counts.some((row) => here.ids?.has(number(row.source_id)) === false);
  const rows = counts.reduce((sum, row) => sum + number(row.rows), 0);
  if (!isForeign && rows === here.rows) return;
  const which = rows === here.rows ? 'they come from other files' : `${rows} rows there, ${here.rows} here`;
  throw new WorldError(
    `The table \`${catalog}.${schema}.${here.table}\` does not hold what the lake \`${lakePath}\` holds: ${which}.`,
    {
      path: lakePath,
      help: 'copy the lake to where the Trino reads it (`aws s3 sync --delete`), or name the lake it reads with `--lake`, its table with `--catalog` and `--schema`',
    },
  );
}

async function defineNoEvents(engine: AnalysisEngine): Promise<void> {
  const types = { VARCHAR: 'varchar', BIGINT: 'bigint', INTEGER: 'bigint', BOOLEAN: 'boolean' } as const;
  const columns = eventColumnTypes.map(({ column, type }) => ({ name: column, type: types[type] }));
  await engine.define('events', values(columns, []).plan);
}

/** Without a catalogue the values themselves say which fields the logs have and which time they span. */
async function openWithoutLake(engine: AnalysisEngine, place: TrinoSchema): Promise<OpenedRecords> {
  const bySource = await engine.rows(
    scan('records')
      .aggregate(
        { source_id: true },
        {
          rows: agg('count'),
          first_start: agg('min', [col('start')]),
          last_end: agg('max', [col('end')]),
          ...Object.fromEntries(
            allFlowFields.map(({ column }) => [`has_${column}`, agg('count', [col(column)])]),
          ),
        },
      )
      .sort(asc(col('source_id'))).plan,
  );
  const total = bySource.reduce((sum, row) => sum + number(row.rows), 0);
  const starts = bySource.flatMap((row) => numberOrNull(row.first_start) ?? []);
  const ends = bySource.flatMap((row) => numberOrNull(row.last_end) ?? []);
  const contents: LakeContents = {
    ...nothingKnown,
    rows: total,
    fields: allFlowFields.map(({ name: field, column }) => {
      const having = bySource.filter((row) => number(row[`has_${column}`]) > 0);
      const rows = having.reduce((sum, row) => sum + number(row.rows), 0);
      return { field, column, share: total === 0 ? 0 : rows / total };
    }),
    window: starts.length === 0 ? null : { from: Math.min(...starts), to: Math.max(...ends) },
  };
  const noEvents = await eventsOrNone(engine, place);
  return { contents, limits: [...withoutCatalogue, ...noEvents] };
}

const nothingKnown = {
  sources: [],
  batches: 0,
  files: [],
  bytes: 0,
  flowLogIds: [],
  account: {
    lines: 0,
    headers: 0,
    records: 0,
    nodata: 0,
    skipdata: 0,
    duplicates: 0,
    rejected: 0,
  },
  logGroups: [],
} satisfies Partial<LakeContents>;

const withoutCatalogue = [
  'The lake’s catalogue is not on this machine: which lines were rejected or counted as duplicates when the logs were taken in, and which files they came from, is not known here.',
  'Which fields the logs have is told by their values: a field that is `-` in every line of a file counts as missing from it.',
  'Whether several flow logs record the same interfaces is not known without the catalogue; where they do, their records and bytes count more than once.',
];

/** Other logs than flow logs give names to destinations; a table made before there was one for them has none. */
async function eventsOrNone(engine: AnalysisEngine, place: TrinoSchema): Promise<string[]> {
  try {
    await requireColumns(engine, 'events', eventColumnTypes, place);
    return [];
  } catch (cause) {
    if (!isMissingTable(cause)) throw cause;
    await defineNoEvents(engine);
    return ['The Trino has no table `events`: names from DNS and firewall logs are not known here.'];
  }
}

function isMissingTable(cause: unknown): boolean {
  const inner = cause instanceof WorldError ? cause.cause : undefined;
  return (
    typeof inner === 'object' &&
    inner !== null &&
    'errorName' in inner &&
    inner.errorName === 'TABLE_NOT_FOUND'
  );
}
