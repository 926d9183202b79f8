import type { App } from './command.js';
import type { OptionSpecs, OptionValues } from './options.js';
import { createProgress } from './progress.js';
import type { lakeOptions, progressOptions } from './shared-options.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Where a query runs, and what a Trino has to be told. */
export const trinoOptions = {
  engine: {
    type: 'choice',
    choices: ['duckdb', 'trino'],
    default: 'duckdb',
    doc: 'Where the query runs: `duckdb` is the embedded engine, `trino` a server that has the table `records`.',
  },
  server: { type: 'text', placeholder: 'URL', doc: 'The Trino. Default: `http://localhost:8080`.' },
  user: { type: 'text', placeholder: 'NAME', doc: 'Who asks the Trino. Default: `sluice`.' },
  catalog: { type: 'text', placeholder: 'NAME', doc: "The Trino's catalog. Default: `hive`." },
  schema: { type: 'text', placeholder: 'NAME', doc: "The catalog's schema. Default: `sluice`." },
} as const satisfies OptionSpecs;

type Options = OptionValues<typeof trinoOptions & typeof lakeOptions & typeof progressOptions> & {
  readonly format: string;
};
type Request = Parameters<App['runQuery']>[0];

export interface QueryPlace {
  readonly place: Pick<Request, 'engine' | 'engineName' | 'contents' | 'catalog'>;
  close(): void;
}

/** Opens the engine that is asked for. Options of the other one are refused, not ignored. */
export async function openQueryPlace(
  app: App,
  terminal: Terminal,
  lakePath: string,
  options: Options,
): Promise<QueryPlace> {
  if (options.engine === 'trino') return openTrinoPlace(app, terminal, lakePath, options);
  const { server, user, catalog, schema } = options;
  const given = Object.entries({ server, user, catalog, schema }).find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw new UsageError('sluice query', `\`--${given[0]}\` is an option of Trino.`, 'add --engine trino');
  }
  const workspace = await app.loadWorkspace(terminal.cwd);
  const {
    engine,
    contents,
    catalog: tables,
    close,
  } = await app.openQueryLake(lakePath, {
    ...options,
    s3Folders: workspace?.s3 ?? {},
    folder: workspace?.folder ?? terminal.cwd,
  });
  const known = contents === undefined ? {} : { contents };
  return { place: { engine, catalog: tables, ...known }, close };
}

async function openTrinoPlace(
  app: App,
  terminal: Terminal,
  lakePath: string,
  options: Options,
): Promise<QueryPlace> {
  const { server = 'http://localhost:8080', user, catalog, schema } = options;
  const words = { bytes: app.formatBytes, count: app.formatCount };
  // Rows that leave as they come would stand between the lines of the progress.
  const streams = options.format === 'csv' || options.format === 'ndjson';
  const progress = createProgress(streams ? 'off' : options.progress, terminal, words);
  const { engine, contents } = await app.openTrino(
    {
      server,
      ...(user === undefined ? {} : { user }),
      ...(catalog === undefined ? {} : { catalog }),
      ...(schema === undefined ? {} : { schema }),
      onProgress: ({ state, processedRows, processedBytes }) => {
        if (state === 'FINISHED' || state === 'FAILED') progress.end();
        else
          progress.update({
            phase: `Trino: ${state.toLowerCase()}`,
            records: processedRows,
            bytes: processedBytes,
          });
      },
    },
    lakePath,
  );
  const known = contents === undefined ? {} : { contents };
  return { place: { engine, engineName: 'trino', ...known }, close: () => progress.end() };
}
