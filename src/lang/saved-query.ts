import {
  type Diagnostic,
  DiagnosticError,
  limits,
  lineAndColumn,
  nearest,
  type Span,
} from '../base/index.js';
import type { Language } from './compiled.js';
import { readInvocation } from './insights/invocation.js';
import { QueryText } from './problem.js';

/** A parameter of a saved query (CloudWatch Logs API reference, `QueryParameter`). */
export interface QueryParameter {
  /** Letters, digits and `_`, not a digit first. */
  readonly name: string;
  /** Stands for the parameter when no value is given; without it a value has to be given. */
  readonly defaultValue?: string;
  readonly description?: string;
}

/** A query that is kept under a name, with `{{name}}` where its parameters stand. */
export interface SavedQuery {
  readonly text: string;
  readonly parameters: readonly QueryParameter[];
}

export interface Expansion {
  /** Saved queries by their names, for `$Name(…)`; default none. */
  readonly savedQueries?: ReadonlyMap<string, SavedQuery>;
  /** Values of parameters by their names; default none. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A query whose placeholders were filled in. */
export interface ExpandedQuery {
  /** What is compiled. */
  readonly text: string;
  /** The diagnostic with the place where its reader finds what it is about. */
  readonly placed: (diagnostic: Diagnostic) => Diagnostic;
  /** Runs work on the text; what it refuses is placed in the text that has the mistake. */
  readonly within: <Result>(work: () => Result) => Result;
}

/**
 * Turns `$Name(parameter = value, …)` into the saved query of that name, and every `{{name}}` into its value. A value is
 * put in as text; inside of quotes its own quotes are escaped. AWS documents the placeholders and the call and not how a
 * value is put in, so this is unconfirmed by AWS. In Athena SQL, which has no saved queries with parameters,
 * `{{name}}` is a placeholder only when values are given. Throws a DiagnosticError with the place of a parameter without a
 * value and of a value without a parameter.
 */
export function expandQuery(text: string, language: Language, given: Expansion = {}): ExpandedQuery {
  const typed = new QueryText(text);
  const values = new Map(Object.entries(given.parameters ?? {}));
  const call = language === 'insights' ? readInvocation(typed) : undefined;
  if (call === undefined) {
    if (language === 'athena' && values.size === 0) return unchanged(text);
    return fill(typed, values, [], language, (name) => `give it a value: --param ${name}=…`);
  }
  const saved = given.savedQueries?.get(call.name);
  if (saved === undefined) {
    const near = nearest(call.name, given.savedQueries?.keys() ?? []);
    const help = near === undefined ? 'write the query itself' : `write \`$${near}\``;
    return typed.fail('no-saved-query', `No saved query is called \`${call.name}\`.`, call.nameSpan, help);
  }
  checkSavedQuery(call.name, saved);
  const known = [...new Set([...placeholdersIn(saved.text).map((each) => each.name)])];
  for (const { name, value, span } of call.args) {
    if (!known.includes(name)) {
      const near = nearest(name, known);
      const help = near === undefined ? parametersHelp(known) : `write \`${near}\``;
      return typed.fail('unknown-parameter', `\`$${call.name}\` has no parameter \`${name}\`.`, span, help);
    }
    values.set(name, value);
  }
  const missing = saved.parameters.filter(
    (each) => known.includes(each.name) && each.defaultValue === undefined && !values.has(each.name),
  );
  const [first] = missing;
  if (first !== undefined) {
    const message = `The parameter \`${first.name}\` of \`$${call.name}\` has no value.`;
    const help = `write \`$${call.name}(${first.name} = "…")\``;
    return typed.fail('missing-parameter', message, call.nameSpan, help);
  }
  const home = new QueryText(saved.text, `$${call.name}`);
  return fill(home, values, saved.parameters, language, (name) => `write \`$${call.name}(${name} = "…")\``);
}

function parametersHelp(names: readonly string[]): string {
  return names.length === 0 ? 'it has no parameters' : `its parameters are ${names.join(', ')}`;
}

interface Placeholder {
  readonly name: string;
  readonly span: Span;
}

const placeholder = /\{\{[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*\}\}/g;

function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(placeholder)].map((match) => ({
    name: match[1] ?? '',
    span: { start: match.index, end: match.index + match[0].length },
  }));
}

