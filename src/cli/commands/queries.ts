import { localAnswerOptions, progressOf, requestOf } from '../answer.js';
import type { App, CommandContext } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ingestNotes } from '../ingest-text.js';
import { readPairs } from '../name-values.js';
import { printTable, tableFormats } from '../output.js';
import { createProgress } from '../progress.js';
import { answerQuery } from '../query-answer.js';
import { questionList, questionTable, questionText } from '../question-text.js';
import { readPathArgument } from '../shared-options.js';

const languageOption = {
  type: 'choice',
  choices: ['athena', 'insights'],
  doc: 'The language of the text.',
} as const;

export const queries = defineCommand({
  name: 'queries',
  group: 'ask',
  summary: 'List the ready questions, and those of the workspace.',
  detail: [
    'A question has a text in Athena SQL and one in Logs Insights that give the same rows, or says why not. A workspace keeps its own in the folder `queries` beside `sluice.yaml`, as NAME.sql and NAME.insights.',
  ],
  args: [],
  options: {
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How the list is printed.' },
  },
  examples: [
    { line: 'sluice queries', doc: 'All of them' },
    { line: 'sluice queries --format json', doc: 'With parameters, fields and differences, for a program' },
  ],
  async run({ app, options, terminal }) {
    const use = await app();
    const { questions, faults } = await use.findQuestions(terminal.cwd);
    if (options.format === 'table') await terminal.print(questionList(use, questions, terminal.columns));
    else await printTable(use, terminal, options.format, questionTable(use, questions));
    for (const { error } of faults) {
      for (const each of error.diagnostics) terminal.note(use.formatDiagnostic(each, error.text));
    }
    return faults.length > 0 ? exit.usage : exit.ok;
  },
});

export const queriesShow = defineCommand({
  name: 'queries show',
  group: 'ask',
  summary: 'Print a ready question: what it says, its parameters and its text in both languages.',
  detail: [
    'With --language only that text is printed, for `sluice query --file -`, for AWS, or to begin a file of your own.',
  ],
  args: [{ name: 'NAME', doc: 'The question.', listedBy: 'queries' }],
  options: { language: languageOption },
  examples: [
    { line: 'sluice queries show external-traffic', doc: 'What is asked, and how' },
    {
      line: 'sluice queries show traffic-by-hour --language insights | sluice query --language insights --file -',
      doc: 'The text alone',
    },
  ],
  async run({ app, args, options, terminal }) {
    const use = await app();
    const question = await findQuestion(use, args[0] ?? '', terminal.cwd);
    const { language } = options;
    if (language === undefined) await terminal.print(questionText(use, question, terminal.columns));
    else {
      const text = question.texts[language];
      if (typeof text !== 'string') throw use.oneLanguage(question, text);
      await terminal.print(`${text}\n`);
    }
    return exit.ok;
  },
});

const runOptions = {
  language: { ...languageOption, doc: 'The language that asks. Default: athena, or the only one that can.' },
  param: {
    type: 'text',
    placeholder: 'NAME=VALUE',
    many: true,
    doc: 'The value of a parameter. May be given several times.',
  },
  format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How the rows are printed.' },
  explain: { type: 'flag', doc: 'Print the steps, the plan and the SQL that would run, and run nothing.' },
  lint: { type: 'flag', default: true, doc: 'Leave out the notes about known defects.' },
  ...localAnswerOptions,
} as const;

export const queriesRun = defineCommand({
  name: 'queries run',
  group: 'ask',
  summary: 'Ask a ready question of the lake, or of logs that are read for it.',
  detail: [
    'Questions over openings run the analysis first, so that the initiator is known; the options about the network are for them.',
  ],
  args: [
    { name: 'NAME', doc: 'The question; `sluice queries` lists them.', listedBy: 'queries' },
    readPathArgument,
  ],
  options: runOptions,
  examples: [
    { line: 'sluice queries run external-traffic', doc: 'Where most bytes leave to' },
    {
      line: 'sluice queries run long-lived-connections --param longer_than=30m --language insights --format csv',
      doc: 'With a parameter',
    },
    {
      line: 'sluice queries run VpcFlowLogsTopTalkers logs',
      doc: "The Athena integration's question, of logs",
    },
  ],
  run: runQuestion,
});

async function runQuestion(context: CommandContext<typeof runOptions>) {
  const { app, args, options, terminal, signal } = context;
  const use = await app();
  const [name = '', ...paths] = args;
  const question = await findQuestion(use, name, terminal.cwd);
  const language = options.language ?? use.languagesOf(question)[0] ?? 'athena';
  const parameters = readPairs('sluice queries run', options.param);
  const progress = createProgress(options.progress, terminal, {
    bytes: use.formatBytes,
    count: use.formatCount,
  });
  const request = {
    ...requestOf({ ...context, args: paths }, progress),
    onProgress: (event: Parameters<typeof progressOf>[0]) => progress.update(progressOf(event)),
  };
  const relation = await use.openRelation(question.over, request).finally(() => progress.end());
  try {
    if (relation.ingest !== null) {
      const inventory = relation.setting?.inventoryPaths ?? [];
      for (const line of ingestNotes(use, relation.ingest, inventory)) terminal.note(line);
    }
    const query = use.queryOf({ question, language, parameters }, relation.contents);
    const lint = options.lint && query.lint === true;
    await answerQuery(use, terminal, options, { ...query, lint, signal, ...relation.place });
  } catch (error) {
    throw use.placedError(question, language, error);
  } finally {
    await relation.close();
  }
  return exit.ok;
}

/** A question of the workspace that cannot be read is told with its own mistakes. */
async function findQuestion(app: App, name: string, cwd: string) {
  const { questions, faults } = await app.findQuestions(cwd);
  const fault = faults.find((each) => each.name === name);
  if (fault !== undefined) throw fault.error;
  return app.questionNamed(questions, name);
}
