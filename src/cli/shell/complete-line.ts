import { dotCommands } from './dot-commands.js';
import type { ShellSession } from './session.js';

/** What may stand at the end of a line: the words, and the piece of the line that they would replace. */
export type LineCompletion = readonly [words: readonly string[], written: string];

/** Completes a dot command or, with the lines before it, a query. */
export async function completeLine(
  session: ShellSession,
  before: string,
  line: string,
): Promise<LineCompletion> {
  if (before === '' && line.startsWith('.')) return completeDot(session, line);
  const opened = session.openPlace();
  if (opened === undefined) return [[], line];
  const text = before === '' ? line : `${before}\n${line}`;
  const { from, words } = await session.app.completeQuery(text, {
    language: session.language,
    ...opened.place,
  });
  const start = from - (text.length - line.length);
  return start < 0 ? [[], line] : [words, line.slice(start)];
}

async function completeDot(session: ShellSession, line: string): Promise<LineCompletion> {
  const [, name = '', , rest] = /^(\S*)(\s+(.*))?$/.exec(line) ?? [];
  if (rest === undefined) {
    return [dotCommands.map((each) => each.name).filter((each) => each.startsWith(name)), name];
  }
  const command = dotCommands.find((each) => each.name === name);
  const choices = rest.includes(' ') ? [] : ((await command?.choices?.(session)) ?? []);
  return [choices.filter((each) => each.startsWith(rest)), rest];
}
