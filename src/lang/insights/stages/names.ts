import type { QueryText } from '../../problem.js';
import { systemFieldNamed } from '../fields.js';
import type { Expression } from '../syntax.js';

/** The heading of a value without a name: its text as it is written. */
export function nameOf(expression: Expression, text: QueryText): string {
  return expression.kind === 'field' ? expression.name : text.slice(expression.span);
}

/** System fields are headed as AWS writes them, whatever case the query used. */
export function systemName(name: string): string {
  return systemFieldNamed(name) ?? name;
}
