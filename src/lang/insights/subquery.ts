import { build, type Expr } from '../../plan/index.js';
import type { Cursor } from './cursor.js';
import { refuse } from './messages.js';
import type { Pipeline } from './pipeline.js';
import type { Scope } from './scope.js';
import type { Subquery } from './syntax.js';
import { asText, isNumber, type Value } from './value.js';

const { cases, cast, isPresent } = build;

/** `(SOURCE 'group' | …)`: a query inside of another, which runs on its own and first. */
export function readSubquery(cursor: Cursor, needsSource: boolean): Subquery {
  const start = cursor.token.span;
  cursor.expectSymbol('(', 'write a subquery here, such as (SOURCE … | fields …)');
  if (needsSource && !cursor.isWord('source')) {
    cursor.unexpected("a subquery begins with its log group, such as SOURCE 'flow-logs'");
  }
  const { stages, text } = cursor.depth.within(start, () => cursor.nested(cursor));
  cursor.expectSymbol(')', 'close the subquery with )');
  return { stages, text, span: cursor.from(start) };
}

/** Carries out a subquery; one inside of another is refused, as on AWS. */
export function runSubquery(query: Subquery, scope: Scope): Pipeline {
  const { compile } = scope;
  if (compile !== undefined) return compile(query.stages);
  return refuse(scope.query, 'nested-subquery', {}, query.span, 'use the inner one in a query of its own');
}

/** The only field of the answer, or the only one that the last `fields` names: after `stats` it chooses the key. */
function fieldOf<Column extends { readonly name: string }>(
  { stages }: Subquery,
  columns: readonly Column[],
): Column | undefined {
  if (columns.length === 1) return columns[0];
  const last = stages.findLast((stage) => stage.kind === 'fields' || stage.kind === 'display');
  const [item, ...others] = last?.items ?? [];
  if (item === undefined || others.length > 0) return undefined;
  const { expression, alias } = item;
  const name = alias?.name ?? (expression.kind === 'field' ? expression.name : undefined);
  return columns.find((each) => each.name === name);
}

/** Whether the value is among those of the only field of a subquery; null when the value is missing. */
export function amongSubquery(value: Value, query: Subquery, scope: Scope): Expr {
  const { rows, columns } = runSubquery(query, scope).rows();
  const only = fieldOf(query, columns);
  if (only === undefined) {
    const help = 'end it with `fields` and the one field';
    return refuse(scope.query, 'subquery-fields', { count: columns.length }, query.span, help);
  }
  if (value.kind === 'missing' || only.value.kind === 'missing') return build.lit(null, 'boolean');
  const asNumbers = isNumber(value) && isNumber(only.value);
  const shaped = (each: Value): Expr => (asNumbers ? cast(each.expr, 'double') : asText(each));
  const plan = rows
    .project({ [only.column]: shaped(only.value) })
    .filter(isPresent(build.col(only.column))).plan;
  const subject = shaped(value);
  return cases([[isPresent(subject), { kind: 'inPlan', expr: subject, plan }]]);
}
