import type { AnyCommand } from '../command.js';
import { completionCommand } from './completion.js';

/** Every command, in the order of the help. Parser, help, completion and the reference page read this list. */
export const commands: readonly AnyCommand[] = [completionCommand(() => commands)];
