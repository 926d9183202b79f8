import { type Diagnostic, lineAndColumn } from '../base/index.js';

/**
 * Notes and warnings of a query in one line each, for a screen on which the answer is what matters: code, place,
 * sentence, cure. `formatDiagnostic` shows one of them with its line and carets.
 */
export function noteLines(diagnostics: readonly Diagnostic[], text: string): string[] {
  return diagnostics.map(({ code, severity, message, source, span, help }) => {
    const elsewhere = source === 'query' ? '' : ` in ${source}`;
    const place = span === undefined ? elsewhere : ` at ${placeOf(text, span.start)}`;
    const cure = help === undefined ? '' : ` ${help.charAt(0).toUpperCase()}${help.slice(1)}.`;
    return `${severity} ${code}${place}: ${message}${cure}`;
  });
}

function placeOf(text: string, offset: number): string {
  const { line, column } = lineAndColumn(text, offset);
  return `${line}:${column}`;
}
