import { answerFor, answerOptions, requestOf } from '../answer.js';
import type { App, CommandContext } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { printTable, tableFormats } from '../output.js';
import { createProgress } from '../progress.js';
import { readPathArgument } from '../shared-options.js';
import { UsageError } from '../usage-error.js';
import { parseTime } from '../values.js';

type Opened = Awaited<ReturnType<App['openAnalysis']>>;
type Spans = ReturnType<App['scenarioSpans']>[number]['spans'];

const words = 'sluice scenario compare';

export const scenarioCompare = defineCommand({
  name: 'scenario compare',
  group: 'enough',
  summary: 'Compare what two scenarios needed: only here, only there, another verdict, another volume.',
  detail: [
    'A and B are names of scenarios, spans as FROM..TO, or `all` for everything there is. With --lake-b, B is looked for in another lake: a test environment against production.',
    'Volumes are compared by the second, since scenarios take different times.',
  ],
  args: [
    { name: 'A', doc: 'A scenario, FROM..TO, or `all`.', listedBy: 'scenario list' },
    { name: 'B', doc: 'What to compare it with.' },
    readPathArgument,
  ],
  options: {
    lakeB: { type: 'path', placeholder: 'DIR', doc: 'The lake of B. Default: the same.' },
    inventoryB: {
      type: 'path',
      placeholder: 'DIR',
      many: true,
      doc: 'The inventory of B, when it is another VPC. Default: the same.',
    },
    factor: { type: 'integer', default: 10, min: 2, doc: 'How many times more or less is another volume.' },
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
    limit: { type: 'integer', doc: 'How many rows to print. Default: all.' },
    ...answerOptions,
  },
  examples: [
    {
      line: 'sluice scenario compare 2026-09-14T06:00Z..2026-09-14T08:00Z 2026-09-14T08:00Z..2026-09-14T10:00Z',
      doc: 'Two spans of the same capture',
    },
  ],
  async run(context) {
    const { options, terminal, args } = context;
    const app = await context.app();
    const [a = '', b = '', ...paths] = args;
    return answerFor(app, { ...context, args: paths }, async ({ opened }) => {
      const sideA = await readSide(app, context, opened, a);
      const sideB = await readOther(app, context, opened, b);
      const compared = app.compareNeeds(sideA.needs, sideB.needs, {
        factor: options.factor,
        secondsA: sideA.seconds,
        secondsB: sideB.seconds,
      });
      const table = app.comparisonTable(compared.differences, options.limit);
      const more = 'without --limit, or with a larger one';
      await printTable(app, terminal, options.format, {
        kind: 'scenario-comparison',
        forPeople: table,
        forPrograms: table,
        more,
      });
      terminal.note(
        `A ${a}: ${app.plural(compared.needsInA, 'need')}. B ${b}: ${app.plural(compared.needsInB, 'need')}. Alike: ${app.formatCount(compared.same)}.`,
      );
      return exit.ok;
    });
  },
});

interface Side {
  readonly needs: Awaited<ReturnType<App['scenarioNeeds']>>;
  readonly seconds: number;
}

async function readSide(
  app: App,
  { terminal }: Pick<CommandContext<typeof answerOptions>, 'terminal'>,
  opened: Opened,
  text: string,
): Promise<Side> {
  const spans = await spansOf(app, opened, text, terminal.cwd);
  const needs = await app.scenarioNeeds(opened.session, [{ name: text, spans }]);
  return { needs, seconds: spans.reduce((sum, { from, to }) => sum + to - from, 0) };
}

/** B in a lake of its own is analysed with the same settings, and closed again. */
async function readOther(
  app: App,
  context: CommandContext<typeof answerOptions> & {
    readonly options: { readonly lakeB: string | undefined; readonly inventoryB: readonly string[] };
  },
  opened: Opened,
  text: string,
): Promise<Side> {
  const { lakeB, inventoryB } = context.options;
  if (lakeB === undefined) return readSide(app, context, opened, text);
  if (context.options.engine === 'trino') {
    const help = 'leave --engine out, or compare two spans of one lake';
    throw new UsageError(words, '`--lake-b` names a lake of this machine, and not one of a Trino.', help);
  }
  const progress = createProgress(context.options.progress, context.terminal, {
    bytes: app.formatBytes,
    count: app.formatCount,
  });
  const request = requestOf({ ...context, args: [] }, progress);
  const inventory = inventoryB.length > 0 ? inventoryB : (request.inventory ?? []);
  const other = await app.openAnalysis({ ...request, lake: lakeB, inventory });
  try {
    progress.end();
    return await other.session.untilStopped(() => readSide(app, context, other, text));
  } finally {
    progress.end();
    await other.session.close();
  }
}

async function spansOf(app: App, { session, setting }: Opened, text: string, cwd: string): Promise<Spans> {
  const window = app.windowOf(session.prepared, session.options);
  if (text === 'all') return [window];
  const [begin = '', end] = text.split('..');
  if (end !== undefined) {
    const from = parseTime(begin);
    const to = parseTime(end);
    if (from !== undefined && to !== undefined && from < to) return [{ from, to }];
    throw new UsageError(
      words,
      `\`${text}\` is no span of time.`,
      'write FROM..TO, as in 2026-09-14T08:00Z..2026-09-14T09:00Z',
    );
  }
  const runs = await app.scenarioRuns(setting.workspace, app.scenarioFolderOf(setting.workspace, cwd));
  const scenarios = app.scenarioSpans(runs, window.to);
  const found = scenarios.find(({ name }) => name === text);
  if (found !== undefined) return found.spans;
  const known = scenarios.map(({ name }) => name);
  const near = app.nearest(text, known);
  const cure =
    near === undefined ? 'sluice scenario list shows those there are' : `the nearest is \`${near}\``;
  throw new UsageError(words, `No scenario \`${text}\` has run.`, cure);
}
