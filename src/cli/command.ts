import type { ExitCode } from './exit.js';
import type { OptionSpecs, OptionValues } from './options.js';
import type { Terminal } from './terminal.js';

/** The use cases. They are loaded when a command first asks for them, so that `--help` does not wait for the engine. */
export type App = typeof import('../app/index.js');

/** What a command may touch besides its own values. */
export interface CommandContext<O extends OptionSpecs> {
  readonly args: readonly string[];
  readonly options: OptionValues<O>;
  readonly terminal: Terminal;
  /** Aborted at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly version: string;
  app(): Promise<App>;
}

export interface ArgumentSpec {
  readonly name: string;
  readonly doc: string;
  readonly optional?: boolean;
  readonly many?: boolean;
  readonly choices?: readonly string[];
  /** A command whose CSV has the names that may stand here in its first column, for completion. */
  readonly listedBy?: string;
}

export interface Example {
  /** A line that a shell runs; the tests run it in a folder that holds the sample as `logs` and its inventory. */
  readonly line: string;
  readonly doc: string;
}

/** The headings of the help, in their order. */
export type CommandGroup = 'see' | 'decide' | 'rules' | 'enough' | 'ask' | 'start';

/** A word of the command line, as a value: parser, help, completion and the reference page follow from it. */
export interface Command<O extends OptionSpecs> {
  /** One word, or two: `inventory show`. */
  readonly name: string;
  readonly group: CommandGroup;
  readonly summary: string;
  /** Paragraphs for `--help` and the reference, below the summary. */
  readonly detail?: readonly string[];
  readonly args: readonly ArgumentSpec[];
  readonly options: O;
  readonly examples: readonly Example[];
  run(context: CommandContext<O>): Promise<ExitCode>;
}

/** What is typed, before it is read by the rows of `options`. */
export interface TypedWords {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

export type Surroundings = Omit<CommandContext<OptionSpecs>, 'args' | 'options'>;

/** A command whose value types are closed inside it, so that all fit in one list. */
export interface AnyCommand extends Omit<Command<OptionSpecs>, 'run'> {
  execute(typed: TypedWords, surroundings: Surroundings): Promise<ExitCode>;
}
