import { assertNever } from '../../base/index.js';
import type { AnyCommand } from '../command.js';
import { bash } from './bash.js';
import { fish } from './fish.js';
import { offeredCommands } from './words.js';
import { zsh } from './zsh.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * A script that completes commands, flags, the words that a flag accepts, and the names of questions and scenarios;
 * everything else is completed as a path.
 */
export function completionScript(shell: Shell, commands: readonly AnyCommand[]): string {
  const offered = offeredCommands(commands);
  switch (shell) {
    case 'bash':
      return bash(offered);
    case 'zsh':
      return zsh(offered);
    case 'fish':
      return fish(offered);
    default:
      return assertNever(shell);
  }
}
