import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import {
  decimalOf,
  decimalType,
  isDecimal,
  isWhole,
  type Lowered,
  maxPrecision,
  type TrinoType,
} from '../types.js';
import { aggregate, arg, type CallSite, exprs, type SqlFunction, typeOf } from './row.js';

const { agg, cast } = build;

/** Engines sum whole numbers into wider types; the answer is a BIGINT, and too large a sum is an error. */
function sum(args: readonly Lowered[]): Expr {
  const total = agg('sum', exprs(args));
  const type = args[0]?.type ?? 'double';
  if (isWhole(type)) return cast(total, 'bigint');
  const result = summedType(type);
  return isDecimal(result) ? cast(total, result) : total;
}

function summedType(type: TrinoType): TrinoType {
  const digits = isDecimal(type) ? decimalOf(type) : undefined;
  if (digits !== undefined) return decimalType({ precision: maxPrecision, scale: digits.scale });
  return type === 'integer' ? 'bigint' : type;
}

const over =
  (func: Parameters<typeof agg>[0]): SqlFunction['build'] =>
  (args) =>
    agg(func, exprs(args));
const overDouble =
  (
    func: 'stddevSample' | 'stddevPopulation' | 'varianceSample' | 'variancePopulation' | 'geometricMean',
  ): SqlFunction['build'] =>
  (args) =>
    agg(func, [cast(arg(args, 0), 'double')]);

/** The mean of decimals would be a decimal of the same digits. */
function mean(args: readonly Lowered[], site: CallSite): Expr {
  if (isDecimal(args[0]?.type ?? 'double')) {
    const help = 'write avg(CAST(… AS DOUBLE))';
    return refuse(site.query, 'not-supported', { what: 'avg of decimal numbers' }, site.span, help);
  }
  return agg('avg', [cast(arg(args, 0), 'double')]);
}

/** The share is a constant for both engines, and both estimate by t-digest. */
function approxPercentile(args: readonly Lowered[], site: CallSite): Expr {
  const share = Number(args[1]?.literal ?? Number.NaN);
  if (!(share >= 0 && share <= 1)) {
    const span = site.argSpans[1] ?? site.span;
    return refuse(
      site.query,
      'literal-needed',
      { what: 'The share' },
      span,
      'write a number from 0 to 1, such as 0.95',
    );
  }
  const type = args[0]?.type ?? 'double';
  return agg('approxPercentile', [isDecimal(type) ? cast(arg(args, 0), 'double') : arg(args, 0), share]);
}

/** Aggregates (trino.io, "Aggregate functions"). */
export const aggregateFunctions: readonly SqlFunction[] = [
  aggregate('count', ['any'], 'bigint', 'Rows, or rows whose argument is not NULL.', over('count'), {
    least: 0,
  }),
  aggregate('count_if', ['boolean'], 'bigint', 'Rows for which the condition holds.', over('countIf')),
  aggregate('sum', ['number'], ([type = 'unknown']) => summedType(type), 'Sum; NULL without rows.', sum),
  aggregate('avg', ['number'], 'double', 'Mean; NULL without rows.', mean),
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
    over('minByAny'),
  ),
  aggregate(
    'max_by',
    ['any', 'any'],
    typeOf(0),
    'First argument where the second is largest.',
    over('maxByAny'),
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
  aggregate('variance', ['double'], 'double', 'Sample variance.', overDouble('varianceSample'), {
    aliases: ['var_samp'],
  }),
  aggregate('var_pop', ['double'], 'double', 'Population variance.', overDouble('variancePopulation')),
  aggregate('geometric_mean', ['double'], 'double', 'Geometric mean.', overDouble('geometricMean')),
  aggregate('corr', ['double', 'double'], 'double', 'Correlation.', over('correlation')),
  aggregate('covar_samp', ['double', 'double'], 'double', 'Sample covariance.', over('covarianceSample')),
  aggregate(
    'covar_pop',
    ['double', 'double'],
    'double',
    'Population covariance.',
    over('covariancePopulation'),
  ),
  aggregate(
    'approx_percentile',
    ['number', 'double'],
    ([type = 'double']) => (isDecimal(type) ? 'double' : type),
    'Approximate percentile; the share is from 0 to 1.',
    approxPercentile,
  ),
  aggregate(
    'listagg',
    ['varchar', 'varchar'],
    'varchar',
    'Texts joined in the order of WITHIN GROUP.',
    (a) => agg('joinText', [arg(a, 0), a.length > 1 ? arg(a, 1) : build.lit('')]),
    { least: 1 },
  ),
  aggregate('bitwise_and_agg', ['bigint'], 'bigint', 'Bitwise and of all.', over('bitAndAll')),
  aggregate('bitwise_xor_agg', ['bigint'], 'bigint', 'Bitwise exclusive or of all.', over('bitXorAll')),
  aggregate('bitwise_or_agg', ['bigint'], 'bigint', 'Bitwise or of all.', over('bitOr')),
];
