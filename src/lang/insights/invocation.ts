import type { Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { unexpected } from './messages.js';

/** A call of a saved query, `$Name(parameter = value, …)`, which is a whole query (CloudWatch Logs API, `StartQuery`). */
export interface Invocation {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly { readonly name: string; readonly value: string; readonly span: Span }[];
}

const blank = /(?:\s|#[^\n]*)*/y;
const savedName = /\$([\p{L}\p{N}_./-]+)/uy;
const parameterName = /[A-Za-z_][A-Za-z0-9_]*/y;
const literal = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|-?\d+(?:\.\d+)?[A-Za-z]*|true\b|false\b/sy;

/** Reads a call; undefined when the text is a query of its own. */
export function readInvocation(query: QueryText): Invocation | undefined {
  const { text } = query;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text) ?? undefined;
    if (match !== undefined) at += match[0].length;
    return match;
  };
  const refuse = (help: string): never => {
    const symbol = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const span = { start: at, end: Math.min(text.length, at + symbol.length) };
    return unexpected(query, at < text.length ? symbol : '', span, help);
  };
  const symbol = (char: string): boolean => {
    take(blank);
    if (text[at] !== char) return false;
    at++;
    take(blank);
    return true;
  };
  take(blank);
  const start = at;
  const name = take(savedName)?.[1];
  if (name === undefined) return undefined;
  const nameSpan = { start, end: at };
  const args: Invocation['args'][number][] = [];
  if (!symbol('(')) refuse(`call the saved query: $${name}(parameter = "value")`);
  while (!symbol(')')) {
    if (args.length > 0 && !symbol(',')) refuse('write , or ) here');
    const from = at;
    const parameter = take(parameterName)?.[0] ?? refuse('write the name of a parameter here');
    if (!symbol('=')) refuse('write = and a value here');
    const found = take(literal) ?? refuse('write a quoted text or a number here');
    const value = (found[1] ?? found[2])?.replace(/\\(["'\\])/g, '$1') ?? found[0];
    args.push({ name: parameter, value, span: { start: from, end: at } });
  }
  take(blank);
  if (at < text.length) refuse('a call of a saved query is the whole query');
  return { name, nameSpan, args };
}
