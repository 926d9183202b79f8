import { defineCommand } from '../define.js';
import { childExit, exit } from '../exit.js';
import { printTable, tableFormats } from '../output.js';
import { UsageError } from '../usage-error.js';

const note = { type: 'text', doc: 'A sentence to keep with the run.' } as const;
const nameArgument = { name: 'NAME', doc: 'The scenario; it may run many times under one name.' } as const;

export const scenarioRun = defineCommand({
  name: 'scenario run',
  group: 'enough',
  summary: 'Run a command and remember when: what was seen meanwhile belongs to the scenario.',
  detail: [
    'The command has the terminal to itself, and `sluice` ends with its exit code. The time span, exit code and commit go into `scenarios.csv` beside `sluice.yaml`, else in the current folder.',
  ],
  args: [nameArgument, { name: 'COMMAND', doc: 'The command and its words, after --.', many: true }],
  options: { note },
  examples: [{ line: 'sluice scenario run checkout -- true', doc: 'Any command; `npm run e2e`, say' }],
  async run({ app, args, options, terminal, signal }) {
    const use = await app();
    const [name = '', command, ...rest] = args;
    if (command === undefined) {
      const cure = 'sluice scenario run NAME -- COMMAND';
      throw new UsageError('sluice scenario run', 'COMMAND is missing.', cure);
    }
    const run = await use.runScenario({
      folder: await use.scenarioFolder(terminal.cwd),
      name,
      words: [command, ...rest],
      note: options.note ?? null,
      cwd: terminal.cwd,
      signal,
    });
    const seconds = (run.to ?? run.from) - run.from;
    terminal.note(
      `Scenario ${run.name}: ${use.writeInstant(run.from)}, ${seconds} s, exit code ${run.exitCode}.`,
    );
    return childExit(run.exitCode ?? 0);
  },
});

export const scenarioStart = defineCommand({
  name: 'scenario start',
  group: 'enough',
  summary: 'Begin a scenario that a person plays; `scenario stop` ends it.',
  args: [nameArgument],
  options: { note },
  examples: [{ line: 'sluice scenario start checkout', doc: 'Then use the application' }],
  async run({ app, args, options, terminal }) {
    const use = await app();
    const [name = ''] = args;
    const folder = await use.scenarioFolder(terminal.cwd);
    const run = await use.startScenario(folder, name, options.note ?? null);
    await terminal.print(`Scenario ${run.name} began at ${use.writeInstant(run.from)}.\n`);
    return exit.ok;
  },
});

export const scenarioStop = defineCommand({
  name: 'scenario stop',
  group: 'enough',
  summary: 'End a scenario that was begun with `scenario start`.',
  args: [{ ...nameArgument, doc: 'Which one; may be left out when only one goes on.', optional: true }],
  options: {},
  examples: [
    {
      line: 'sluice scenario start refund && sluice scenario stop refund',
      doc: 'End one; without a name the only one that goes on',
    },
  ],
  async run({ app, args, terminal }) {
    const use = await app();
    const run = await use.stopScenario(await use.scenarioFolder(terminal.cwd), args[0]);
    const to = run.to ?? run.from;
    await terminal.print(
      `Scenario ${run.name}: ${use.writeInstant(run.from)} to ${use.writeInstant(to)}, ${to - run.from} s.\n`,
    );
    return exit.ok;
  },
});

export const scenarioAdd = defineCommand({
  name: 'scenario add',
  group: 'enough',
  summary: 'Write down a scenario of the past.',
  args: [nameArgument],
  options: {
    from: { type: 'time', doc: 'When it began: ISO 8601 (UTC unless it has a zone) or Unix time.' },
    to: { type: 'time', doc: 'When it ended.' },
    note,
  },
  examples: [
    {
      line: 'sluice scenario add checkout --from 2026-09-14T08:00:00Z --to 2026-09-14T08:20:00Z',
      doc: 'A run that was not started from here',
    },
  ],
  async run({ app, args, options, terminal }) {
    const use = await app();
    const { from, to } = options;
    if (from === undefined || to === undefined) {
      const missing = from === undefined ? '--from' : '--to';
      throw new UsageError('sluice scenario add', `\`${missing}\` is missing.`, 'give --from and --to');
    }
    const run = await use.addScenario(await use.scenarioFolder(terminal.cwd), {
      name: args[0] ?? '',
      from,
      to,
      note: options.note ?? null,
    });
    await terminal.print(
      `Scenario ${run.name}: ${use.writeInstant(run.from)} to ${use.writeInstant(to)}, ${to - run.from} s.\n`,
    );
    return exit.ok;
  },
});

export const scenarioList = defineCommand({
  name: 'scenario list',
  group: 'enough',
  summary: 'List the runs of scenarios: those of scenarios.csv and those of sluice.yaml.',
  args: [],
  options: {
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
  },
  examples: [{ line: 'sluice scenario list', doc: 'When each ran, how long, and how it ended' }],
  async run({ app, options, terminal }) {
    const use = await app();
    const folder = await use.scenarioFolder(terminal.cwd);
    const runs = await use.scenarioRuns(await use.loadWorkspace(terminal.cwd), folder);
    if (runs.length === 0) terminal.note('No scenario has run yet: sluice scenario run NAME -- COMMAND');
    const table = use.scenarioTableOf(runs);
    const output = { kind: 'scenarios', forPeople: table, forPrograms: table, more: 'another format' };
    await printTable(use, terminal, options.format, output);
    return exit.ok;
  },
});
