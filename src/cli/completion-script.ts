import { assertNever } from '../base/index.js';
import type { AnyCommand } from './command.js';
import { flagOf, type OptionSpec } from './options.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands, flags and the words a flag accepts; everything else is completed as a path. */
export function completionScript(shell: Shell, commands: readonly AnyCommand[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      // zsh reads bash's functions, so there is one script to keep right.
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
    default:
      return assertNever(shell);
  }
}

interface Words {
  readonly flags: readonly string[];
  /** Flags that accept only certain words, with those. */
  readonly choices: readonly (readonly [flag: string, words: readonly string[]])[];
}

function wordsOf(command: AnyCommand): Words {
  const options = Object.entries(command.options);
  const color: [string, OptionSpec] = [
    'color',
    { type: 'choice', choices: ['auto', 'always', 'never'], doc: 'Style the output.' },
  ];
  const all = [...options, color];
  return {
    flags: [...all.map(([name, spec]) => flagOf(name, spec)), '--help'],
    choices: all.flatMap(([name, spec]) =>
      spec.type === 'choice' ? [[flagOf(name, spec), spec.choices] as const] : [],
    ),
  };
}

/** First words, each once: `inventory` stands for all its commands. */
function firstWords(commands: readonly AnyCommand[]): string[] {
  return [...new Set(commands.map((command) => command.name.split(' ')[0] ?? ''))];
}

function secondWords(commands: readonly AnyCommand[], first: string): string[] {
  const members = commands.filter((command) => command.name.startsWith(`${first} `));
  const choices = commands
    .filter((command) => command.name === first)
    .flatMap((each) => each.args[0]?.choices ?? []);
  return [...members.map((command) => command.name.slice(first.length + 1)), ...choices];
}

function bash(commands: readonly AnyCommand[]): string {
  const cases = firstWords(commands).map((first) => {
    const members = commands.filter((command) => command.name.split(' ')[0] === first).map(wordsOf);
    const flags = [...new Set(members.flatMap((words) => words.flags))].join(' ');
    const choices = new Map(members.flatMap((words) => words.choices));
    const values = [...choices].map(([flag, words]) => `        ${flag}) words="${words.join(' ')}" ;;`);
    return [
      `    ${first})`,
      `      flags="${flags}" second="${secondWords(commands, first).join(' ')}"`,
      '      case "$before" in',
      ...values,
      '      esac ;;',
    ].join('\n');
  });
  return `# Completion of sluice; made by \`sluice completion\`.
_sluice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" second="" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${firstWords(commands).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  elif [ "\${word#-}" != "$word" ]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$second" ]; then
    COMPREPLY=($(compgen -W "$second" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _sluice sluice
`;
}

function fish(commands: readonly AnyCommand[]): string {
  const lines = ['# Completion of sluice; made by `sluice completion`.'];
  for (const first of firstWords(commands)) {
    const own = commands.find((command) => command.name === first);
    const summary = own?.summary ?? 'Several commands.';
    lines.push(`complete -c sluice -n __fish_use_subcommand -f -a ${first} -d ${fishText(summary)}`);
    for (const second of secondWords(commands, first)) {
      lines.push(`complete -c sluice -n '__fish_seen_subcommand_from ${first}' -f -a ${second}`);
    }
  }
  for (const command of commands) {
    for (const [name, spec] of Object.entries(command.options)) {
      lines.push(fishOption(command.name.split(' ')[0] ?? '', name, spec));
    }
  }
  return `${lines.join('\n')}\n`;
}

function fishOption(first: string, name: string, spec: OptionSpec): string {
  const flag = flagOf(name, spec).slice(2);
  const values =
    spec.type === 'choice' ? ` -x -a '${spec.choices.join(' ')}'` : spec.type === 'flag' ? '' : ' -r';
  return `complete -c sluice -n '__fish_seen_subcommand_from ${first}' -l ${flag}${values} -d ${fishText(spec.doc)}`;
}

function fishText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
