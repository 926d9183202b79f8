import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields } from '../flow/index.js';
import type { SharedLines, StoredBatch } from './catalogue-tables.js';
import type { Engine } from './engine.js';
import { numberList, numberLiteral, textList } from './literals.js';
import { type WrittenFile, writeParquet } from './parquet-file.js';
import { RowReader } from './row-reader.js';

/** A file without the rows that stand elsewhere, and whose rows they were. */
export interface Deduplicated {
  readonly file: WrittenFile;
  readonly shared: readonly SharedLines[];
}

/** Columns that tell almost every pair of records apart and are cheap to hash. */
const telling = ['interface_id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'bytes', 'start', 'end'];

/** The columns of a file that are the record itself; where it came from is no part of it. */
function recordColumnsOf(columns: readonly string[]): string[] {
  return allFlowFields.map((field) => field.column).filter((column) => columns.includes(column));
}

/** Equal for files whose records can be equal: the same fields, whatever their order in the source. */
export function recordKey(columns: readonly string[]): string {
  return recordColumnsOf(columns).join(' ');
}

/**
 * Leaves out records that stand in the file more than once; the source with the lowest id keeps its line. Exact: a
 * hash of a few columns only says where to look, all columns decide.
 */
export async function withoutInnerDuplicates(
  engine: Engine,
  file: WrittenFile,
  target: string,
): Promise<Deduplicated> {
  const all = recordColumnsOf(file.columns);
  const few = all.filter((column) => telling.includes(column));
  const source = sql`read_parquet(${text(file.path)})`;
  const [row] = await engine.rows(
    sql`SELECT count(DISTINCT ${hashOf(few.length > 0 ? few : all)}) AS n FROM ${source}`,
  );
  if (Number(row?.['n'] ?? 0) === file.rows) return { file, shared: [] };
  // Few rows share a hash: only these are compared whole, and named by their place in the file.
  const hashed = sql`SELECT *, ${hashOf(all)} AS digest FROM read_parquet(${text(file.path)}, file_row_number=true)`;
  const suspects = sql`SELECT * FROM (${hashed}) WHERE digest IN
    (SELECT digest FROM (${hashed}) GROUP BY digest HAVING count(*) > 1)`;
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE surplus_rows AS
    SELECT file_row_number, source_id, owner FROM (SELECT file_row_number, source_id,
      row_number() OVER same AS copy, first_value(source_id) OVER same AS owner FROM (${suspects})
      WINDOW same AS (PARTITION BY ${list(all)} ORDER BY source_id, file_row_number)) WHERE copy > 1`);
  const shared = await readShared(
    engine,
    sql`SELECT DISTINCT source_id, owner FROM surplus_rows WHERE owner <> source_id`,
  );
  const [surplus] = await engine.rows(sql`SELECT count(*) AS n FROM surplus_rows`);
  if (Number(surplus?.['n'] ?? 0) === 0) return { file, shared: [] };
  const kept = sql`SELECT ${list(file.columns)} FROM read_parquet(${text(file.path)}, file_row_number=true)
    WHERE file_row_number NOT IN (SELECT file_row_number FROM surplus_rows)`;
  return { file: await writeParquet(engine, kept, file.columns, target), shared };
}

/**
 * Leaves out records that other files of the lake hold already, without regard to rows of `ignored` sources, which are
 * about to be replaced. Only rows within the common time range are compared.
 */
export async function withoutKnownRecords(
  engine: Engine,
  file: WrittenFile,
  known: { readonly paths: readonly string[]; readonly ignored: readonly number[] },
  target: string,
): Promise<Deduplicated> {
  const all = recordColumnsOf(file.columns);
  const range = timeFilter(file);
  const ignored =
    known.ignored.length === 0 ? sql`` : sql` AND NOT list_contains(${numberList(known.ignored)}, source_id)`;
  const there = sql`SELECT *, ${hashOf(all)} AS digest FROM read_parquet(${textList(known.paths)}, hive_partitioning=false)
    WHERE ${range}${ignored}`;
  const here = sql`SELECT *, ${hashOf(all)} AS digest FROM read_parquet(${text(file.path)})`;
  const [row] = await engine.rows(
    sql`SELECT count(*) AS n FROM (${here}) WHERE digest IN (SELECT digest FROM (${there}))`,
  );
  if (Number(row?.['n'] ?? 0) === 0) return { file, shared: [] };
  const same = joinSql(
    [
      sql`here.digest = there.digest`,
      ...all.map((column) => sql`here.${name(column)} IS NOT DISTINCT FROM there.${name(column)}`),
    ],
    ' AND ',
  );
  const shared = await readShared(
    engine,
    sql`SELECT DISTINCT here.source_id, there.source_id AS owner FROM (${here}) here JOIN (${there}) there ON ${same}
      WHERE here.source_id <> there.source_id`,
  );
  const kept = sql`SELECT ${list(file.columns)} FROM (${here}) here
    WHERE NOT EXISTS (SELECT 1 FROM (${there}) there WHERE ${same})`;
  return { file: await writeParquet(engine, kept, file.columns, target), shared };
}

async function readShared(engine: Engine, statement: Sql): Promise<SharedLines[]> {
  const rows = await engine.rows(statement);
  return rows.map((row) => {
    const cells = new RowReader(row);
    return { sourceId: cells.number('source_id'), ownerId: cells.number('owner') };
  });
}

/** A record of the other file can equal one of this file only if its end lies within this file's ends. */
function timeFilter(file: WrittenFile): Sql {
  const range = file.ranges.get('end');
  if (range === undefined || range.min === null || range.max === null) return sql`true`;
  return sql`("end" BETWEEN ${numberLiteral(range.min)} AND ${numberLiteral(range.max)} OR "end" IS NULL)`;
}

/** Whether two files can hold the same record: the same fields, and times and interfaces that meet. */
export function mayShareRecords(file: WrittenFile, batch: StoredBatch): boolean {
  if (recordKey(file.columns) !== recordKey(batch.columns.split(' '))) return false;
  const [start, end] = [file.ranges.get('start'), file.ranges.get('end')];
  const eni = file.ranges.get('interface_id');
  return (
    meets(start?.min, start?.max, batch.minStart, batch.maxStart) &&
    meets(end?.min, end?.max, batch.minEnd, batch.maxEnd) &&
    meets(eni?.minText, eni?.maxText, batch.minInterface, batch.maxInterface)
  );
}

type Bound = number | string | null | undefined;

/** Whether two ranges have a value in common; one that is not known may have any. */
function meets(min: Bound, max: Bound, low: Bound, high: Bound): boolean {
  if (min == null || max == null || low == null || high == null) return true;
  return min <= high && low <= max;
}

function list(columns: readonly string[]): Sql {
  return joinSql(columns.map(name), ', ');
}

function hashOf(columns: readonly string[]): Sql {
  return sql`hash(${list(columns)})`;
}
