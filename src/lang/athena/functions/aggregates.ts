import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { arrayOf } from '../nested-types.js';
import {
  decimalOf,
  decimalType,
  isDecimal,
  isWhole,
  type Lowered,
  maxPrecision,
  type TrinoType,
} from '../types.js';
import { aggregate, arg, type CallSite, exprs, refusedForm, type SqlFunction, typeOf } from './row.js';

const { agg, call, cases, cast, coalesce, not } = build;

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
  (args) => {
    const value = cast(arg(args, 0), 'double');
    if (args[0]?.type !== 'double' || func === 'geometricMean') return agg(func, [value]);
    // The engine ends the statement where Trino answers that the deviation is not a number.
    const isNumber = call('isFinite', value);
    const deviation = agg(func, [cases([[isNumber, value]])]);
    const isFew = func.endsWith('Sample') ? [build.gt(agg('count', [value]), 1)] : [];
    const isUnknown = build.and(...isFew, agg('boolOr', [not(isNumber)]));
    return cases([[isUnknown, cast(build.lit('NaN'), 'double')]], deviation);
  };

/** What is not a number is the largest one to an engine, and to Trino only where there are no numbers. */
function largest(args: readonly Lowered[]): Expr {
  const all = agg('max', exprs(args));
  if (args[0]?.type !== 'double') return all;
  const number = cases([[not(call('isNotNumber', arg(args, 0))), arg(args, 0)]]);
  return coalesce(agg('max', [number]), all);
}

function belowNumbers(value: Lowered | undefined): Expr {
  const expr = value?.expr ?? build.lit(null);
  if (value?.type !== 'double') return expr;
  return cases([[call('isNotNumber', expr), cast(build.lit('-Infinity'), 'double')]], expr);
}

/** Trino's sketch takes errors of this range. */
const [leastError, mostError] = [0.0040625, 0.26];

function distinctWithin(args: readonly Lowered[], site: CallSite): Expr {
  const error = Number(args[1]?.literal ?? Number.NaN);
  if (error >= leastError && error <= mostError)
    return { kind: 'aggregate', func: 'count', args: [arg(args, 0)], distinct: true };
  const help = `write a number from ${leastError} to ${mostError}`;
  return refuse(site.query, 'literal-needed', { what: 'The error' }, site.argSpans[1] ?? site.span, help);
}

/** The mean of decimals would be a decimal of the same digits. */
function mean(args: readonly Lowered[], site: CallSite): Expr {
  if (isDecimal(args[0]?.type ?? 'double')) {
    const help = 'write avg(CAST(… AS DOUBLE))';
    return refuse(site.query, 'not-supported', { what: 'avg of decimal numbers' }, site.span, help);
  }
  return agg('avg', [cast(arg(args, 0), 'double')]);
}

/** The share is a constant for both engines. */
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
  return agg('approxPercentile', [finite(args[0]), share]);
}

/** A decimal counts as a double; Trino takes no double that is infinite or not a number. */
function finite(value: Lowered | undefined): Expr {
  if (value === undefined || isWhole(value.type)) return cast(value?.expr ?? build.lit(null), 'bigint');
  if (value.type !== 'double') return cast(value.expr, 'double');
  const failure = cast(call('fail', build.lit('approx_percentile takes finite numbers only')), 'double');
  return cases([[not(call('isFinite', value.expr)), failure]], value.expr);
}

/** A BIGINT for whole numbers, else a double. */
const percentileOf = ([type = 'double']: readonly TrinoType[]): TrinoType =>
  isWhole(type) ? 'bigint' : 'double';

/** How many values are wanted, as a literal; the answer is an array of at most so many. */
function counted(func: 'minCount' | 'maxCount' | 'minByCount' | 'maxByCount'): SqlFunction['build'] {
  return (args, site) => {
    const last = args.length - 1;
    const count = Number(args[last]?.literal ?? Number.NaN);
    if (Number.isInteger(count) && count > 0 && count <= 10_000) return agg(func, exprs(args));
    const span = site.argSpans[last] ?? site.span;
    return refuse(
      site.query,
      'literal-needed',
      { what: 'The count' },
      span,
      'write a number from 1 to 10000',
    );
  };
}

const manyOf = ([type = 'unknown']: readonly TrinoType[]): TrinoType => arrayOf(type);

