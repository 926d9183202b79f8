import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WorldError } from '../../base/index.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { locateLake } from '../locate-lake.js';
import { tableFormats } from '../output.js';
import { answerPointer, answerQuery } from '../query-answer.js';
import { openQueryPlace, trinoOptions } from '../query-place.js';
import { lakeOptions, meaningOptions, progressOptions } from '../shared-options.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { bytesOf } from '../values.js';

export const query = defineCommand({
  name: 'query',
  group: 'ask',
  summary: 'Ask the lake in Athena SQL or in Logs Insights.',
  detail: [
    'Any name of a table that was not created means the flow logs. TEXT may be other statements of Athena than a query, and several of them with `;` between: CREATE EXTERNAL TABLE, SHOW, UNLOAD and so on. What is not understood is refused with its place. Notes about known defects of a question go to standard error.',
  ],
  args: [{ name: 'TEXT', doc: 'The query; `--file` reads it from a file instead.', optional: true }],
  options: {
    language: {
      type: 'choice',
      choices: ['athena', 'insights'],
      default: 'athena',
      doc: 'The language of the query.',
    },
    file: {
      type: 'path',
      placeholder: 'FILE',
      doc: 'Read the query from a file, or with `-` from standard input.',
    },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How the rows are printed.' },
    explain: { type: 'flag', doc: 'Print the steps, the plan and the SQL that would run, and run nothing.' },
    lint: { type: 'flag', default: true, doc: 'Leave out the notes about known defects.' },
    logGroup: {
      type: 'text',
      placeholder: 'NAME',
      many: true,
      doc: 'Logs Insights: the log group that is read when the query names none. May be given several times. Default: `flow-logs`.',
    },
    from: { type: 'time', doc: meaningOptions.from.doc },
    to: { type: 'time', doc: meaningOptions.to.doc },
    statistics: {
      type: 'flag',
      doc: 'Logs Insights: also count the records that were scanned and that matched, as CloudWatch Logs does.',
    },
    param: {
      type: 'text',
      placeholder: 'NAME=VALUE',
      many: true,
      doc: "The value of a placeholder `{{NAME}}` in the query. May be given several times. Athena: VALUE alone, a literal such as `443` or `'tcp'`, is that of the next `?`.",
    },
    maxScan: {
      type: 'size',
      doc: 'Athena: refuse a query for which Athena would scan more than this, such as `10GB`.',
    },
    noteScan: {
      type: 'size',
      default: '1GB',
      doc: 'Athena: say what Athena would scan, and what it would cost, when it is more than this.',
    },
    ptr: {
      type: 'text',
      placeholder: 'VALUE',
      doc: 'Print every field of the record that this `@ptr` of Logs Insights points to; without a query.',
    },
    timeout: { type: 'duration', doc: 'Stop a query that takes longer, such as `90s` or `5m` (exit 1).' },
    olderNames: {
      type: 'flag',
      doc: 'Also know the column names of older tutorials, such as sourceaddress.',
    },
    ...lakeOptions,
    ...trinoOptions,
    ...progressOptions,
  },
  examples: [
    {
      line: 'sluice query "SELECT dstaddr, dstport, sum(bytes) AS bytes FROM vpc_flow_logs GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 10"',
      doc: 'Athena SQL',
    },
    {
      line: "sluice query --language insights 'stats sum(bytes) as bytes by dstAddr | sort bytes desc | limit 10'",
      doc: 'Logs Insights',
    },
    {
      line: 'sluice query "SELECT * FROM vpc_flow_logs WHERE action = \'REJECT\'" --format csv > rejects.csv',
      doc: 'All rows for a spreadsheet',
    },
  ],
  async run({ app, args, options, terminal, signal }) {
    const { ptr } = options;
    const text = ptr === undefined ? await textOf(args[0], options.file, terminal) : '';
    if (ptr !== undefined && (args[0] ?? options.file) !== undefined) {
      throw new UsageError('sluice query', '`--ptr` and a query exclude each other.', 'leave the query out');
    }
    const use = await app();
    const lakePath = await locateLake(use, options.lake, terminal.cwd);
    const { language, lint, olderNames } = options;
    const { place, close } = await openQueryPlace(use, terminal, lakePath, options);
    try {
      if (ptr !== undefined) {
        await answerPointer(use, terminal, options.format, { pointer: ptr, ...place });
        return exit.ok;
      }
      const { parameters, executionParameters } = readParameters(options.param, language);
      const insights = insightsOptions(options);
      const folder = (await use.loadWorkspace(terminal.cwd))?.folder ?? terminal.cwd;
      const source = { tables: await use.readLookupTables(text, folder) };
      const savedQueries = await use.savedQueriesFor(text, terminal.cwd, place.contents?.window ?? null);
      const asked = {
        text,
        language,
        lint,
        olderNames,
        parameters,
        executionParameters,
        source,
        savedQueries,
      };
      const scanBounds = {
        noteAbove: bytesOf(options.noteScan),
        ...(options.maxScan === undefined ? {} : { refuseAbove: bytesOf(options.maxScan) }),
      };
      await withTimeout(options.timeout, signal, (stop) =>
        answerQuery(use, terminal, options, { ...asked, ...insights, ...place, scanBounds, signal: stop }),
      );
    } finally {
      close();
    }
    return exit.ok;
  },
});

