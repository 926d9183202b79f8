import { type Diagnostic, DiagnosticError, lineAndColumn } from '../base/index.js';

/** What a diagnostic's `source` names, with its text. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** One error of one file keeps its text, so that the line can be shown; of several each keeps its place. */
export function refusal(errors: readonly Diagnostic[], documents: readonly NamedText[]): DiagnosticError {
  const textOf = (each: Diagnostic) => documents.find((document) => document.name === each.source)?.text;
  const [first] = errors;
  if (first && errors.length === 1) return new DiagnosticError(errors, textOf(first));
  const placed = errors.map((each) => {
    const text = textOf(each);
    if (each.span === undefined || text === undefined) return each;
    const { line, column } = lineAndColumn(text, each.span.start);
    const { span: _, ...rest } = each;
    return { ...rest, source: `${each.source}:${line}:${column}` };
  });
  return new DiagnosticError(placed);
}
