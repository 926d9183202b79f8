import type { AnyCommand, ArgumentSpec, CommandGroup } from './command.js';
import { type OptionSpec, synopsisOf } from './options.js';
import { wrap } from './wrap.js';

/** What `sluice` without words prints: what it is for and the first line to type. */
export function startPage(version: string): string {
  return `sluice ${version} finds out what outbound traffic a VPC needs, from its flow logs.

  sluice analyze LOGS                  read flow logs and print the report
  sluice analyze LOGS --inventory DIR  with what \`aws ec2 describe-…\` says
  sluice outbound                      every destination that was opened inside
  sluice ledger update                 a line for each, to decide what may leave
  sluice query "SELECT …"              ask in Athena SQL or in Logs Insights

Nothing leaves this machine. \`sluice --help\` lists all commands.
`;
}

const headings: Record<CommandGroup, string> = {
  see: 'See what leaves',
  decide: 'Decide what may leave',
  rules: 'Rules that allow it and no more, and what they would break',
  enough: 'Know whether enough was seen',
  ask: 'Ask the records',
  start: 'Set up',
};

/** `sluice ledger`: the commands that begin with a word. */
export function groupHelp(first: string, members: readonly AnyCommand[], columns: number): string {
  const rows = members.map((command) => [usageWords(command), command.summary] as const);
  return [
    `Usage: sluice ${first} COMMAND [ARGUMENTS] [OPTIONS]`,
    '',
    'Commands:',
    definitionList(rows, columns),
    '',
    `Help of one command: sluice ${members[0]?.name ?? first} --help`,
    '',
  ].join('\n');
}

/** `sluice --help`. */
export function programHelp(commands: readonly AnyCommand[], columns: number): string {
  const lines = Object.entries(headings).flatMap(([group, heading]) => {
    const members = commands.filter((command) => command.group === group);
    const rows = members.map((command) => [usageWords(command), command.summary] as const);
    return rows.length === 0 ? [] : [`${heading}:`, definitionList(rows, columns), ''];
  });
  return [
    'Usage: sluice COMMAND [ARGUMENTS] [OPTIONS]',
    '',
    wrap(
      'Finds out what outbound traffic a VPC needs, from its flow logs, and says what is not known.',
      columns,
    ),
    '',
    ...lines,
    'Options everywhere:',
    definitionList(globalRows, columns),
    '',
    wrap(
      'Exit codes: 0 clean, 1 could not complete, 2 usage, 3 found what `--fail-on` names (4: replay), 130 interrupted.',
      columns,
    ),
    'Help of one command: sluice COMMAND --help',
    '',
  ].join('\n');
}

const globalRows = [
  ['--color auto|always|never', 'Style the output; NO_COLOR, CLICOLOR_FORCE and TERM=dumb are heard too.'],
  ['--version', 'Print the version.'],
  ['-h, --help', 'Print help.'],
] as const;

/** `sluice COMMAND --help`. */
export function commandHelp(command: AnyCommand, columns: number): string {
  const lines = [`Usage: sluice ${usageWords(command)} [OPTIONS]`, '', wrap(command.summary, columns)];
  for (const paragraph of command.detail ?? []) lines.push('', wrap(paragraph, columns));
  if (command.args.length > 0) {
    lines.push(
      '',
      'Arguments:',
      definitionList(
        command.args.map((arg) => [arg.name, argumentDoc(arg)]),
        columns,
      ),
    );
  }
  const options = Object.entries(command.options).map(
    ([name, spec]) => [optionWords(name, spec), optionDoc(spec)] as const,
  );
  lines.push('', 'Options:', definitionList([...options, ...globalRows], columns));
  lines.push('', 'Examples:');
  for (const { line, doc } of command.examples) lines.push(wrap(`${doc}:`, columns, '  '), `    ${line}`);
  return `${lines.join('\n')}\n`;
}

/** The command's words with its arguments: `analyze [PATH…]`. */
export function usageWords(command: AnyCommand): string {
  const args = command.args.map((arg) => {
    const name = `${arg.name}${arg.many ? '…' : ''}`;
    return arg.optional ? `[${name}]` : name;
  });
  return [command.name, ...args].join(' ');
}

export function optionWords(name: string, spec: OptionSpec): string {
  const synopsis = synopsisOf(name, spec);
  return spec.short === undefined ? synopsis : `-${spec.short}, ${synopsis}`;
}

export function argumentDoc(arg: ArgumentSpec): string {
  return arg.choices === undefined ? arg.doc : `${arg.doc} One of ${arg.choices.join(', ')}.`;
}

/** The row's text with its choices and its default, where it does not name them itself. */
export function optionDoc(spec: OptionSpec): string {
  const parts = [spec.doc];
  if (spec.type === 'choice' && !spec.choices.every((choice) => spec.doc.includes(choice))) {
    parts.push(`One of ${spec.choices.join(', ')}.`);
  }
  if ('default' in spec && spec.default !== undefined && spec.type !== 'flag') {
    parts.push(`Default: ${spec.default}.`);
  }
  return parts.join(' ');
}

/** Terms beside their texts; a term that is too long stands on its own line. */
export function definitionList(rows: readonly (readonly [string, string])[], columns: number): string {
  const widest = Math.min(30, Math.max(...rows.map(([term]) => term.length)));
  const indent = ' '.repeat(widest + 4);
  return rows
    .map(([term, text]) => {
      const body = wrap(text, columns, indent);
      return term.length > widest ? `  ${term}\n${body}` : `  ${term.padEnd(widest + 2)}${body.trimStart()}`;
    })
    .join('\n');
}