/** What only Logs Insights has; with Athena SQL it is refused, not ignored. */
function insightsOptions({
  language,
  from,
  to,
  statistics,
  logGroup,
}: {
  readonly language: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly statistics: boolean;
  readonly logGroup: readonly string[];
}): Pick<Parameters<App['runQuery']>[0], 'range' | 'countRecords' | 'logGroups'> {
  const logGroups = logGroup.length > 0 ? logGroup : undefined;
  const asked = { from, to, statistics: statistics || undefined, 'log-group': logGroups };
  const given = Object.entries(asked).find(([, value]) => value !== undefined);
  if (given !== undefined && language !== 'insights') {
    const help =
      given[0] === 'from' || given[0] === 'to'
        ? 'write a condition on start, or add --language insights'
        : 'add --language insights';
    throw new UsageError('sluice query', `\`--${given[0]}\` is an option of Logs Insights.`, help);
  }
  const range = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  return { range, countRecords: statistics, ...(logGroups === undefined ? {} : { logGroups }) };
}

/** `NAME=VALUE` for placeholders; in Athena SQL anything else is a value for a `?`. */
function readParameters(
  given: readonly string[],
  language: string,
): { readonly parameters: Record<string, string>; readonly executionParameters: readonly string[] } {
  const parameters: Record<string, string> = {};
  const executionParameters: string[] = [];
  for (const text of given) {
    const [, name, value] = /^\s*([A-Za-z_]\w*)\s*=(.*)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined) parameters[name] = value;
    else if (language === 'athena') executionParameters.push(text);
    else throw new UsageError('sluice query', `\`--param\` takes NAME=VALUE, not \`${text}\`.`);
  }
  return { parameters, executionParameters };
}

/** Work that a time-out stops as Ctrl-C does. */
async function withTimeout(
  seconds: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (seconds === undefined) return work(signal);
  const late = new AbortController();
  const timer = setTimeout(() => {
    const help = 'give it more time, or ask for less: a time range, fewer groups, a limit';
    late.abort(new WorldError(`The query took longer than \`--timeout\` allows (${seconds} s).`, { help }));
  }, seconds * 1000);
  try {
    await work(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

async function textOf(
  given: string | undefined,
  file: string | undefined,
  terminal: Terminal,
): Promise<string> {
  if ((given === undefined) === (file === undefined)) {
    const message = given === undefined ? 'TEXT is missing.' : 'TEXT and `--file` exclude each other.';
    throw new UsageError('sluice query', message, 'give the query in quotes, or with --file');
  }
  if (given !== undefined) return given;
  const path = file ?? '';
  try {
    if (path !== '-') return await readFile(resolve(terminal.cwd, path), 'utf8');
    const pieces: Buffer[] = [];
    for await (const piece of terminal.stdin) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString('utf8');
  } catch (cause) {
    const help = 'name a readable file';
    throw new WorldError(`The query \`${path}\` cannot be read.`, { path, help, cause });
  }
}
