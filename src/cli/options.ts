import { nearest } from '../base/index.js';
import { UsageError } from './usage-error.js';
import { parseDuration, parseSize, parseTime } from './values.js';

interface SharedSpec {
  readonly doc: string;
  /** Word that stands for the value in help; by default the type's. */
  readonly placeholder?: string;
  readonly short?: string;
}

/**
 * An option as the table of a command declares it. `many`: may be given several times, and a value may hold several
 * separated by commas. Times are Unix seconds, durations seconds. A flag whose default is true is written `--no-name`.
 */
export type OptionSpec = SharedSpec &
  (
    | { readonly type: 'flag'; readonly default?: boolean }
    | { readonly type: 'integer'; readonly default?: number; readonly min?: number }
    | { readonly type: 'time' | 'duration' }
    | { readonly type: 'text' | 'path' | 'size'; readonly default?: string; readonly many?: boolean }
    | {
        readonly type: 'choice';
        readonly choices: readonly string[];
        readonly default?: string;
        readonly many?: boolean;
      }
  );

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Plain<S extends OptionSpec> = S extends { type: 'choice'; choices: readonly (infer C)[] } ? C : string;

/** The type of an option's value, from its row. */
export type OptionValue<S extends OptionSpec> = S extends { type: 'flag' }
  ? boolean
  : S extends { type: 'integer' | 'time' | 'duration' }
    ? S extends { default: number }
      ? number
      : number | undefined
    : S extends { many: true }
      ? readonly Plain<S>[]
      : S extends { default: string }
        ? Plain<S>
        : Plain<S> | undefined;

export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: OptionValue<O[K]> };

/** `memoryLimit` is written `--memory-limit`; a flag that is on by default is written `--no-lint`. */
export function flagOf(name: string, spec: OptionSpec): string {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return spec.type === 'flag' && spec.default === true ? `--no-${kebab}` : `--${kebab}`;
}

const placeholders = {
  integer: 'N',
  time: 'TIME',
  duration: 'TIME',
  text: 'TEXT',
  path: 'PATH',
  size: 'SIZE',
  choice: 'WORD',
} as const;

/** The option as help prints it: `--format WORD`. */
export function synopsisOf(name: string, spec: OptionSpec): string {
  const flag = flagOf(name, spec);
  return spec.type === 'flag' ? flag : `${flag} ${spec.placeholder ?? placeholders[spec.type]}`;
}

/** Turns the texts that were typed into typed values, or throws a UsageError that names the flag and what it accepts. */
export function readOptions<O extends OptionSpecs>(
  specs: O,
  typed: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
  command: string,
): OptionValues<O> {
  const values = Object.entries(specs).map(([name, spec]) => [
    name,
    readOption(spec, typed[name], { flag: flagOf(name, spec), command }),
  ]);
  return Object.fromEntries(values) as OptionValues<O>;
}

interface Place {
  readonly flag: string;
  readonly command: string;
}

function readOption(
  spec: OptionSpec,
  typed: string | boolean | readonly string[] | undefined,
  place: Place,
): unknown {
  if (spec.type === 'flag') return typed === undefined ? (spec.default ?? false) : typed;
  if (typeof typed === 'object') {
    const parts = spec.type === 'choice' ? typed.flatMap((text) => text.split(',')) : typed;
    return parts.map((text) => readValue(spec, text.trim(), place));
  }
  if (typeof typed !== 'string') {
    if ('many' in spec && spec.many) return [];
    return 'default' in spec ? spec.default : undefined;
  }
  return readValue(spec, typed, place);
}

function readValue(spec: Exclude<OptionSpec, { type: 'flag' }>, text: string, place: Place): string | number {
  switch (spec.type) {
    case 'integer': {
      const min = spec.min ?? 1;
      if (!/^\d{1,15}$/.test(text) || Number(text) < min) {
        throw wrongValue(place, text, `a whole number from ${min} up`);
      }
      return Number(text);
    }
    case 'time':
      return parseTime(text) ?? throwWrong(place, text, 'a time such as `2026-09-14T06:00Z` or `1789365600`');
    case 'duration':
      return parseDuration(text) ?? throwWrong(place, text, 'a time span such as `90s`, `5m` or `1h`');
    case 'size':
      return parseSize(text) ?? throwWrong(place, text, 'a size such as `512MB` or `2GB`');
    case 'choice':
      return spec.choices.includes(text) ? text : throwChoice(place, text, spec.choices);
    default:
      if (text === '') throw wrongValue(place, text, 'a value that is not empty');
      return text;
  }
}

function throwWrong(place: Place, text: string, accepted: string): never {
  throw wrongValue(place, text, accepted);
}

function throwChoice(place: Place, text: string, choices: readonly string[]): never {
  const near = nearest(text, choices);
  const cure = near === undefined ? '' : `; the nearest is \`${near}\``;
  throw new UsageError(
    place.command,
    `\`${place.flag}\` does not know \`${text}\`${cure}.`,
    `write one of ${choices.join(', ')}`,
  );
}

function wrongValue(place: Place, text: string, accepted: string): UsageError {
  return new UsageError(place.command, `\`${place.flag}\` takes ${accepted}, not \`${text}\`.`);
}
