import type { Readable, Writable } from 'node:stream';

/** Where output goes and what it can show. Data goes to `out`; everything else to `err`. */
export interface Terminal {
  readonly stdin: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Width in columns for reports and tables. */
  readonly columns: number;
  /** Whether tables are made to fit `columns`: on a terminal, or when COLUMNS says how wide it is. */
  readonly fit: boolean;
  /** Whether standard output may be styled; nothing is ever said by colour alone. */
  readonly color: boolean;
  /** Whether standard error is a terminal on which a line can be drawn again. */
  readonly live: boolean;
  /** Where lines can be edited: standard input and standard error are a terminal; else undefined. */
  readonly keyboard: { readonly input: Readable; readonly screen: Writable } | undefined;
  /** Writes data; resolves when more may be written. */
  print(text: string): Promise<void>;
  /** Writes a line for the person, not for the next program. */
  note(line: string): void;
  /** Writes to standard error without a line end. */
  draw(text: string): void;
}

export type ColorChoice = 'auto' | 'always' | 'never';

interface OutStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalSources {
  readonly stdin: Readable;
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Width of reports in a pipe, where nobody says how wide it is. */
const pipeColumns = 100;
const narrowest = 40;
/** Wider lines are hard to read, however wide the window is. */
const widest = 240;

export function createTerminal(sources: TerminalSources, color: ColorChoice): Terminal {
  const { stdin, stdout, stderr, env, cwd } = sources;
  return {
    stdin,
    env,
    cwd,
    columns: columnsOf(stdout, env),
    fit: stdout.isTTY === true || Number(env.COLUMNS) > 0,
    color: wantsColor(stdout, env, color),
    live: stderr.isTTY === true && env.TERM !== 'dumb',
    keyboard: isKeyboard(stdin) && stderr.isTTY === true ? { input: stdin, screen: stderr } : undefined,
    print: (text) => write(stdout, text),
    note: (line) => void stderr.write(`${line}\n`),
    draw: (text) => void stderr.write(text),
  };
}

function isKeyboard(stdin: Readable): boolean {
  return 'isTTY' in stdin && stdin.isTTY === true;
}

function write(stream: Writable, text: string): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    if (stream.write(text)) resolve();
    else {
      stream.once('drain', resolve);
      stream.once('close', resolve);
    }
  });
}

/** `COLUMNS` beats the window, as in other programs, so that a script can ask for a width. */
function columnsOf(stdout: OutStream, env: TerminalSources['env']): number {
  const asked = Number(env.COLUMNS);
  const columns = Number.isInteger(asked) && asked > 0 ? asked : (stdout.columns ?? pipeColumns);
  return Math.min(widest, Math.max(narrowest, columns));
}

/** `--color` first, then CLICOLOR_FORCE (bixense.com/clicolors), NO_COLOR (no-color.org), TERM=dumb, a terminal. */
function wantsColor(stdout: OutStream, env: TerminalSources['env'], choice: ColorChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  const forced = env.CLICOLOR_FORCE;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (forced !== undefined && forced !== '' && forced !== '0') return true;
  if (env.TERM === 'dumb') return false;
  return stdout.isTTY === true;
}
