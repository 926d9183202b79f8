import { sql } from '../dialect/index.js';
import { createRecordsView, Engine, isLake, type LakeContents, worldFailure } from '../store/index.js';
import { type CatalogOptions, OpenCatalog } from './catalog/index.js';

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

export interface OpenQueryLake {
  readonly engine: Engine;
  /** Undefined when there is no lake yet: then only tables of the catalogue can be asked. */
  readonly contents: LakeContents | undefined;
  readonly catalog: OpenCatalog;
  close(): void;
}

/**
 * Opens a lake, or the place where one may come to be, with the tables and views that were created. Asking the flow logs of a
 * lake that is not there throws a WorldError.
 */
export async function openQueryLake(
  lakePath: string,
  options: Parameters<typeof openLake>[1] & Omit<CatalogOptions, 'lakePath' | 'hasLake'> = {},
): Promise<OpenQueryLake> {
  const hasLake = isLake(lakePath);
  const { engine, contents, close } = hasLake ? await openLake(lakePath, options) : await openEngine(options);
  try {
    const catalog = await OpenCatalog.open({ ...options, lakePath, hasLake });
    return { engine, contents, catalog, close };
  } catch (cause) {
    close();
    throw cause;
  }
}

async function openEngine(
  bounds: Parameters<typeof openLake>[1] = {},
): Promise<{ engine: Engine; contents: undefined; close(): void }> {
  const { memoryLimit, threads } = bounds;
  const engine = await Engine.open({
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(threads === undefined ? {} : { threads }),
  });
  return { engine, contents: undefined, close: () => engine.close() };
}

/**
 * A script with which any DuckDB opens the lake as the view `records`, without Sluice. It names exactly the files that
 * are committed now; after taking in more, it has to be printed again.
 */
export async function connectScript(lakePath: string): Promise<string> {
  const lake = await openLake(lakePath);
  try {
    const found = await lake.engine.rows(
      sql`SELECT sql FROM duckdb_views() WHERE view_name IN ('records', 'events') ORDER BY view_name DESC`,
    );
    const views = found.map((row) =>
      String(row.sql)
        .replace(/^CREATE VIEW/, 'CREATE OR REPLACE VIEW')
        .trimEnd(),
    );
    const events = lake.contents.logGroups.reduce((sum, group) => sum + group.events, 0);
    return [
      `-- The lake ${lakePath.replaceAll('\n', ' ')} as the view \`records\`: ${lake.contents.rows} rows of ${lake.contents.sources.length} sources.`,
      `-- The view \`events\` has its other log groups: ${events} events of ${lake.contents.logGroups.length} groups.`,
      '-- They name the files of this moment; after `sluice ingest` print them again.',
      "SET TimeZone = 'UTC';",
      ...views,
      '',
    ].join('\n');
  } finally {
    lake.close();
  }
}
