import { type Diagnostic, DiagnosticError, nearest } from '../../base/index.js';
import { parameterTypes, type RecordSpan } from './parameter-types.js';
import type { Question, QuestionParameter } from './question.js';

/** A place of a parameter in a text: `{{name}}`. */
export const placePattern = /\{\{[ \t]*(\w*)[ \t]*\}\}/g;

/** Names of the parameters that a text has places for. */
export function placesIn(text: string): Set<string> {
  return new Set([...text.matchAll(placePattern)].map((match) => match[1] ?? ''));
}

/**
 * The values to put into a text of a question, by name: what was given, else the defaults, read by the types of the
 * parameters. Times such as `newest-1d` count from `span`; parameters that the text has no place for are left out.
 * Throws a DiagnosticError that names `--param` for a value that is missing, not known or not understood.
 */
export function parameterValues(
  question: Question,
  text: string,
  given: Readonly<Record<string, string>>,
  span: RecordSpan,
): Record<string, string> {
  const names = question.parameters.map((each) => each.name);
  const used = placesIn(text);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const faults = unknown.map((name) => unknownParameter(question, name, names));
  const values: Record<string, string> = {};
  for (const parameter of question.parameters) {
    const typed = given[parameter.name] ?? parameter.default;
    if (typed === undefined && !used.has(parameter.name)) continue;
    const read = typed === undefined ? undefined : parameterTypes[parameter.type].read(typed, span);
    if (read === undefined) faults.push(wrongValue(question, parameter, typed));
    else if (used.has(parameter.name)) values[parameter.name] = read;
  }
  if (faults.length > 0) throw new DiagnosticError(faults);
  return values;
}

function unknownParameter(question: Question, name: string, names: readonly string[]): Diagnostic {
  const near = nearest(name, names);
  const known =
    names.length === 0 ? 'it has none' : `it has ${names.map((each) => `\`${each}\``).join(', ')}`;
  const message = `\`${question.name}\` has no parameter \`${name}\`.`;
  return fault('unknown-parameter', message, near === undefined ? known : `write \`${near}\``);
}

function wrongValue(question: Question, parameter: QuestionParameter, typed: string | undefined): Diagnostic {
  const { accepts } = parameterTypes[parameter.type];
  if (typed === undefined) {
    const message = `\`${question.name}\` asks for \`${parameter.name}\`: ${parameter.doc}`;
    return fault('missing-parameter', message, `add \`--param ${parameter.name}=…\` with ${accepts}`);
  }
  return fault('parameter-value', `\`${parameter.name}\` takes ${accepts}, not \`${typed}\`.`, undefined);
}

function fault(code: string, message: string, help: string | undefined): Diagnostic {
  const diagnostic = { code, severity: 'error', source: '--param', message } as const;
  return help === undefined ? diagnostic : { ...diagnostic, help };
}
