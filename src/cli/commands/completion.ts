import type { AnyCommand } from '../command.js';
import { completionScript, type Shell, shells } from '../completion/script.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';

/** Made with the list of all commands, itself among them. */
export function completionCommand(others: () => readonly AnyCommand[]): AnyCommand {
  return defineCommand({
    name: 'completion',
    group: 'start',
    summary: 'Print a completion script for a shell.',
    detail: [
      'Load it from the start-up file of the shell: `source <(sluice completion bash)` in ~/.bashrc, `source <(sluice completion zsh)` in ~/.zshrc, `sluice completion fish | source` in ~/.config/fish/config.fish.',
    ],
    args: [{ name: 'SHELL', doc: 'The shell.', choices: shells }],
    options: {},
    examples: [
      { line: 'sluice completion bash > sluice.bash', doc: 'Write the script for bash' },
      { line: 'sluice completion fish > sluice.fish', doc: 'Write the script for fish' },
    ],
    async run({ args, terminal }) {
      await terminal.print(completionScript(asShell(args[0]), others()));
      return exit.ok;
    },
  });
}

function asShell(text: string | undefined): Shell {
  return shells.find((shell) => shell === text) ?? 'bash';
}
