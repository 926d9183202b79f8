import { DiagnosticError } from '../../../base/index.js';
import { QueryText } from '../../problem.js';
import { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { readLiteral } from './prepared.js';

/**
 * Puts values into the places of `?`, in their order (Athena User Guide, "Using parameterized queries"). Values are
 * expressions without columns, as a query writes them: `443`, `'10.0.0.1'`, `DATE '2026-01-31'`.
 * Throws a DiagnosticError when there are too few or too many of them, or when one is no such value.
 */
export function fillParameters(text: string, values: readonly string[]): string {
  const query = new QueryText(text);
  const places = new Cursor(query).tokens.filter((token) => token.kind === 'symbol' && token.text === '?');
  if (places.length !== values.length) {
    const span = places[values.length]?.span ?? { start: 0, end: text.length };
    const params = { expected: places.length, given: values.length };
    refuse(query, 'parameter-count', params, span, 'give one value for each ?');
  }
  let filled = '';
  let from = 0;
  for (const [index, { span }] of places.entries()) {
    filled += text.slice(from, span.start) + literalOf(values[index] ?? '');
    from = span.end;
  }
  return filled + text.slice(from);
}

function literalOf(value: string): string {
  const query = new QueryText(value, '--param');
  const cursor = new Cursor(query);
  try {
    const literal = readLiteral(cursor);
    if (cursor.token.kind === 'end') return /^('(?:[^']|'')*'|\w+)$/.test(literal) ? literal : `(${literal})`;
  } catch (cause) {
    if (!(cause instanceof DiagnosticError)) throw cause;
  }
  const help = `a text is written in single quotes: '${value.replaceAll("'", "''")}'`;
  return refuse(query, 'mismatched', { symbol: value }, { start: 0, end: value.length }, help);
}
