import type { Terminal } from '../terminal.js';
import { backspace, enter, escapeKey, interrupt, type Keys } from './keys.js';

/** Asks for a line of text; undefined when it was left with Esc, Ctrl-C or the end of the input. */
export async function askText(keys: Keys, terminal: Terminal, question: string): Promise<string | undefined> {
  await terminal.print(`${question} `);
  let text = '';
  for (;;) {
    const key = await keys.next();
    if (key === undefined || key === escapeKey || key === interrupt) {
      await terminal.print('\n');
      return undefined;
    }
    if (key === enter) {
      await terminal.print(keys.live ? '\n' : `${text}\n`);
      return text.trim();
    }
    if (key === backspace) {
      const last = [...text].at(-1) ?? '';
      text = text.slice(0, text.length - last.length);
      if (keys.live && last !== '') await terminal.print('\b \b');
    } else {
      text += key;
      if (keys.live) await terminal.print(key);
    }
  }
}

/** Asks for one of several by its number; undefined when none was chosen. */
export async function askNumber(keys: Keys, terminal: Terminal, most: number): Promise<number | undefined> {
  const text = await askText(
    keys,
    terminal,
    most === 1 ? 'which? 1, or Enter for none:' : `which? 1 to ${most}:`,
  );
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  await terminal.print(`\`${text}\` is not a number from 1 to ${most}.\n`);
  return undefined;
}
