import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { locateLake } from '../locate-lake.js';
import { lakeOptions } from '../shared-options.js';

export const connect = defineCommand({
  name: 'connect',
  summary: 'Print a script with which any DuckDB opens the lake, without Sluice.',
  args: [],
  options: { lake: lakeOptions.lake },
  examples: [
    {
      line: 'sluice connect > lake.sql',
      doc: 'Write the script; then `duckdb -init lake.sql` has the view `records`',
    },
  ],
  async run({ app, options, terminal }) {
    const use = await app();
    await terminal.print(await use.connectScript(await locateLake(use, options.lake, terminal.cwd)));
    return exit.ok;
  },
});
