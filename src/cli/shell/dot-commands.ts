import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { nearest, WorldError } from '../../base/index.js';
import { definitionList } from '../help.js';
import { readPairs } from '../name-values.js';
import { printTextTable, tableFormats } from '../output.js';
import { questionList } from '../question-text.js';
import { UsageError } from '../usage-error.js';
import { wrap } from '../wrap.js';
import type { ShellSession } from './session.js';

/** What a dot command wants of the shell besides its own work. */
export type Wish =
  | { readonly kind: 'quit' }
  /** Runs a text as if it was typed. */
  | { readonly kind: 'read'; readonly text: string; readonly path: string };

export interface DotCommand {
  /** With its dot. */
  readonly name: string;
  readonly synopsis: string;
  readonly doc: string;
  /** Words that may stand first after the name, for completion. */
  readonly choices?: (session: ShellSession) => readonly string[] | Promise<readonly string[]>;
  readonly run: (session: ShellSession, words: readonly string[]) => Promise<Wish | undefined>;
}

const onOff = ['on', 'off'] as const;
const languages = ['athena', 'insights'] as const;
const engines = ['duckdb', 'trino'] as const;

/** The word if it is one of the choices. Throws a UsageError with the nearest. */
function oneOf<const C extends readonly string[]>(name: string, word: string, choices: C): C[number] {
  const found = choices.find((each) => each === word);
  if (found !== undefined) return found;
  const near = nearest(word, choices);
  const cure = near === undefined ? '' : `; the nearest is \`${near}\``;
  throw new UsageError(name, `\`${word}\` is not known${cure}.`, `write one of ${choices.join(', ')}`);
}

function atMost(name: string, words: readonly string[], most: number): void {
  const extra = words[most];
  if (extra === undefined) return;
  throw new UsageError(name, `\`${extra}\` is one word too many.`, '.help');
}

/** A switch that is shown without a word and set with one. */
function toggle(
  name: '.timer' | '.explain' | '.lint',
  key: 'timer' | 'explain' | 'lint',
  doc: string,
): DotCommand {
  return {
    name,
    synopsis: `${name} [on|off]`,
    doc,
    choices: () => onOff,
    run: async (session, words) => {
      atMost(name, words, 1);
      const [word] = words;
      if (word !== undefined) session[key] = oneOf(name, word, onOff) === 'on';
      session.terminal.note(`${name.slice(1)} is ${session[key] ? 'on' : 'off'}`);
      return undefined;
    },
  };
}

const language: DotCommand = {
  name: '.language',
  synopsis: '.language [athena|insights]',
  doc: 'The language of what is typed.',
  choices: () => languages,
  run: async (session, words) => {
    atMost('.language', words, 1);
    const [word] = words;
    if (word !== undefined) session.language = oneOf('.language', word, languages);
    session.terminal.note(`language is ${session.language}`);
    return undefined;
  },
};

const engine: DotCommand = {
  name: '.engine',
  synopsis: '.engine [duckdb|trino] [URL]',
  doc: 'Where queries run: the embedded DuckDB, or a Trino that has the table `records`.',
  choices: () => engines,
  run: async (session, words) => {
    atMost('.engine', words, 2);
    const [word, server] = words;
    if (word !== undefined) {
      const chosen = oneOf('.engine', word, engines);
      if (chosen === 'duckdb' && server !== undefined) atMost('.engine', words, 1);
      session.engine = chosen;
      session.server = chosen === 'trino' ? (server ?? session.server) : undefined;
    }
    const where = session.engine === 'trino' ? ` at ${session.server ?? 'http://localhost:8080'}` : '';
    session.terminal.note(`engine is ${session.engine}${where}`);
    return undefined;
  },
};

const over: DotCommand = {
  name: '.over',
  synopsis: '.over [records|openings|egress|unanswered]',
  doc: 'What is asked: the flow records, or what the analysis found in them; `.tables` says what each is.',
  choices: (session) => Object.keys(session.app.relations),
  run: async (session, words) => {
    atMost('.over', words, 1);
    const [word] = words;
    if (word !== undefined) {
      const relation = oneOf('.over', word, Object.keys(session.app.relations));
      if (session.app.isRelation(relation)) {
        await session.place(relation);
        session.over = relation;
      }
    }
    session.terminal.note(`queries are asked of ${session.over}`);
    return undefined;
  },
};

const output: DotCommand = {
  name: '.output',
  synopsis: `.output [${tableFormats.join('|')}] [FILE]`,
  doc: 'How answers are printed, and the file they go to; without a file, the screen.',
  choices: () => tableFormats,
  run: async (session, words) => {
    atMost('.output', words, 2);
    const [format, path] = words;
    if (format !== undefined) session.format = oneOf('.output', format, tableFormats);
    session.sendTo(path);
    session.terminal.note(`output is ${session.format}${path === undefined ? '' : ` to ${path}`}`);
    return undefined;
  },
};

const queries: DotCommand = {
  name: '.queries',
  synopsis: '.queries',
  doc: 'List the ready questions, and those of the workspace.',
  run: async (session, words) => {
    atMost('.queries', words, 0);
    const { app, terminal } = session;
    const { questions, faults } = await app.findQuestions(terminal.cwd);
    await terminal.print(questionList(app, questions, terminal.columns));
    for (const { error } of faults) {
      for (const each of error.diagnostics) terminal.note(app.formatDiagnostic(each, error.text));
    }
    return undefined;
  },
};

