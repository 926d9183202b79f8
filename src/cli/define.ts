import type { AnyCommand, Command } from './command.js';
import { type OptionSpecs, readOptions } from './options.js';

/** Puts a command into the form in which all stand in one list; its options keep their types inside. */
export function defineCommand<const O extends OptionSpecs>(command: Command<O>): AnyCommand {
  const { run, ...rest } = command;
  return {
    ...rest,
    async execute(typed, surroundings) {
      const options = readOptions(command.options, typed.options, `sluice ${command.name}`);
      return run({ ...surroundings, args: typed.args, options });
    },
  };
}
