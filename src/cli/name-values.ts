import { UsageError } from './usage-error.js';

/** Reads `name=value` as it was given several times; the last value of a name counts. */
export function readPairs(command: string, pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new UsageError(
        command,
        `\`--param\` takes a name and a value, not \`${pair}\`.`,
        'write --param NAME=VALUE',
      );
    }),
  );
}
