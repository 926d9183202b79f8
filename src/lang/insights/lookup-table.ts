import { nearest, type Span } from '../../base/index.js';
import { build } from '../../plan/index.js';
import type { LookupTable } from '../source.js';
import { refuse } from './messages.js';
import type { Pipeline } from './pipeline.js';
import type { Name } from './syntax.js';
import { chooseIf, type Value } from './value.js';

const { isPresent } = build;

export function tableNamed({ name, span }: Name, pipeline: Pipeline): LookupTable {
  const { tables } = pipeline.source;
  const found = tables.get(name);
  if (found !== undefined) return found;
  const near = nearest(name, tables.keys());
  const help = near === undefined ? 'the workspace has its lookup tables as CSV files' : `write \`${near}\``;
  return refuse(pipeline.text, 'no-table', { name }, span, help);
}

/** The number of a column of a table, from 0. */
export function columnIndex(table: LookupTable, name: string, span: Span, pipeline: Pipeline): number {
  const index = table.columns.indexOf(name);
  if (index >= 0) return index;
  const help = `its columns are ${table.columns.join(', ')}`;
  return refuse(pipeline.text, 'no-table-column', { name }, span, help);
}

/** The first row of each key; a table may have a key twice. */
export function firstRows(
  rows: LookupTable['rows'],
  keyOf: (row: readonly string[]) => string,
): (readonly string[])[] {
  const seen = new Map<string, readonly string[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

/** Gives the found values their names; a row that found nothing keeps what it had. */
export function setOutputs(
  outputs: readonly { readonly name: Name; readonly value: Value }[],
  found: Value['expr'],
  onlyEmpty: boolean,
  pipeline: Pipeline,
): void {
  for (const { name, value } of outputs) {
    if (!pipeline.scope.has(name.name)) {
      pipeline.add(name.name, value, name.span);
      continue;
    }
    const before = pipeline.scope.resolve(name.name, name.span);
    const isEmpty = build.or(build.isNull(before.expr), build.eq(asShown(before), build.lit('')));
    const replaces = onlyEmpty ? build.and(isPresent(found), isEmpty) : isPresent(found);
    pipeline.redefine(name.name, chooseIf(replaces, value, before), name.span);
  }
}

function asShown({ kind, expr }: Value): Value['expr'] {
  return kind === 'text' ? expr : build.cast(expr, 'varchar');
}