const run: DotCommand = {
  name: '.run',
  synopsis: '.run NAME [PARAMETER=VALUE…]',
  doc: 'Ask a ready question, in the language that is set if it can be.',
  choices: async (session) =>
    (await session.app.findQuestions(session.terminal.cwd)).questions.map((each) => each.name),
  run: async (session, [name, ...pairs]) => {
    if (name === undefined) throw new UsageError('.run', 'NAME is missing.', '`.queries` lists the names');
    const { questions, faults } = await session.app.findQuestions(session.terminal.cwd);
    const fault = faults.find((each) => each.name === name);
    if (fault !== undefined) throw fault.error;
    await session.askQuestion(session.app.questionNamed(questions, name), readPairs('.run', pairs));
    return undefined;
  },
};

const tables: DotCommand = {
  name: '.tables',
  synopsis: '.tables',
  doc: 'What can be asked, and what each holds.',
  run: async (session, words) => {
    atMost('.tables', words, 0);
    const { app, terminal } = session;
    const rows = Object.entries(app.relations).map(([name, { doc }]) => [name, doc] as const);
    await terminal.print(`${definitionList(rows, terminal.columns)}\n`);
    return undefined;
  },
};

const schema: DotCommand = {
  name: '.schema',
  synopsis: '.schema [records|openings|egress|unanswered]',
  doc: 'The fields, by their names in both languages.',
  choices: (session) => Object.keys(session.app.relations),
  run: async (session, words) => {
    atMost('.schema', words, 1);
    const { app, terminal } = session;
    const relation = oneOf('.schema', words[0] ?? session.over, Object.keys(app.relations));
    const { contents } = await session.place('records');
    if (contents === undefined) {
      throw new UsageError('.schema', 'There is no lake whose fields can be shown.', '`sluice ingest PATH`');
    }
    if (app.isRelation(relation)) {
      await printTextTable(app, terminal, app.fieldTable(contents, relation));
    }
    return undefined;
  },
};

const read: DotCommand = {
  name: '.read',
  synopsis: '.read FILE',
  doc: 'Run the queries and dot commands of a file, up to the first mistake.',
  run: async (session, words) => {
    atMost('.read', words, 1);
    const [file] = words;
    if (file === undefined) throw new UsageError('.read', 'FILE is missing.', 'name a readable file');
    const path = resolve(session.terminal.cwd, file);
    try {
      return { kind: 'read', text: await readFile(path, 'utf8'), path: file };
    } catch (cause) {
      throw new WorldError(`The file \`${file}\` cannot be read.`, {
        path,
        cause,
        help: 'name a readable file',
      });
    }
  },
};

const help: DotCommand = {
  name: '.help',
  synopsis: '.help',
  doc: 'This list.',
  run: async (session, words) => {
    atMost('.help', words, 0);
    const { terminal } = session;
    const rows = dotCommands.map(({ synopsis, doc }) => [synopsis, doc] as const);
    const closing = endings.map((each) => wrap(each, terminal.columns)).join('\n');
    await terminal.print(`${definitionList(rows, terminal.columns)}\n\n${closing}\n`);
    return undefined;
  },
};

const endings = [
  'A query of Athena ends with `;`. One of Logs Insights ends with `;` at the end of a line, or with an empty line.',
  'Tab completes; Ctrl-C stops a query, Ctrl-D ends the shell.',
];

const quit: DotCommand = {
  name: '.quit',
  synopsis: '.quit',
  doc: 'End the shell, as Ctrl-D and `.exit` do.',
  run: async (_, words) => {
    atMost('.quit', words, 0);
    return { kind: 'quit' };
  },
};

/** The commands of the shell itself; help, completion and the reference page read this list. */
export const dotCommands: readonly DotCommand[] = [
  help,
  language,
  engine,
  over,
  output,
  queries,
  run,
  tables,
  schema,
  toggle('.explain', 'explain', 'Print steps, plan and SQL instead of running a query.'),
  toggle('.lint', 'lint', 'Say the known defects of a question.'),
  toggle('.timer', 'timer', 'Say how long each answer took, printing included.'),
  read,
  quit,
];

/** Other names of commands, that fingers know from other shells. */
const aliases: Readonly<Record<string, string>> = { '.exit': '.quit', '.mode': '.output' };

/** Finds and runs a command. Throws a UsageError with the nearest for one that is not there. */
export async function runDotCommand(session: ShellSession, text: string): Promise<Wish | undefined> {
  const [name = '', ...words] = text
    .replace(/;\s*$/, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const command = dotCommands.find((each) => each.name === (aliases[name] ?? name));
  if (command === undefined) {
    const near = nearest(name, [...dotCommands.map((each) => each.name), ...Object.keys(aliases)]);
    const cure = near === undefined ? '' : `; the nearest is \`${near}\``;
    throw new UsageError('sluice shell', `Unknown command \`${name}\`${cure}.`, '.help');
  }
  return command.run(session, words);
}
