import { build, type Expr } from '../../plan/index.js';
import type { Value } from './value.js';

const { and, call, col, coalesce, isNull, left, lit, right } = build;

type Query = InstanceType<typeof build.Query>;

/** Columns that the names of a scope stand for. */
export function columnsOf(values: Iterable<Value>): string[] {
  const exprs = [...values].flatMap(({ expr, address, structure }) => [expr, address, structure]);
  return [...new Set(exprs.flatMap((expr) => (expr?.kind === 'column' ? [expr.name] : [])))];
}

/**
 * The groups, and a row for each bin between the first and the last that has none, in each combination of the other
 * keys. `made` is true in the rows that were added.
 */
export function withAllBins(
  groups: Query,
  columns: readonly string[],
  names: { readonly bin: string; readonly keys: readonly string[]; readonly made: string },
  milliseconds: number,
): Query {
  const { bin, made } = names;
  const others = names.keys.filter((key) => key !== bin);
  const time = col(bin);
  const steps = groups
    .aggregate({}, { first: build.agg('min', [time]), last: build.agg('max', [time]) })
    .unnest(call('timeSteps', col('first'), col('last'), milliseconds), 'step', 'step_number')
    .project({ [bin]: col('step') });
  const combinations = groups.project(build.keep(...others)).distinct();
  const sides = Object.fromEntries(others.map((key) => [key, right(key)] as const));
  const frame =
    others.length === 0
      ? steps
      : steps.join('inner', combinations, lit(true), { [bin]: left(bin), ...sides });
  const keys = [bin, ...others];
  const same: Expr[] = keys.map((key) => call('same', left(key), right(key)));
  const rest = columns.filter((column) => !keys.includes(column));
  return frame.join('left', groups.extend({ [made]: lit(false) }), and(...same), {
    ...Object.fromEntries(keys.map((key) => [key, left(key)] as const)),
    ...Object.fromEntries(rest.map((column) => [column, right(column)] as const)),
    [made]: coalesce(right(made), isNull(right(made))),
  });
}
