import type { Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';

export type Token =
  /** An identifier or keyword; a quoted one is never a keyword. Names are compared without regard to case. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly span: Span }
  | { readonly kind: 'integer' | 'decimal' | 'double'; readonly text: string; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'symbol'; readonly text: string; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span };

const symbols = ['<>', '!=', '<=', '>=', '||', '->', '=>', ...'()[],.;=<>+-*/%?:'];
const patterns = {
  blank: /\s+|--[^\n]*/y,
  word: /[\p{L}_][\p{L}\p{N}_@:]*/uy,
  double: /(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+/y,
  decimal: /\d+\.\d*|\.\d+/y,
  integer: /\d+/y,
};

/**
 * Whose quotes a statement has. Athena hands queries to Trino and most DDL to Hive: there names stand in back-quotes, texts
 * in either quotes, and a backslash takes a character as it is (Athena User Guide, "Reserved keywords").
 */
export type Quoting = 'trino' | 'hive';

/** Splits a statement into tokens (trino.io, "SQL grammar": identifiers, literals, comments). */
export function tokenize(query: QueryText, quoting: Quoting = 'trino'): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.text.length) {
    const after = skipBlank(query, at);
    if (after > at) {
      at = after;
      continue;
    }
    const token = (quoting === 'hive' ? hiveQuoted(query, at) : undefined) ?? tokenAt(query, at);
    tokens.push(token);
    at = token.span.end;
  }
  tokens.push({ kind: 'end', span: { start: query.text.length, end: query.text.length } });
  return tokens;
}

function skipBlank(query: QueryText, start: number): number {
  const blank = matchAt(patterns.blank, query.text, start);
  if (blank !== undefined) return start + blank.length;
  if (!query.text.startsWith('/*', start)) return start;
  const end = query.text.indexOf('*/', start + 2);
  if (end >= 0) return end + 2;
  return refuse(query, 'unclosed', { what: 'comment' }, { start, end: start + 2 }, 'close it with */');
}

function tokenAt(query: QueryText, start: number): Token {
  const { text } = query;
  const char = text[start];
  if (char === "'") return quotedAt(query, start, "'");
  if (char === '"') return quotedAt(query, start, '"');
  if (char === '`') {
    const help = 'a SELECT quotes names with double quotes; back-quotes belong to CREATE TABLE';
    return refuse(query, 'back-quotes', {}, { start, end: start + 1 }, help);
  }
  if (/^u&'/i.test(text.slice(start, start + 3))) return unicodeText(query, start);
  const word = matchAt(patterns.word, text, start);
  if (word !== undefined) {
    return { kind: 'word', text: word, quoted: false, span: { start, end: start + word.length } };
  }
  for (const kind of ['double', 'decimal', 'integer'] as const) {
    const number = matchAt(patterns[kind], text, start);
    if (number !== undefined) return numberToken(query, kind, number, start);
  }
  const symbol = symbols.find((each) => text.startsWith(each, start));
  if (symbol !== undefined)
    return { kind: 'symbol', text: symbol, span: { start, end: start + symbol.length } };
  const point = String.fromCodePoint(text.codePointAt(start) ?? 0);
  return refuse(query, 'mismatched', { symbol: point }, { start, end: start + point.length });
}

function hiveQuoted(query: QueryText, start: number): Token | undefined {
  const quote = query.text[start];
  if (quote === '`') return quotedAt(query, start, '`');
  if (quote !== "'" && quote !== '"') return undefined;
  let value = '';
  for (let at = start + 1; at < query.text.length; at++) {
    const char = query.text[at] ?? '';
    if (char === quote) return { kind: 'string', value, span: { start, end: at + 1 } };
    const escaped = char === '\\' ? escapeAt(query.text, at) : undefined;
    value += escaped === undefined ? char : escaped.value;
    at += (escaped?.length ?? 1) - 1;
  }
  return refuse(query, 'unclosed', { what: 'string' }, { start, end: start + 1 }, `close it with ${quote}`);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', Z: '\x1a' };

/** Hive's escapes: `\001` in octal, `\u0001`, a letter for a control character; any other character stands for itself. */
function escapeAt(text: string, at: number): { value: string; length: number } {
  const code = /^\\(?:u([0-9a-fA-F]{4})|([01][0-7]{2}))/.exec(text.slice(at, at + 6));
  if (code !== null) {
    const point = code[1] === undefined ? Number.parseInt(code[2] ?? '', 8) : Number.parseInt(code[1], 16);
    return { value: String.fromCharCode(point), length: code[0].length };
  }
  const next = text[at + 1] ?? '';
  return { value: escapes[next] ?? next, length: 2 };
}

function numberToken(
  query: QueryText,
  kind: 'double' | 'decimal' | 'integer',
  text: string,
  start: number,
): Token {
  const span = { start, end: start + text.length };
  if (/[\p{L}_]/u.test(query.text[span.end] ?? '')) {
    const help = 'a name that begins with a digit is written in double quotes';
    return refuse(query, 'digit-name', {}, span, help);
  }
  return { kind, text, span };
}

/** `U&'\0041' UESCAPE '!'`: code points in four or, after +, six hexadecimal digits (trino.io, "SQL grammar", UNICODE_STRING). */
function unicodeText(query: QueryText, start: number): Token {
  const token = quotedAt(query, start + 2, "'");
  const written = token.kind === 'string' ? token.value : '';
  const named = /^\s+uescape\s*'([^'])'/i.exec(query.text.slice(token.span.end));
  const mark = named?.[1] ?? '\\';
  const span = { start, end: token.span.end + (named?.[0].length ?? 0) };
  const wrong = (problem: string): never =>
    refuse(query, 'bad-escape', { problem }, span, `write for example U&'\\00e9'`);
  if (/[0-9a-f+"\s]/i.test(mark)) wrong(`Invalid escape character: ${mark}`);
  const parts = written.split(mark);
  let value = parts[0] ?? '';
  for (let index = 1; index < parts.length; index++) {
    const part = parts[index] ?? '';
    if (part === '' && index + 1 < parts.length) {
      index++;
      value += mark + (parts[index] ?? '');
      continue;
    }
    const code = /^(?:\+([0-9a-f]{6})|([0-9a-f]{4}))/i.exec(part);
    const point = Number.parseInt(code?.[1] ?? code?.[2] ?? '', 16);
    if (code === null) return wrong(`Incomplete escape sequence: ${part.slice(0, 7)}`);
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (point > 0x10ffff || isSurrogate) return wrong(`Invalid escaped character: ${code[0]}`);
    value += String.fromCodePoint(point) + part.slice(code[0].length);
  }
  return { kind: 'string', value, span };
}

function matchAt(pattern: RegExp, text: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0];
}

/** A quote inside is written twice. */
function quotedAt(query: QueryText, start: number, quote: "'" | '"' | '`'): Token {
  const what = quote === "'" ? 'string' : 'quoted name';
  let value = '';
  let from = start + 1;
  for (;;) {
    const end = query.text.indexOf(quote, from);
    if (end < 0)
      return refuse(query, 'unclosed', { what }, { start, end: start + 1 }, `close it with ${quote}`);
    value += query.text.slice(from, end);
    if (query.text[end + 1] !== quote) {
      const span = { start, end: end + 1 };
      if (quote === "'") return { kind: 'string', value, span };
      if (value === '') return refuse(query, 'empty-name', {}, span);
      return { kind: 'word', text: value, quoted: true, span };
    }
    value += quote;
    from = end + 2;
  }
}
