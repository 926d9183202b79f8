import { readFileSync } from 'node:fs';
import type { App } from './command.js';
import { commands } from './commands/index.js';
import { type ExitCode, exit } from './exit.js';
import { describeFailure } from './failure.js';
import { startPage } from './help.js';
import { parseWords } from './parser.js';
import { type ColorChoice, createTerminal, type Terminal, type TerminalSources } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Runs one command line and returns what the process shall end with. Never throws. */
export async function runCli(
  words: readonly string[],
  sources: TerminalSources,
  signal: AbortSignal,
): Promise<ExitCode> {
  let terminal = createTerminal(sources, 'auto');
  try {
    const { color, rest } = takeColor(words);
    terminal = createTerminal(sources, color);
    return await dispatch(rest, terminal, signal);
  } catch (error) {
    if (signal.aborted) return interruption(signal, terminal);
    const { lines, code } = describeFailure(error, Boolean(sources.env.SLUICE_DEBUG));
    for (const line of lines) terminal.note(line);
    return code;
  }
}

async function dispatch(
  words: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const version = readVersion();
  const request = parseWords(words, commands, { version, columns: terminal.columns });
  if (request.kind === 'start') await terminal.print(startPage(version));
  else if (request.kind === 'print') await terminal.print(request.text);
  else {
    const surroundings = { terminal, signal, version, app: loadApp };
    const code = await request.command.execute(request.typed, surroundings);
    return signal.aborted ? interruption(signal, terminal) : code;
  }
  return exit.ok;
}

function loadApp(): Promise<App> {
  return import('../app/index.js');
}

function interruption(signal: AbortSignal, terminal: Terminal): ExitCode {
  terminal.note('sluice: Interrupted.');
  return signal.reason === 'SIGTERM' ? exit.terminated : exit.interrupted;
}

const colorChoices: readonly string[] = ['auto', 'always', 'never'] satisfies readonly ColorChoice[];

/** `--color` may stand anywhere on the line, and decides how the rest is printed, errors included. */
function takeColor(words: readonly string[]): { color: ColorChoice; rest: readonly string[] } {
  const end = words.indexOf('--');
  const at = words.findIndex((word) => word === '--color' || word.startsWith('--color='));
  if (at < 0 || (end >= 0 && at > end)) return { color: 'auto', rest: words };
  const inline = words[at]?.slice('--color='.length);
  const choice = words[at] === '--color' ? words[at + 1] : inline;
  if (!isColor(choice)) {
    throw new UsageError('sluice', `\`--color\` takes auto, always or never, not \`${choice ?? ''}\`.`);
  }
  const width = words[at] === '--color' ? 2 : 1;
  return { color: choice, rest: [...words.slice(0, at), ...words.slice(at + width)] };
}

function isColor(text: string | undefined): text is ColorChoice {
  return text !== undefined && colorChoices.includes(text);
}

/** The version of the package this file was installed with. */
function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  return 'unknown';
}
