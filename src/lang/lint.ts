import type { Diagnostic } from '../base/index.js';
import { athenaFacts } from './athena/facts.js';
import type { Language } from './compiled.js';
import { insightsFacts } from './insights/facts.js';
import { applyEdits, type QueryFacts } from './lint/facts.js';
import { findingsOf } from './lint/lints.js';
import { QueryText } from './problem.js';

export interface LintReport {
  /** Notes with place, code, sentence and cure; none when the query has none of the known defects. */
  readonly notes: readonly Diagnostic[];
  /** The query that asks what was probably meant; undefined when no note changes the text. */
  readonly meant: string | undefined;
  /** Texts that a field is said to equal; when nothing is found, these are to be looked for. */
  readonly equalities: readonly {
    readonly column: string;
    readonly written: string;
    readonly text: string;
  }[];
}

/**
 * Looks for the known defects of flow-log queries. They are no errors: the query runs as it is written.
 * Throws a DiagnosticError when the text cannot be read.
 */
export function lintQuery(text: string, language: Language): LintReport {
  const query = new QueryText(text);
  const facts = language === 'athena' ? athenaFacts(query) : insightsFacts(query);
  const found = findingsOf(facts);
  const notes = found.map(({ lint, finding }) =>
    query.note(lint.code, finding.message, finding.span, finding.help),
  );
  const meant = applyEdits(
    text,
    found.flatMap(({ finding }) => finding.edits ?? []),
  );
  return { notes, meant: meant === text ? undefined : meant, equalities: equalitiesOf(facts) };
}

function equalitiesOf(facts: QueryFacts): LintReport['equalities'] {
  return facts.conditions
    .filter(({ test, negated, texts }) => test === 'equals' && !negated && texts.length === 1)
    .map(({ column, written, texts }) => ({ column, written, text: texts[0] ?? '' }));
}
