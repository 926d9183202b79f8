import { build, type Expr } from '../../../plan/index.js';
import { isWhole, type Lowered } from '../types.js';
import { aggregate, arg, exprs, type SqlFunction, typeOf } from './row.js';

const { agg, cast } = build;

/** Engines sum whole numbers into wider types; the answer is a BIGINT, and too large a sum is an error. */
function sum(args: readonly Lowered[]): Expr {
  const total = agg('sum', exprs(args));
  return isWhole(args[0]?.type ?? 'double') ? cast(total, 'bigint') : total;
}

const over =
  (func: Parameters<typeof agg>[0]): SqlFunction['build'] =>
  (args) =>
    agg(func, exprs(args));
const overDouble =
  (func: 'stddevSample' | 'stddevPopulation' | 'avg'): SqlFunction['build'] =>
  (args) =>
    agg(func, [cast(arg(args, 0), 'double')]);

/** Aggregates (trino.io, "Aggregate functions"). */
export const aggregateFunctions: readonly SqlFunction[] = [
  aggregate('count', ['any'], 'bigint', 'Rows, or rows whose argument is not NULL.', over('count'), {
    least: 0,
  }),
  aggregate('count_if', ['boolean'], 'bigint', 'Rows for which the condition holds.', over('countIf')),
  aggregate(
    'sum',
    ['number'],
    ([type]) => (type === 'integer' ? 'bigint' : (type ?? 'unknown')),
    'Sum; NULL without rows.',
    sum,
  ),
  aggregate('avg', ['double'], 'double', 'Mean; NULL without rows.', overDouble('avg')),
  aggregate('min', ['any'], typeOf(0), 'Smallest.', over('min')),
  aggregate('max', ['any'], typeOf(0), 'Largest.', over('max')),
  aggregate(
    'approx_distinct',
    ['any'],
    'bigint',
    'Approximate number of different values.',
    over('approxDistinct'),
  ),
  aggregate(
    'min_by',
    ['any', 'any'],
    typeOf(0),
    'First argument where the second is smallest.',
    over('minBy'),
  ),
  aggregate(
    'max_by',
    ['any', 'any'],
    typeOf(0),
    'First argument where the second is largest.',
    over('maxBy'),
  ),
  aggregate('bool_or', ['boolean'], 'boolean', 'Whether any is true.', over('boolOr')),
  aggregate('bool_and', ['boolean'], 'boolean', 'Whether all are true.', over('boolAnd'), {
    aliases: ['every'],
  }),
  aggregate('arbitrary', ['any'], typeOf(0), 'Some value that is not NULL.', over('anyValue'), {
    aliases: ['any_value'],
  }),
  aggregate('stddev', ['double'], 'double', 'Sample standard deviation.', overDouble('stddevSample'), {
    aliases: ['stddev_samp'],
  }),
  aggregate(
    'stddev_pop',
    ['double'],
    'double',
    'Population standard deviation.',
    overDouble('stddevPopulation'),
  ),
  aggregate('bitwise_or_agg', ['bigint'], 'bigint', 'Bitwise or of all.', over('bitOr')),
];