/** A stretch of the filled text, and where it came from; a value came from its placeholder as a whole. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly from: Span;
  readonly isValue: boolean;
}

function fill(
  home: QueryText,
  values: ReadonlyMap<string, string>,
  declared: readonly QueryParameter[],
  language: Language,
  cure: (name: string) => string,
): ExpandedQuery {
  const found = placeholdersIn(home.text);
  const names = new Set(found.map((each) => each.name));
  const unused = [...values.keys()].find((name) => !names.has(name));
  if (unused !== undefined) {
    const help = parametersHelp([...names]);
    throw new DiagnosticError([
      {
        code: 'unknown-parameter',
        severity: 'error',
        source: 'query',
        message: `The query has no placeholder \`{{${unused}}}\`.`,
        help,
      },
    ]);
  }
  let text = '';
  let at = 0;
  const stretches: Stretch[] = [];
  const add = (piece: string, from: Span, isValue: boolean): void => {
    stretches.push({ start: text.length, end: text.length + piece.length, from, isValue });
    text += piece;
  };
  const quotes = openQuotes(
    home.text,
    found.map((each) => each.span.start),
  );
  for (const [index, { name, span }] of found.entries()) {
    const value = values.get(name) ?? declared.find((each) => each.name === name)?.defaultValue;
    if (value === undefined) {
      return home.fail('missing-parameter', `The parameter \`${name}\` has no value.`, span, cure(name));
    }
    add(home.text.slice(at, span.start), { start: at, end: span.start }, false);
    add(quotedValue(value, quotes[index], language), span, true);
    at = span.end;
  }
  add(home.text.slice(at), { start: at, end: home.text.length }, false);
  return found.length === 0 && home.source === 'query' ? unchanged(text) : expanded(text, home, stretches);
}

/** The quote that is open at each of the places, in one pass; comments of Logs Insights hold none. */
function openQuotes(text: string, places: readonly number[]): (string | undefined)[] {
  const open: (string | undefined)[] = [];
  let quote: string | undefined;
  for (let at = 0; open.length < places.length; at++) {
    while (open.length < places.length && at >= (places[open.length] ?? 0)) open.push(quote);
    const char = text[at] ?? '';
    if (quote === undefined) {
      if (char === "'" || char === '"') quote = char;
      else if (char === '#') at = Math.max(at, text.indexOf('\n', at));
    } else if (char === '\\') at++;
    else if (char === quote) quote = undefined;
  }
  return open;
}

function quotedValue(value: string, quote: string | undefined, language: Language): string {
  if (quote === undefined) return value;
  if (language === 'athena') return value.replaceAll(quote, quote + quote);
  return value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}

function unchanged(text: string): ExpandedQuery {
  return { text, placed: (diagnostic) => diagnostic, within: (work) => work() };
}

function expanded(text: string, home: QueryText, stretches: readonly Stretch[]): ExpandedQuery {
  const placed = (diagnostic: Diagnostic): Diagnostic => {
    const { span, ...rest } = diagnostic;
    if (span === undefined) return { ...rest, source: home.source };
    return { ...rest, source: home.source, span: originOf(span, stretches) };
  };
  return {
    text,
    placed: (diagnostic) => sourcePlaced(placed(diagnostic), home),
    within: (work) => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        throw new DiagnosticError(error.diagnostics.map(placed), home.text);
      }
    },
  };
}

/** A note about a saved query names the place itself, because its reader sees the call and not the query. */
function sourcePlaced(diagnostic: Diagnostic, home: QueryText): Diagnostic {
  const { span, ...rest } = diagnostic;
  if (span === undefined || home.source === 'query') return diagnostic;
  const { line, column } = lineAndColumn(home.text, span.start);
  return { ...rest, source: `${home.source}:${line}:${column}` };
}

function originOf(span: Span, stretches: readonly Stretch[]): Span {
  const origin = (offset: number, isEnd: boolean): number => {
    const stretch =
      stretches.find(
        ({ start, end }) => (isEnd ? offset > start : offset >= start) && offset <= end && end > start,
      ) ?? stretches.at(-1);
    if (stretch === undefined) return offset;
    if (stretch.isValue) return isEnd ? stretch.from.end : stretch.from.start;
    return stretch.from.start + Math.min(offset - stretch.start, stretch.from.end - stretch.from.start);
  };
  const start = origin(span.start, false);
  return { start, end: Math.max(start, origin(span.end, true)) };
}

/** Refuses parameters that the service would not take (CloudWatch Logs API reference, `PutQueryDefinition`). */
function checkSavedQuery(name: string, { parameters }: SavedQuery): void {
  const fail = (message: string): never => {
    throw new DiagnosticError([{ code: 'bad-parameter', severity: 'error', source: `$${name}`, message }]);
  };
  if (parameters.length > limits.queryParameters) {
    fail(
      `A saved query has at most ${limits.queryParameters} parameters, this one has ${parameters.length}.`,
    );
  }
  for (const each of parameters) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(each.name)) {
      fail(
        `\`${each.name}\` is no name of a parameter: it takes letters, digits and \`_\`, not a digit first.`,
      );
    }
  }
}
