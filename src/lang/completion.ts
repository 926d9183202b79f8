import { functionNames } from './athena/functions/index.js';
import { statements } from './athena/statements/index.js';
import { flowTable } from './athena/table.js';
import { reservedWords } from './athena/words.js';
import type { Language } from './compiled.js';
import { aggregateFunctions } from './insights/aggregates.js';
import { fieldNames, flowFieldNamed } from './insights/fields.js';
import { scalarFunctions } from './insights/functions/index.js';
import { stages } from './insights/stages/index.js';
import { type QuerySource, querySource } from './source.js';

export interface Completion {
  /** Offset at which the word begins that is written. */
  readonly from: number;
  /** What may stand there, in alphabetical order within each kind; functions with their parenthesis. */
  readonly words: readonly string[];
  /** Set inside a quoted text that is compared with a field: the column whose values may stand there. */
  readonly valuesOf?: string;
  /** Set where a table stands: names of tables and views belong there beside the words. */
  readonly wantsTable?: true;
}

/** Words of Athena SQL that are no reserved words and stand in most queries. */
const otherSqlWords = ['asc', 'by', 'desc', 'limit', 'nulls', 'offset', 'over', 'partition', 'all', 'filter'];
/** Words between the fields of a Logs Insights query. */
const insightsWords = ['and', 'as', 'asc', 'by', 'desc', 'in', 'like', 'not', 'or'];

/**
 * What may be written at the end of a text, from the tables of the language: after `|` a command, inside a quoted text
 * the values of the field before it, elsewhere functions, fields and words.
 */
export function completeText(text: string, language: Language, given: Partial<QuerySource> = {}): Completion {
  const compared = comparedField(text);
  if (compared !== undefined) {
    const column = columnOf(compared.field, language);
    return column === undefined
      ? { from: compared.from, words: [] }
      : { from: compared.from, words: [], valuesOf: column };
  }
  const typed = /[@$\w.]*$/.exec(text)?.[0] ?? '';
  const from = text.length - typed.length;
  const before = text.slice(0, from);
  if (language === 'athena' && wantsTable(before)) return { from, words: [], wantsTable: true };
  const words =
    language === 'insights' ? insightsChoices(before, typed) : athenaChoices(before, typed, given);
  const matching = words.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  return { from, words: [...new Set(inCaseOf(typed, matching, language))] };
}

/** After words that a table or view follows. */
function wantsTable(before: string): boolean {
  return /(?:\b(?:from|join|insert\s+into|drop\s+(?:table|view)|alter\s+table|repair\s+table|show\s+(?:partitions|tblproperties|create\s+(?:table|view)|columns\s+(?:from|in)))|^\s*(?:describe|desc))\s+$/i.test(
    before,
  );
}

/** The field that an open quoted text is compared with, and where the text begins. */
function comparedField(text: string): { field: string; from: number } | undefined {
  const match = /([@\w]+|"[^"]+")\s*(?:=|!=|<>|\blike|\bin\s*[[(](?:[^\])]*,)?)\s*(['"])([^'"\n]*)$/i.exec(
    text,
  );
  if (match === null) return undefined;
  const [, field = '', , written = ''] = match;
  return { field: field.replaceAll('"', ''), from: text.length - written.length };
}

function columnOf(field: string, language: Language): string | undefined {
  if (language === 'athena') return field.toLowerCase();
  return flowFieldNamed(field)?.column;
}

/** With nothing written only fields are proposed, since a list of everything helps nobody. */
function insightsChoices(before: string, typed: string): string[] {
  if (/(?:^|\|)\s*$/.test(before)) return stages.flatMap((stage) => [stage.keyword, ...stage.aliases]).sort();
  const fields = [...fieldNames].sort();
  if (typed === '') return fields;
  const functions = [...scalarFunctions, ...aggregateFunctions].flatMap((each) => [
    each.name,
    ...(each.aliases ?? []),
  ]);
  return [...fields, ...functions.map((name) => `${name}(`).sort(), ...insightsWords];
}

function athenaChoices(before: string, typed: string, given: Partial<QuerySource>): string[] {
  const words = [...reservedWords, ...otherSqlWords].sort();
  const beginnings = statements.flatMap((each) => each.begins).filter((begin) => begin !== '(');
  const written = before.trimStart().replaceAll(/\s+/g, ' ').toLowerCase();
  if (written === '') {
    return [...new Set(typed === '' ? beginnings.map(firstWord) : [...beginnings, ...words])].sort();
  }
  // What goes on a statement that has begun: `show ` with `tables`.
  const rests = beginnings.flatMap((begin) => (begin.startsWith(written) ? begin.slice(written.length) : []));
  if (rests.length > 0) return rests.sort();
  const columns = flowTable(querySource(given), false)
    .filter((column) => column.absent !== true)
    .map(({ name }) => (/^[a-z_]\w*$/.test(name) && !reservedWords.has(name) ? name : `"${name}"`))
    .sort();
  return typed === '' ? columns : [...columns, ...functionNames.map((name) => `${name}(`).sort(), ...words];
}

function firstWord(text: string): string {
  return text.split(' ')[0] ?? text;
}

/** SQL goes on in the case in which it was begun; Logs Insights has its own. */
function inCaseOf(typed: string, words: readonly string[], language: Language): readonly string[] {
  const isUpper =
    language === 'athena' && typed !== '' && typed === typed.toUpperCase() && /[A-Z]/.test(typed);
  return isUpper ? words.map((word) => word.toUpperCase()) : words;
}
