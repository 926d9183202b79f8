import { open, stat } from 'node:fs/promises';
import { bind, joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import type { Engine } from './engine.js';
import { RowReader } from './row-reader.js';

/** What is known about a Parquet file after it was written, from its own footer. */
export interface WrittenFile {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  readonly ranges: ReadonlyMap<string, ColumnRange>;
}

/**
 * Smallest and largest value of a column, as a number where it holds whole numbers and as text where no row is null;
 * `emptyText` when a text column holds an empty text.
 */
export interface ColumnRange {
  readonly min: number | null;
  readonly max: number | null;
  readonly minText: string | null;
  readonly maxText: string | null;
  readonly emptyText: boolean;
}

const recordOrder = ['interface_id', 'tgw_attachment_id', 'start'];
const eventOrder = ['log_group', 'timestamp', 'source_id', 'position'];

/**
 * Writes records sorted by interface and start, events by group and time. zstd and page format v2 without Bloom filters:
 * 6 % smaller and 5 % quicker to write than the defaults, and queries prune by the order of the rows.
 */
export async function writeParquet(
  engine: Engine,
  rows: Sql,
  columns: readonly string[],
  path: string,
): Promise<WrittenFile> {
  const wanted = columns.includes('log_group') ? eventOrder : recordOrder;
  const order = wanted.filter((column) => columns.includes(column));
  const sorted = order.length > 0 ? sql` ORDER BY ${joinSql(order.map(name), ', ')}` : sql``;
  const result = await engine.query(sql`COPY (${rows}${sorted}) TO ${text(path)}
    (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, WRITE_BLOOM_FILTER false)`);
  const written = Number(result.rows[0]?.[0] ?? 0);
  const { size } = await stat(path);
  return { path, columns, rows: written, bytes: size, ranges: await rangesOf(engine, path) };
}

async function rangesOf(engine: Engine, path: string): Promise<Map<string, ColumnRange>> {
  const rows = await engine.rows(sql`SELECT path_in_schema AS column_name,
      min(TRY_CAST(stats_min_value AS BIGINT)) AS low, max(TRY_CAST(stats_max_value AS BIGINT)) AS high,
      CASE WHEN sum(stats_null_count) = 0 THEN min(stats_min_value) END AS low_text,
      CASE WHEN sum(stats_null_count) = 0 THEN max(stats_max_value) END AS high_text,
      coalesce(bool_or(stats_min_value = ''), false)::INTEGER AS empty_text
    FROM parquet_metadata(${bind(path)}) GROUP BY path_in_schema`);
  return new Map(
    rows.map((row) => {
      const cells = new RowReader(row);
      const numbers = { min: cells.maybeNumber('low'), max: cells.maybeNumber('high') };
      const texts = { minText: cells.maybeText('low_text'), maxText: cells.maybeText('high_text') };
      return [
        cells.text('column_name'),
        { ...numbers, ...texts, emptyText: cells.number('empty_text') === 1 },
      ];
    }),
  );
}

/** Makes what was written to a file or folder outlive a crash of the machine. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
