import { join } from 'node:path';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { locateLake } from '../locate-lake.js';
import { lakeOptions } from '../shared-options.js';
import { UsageError } from '../usage-error.js';

export const connect = defineCommand({
  name: 'connect',
  group: 'ask',
  summary: 'Print a script with which any DuckDB, or a Trino, opens the lake, without Sluice.',
  args: [],
  options: {
    lake: lakeOptions.lake,
    engine: { type: 'choice', choices: ['duckdb', 'trino'], default: 'duckdb', doc: 'Whose script it is.' },
    location: {
      type: 'text',
      placeholder: 'URI',
      doc: 'Where a Trino sees the folder `records` of the lake, such as `s3://bucket/lake/records`. Default: `local://` and its path on this machine.',
    },
    catalog: { type: 'text', placeholder: 'NAME', doc: "The Trino's catalog. Default: `hive`." },
    schema: { type: 'text', placeholder: 'NAME', doc: "The catalog's schema. Default: `sluice`." },
  },
  examples: [
    {
      line: 'sluice connect > lake.sql',
      doc: 'Write the script; then `duckdb -init lake.sql` has the view `records`',
    },
    {
      line: 'sluice connect --engine trino > lake-trino.sql',
      doc: 'The tables `records` and `events` for a Trino; then `trino --file lake-trino.sql`',
    },
  ],
  async run({ app, options, terminal }) {
    const use = await app();
    const lakePath = await locateLake(use, options.lake, terminal.cwd);
    const { engine, location, catalog, schema } = options;
    if (engine === 'duckdb') {
      const given = Object.entries({ location, catalog, schema }).find(([, value]) => value !== undefined);
      if (given !== undefined) {
        throw new UsageError(
          'sluice connect',
          `\`--${given[0]}\` is an option of Trino.`,
          'add --engine trino',
        );
      }
      await terminal.print(await use.connectScript(lakePath));
      return exit.ok;
    }
    const table = {
      location: location ?? `local://${join(lakePath, 'records')}`,
      ...(catalog === undefined ? {} : { catalog }),
      ...(schema === undefined ? {} : { schema }),
    };
    const script = use.trinoScript(table, lakePath);
    await terminal.print(script);
    return exit.ok;
  },
});
