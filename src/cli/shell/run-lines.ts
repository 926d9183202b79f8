import { type ExitCode, exit } from '../exit.js';
import { describeFailure } from '../failure.js';
import { runDotCommand } from './dot-commands.js';
import type { ShellSession } from './session.js';
import { type Entry, StatementReader } from './statement-reader.js';

/** What a line came to: go on, end, or a mistake that was told already. */
export type LineResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'failed'; readonly code: ExitCode };

/** Files that read files end here, so that one that reads itself does not go on for ever. */
const deepestRead = 16;

/** Runs one entry; a mistake is told on standard error. */
export async function runEntry(session: ShellSession, entry: Entry, depth = 0): Promise<LineResult> {
  try {
    if (entry.kind === 'query') {
      // The lines before it, empty, so that places are those of the whole input.
      await session.ask(`${'\n'.repeat(entry.line)}${entry.text}`);
      return { kind: 'done' };
    }
    const wish = await runDotCommand(session, entry.text);
    if (wish === undefined) return { kind: 'done' };
    if (wish.kind === 'quit') return { kind: 'quit' };
    if (depth >= deepestRead) {
      session.terminal.note(
        `.read: \`${wish.path}\` is read by files that read each other, ${deepestRead} deep.`,
      );
      return { kind: 'failed', code: exit.usage };
    }
    return await runText(session, wish.text, depth + 1);
  } catch (error) {
    if (session.signal.aborted) {
      session.terminal.note('Cancelled.');
      return { kind: 'failed', code: exit.interrupted };
    }
    const { lines, code } = describeFailure(error, Boolean(session.terminal.env.SLUICE_DEBUG));
    for (const line of lines) session.terminal.note(line);
    return { kind: 'failed', code };
  }
}

/** Runs a text as if it was typed, up to the first mistake. */
async function runText(session: ShellSession, text: string, depth: number): Promise<LineResult> {
  const lines = text.split(/\r?\n/);
  return runLines(session, lines, depth);
}

/** Runs lines up to the first mistake; what stands at the end without an ending is run too. */
export async function runLines(
  session: ShellSession,
  lines: Iterable<string> | AsyncIterable<string>,
  depth = 0,
): Promise<LineResult> {
  const reader = new StatementReader();
  for await (const line of lines) {
    for (const entry of reader.push(line, session.language)) {
      const result = await runEntry(session, entry, depth);
      if (result.kind !== 'done') return result;
    }
  }
  const last = reader.end();
  return last === undefined ? { kind: 'done' } : runEntry(session, last, depth);
}
