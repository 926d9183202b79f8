import type { AnyCommand, ArgumentSpec } from '../command.js';
import { flagOf, type OptionSpec } from '../options.js';

/** An option as a shell completes it. */
export interface OfferedOption {
  /** With its dashes. */
  readonly flag: string;
  readonly doc: string;
  readonly takes: 'nothing' | 'word' | 'text' | 'path';
  /** The words that it accepts; empty when it takes any. */
  readonly choices: readonly string[];
  /** Whether it may be given again, and a value may hold several words separated by commas. */
  readonly many: boolean;
}

/** One command, or the first word of several, as a shell completes it. */
export interface OfferedCommand {
  /** `analyze`, `ledger`, `ledger check`. */
  readonly words: string;
  readonly summary: string;
  readonly options: readonly OfferedOption[];
  /** Second words, where this is the first word of others. */
  readonly members: readonly { readonly word: string; readonly summary: string }[];
  readonly argument: ArgumentSpec | undefined;
}

const everywhere: readonly OfferedOption[] = [
  {
    flag: '--color',
    doc: 'Style the output.',
    takes: 'word',
    choices: ['auto', 'always', 'never'],
    many: false,
  },
  { flag: '--help', doc: 'Print help.', takes: 'nothing', choices: [], many: false },
];

/** Every command and every first word, in the order of the help; what all scripts are made from. */
export function offeredCommands(commands: readonly AnyCommand[]): OfferedCommand[] {
  const firsts = [...new Set(commands.map((command) => command.name.split(' ')[0] ?? ''))];
  return firsts.flatMap((first) => {
    const own = commands.find((command) => command.name === first);
    const members = commands.filter((command) => command.name.startsWith(`${first} `));
    const named = members.map(({ name, summary }) => ({ word: name.slice(first.length + 1), summary }));
    return [
      {
        words: first,
        summary: own?.summary ?? `${named.map(({ word }) => word).join(', ')}.`,
        options: optionsOf(own),
        members: named,
        argument: own?.args[0],
      },
      ...members.map((member) => ({
        words: member.name,
        summary: member.summary,
        options: optionsOf(member),
        members: [],
        argument: member.args[0],
      })),
    ];
  });
}

function optionsOf(command: AnyCommand | undefined): OfferedOption[] {
  const own = Object.entries(command?.options ?? {}).map(([name, spec]): OfferedOption => {
    return {
      flag: flagOf(name, spec),
      doc: spec.doc,
      takes: takenBy(spec),
      choices: spec.type === 'choice' ? spec.choices : [],
      many: 'many' in spec && spec.many === true,
    };
  });
  return [...own, ...everywhere];
}

function takenBy(spec: OptionSpec): OfferedOption['takes'] {
  if (spec.type === 'flag') return 'nothing';
  if (spec.type === 'choice') return 'word';
  return spec.type === 'path' ? 'path' : 'text';
}

/** A text between single quotes, for bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
