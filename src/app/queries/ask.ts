import { DiagnosticError, nearest } from '../../base/index.js';
import { fieldByColumn, fieldByLogName } from '../../flow/index.js';
import type { Language } from '../../lang/index.js';
import type { LakeContents } from '../../store/index.js';
import type { QueryRequest } from '../query.js';
import { parameterValues } from './fill.js';
import { languagesOf, type Question } from './question.js';

export interface AskedQuestion {
  readonly question: Question;
  /** Default is the first language that can ask it: Athena's, mostly. */
  readonly language?: Language;
  /** Values of parameters as they were typed. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * The query of a question over records that hold `contents`. Throws a DiagnosticError when the language cannot ask it,
 * when no log has a field that it needs, and for values of parameters.
 */
export function queryOf(
  asked: AskedQuestion,
  contents: LakeContents,
): Pick<QueryRequest, 'text' | 'language' | 'parameters' | 'lint'> {
  const { question } = asked;
  const language = asked.language ?? languagesOf(question)[0] ?? 'athena';
  const text = question.texts[language];
  if (typeof text !== 'string') {
    const other = languagesOf(question)[0];
    const help = other === undefined ? undefined : `ask it with \`--language ${other}\``;
    throw refusal(
      'one-language',
      `\`${question.name}\` cannot be asked so: ${text.lacks}`,
      '--language',
      help,
    );
  }
  requireFields(question, contents);
  const parameters = parameterValues(question, text, asked.parameters ?? {}, contents.window);
  // Our own texts need no notes; those of the guide are here to show what is wrong with them.
  const lint = question.group === 'guide' || question.group === 'workspace';
  return { text, language, parameters, lint };
}

/** The refusal of a language that cannot ask the question. */
export function oneLanguage(question: Question, { lacks }: { readonly lacks: string }): DiagnosticError {
  const [other] = languagesOf(question);
  const help = other === undefined ? undefined : `ask it with \`--language ${other}\``;
  return refusal(
    'one-language',
    `\`${question.name}\` has no text in this language. ${lacks}`,
    '--language',
    help,
  );
}

function requireFields(question: Question, contents: LakeContents): void {
  const present = new Set(
    contents.fields.filter(({ share }) => share > 0).map(({ column }) => fieldByColumn(column)?.log),
  );
  const missing = question.fields.filter((field) => !present.has(field));
  if (missing.length === 0 || contents.sources.length === 0) return;
  const names = missing.map((field) => `\`${field}\``).join(' and ');
  const known = missing.map((field) => fieldByLogName(field)?.since ?? 0);
  throw refusal(
    'field-not-logged',
    `\`${question.name}\` needs ${names}, which no flow log of the lake has.`,
    'logs',
    `the format of the flow log can name ${missing.length === 1 ? 'it' : 'them'} since version ${Math.max(...known)}`,
  );
}

/**
 * An error about the text of a question, placed in its file or, for a ready one, under its name; any other error as it is.
 */
export function placedError(question: Question, language: Language, error: unknown): unknown {
  if (!(error instanceof DiagnosticError)) return error;
  const source = question.paths?.[language] ?? question.name;
  const placed = error.diagnostics.map((each) => (each.source === 'query' ? { ...each, source } : each));
  return new DiagnosticError(placed, error.text);
}

/** The question of a name. Throws a DiagnosticError with the nearest name. */
export function questionNamed(questions: readonly Question[], name: string): Question {
  const found = questions.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(
    name,
    questions.map((each) => each.name),
  );
  const help = near === undefined ? '`sluice queries` lists them' : `write \`${near}\``;
  throw refusal('unknown-question', `There is no question \`${name}\`.`, 'question', help);
}

function refusal(code: string, message: string, source: string, help: string | undefined): DiagnosticError {
  const diagnostic = { code, severity: 'error', source, message } as const;
  return new DiagnosticError([help === undefined ? diagnostic : { ...diagnostic, help }]);
}
