import { type OfferedCommand, type OfferedOption, quoted } from './words.js';

/** The script for zsh, with descriptions. It works as a file `_sluice` of `$fpath` and when it is sourced. */
export function zsh(offered: readonly OfferedCommand[]): string {
  const firsts = offered.filter(({ words }) => !words.includes(' '));
  const pairs = offered.filter(({ words }) => words.includes(' ')).map(({ words }) => quoted(words));
  return `#compdef sluice
# Completion of sluice; made by \`sluice completion zsh\`.
_sluice_listed() {
  local -a names
  names=(\${(f)"$("$@" --format csv 2>/dev/null | tail -n +2 | cut -d, -f1)"})
  compadd -a names
}
_sluice() {
  local program=$words[1] asked=$words[2]
  local -a known
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then
      _arguments '--help[Print help.]' '--version[Print the version.]'
      return
    fi
    known=(${described(firsts.map(({ words, summary }) => [words, summary]))})
    _describe -t commands command known
    return
  fi
  if (( CURRENT > 3 )); then
    case "$words[2] $words[3]" in
      (${pairs.join('|')}) asked="$words[2] $words[3]"; shift words; (( CURRENT-- )) ;;
    esac
  fi
  shift words
  (( CURRENT-- ))
  case $asked in
${offered.map(commandCase).join('\n')}
  esac
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _sluice "$@"
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
  compdef _sluice sluice
fi
`;
}

function described(rows: readonly (readonly [word: string, text: string])[]): string {
  return rows.map(([word, text]) => quoted(`${word}:${text}`)).join(' ');
}

function commandCase({ words, options, members, argument }: OfferedCommand): string {
  const lines: string[] = [];
  if (members.length > 0) {
    const rows = described(members.map(({ word, summary }) => [word, summary]));
    lines.push(
      '      if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then',
      `        known=(${rows})`,
      '        _describe -t commands command known',
      '        return',
      '      fi',
    );
  }
  const first =
    argument?.choices !== undefined
      ? [quoted(`1:${argument.name}:(${argument.choices.join(' ')})`)]
      : argument?.listedBy !== undefined
        ? [quoted(`1:${argument.name}:{_sluice_listed $program ${argument.listedBy}}`)]
        : [];
  const specs = [...options.map(optionSpec), ...first, quoted('*:path:_files')];
  lines.push('      _arguments \\', `        ${specs.join(' \\\n        ')}`);
  return `    (${quoted(words)})\n${lines.join('\n')} ;;`;
}

function optionSpec({ flag, doc, takes, choices, many }: OfferedOption): string {
  const text = doc.replaceAll(/[[\]\\]/g, (sign) => `\\${sign}`);
  const head = `${many ? '*' : ''}${flag}[${text}]`;
  if (takes === 'nothing') return quoted(head);
  if (takes === 'path') return quoted(`${head}:path:_files`);
  if (takes === 'text') return quoted(`${head}:value: `);
  return quoted(
    `${head}:word:${many ? `{_values -s , word ${choices.join(' ')}}` : `(${choices.join(' ')})`}`,
  );
}
