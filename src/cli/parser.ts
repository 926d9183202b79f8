import { Command as Commander, type CommanderError } from 'commander';
import { nearest } from '../base/index.js';
import type { AnyCommand, TypedWords } from './command.js';
import { commandHelp, groupHelp, programHelp } from './help.js';
import { flagOf } from './options.js';
import { UsageError } from './usage-error.js';

/** What the words on the line ask for. */
export type Request =
  | { readonly kind: 'start' }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'run'; readonly command: AnyCommand; readonly typed: TypedWords };

export interface ParserSettings {
  readonly version: string;
  readonly columns: number;
}

/** Reads the words after `sluice`. Throws a UsageError for what no command has. */
export function parseWords(
  words: readonly string[],
  commands: readonly AnyCommand[],
  settings: ParserSettings,
): Request {
  if (words.length === 0) return { kind: 'start' };
  let request: Request | undefined;
  const program = buildProgram(words, commands, settings, (found) => {
    request = found;
  });
  try {
    // A need without a source begins with an arrow, which is no option.
    const typed = words.map((word) => (word.startsWith('->') ? `* ${word}` : word));
    program.parse(typed, { from: 'user' });
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { kind: 'print', text: error.text };
  }
  return request ?? { kind: 'print', text: programHelp(commands, settings.columns) };
}

/** Ends the parser when help or the version was asked for. */
class Stop extends Error {
  constructor(readonly text: string) {
    super('stop');
  }
}

function buildProgram(
  words: readonly string[],
  commands: readonly AnyCommand[],
  settings: ParserSettings,
  found: (request: Request) => void,
): Commander {
  const program = frame(new Commander('sluice'), 'sluice', commands, undefined, () =>
    programHelp(commands, settings.columns),
  );
  program.option('--color <when>').option('--version');
  program.helpCommand(false);
  const groups = new Map<string, Commander>();
  for (const command of commands) {
    const [first = '', second] = command.name.split(' ');
    // On a line `queries run …` the word `queries` is no command: it would take options that both have for itself.
    if (words[0] === command.name && membersOf(first, commands).includes(words[1] ?? '')) continue;
    let parent = program;
    if (second !== undefined) {
      parent = groups.get(first) ?? addGroup(program, first, commands, settings);
      groups.set(first, parent);
    }
    const own = addCommand(parent, second ?? first, command, settings, commands, found);
    // A word that is a command of its own and the first word of others: `queries`, `queries run`.
    if (second === undefined) groups.set(first, own);
  }
  program.command('help [words...]', { hidden: true }).action((asked: string[]) => {
    const known = commands.find((command) => command.name === asked.join(' '));
    const members = commands.filter((command) => command.name.startsWith(`${asked.join(' ')} `));
    if (!known && members.length > 0) throw new Stop(groupHelp(asked.join(' '), members, settings.columns));
    if (asked.length > 0 && !known)
      throw unknownWord(
        'sluice',
        asked.join(' '),
        commands.map((each) => each.name),
      );
    throw new Stop(known ? commandHelp(known, settings.columns) : programHelp(commands, settings.columns));
  });
  program.on('option:version', () => {
    throw new Stop(`${settings.version}\n`);
  });
  return program;
}

function addGroup(
  program: Commander,
  name: string,
  commands: readonly AnyCommand[],
  settings: ParserSettings,
): Commander {
  const members = commands.filter((command) => command.name.startsWith(`${name} `));
  return frame(program.command(name), `sluice ${name}`, commands, undefined, () =>
    groupHelp(name, members, settings.columns),
  );
}

function addCommand(
  parent: Commander,
  word: string,
  command: AnyCommand,
  settings: ParserSettings,
  commands: readonly AnyCommand[],
  found: (request: Request) => void,
): Commander {
  const own = frame(parent.command(word), `sluice ${command.name}`, commands, command, () =>
    commandHelp(command, settings.columns),
  );
  for (const arg of command.args) {
    const name = `${arg.name}${arg.many ? '...' : ''}`;
    own.argument(arg.optional ? `[${name}]` : `<${name}>`);
  }
  for (const [name, spec] of Object.entries(command.options)) {
    const flags = spec.short === undefined ? flagOf(name, spec) : `-${spec.short}, ${flagOf(name, spec)}`;
    if (spec.type === 'flag') own.option(flags);
    else if ('many' in spec && spec.many) own.option(`${flags} <value>`, '', collect);
    else own.option(`${flags} <value>`);
  }
  own.action(() => {
    for (const [index, arg] of command.args.entries()) {
      const text = own.args[index];
      if (arg.choices && text !== undefined && !arg.choices.includes(text)) {
        throw unknownWord(`sluice ${command.name}`, text, arg.choices);
      }
    }
    const members = membersOf(command.name, commands);
    const [word] = own.args;
    if (members.length > 0 && command.args.length === 0 && word !== undefined) {
      throw unknownWord(`sluice ${command.name}`, word, members);
    }
    found({ kind: 'run', command, typed: { args: own.args, options: own.opts() } });
  });
  if (membersOf(command.name, commands).length > 0) own.allowExcessArguments(true);
  return own;
}

/** Second words of the commands that begin with a word. */
function membersOf(first: string, commands: readonly AnyCommand[]): string[] {
  return commands
    .filter((each) => each.name.startsWith(`${first} `))
    .map((each) => each.name.slice(first.length + 1));
}

function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** What every level of the parser has in common: nothing is printed, and an error names its command. */
function frame(
  parser: Commander,
  words: string,
  commands: readonly AnyCommand[],
  command: AnyCommand | undefined,
  help: () => string,
): Commander {
  parser.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  parser.showSuggestionAfterError(false);
  parser.allowExcessArguments(false);
  parser.helpOption('-h, --help');
  parser.exitOverride((error: CommanderError) => {
    if (error.code.startsWith('commander.help')) throw new Stop(help());
    throw explain(error, words, commands, command);
  });
  return parser;
}

function explain(
  error: CommanderError,
  words: string,
  commands: readonly AnyCommand[],
  command: AnyCommand | undefined,
): UsageError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const help = `${words} --help`;
  switch (error.code) {
    case 'commander.unknownCommand': {
      const prefix = words.split(' ').slice(1).join(' ');
      const known = commands
        .map((each) => each.name)
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length).trim());
      return unknownWord(words, quoted, known);
    }
    case 'commander.unknownOption': {
      const flags = Object.entries(command?.options ?? {}).map(([name, spec]) => flagOf(name, spec));
      const near = nearest(quoted, [...flags, '--color', '--help', '--version']);
      const cure = near === undefined ? '' : `; the nearest is \`${near}\``;
      return new UsageError(words, `Unknown option \`${quoted}\`${cure}.`, help);
    }
    case 'commander.optionMissingArgument':
      return new UsageError(words, `\`${quoted.replace(' <value>', '')}\` needs a value.`, help);
    case 'commander.missingArgument':
      return new UsageError(words, `${quoted} is missing.`, help);
    case 'commander.excessArguments':
      return new UsageError(words, 'There are more arguments than this command takes.', help);
    default:
      return new UsageError(words, error.message.replace(/^error: /, ''), help);
  }
}

function unknownWord(words: string, typed: string, known: readonly string[]): UsageError {
  const near = nearest(typed, known);
  const cure = near === undefined ? '' : `; the nearest is \`${near}\``;
  return new UsageError(words, `Unknown word \`${typed}\`${cure}.`, `${words} --help`);
}
