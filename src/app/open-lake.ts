import { sql } from '../dialect/index.js';
import { createRecordsView, Engine, type LakeContents, worldFailure } from '../store/index.js';

export interface OpenLake {
  /** An engine with the view `records` over what the lake holds at this moment. */
  readonly engine: Engine;
  readonly contents: LakeContents;
  close(): void;
}

/** Opens a lake for queries. Throws a WorldError when there is none. Close it after use. */
export async function openLake(
  lakePath: string,
  bounds: { readonly memoryLimit?: string | undefined; readonly threads?: number | undefined } = {},
): Promise<OpenLake> {
  const engine = await Engine.open({
    ...(bounds.memoryLimit === undefined ? {} : { memoryLimit: bounds.memoryLimit }),
    ...(bounds.threads === undefined ? {} : { threads: bounds.threads }),
  });
  try {
    const contents = await createRecordsView(engine, lakePath);
    return { engine, contents, close: () => engine.close() };
  } catch (cause) {
    engine.close();
    throw worldFailure(cause, lakePath);
  }
}

/**
 * A script with which any DuckDB opens the lake as the view `records`, without Sluice. It names exactly the files that
 * are committed now; after taking in more, it has to be printed again.
 */
export async function connectScript(lakePath: string): Promise<string> {
  const lake = await openLake(lakePath);
  try {
    const found = await lake.engine.rows(sql`SELECT sql FROM duckdb_views() WHERE view_name = 'records'`);
    const view = String(found[0]?.sql ?? '').replace(/^CREATE VIEW/, 'CREATE OR REPLACE VIEW');
    return [
      `-- The lake ${lakePath.replaceAll('\n', ' ')} as the view \`records\`: ${lake.contents.rows} rows of ${lake.contents.sources.length} sources.`,
      '-- It names the files of this moment; after `sluice ingest` print it again.',
      "SET TimeZone = 'UTC';",
      view.trimEnd(),
      '',
    ].join('\n');
  } finally {
    lake.close();
  }
}
