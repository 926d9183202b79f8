import type { Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { unexpected } from './messages.js';

export type Token =
  /** A field, keyword or function name; `quoted` when any part stood in back-quotes, so that it is no keyword. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly span: Span }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly span: Span }
  | { readonly kind: 'period'; readonly amount: number; readonly unit: string; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'regex'; readonly pattern: string; readonly span: Span }
  | { readonly kind: 'symbol'; readonly text: string; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span };

const symbols = ['==', '!=', '<=', '>=', '=~', ...'|()[],=<>+-*/^%.:'];
const wordPattern = /(?:[\p{L}_@][\p{L}\p{N}_@]*|`[^`\n]*`)(?:\.(?:[\p{L}\p{N}_@]+|`[^`\n]*`))*/uy;
const numberPattern = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_@.])/uy;
const periodPattern = /(\d+)([A-Za-z]+)/y;

/**
 * Splits a query into tokens (Logs Insights syntax, "Supported operations and functions"). A `/` begins a regular
 * expression only after `like`, `=~` and in `parse`; everywhere else it divides. `#` begins a comment.
 */
export function tokenize(query: QueryText): Token[] {
  const { text } = query;
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) at++;
    else if (char === '#') at = endOfLine(text, at);
    else {
      const token = tokenAt(query, at, tokens);
      tokens.push(token);
      at = token.span.end;
    }
  }
  tokens.push({ kind: 'end', span: { start: text.length, end: text.length } });
  return tokens;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function tokenAt(query: QueryText, start: number, before: readonly Token[]): Token {
  const { text } = query;
  const char = text[start] ?? '';
  if (char === "'" || char === '"') return stringAt(query, start, char);
  if (char === '/' && regexMayStand(before)) return regexAt(query, start);
  const word = matchAt(wordPattern, text, start);
  if (word !== undefined) {
    const raw = word[0];
    const span = { start, end: start + raw.length };
    return { kind: 'word', text: raw.replaceAll('`', ''), quoted: raw.includes('`'), span };
  }
  return numberAt(text, start) ?? periodAt(text, start) ?? symbolAt(query, start);
}

function numberAt(text: string, start: number): Token | undefined {
  const raw = matchAt(numberPattern, text, start)?.[0];
  if (raw === undefined) return undefined;
  return { kind: 'number', value: Number(raw), text: raw, span: { start, end: start + raw.length } };
}

function periodAt(text: string, start: number): Token | undefined {
  const match = matchAt(periodPattern, text, start);
  if (match === undefined) return undefined;
  const span = { start, end: start + match[0].length };
  return { kind: 'period', amount: Number(match[1]), unit: (match[2] ?? '').toLowerCase(), span };
}

function symbolAt(query: QueryText, start: number): Token {
  const symbol = symbols.find((each) => query.text.startsWith(each, start));
  if (symbol !== undefined)
    return { kind: 'symbol', text: symbol, span: { start, end: start + symbol.length } };
  const point = String.fromCodePoint(query.text.codePointAt(start) ?? 0);
  return unexpected(query, point, { start, end: start + point.length });
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

function regexMayStand(before: readonly Token[]): boolean {
  const last = before.at(-1);
  if (last?.kind === 'symbol') return last.text === '=~';
  if (last?.kind !== 'word') return false;
  const isWord = (token: Token | undefined, word: string) =>
    token?.kind === 'word' && !token.quoted && token.text.toLowerCase() === word;
  return isWord(last, 'like') || isWord(last, 'parse') || isWord(before.at(-2), 'parse');
}

function stringAt(query: QueryText, start: number, quote: string): Token {
  let value = '';
  for (let at = start + 1; at < query.text.length; at++) {
    const char = query.text[at] ?? '';
    if (char === quote) return { kind: 'string', value, span: { start, end: at + 1 } };
    const next = query.text[at + 1];
    if (char === '\\' && (next === quote || next === '\\')) {
      value += next;
      at++;
    } else {
      value += char;
    }
  }
  return query.fail(
    'unclosed-string',
    `A string begins here and does not end.`,
    { start, end: start + 1 },
    `close it with ${quote}`,
  );
}

/** In a pattern `\/` stands for a slash; a slash in brackets does not end it either. */
function regexAt(query: QueryText, start: number): Token {
  let pattern = '';
  let inClass = false;
  for (let at = start + 1; at < query.text.length; at++) {
    const char = query.text[at] ?? '';
    if (char === '/' && !inClass) return { kind: 'regex', pattern, span: { start, end: at + 1 } };
    if (char === '\n') break;
    if (char === '\\') {
      const next = query.text[++at] ?? '';
      pattern += next === '/' ? '/' : `\\${next}`;
    } else {
      if (char === '[') inClass = true;
      if (char === ']') inClass = false;
      pattern += char;
    }
  }
  return query.fail(
    'unclosed-regex',
    'A regular expression begins here and does not end.',
    { start, end: start + 1 },
    'close it with /',
  );
}
