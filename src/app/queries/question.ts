import type { Language } from '../../lang/index.js';
import type { ParameterType } from './parameter-types.js';
import type { RelationName } from './relations.js';

/** A value that a question asks for before it runs; in the texts it stands as `{{name}}`. */
export interface QuestionParameter {
  /** Letters, digits and underscores. */
  readonly name: string;
  readonly type: ParameterType;
  /** As it would be typed; a question cannot run without a value for a parameter that has none. */
  readonly default?: string;
  readonly doc: string;
}

/** The text in one language, or why that language cannot ask the question. */
export type QuestionText = string | { readonly lacks: string };

/** A question that is ready to be asked, in both languages. */
export interface Question {
  /** What is typed to run it. */
  readonly name: string;
  /** One line for a list. */
  readonly title: string;
  /** What the answer says and what it does not, in sentences. */
  readonly doc: string;
  readonly group: QuestionGroup;
  /** What it is asked of. */
  readonly over: RelationName;
  /** Fields, by their names in `LogFormat`, without which there is no answer. */
  readonly fields: readonly string[];
  readonly parameters: readonly QuestionParameter[];
  readonly texts: Readonly<Record<Language, QuestionText>>;
  /** What differs between the answers of the two texts, and why; without it both give the same rows. */
  readonly differs?: string;
  /** The files, for a question of the workspace. */
  readonly paths?: Partial<Readonly<Record<Language, string>>>;
}

/** Headings under which the questions are listed, in this order. */
export const questionGroups = {
  guide: "The guide's three pairs, as AWS wrote them",
  meant: 'What the guide meant to ask',
  integration: 'The questions of the Athena integration, under their names',
  volume: 'Who speaks, and how much',
  outbound: 'What leaves, opened from inside',
  refused: 'Rejected, unanswered, broken',
  coverage: 'What the logs cover',
  workspace: "The workspace's own",
} as const;
export type QuestionGroup = keyof typeof questionGroups;

/** The languages in which a question can be asked, the preferred one first. */
export function languagesOf(question: Question): Language[] {
  const languages: Language[] = ['athena', 'insights'];
  return languages.filter((language) => typeof question.texts[language] === 'string');
}
