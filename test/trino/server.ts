import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest, type OpenLake, openLake } from '../../src/app/index.js';
import { name, sql } from '../../src/dialect/index.js';
import { type CellValue, TrinoEngine, trinoTableStatements } from '../../src/store/index.js';

/** A Trino that reads the files of this machine; `npm run test:trino` starts one and names it here. */
export const server = process.env.SLUICE_TRINO_SERVER;

if (server === undefined) {
  console.warn(
    'The tests against Trino did not run: no SLUICE_TRINO_SERVER. `npm run test:trino` starts one.',
  );
}

const examples = join(import.meta.dirname, '..', '..', 'examples');

const bothSamples = ['shop-v2/AWSLogs', 'shop-v5/AWSLogs'];

/** One lake over samples, for the embedded engine and for Trino. */
export interface SharedLake {
  readonly path: string;
  /** Of the table `records` in the catalog `hive`. */
  readonly schema: string;
  readonly lake: OpenLake;
  readonly trino: TrinoEngine;
  close(): Promise<void>;
}

/** Default is the flow logs of both samples. */
export async function openSharedLake(samples: readonly string[] = bothSamples): Promise<SharedLake> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-trino-'));
  const path = join(folder, 'lake');
  await ingest({
    paths: samples.map((each) => join(examples, each)),
    lakePath: path,
  });
  if (!existsSync(path)) throw new Error('no lake was made');
  const schema = `sluice_${process.pid}_${Date.now()}`;
  const trino = new TrinoEngine({ server: server ?? '', schema });
  const hasEvents = existsSync(join(path, 'events'));
  const table = {
    schema,
    location: `local://${path}/records`,
    ...(hasEvents ? { eventsLocation: `local://${path}/events` } : {}),
  };
  for (const statement of trinoTableStatements(table)) await trino.execute(statement);
  const lake = await openLake(path);
  return {
    path,
    schema,
    lake,
    trino,
    close: async () => {
      lake.close();
      await trino.execute(sql`DROP VIEW records`);
      await trino.execute(sql`DROP TABLE record_files`);
      if (hasEvents) await trino.execute(sql`DROP TABLE events`);
      await trino.execute(sql`DROP SCHEMA hive.${name(schema)}`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Rows as texts. Sums of doubles depend on the order in which they are added, so doubles are compared in nine digits;
 * rows whose order the query does not say are sorted.
 */
export function comparable(rows: readonly (readonly CellValue[])[], ordered: boolean): string[] {
  const texts = rows.map((row) => JSON.stringify(row.map(comparableCell)));
  return ordered ? texts : texts.sort();
}

function comparableCell(value: CellValue): CellValue {
  if (typeof value === 'bigint') return Number(value.toString());
  // A time without a fraction has none, three or six digits for it, by its engine and type.
  if (typeof value === 'string') return value.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+$/, '$1');
  if (typeof value !== 'number') return value;
  return Number.isInteger(value) || !Number.isFinite(value) ? String(value) : Number(value.toPrecision(9));
}
