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
  if (start < 0) return [[], line];
  const [only, second] = words;
  if (only === undefined || second !== undefined) return [words, line.slice(start)];
  return [[`${only}${endingOf(only, text[from - 1] ?? '')}`], line.slice(start)];
}

/** What is typed next after the only word that fits: the closing quote of a text, a blank after a word. */
function endingOf(word: string, before: string): string {
  if (before === "'" || before === '"') return `${before} `;
  return word.endsWith('(') ? '' : ' ';
}

async function completeDot(session: ShellSession, line: string): Promise<LineCompletion> {
  const [, name = '', , rest] = /^(\S*)(\s+(.*))?$/.exec(line) ?? [];
  if (rest === undefined) {
    const found = dotCommands.filter((each) => each.name.startsWith(name));
    const [only, second] = found;
    const takesMore = only !== undefined && second === undefined && only.synopsis !== only.name;
    return [takesMore ? [`${only.name} `] : found.map((each) => each.name), name];
  }
  const command = dotCommands.find((each) => each.name === name);
  const choices = rest.includes(' ') ? [] : ((await command?.choices?.(session)) ?? []);
  return [choices.filter((each) => each.startsWith(rest)), rest];
}
