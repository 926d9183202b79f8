import { DiagnosticError, nearest, type Span } from '../../../base/index.js';
import { QueryText } from '../../problem.js';
import { Cursor } from '../cursor.js';
import type { Quoting } from '../lexer.js';
import { refuse } from '../messages.js';
import type { AnyStatement } from './definition.js';
import { refusedStatements, statements } from './index.js';
import { splitStatements, startLength } from './split.js';
import type { Statement } from './syntax.js';

/** A statement of a text that may hold several, each ended by `;`. */
export interface ParsedStatement {
  readonly statement: Statement;
  /** The statement alone; the spans in it are offsets in this text. */
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly offset: number;
}

/**
 * Reads the statements of a text in their order. None is read before the one before it is taken, so that a mistake further
 * down does not hinder those above it. Throws a DiagnosticError with the place in the whole text.
 */
export function* parseStatements(text: string): Generator<ParsedStatement> {
  const spans = splitStatements(text, quotingOf);
  if (spans.length === 0) spans.push({ start: 0, end: text.length });
  for (const span of spans) {
    const own = text.slice(span.start, span.end);
    const statement = atOffset(text, span.start, () => parseStatement(own));
    yield { statement, text: own, offset: span.start };
  }
}

/** Whether a text is one query and nothing else, so that it can be read as one. */
export function isOneQuery(text: string): boolean {
  const [first, second] = splitStatements(text, quotingOf);
  if (first === undefined || second !== undefined) return false;
  const words = wordsAtStart(text.slice(first.start, first.end).slice(0, startLength)).map(
    (word) => word.text,
  );
  return definitionOf(words)?.definition.name === 'SELECT';
}

function quotingOf(start: string): Quoting {
  return definitionOf(wordsAtStart(start).map((word) => word.text))?.definition.quoting ?? 'trino';
}

/** Carries out work on a part of a text; problems in the part are thrown with their places in the whole. */
export function atOffset<T>(whole: string, offset: number, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw shiftedError(cause, whole, offset);
  }
}

/** A DiagnosticError about a part of a text as one about the whole; anything else as it is. */
export function shiftedError(cause: unknown, whole: string, offset: number): unknown {
  if (!(cause instanceof DiagnosticError) || offset === 0) return cause;
  const moved = cause.diagnostics.map((each) =>
    each.span === undefined
      ? each
      : { ...each, span: { start: each.span.start + offset, end: each.span.end + offset } },
  );
  return new DiagnosticError(moved, whole);
}

/** Reads one statement. */
export function parseStatement(text: string): Statement {
  const query = new QueryText(text);
  const words = wordsAtStart(text);
  const found = definitionOf(words.map((word) => word.text));
  if (found === undefined) return refuseStart(query, words);
  const { definition, count } = found;
  const cursor = new Cursor(query, definition.quoting);
  const start = cursor.token.span;
  // A query is read from its first word on.
  if (definition.name !== 'SELECT') for (let taken = 0; taken < count; taken++) cursor.next();
  const statement = definition.parse(cursor, start);
  while (cursor.acceptSymbol(';') !== undefined);
  if (cursor.token.kind !== 'end') cursor.unexpected('the statement should end here');
  return statement;
}

function definitionOf(
  words: readonly string[],
): { readonly definition: AnyStatement; readonly count: number } | undefined {
  let best: { definition: AnyStatement; count: number } | undefined;
  for (const definition of statements) {
    for (const begin of definition.begins) {
      const parts = begin.split(' ');
      const fits = parts.every((part, index) => part === words[index]);
      if (fits && parts.length > (best?.count ?? 0)) best = { definition, count: parts.length };
    }
  }
  return best;
}

interface StartWord {
  /** In lower case. */
  readonly text: string;
  readonly span: Span;
}

/** The first words of a statement, before it is known whose quotes it has. */
function wordsAtStart(text: string): StartWord[] {
  const pattern = /[A-Za-z_]+|\(/y;
  const words: StartWord[] = [];
  for (let at = 0; words.length < 4; at = pattern.lastIndex) {
    const start = afterBlank(text, at);
    pattern.lastIndex = start;
    const word = pattern.exec(text)?.[0];
    if (word === undefined) break;
    words.push({ text: word.toLowerCase(), span: { start, end: start + word.length } });
    if (word === '(') break;
  }
  return words;
}

/** Where blanks and comments from a place on have ended. One regular expression for them would try every way to cut them. */
function afterBlank(text: string, start: number): number {
  const blank = /\s+|--[^\n]*/y;
  for (let at = start; ; ) {
    blank.lastIndex = at;
    const length = blank.exec(text)?.[0].length ?? 0;
    const close = text.startsWith('/*', at) ? text.indexOf('*/', at + 2) : -1;
    const next = close >= 0 ? close + 2 : at + length;
    if (next === at) return at;
    at = next;
  }
}

function refuseStart(query: QueryText, words: readonly StartWord[]): never {
  const [first] = words;
  if (first === undefined) return new Cursor(query).unexpected('write a statement, such as SELECT');
  const reason = refusedStatements[first.text];
  if (reason !== undefined) {
    const message = `The statement ${first.text.toUpperCase()} is not supported: ${reason}.`;
    return query.fail('refused-statement', message, first.span);
  }
  const beginnings = statements.flatMap((each) => each.begins);
  const following = beginnings.filter((begin) => begin.startsWith(`${first.text} `));
  if (following.length > 0) {
    const accepted = following.map((begin) => begin.toUpperCase()).join(', ');
    const wrong = words[1] ?? { span: { start: query.text.length, end: query.text.length } };
    return refuse(
      query,
      'mismatched',
      { symbol: query.slice(wrong.span) },
      wrong.span,
      `the statements are ${accepted}`,
    );
  }
  const near = nearest(first.text, new Set(beginnings.map((begin) => begin.split(' ')[0] ?? '')));
  const help =
    near === undefined ? 'a statement begins with SELECT, CREATE, SHOW, …' : `write ${near.toUpperCase()}`;
  return refuse(query, 'mismatched', { symbol: query.slice(first.span) }, first.span, help);
}
