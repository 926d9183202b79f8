import type { AnyCommand } from './command.js';
import { argumentDoc, optionDoc, optionWords, usageWords } from './help.js';

/** `docs/reference/cli.md`, made from the table of commands so that it cannot say anything else than `--help`. */
export function referencePage(commands: readonly AnyCommand[]): string {
  return `${[intro, ...commands.map(commandSection)].join('\n\n')}\n`;
}

const intro = `# Command line

This page is made from the table of commands; \`npx vitest run test/cli/reference.test.ts -u\` writes it again.

Data goes to standard output, everything else to standard error. Exit codes:

| Code | Meaning |
| ---: | --- |
| 0 | complete, and nothing found that \`--fail-on\` names |
| 1 | could not complete: a file, a disk, another process, input data that cannot be used |
| 2 | usage: a command, flag, value, query or \`sluice.yaml\` that cannot be understood |
| 3 | complete, and something was found that \`--fail-on\` names |
| 4 | a replay is complete, and found what its \`--fail-on\` names |
| 130 | interrupted by Ctrl-C (143 by SIGTERM); a second Ctrl-C ends at once |

Everywhere: \`--help\`, \`--version\`, \`--color auto|always|never\`. Heard from the environment: \`NO_COLOR\`, \`CLICOLOR_FORCE\`,
\`TERM=dumb\`, \`COLUMNS\` (the width of reports and tables), \`SLUICE_DEBUG\` (prints the cause of an error). Nothing is said by colour
alone. Tables are made to fit a terminal; in a pipe nothing is cut, unless \`COLUMNS\` gives a width.`;

function commandSection(command: AnyCommand): string {
  const parts = [`## sluice ${command.name}`, command.summary];
  parts.push(`\`\`\`\nsluice ${usageWords(command)} [OPTIONS]\n\`\`\``);
  parts.push(...(command.detail ?? []));
  if (command.args.length > 0) {
    parts.push(
      table(
        ['Argument', 'What it is'],
        command.args.map((arg) => [`\`${arg.name}\``, argumentDoc(arg)]),
      ),
    );
  }
  const options = Object.entries(command.options);
  if (options.length > 0) {
    const rows = options.map(([name, spec]) => [`\`${optionWords(name, spec)}\``, optionDoc(spec)]);
    parts.push(table(['Option', 'What it does'], rows));
  }
  for (const { line, doc } of command.examples) parts.push(`${doc}:\n\n\`\`\`sh\n${line}\n\`\`\``);
  return parts.join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
