import type { OfferedCommand, OfferedOption } from './words.js';

/** The script for fish, with descriptions. */
export function fish(offered: readonly OfferedCommand[]): string {
  const lines = [
    '# Completion of sluice; made by `sluice completion fish`.',
    '# Whether the line begins with these words.',
    'function __sluice_at',
    '    set -l words (commandline -opc)',
    '    set -l most (math 1 + (count $argv))',
    '    test (count $words) -ge $most; or return 1',
    '    test $most -eq 1; or test "$words[2..$most]" = "$argv"',
    'end',
    '# Whether it has these words and no others before the one that is being written.',
    'function __sluice_exactly',
    '    test (count (commandline -opc)) -eq (math 1 + (count $argv)); and __sluice_at $argv',
    'end',
    'function __sluice_listed',
    '    set -l words (commandline -opc)',
    '    $words[1] $argv --format csv 2>/dev/null | tail -n +2 | cut -d, -f1',
    'end',
    "complete -c sluice -n '__sluice_exactly' -f -l help -d 'Print help.'",
    "complete -c sluice -n '__sluice_exactly' -f -l version -d 'Print the version.'",
    ...offered.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ words, summary, options, members, argument }: OfferedCommand): string[] {
  const at = `-n '__sluice_exactly ${words}'`;
  // What belongs to the first word alone is not for the commands that begin with it.
  const apart = members.map(({ word }) => `; and not __sluice_at ${words} ${word}`).join('');
  const own = words.includes(' ')
    ? []
    : [`complete -c sluice -n '__sluice_exactly' -f -a ${words} -d ${text(summary)}`];
  return [
    ...own,
    ...members.map((each) => `complete -c sluice ${at} -f -a ${each.word} -d ${text(each.summary)}`),
    ...(argument?.choices === undefined
      ? []
      : [`complete -c sluice ${at} -f -a ${text(argument.choices.join(' '))}`]),
    ...(argument?.listedBy === undefined
      ? []
      : [`complete -c sluice ${at} -f -a '(__sluice_listed ${argument.listedBy})'`]),
    ...options.map((each) => `complete -c sluice -n '__sluice_at ${words}${apart}' ${optionWords(each)}`),
  ];
}

function optionWords({ flag, doc, takes, choices }: OfferedOption): string {
  const values = { nothing: '', path: ' -r -F', text: ' -x', word: ` -x -a ${text(choices.join(' '))}` };
  return `-l ${flag.slice(2)}${values[takes]} -d ${text(doc)}`;
}

function text(words: string): string {
  return `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
