import type { OfferedCommand } from './words.js';

/** The script for bash: words only, since bash shows no descriptions. */
export function bash(offered: readonly OfferedCommand[]): string {
  const firsts = offered.filter(({ words }) => !words.includes(' ')).map(({ words }) => words);
  const pairs = offered.filter(({ words }) => words.includes(' ')).map(({ words }) => `"${words}"`);
  return `# Completion of sluice; made by \`sluice completion bash\`.
_sluice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" names="" words=""
  local command="\${COMP_WORDS[1]}" place=2
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${firsts.join(' ')} --help --version" -- "$word"))
    return
  fi
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$command \${COMP_WORDS[2]}" in
      ${pairs.join(' | ')}) command="$command \${COMP_WORDS[2]}" place=3 ;;
    esac
  fi
  case "$command" in
${offered.map(commandCase).join('\n')}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  elif [ "\${word#-}" != "$word" ]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [ "$COMP_CWORD" -eq "$place" ] && [ -n "$names" ]; then
    COMPREPLY=($(compgen -W "$names" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _sluice sluice
`;
}

function commandCase({ words, options, members, argument }: OfferedCommand): string {
  const names = members.map((each) => each.word).join(' ') || (argument?.choices ?? []).join(' ');
  const listed =
    argument?.listedBy === undefined
      ? []
      : [
          `      [ "$COMP_CWORD" -eq "$place" ] && names="$("\${COMP_WORDS[0]}" ${argument.listedBy} --format csv 2>/dev/null | tail -n +2 | cut -d, -f1)"`,
        ];
  const values = options
    .filter(({ choices }) => choices.length > 0)
    .map(({ flag, choices }) => `        ${flag}) words="${choices.join(' ')}" ;;`);
  return [
    `    "${words}")`,
    `      flags="${options.map(({ flag }) => flag).join(' ')}" names="${names}"`,
    ...listed,
    '      case "$before" in',
    ...values,
    '      esac ;;',
  ].join('\n');
}