/** Several shares at once, which are written out as an array. */
function approxPercentiles(args: readonly Lowered[], site: CallSite): Expr {
  const shares = args[1]?.expr;
  const list = shares?.kind === 'call' && shares.func === 'arrayList' ? shares.args : [];
  const numbers = list.map((each) => numberOf(each));
  if (numbers.length === 0 || !numbers.every((each) => each >= 0 && each <= 1)) {
    const help = 'write an array of numbers from 0 to 1, such as ARRAY[0.5, 0.95]';
    return refuse(site.query, 'literal-needed', { what: 'Each share' }, site.argSpans[1] ?? site.span, help);
  }
  return agg('approxPercentiles', [finite(args[0]), build.call('arrayList', ...numbers)]);
}

function numberOf(expr: Expr): number {
  if (expr.kind === 'cast') return numberOf(expr.expr);
  return expr.kind === 'literal' && expr.value !== null ? Number(expr.value) : Number.NaN;
}

const exactRank =
  'the value itself; Trino answers the same for up to some 38 values, and estimates within about 2 % of the rank beyond';

/** Aggregates (trino.io, "Aggregate functions"). */
export const aggregateFunctions: readonly SqlFunction[] = [
  aggregate('count', ['any'], 'bigint', 'Rows, or rows whose argument is not NULL.', over('count'), {
    least: 0,
  }),
  aggregate('count_if', ['boolean'], 'bigint', 'Rows for which the condition holds.', over('countIf')),
  aggregate('sum', ['number'], ([type = 'unknown']) => summedType(type), 'Sum; NULL without rows.', sum),
  aggregate('avg', ['number'], 'double', 'Mean; NULL without rows.', mean),
  aggregate('min', ['any'], typeOf(0), 'Smallest.', over('min')),
  aggregate('max', ['any'], typeOf(0), 'Largest.', largest),
  aggregate(
    'approx_distinct',
    ['any'],
    'bigint',
    'Approximate number of different values.',
    over('approxDistinct'),
    { differs: 'both engines estimate, by sketches of their own' },
  ),
  aggregate(
    'min_by',
    ['any', 'any'],
    typeOf(0),
    'First argument where the second is smallest.',
    over('minByAny'),
  ),
  aggregate('max_by', ['any', 'any'], typeOf(0), 'First argument where the second is largest.', (args) =>
    agg('maxByAny', [arg(args, 0), belowNumbers(args[1])]),
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
    percentileOf,
    'Value at a share, from 0 to 1, of the sorted values.',
    approxPercentile,
    { differs: exactRank },
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
  aggregate(
    'approx_distinct',
    ['any', 'double'],
    'bigint',
    'Number of different values, at most so much amiss.',
    distinctWithin,
    { differs: 'counted exactly, which is within any error' },
  ),
  refusedForm(
    'approx_percentile',
    'aggregate',
    ['number', 'double', 'double'],
    'with weights its answer depends on how Trino merges values',
  ),
  aggregate('min', ['any', 'bigint'], manyOf, 'The smallest values, so many.', counted('minCount')),
  aggregate('max', ['any', 'bigint'], manyOf, 'The largest values, so many.', (args, site) =>
    args[0]?.type === 'double'
      ? counted('maxByCount')(
          [args[0], { type: 'double', expr: belowNumbers(args[0]) }, ...args.slice(1)],
          site,
        )
      : counted('maxCount')(args, site),
  ),
  aggregate(
    'min_by',
    ['any', 'any', 'bigint'],
    manyOf,
    'First arguments where the second is smallest, so many.',
    counted('minByCount'),
  ),
  aggregate(
    'max_by',
    ['any', 'any', 'bigint'],
    manyOf,
    'First arguments where the second is largest, so many.',
    counted('maxByCount'),
  ),
  aggregate(
    'approx_percentile',
    ['number', 'array'],
    (types) => arrayOf(percentileOf(types)),
    'Values at shares, from 0 to 1, of the sorted values.',
    approxPercentiles,
    { differs: exactRank },
  ),
  aggregate(
    'regr_slope',
    ['double', 'double'],
    'double',
    'Slope of the line through the points (y, x).',
    over('slope'),
  ),
  aggregate(
    'regr_intercept',
    ['double', 'double'],
    'double',
    'Where that line meets the axis.',
    over('intercept'),
  ),
  aggregate('skewness', ['double'], 'double', 'Skewness.', over('skewness')),
  aggregate('kurtosis', ['double'], 'double', 'Excess kurtosis.', over('kurtosis')),
];
