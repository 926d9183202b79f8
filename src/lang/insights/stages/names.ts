import type { Span } from '../../../base/index.js';
import type { QueryText } from '../../problem.js';
import type { Cursor } from '../cursor.js';
import { systemFieldNamed } from '../fields.js';
import { refuse } from '../messages.js';
import type { Pipeline } from '../pipeline.js';
import type { Scope } from '../scope.js';
import type { Expression, Name } from '../syntax.js';
import { isStructure, type Value } from '../value.js';

/** The heading of a value without a name: its text as it is written. */
export function nameOf(expression: Expression, text: QueryText): string {
  return expression.kind === 'field' ? expression.name : text.slice(expression.span);
}

/** The name after `as`, or the one that AWS gives without it. */
export function aliasAfter(cursor: Cursor, fallback: () => string, span: Span): Name {
  return cursor.acceptWord('as') ? cursor.name('a name for the value') : { name: fallback(), span };
}

/** The field's value, where AWS refuses maps and lists (Logs Insights syntax, "JSON functions"). */
export function plainField(field: Name, scope: Scope, place: string): Value {
  return plainValue(scope.resolve(field.name, field.span), field, scope, place);
}

export function plainValue(
  value: Value,
  { name, span }: { name: string; span: Span },
  scope: Scope,
  place: string,
): Value {
  if (!isStructure(value)) return value;
  return refuse(
    scope.query,
    'structure-place',
    { name, place },
    span,
    `name a part of it, such as \`${name}.id\``,
  );
}

/**
 * Says that a new value takes the name of a field of the events: AWS refuses that for fields that it discovered in JSON
 * (observed), and whether it does for those of flow logs is not known.
 */
export function warnOfFieldName({ name, span }: Name, pipeline: Pipeline): void {
  const { scope, table } = pipeline;
  if (scope.afterStats || scope.made.has(name) || table.field(name) === undefined) return;
  const message = `\`${name}\` is a field of the events too, and means the new value from here on; AWS may refuse it: Ephemeral field is already defined: ${name}`;
  pipeline.warn('field-name-again', message, span, 'choose another name');
}

/** System fields are headed as AWS writes them, whatever case the query used. */
export function systemName(name: string): string {
  return systemFieldNamed(name) ?? name;
}
