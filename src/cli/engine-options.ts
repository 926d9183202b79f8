import type { App } from './command.js';
import type { OptionSpecs, OptionValues } from './options.js';
import type { Progress } from './progress.js';
import { trinoOptions } from './query-place.js';
import { UsageError } from './usage-error.js';

/** Where an analysis computes. */
export const engineOptions = {
  ...trinoOptions,
  engine: {
    ...trinoOptions.engine,
    doc: 'Where the analysis computes: `duckdb` is the embedded engine, `trino` a server that has the table `records` over the same lake.',
  },
  scratchSchema: {
    type: 'text',
    placeholder: 'CATALOG.SCHEMA',
    doc: 'Where the Trino keeps the tables of the run, which are dropped at its end. Default: `sluice_scratch` of the catalog.',
  },
} as const satisfies OptionSpecs;

type Options = OptionValues<typeof engineOptions>;
type Request = Pick<Parameters<App['openAnalysis']>[0], 'trino' | 'onPhase'>;

const defaults = { server: 'http://localhost:8080', catalog: 'hive', schema: 'sluice' };

/** The engine that is asked for, and what it tells of its progress. Options of Trino are refused without it, not ignored. */
export function engineRequest(options: Options, progress: Progress): Request {
  const { server, user, catalog, schema, scratchSchema } = options;
  if (options.engine !== 'trino') {
    const given = Object.entries({ server, user, catalog, schema, 'scratch-schema': scratchSchema });
    const [first] = given.find(([, value]) => value !== undefined) ?? [];
    if (first === undefined) return {};
    throw new UsageError('sluice', `\`--${first}\` is an option of Trino.`, 'add --engine trino');
  }
  let phase = '';
  return {
    onPhase: (words) => {
      phase = words;
      progress.update({ phase });
    },
    trino: {
      ...defaults,
      ...(server === undefined ? {} : { server }),
      ...(user === undefined ? {} : { user }),
      ...(catalog === undefined ? {} : { catalog }),
      ...(schema === undefined ? {} : { schema }),
      ...(scratchSchema === undefined ? {} : { scratch: readSchema(scratchSchema) }),
      onProgress: ({ completedSplits, totalSplits, processedRows }) =>
        progress.update({ phase, splits: completedSplits, splitsTotal: totalSplits, rows: processedRows }),
    },
  };
}

function readSchema(text: string): { catalog: string; schema: string } {
  const [catalog = '', schema = '', ...rest] = text.split('.');
  if (catalog !== '' && schema !== '' && rest.length === 0) return { catalog, schema };
  throw new UsageError('sluice', `\`--scratch-schema\` takes CATALOG.SCHEMA, not \`${text}\`.`);
}

/** The table that is analysed, in words; undefined for the embedded engine. */
export function trinoTableWords({ engine, server, catalog, schema }: Options): string | undefined {
  if (engine !== 'trino') return undefined;
  return `${catalog ?? defaults.catalog}.${schema ?? defaults.schema}.records of the Trino at ${server ?? defaults.server}`;
}

/** The options as they were given, to be repeated in lines that ask the same. */
export function engineFlags(
  options: Options,
): readonly (readonly [flag: string, value: string | undefined])[] {
  return [
    ['--engine', options.engine === 'trino' ? 'trino' : undefined],
    ['--server', options.server],
    ['--user', options.user],
    ['--catalog', options.catalog],
    ['--schema', options.schema],
    ['--scratch-schema', options.scratchSchema],
  ];
}
