import type { Span } from '../../../base/index.js';
import type { Quoting } from '../lexer.js';

const between = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/.source;
/** What a `;` may stand in without ending a statement. A quote that is not closed goes on to the end. */
const pieces: Readonly<Record<Quoting, RegExp>> = {
  trino: new RegExp(`'[^']*(?:'|$)|"[^"]*(?:"|$)|${between}`, 'g'),
  hive: new RegExp(
    `'(?:[^'\\\\]|\\\\.)*(?:'|$)|"(?:[^"\\\\]|\\\\.)*(?:"|$)|\`[^\`]*(?:\`|$)|${between}`,
    'gs',
  ),
};

/**
 * The places of the statements of a text, each up to its `;`. A `;` in quotes or in a comment ends none. Where a text ends
 * depends on whose quotes the statement has, which its first words say.
 */
export function splitStatements(text: string, quotingOf: (start: string) => Quoting): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfStatement(text, start, quotingOf(text.slice(start, start + startLength)));
    if (!isBlank(text.slice(start, end))) spans.push({ start, end });
    start = end + 1;
  }
  return spans;
}

/** How much of a statement is looked at for its first words. */
export const startLength = 4096;

function endOfStatement(text: string, start: number, quoting: Quoting): number {
  const pattern = new RegExp(pieces[quoting]);
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === ';') return match.index;
    if (match[0] === '') pattern.lastIndex++;
  }
  return text.length;
}

function isBlank(text: string): boolean {
  return text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() === '';
}
