import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import type { Lowered, TrinoType } from '../types.js';
import { arg, type CallSite, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cases, cast, ge, gt, le, lit, lt, or } = build;
type FunctionName = Parameters<typeof call>[0];

const real = (name: string, func: FunctionName, doc: string): SqlFunction =>
  scalar(name, ['double'], 'double', doc, (a) => call(func, ...exprs(a)));
const test = (name: string, func: FunctionName, doc: string): SqlFunction =>
  scalar(name, ['double'], 'boolean', doc, (a) => call(func, ...exprs(a)));
const constant = (name: string, value: Expr, doc: string): SqlFunction =>
  scalar(name, [], 'double', doc, () => value);

const failing = (message: string, type: 'bigint' | 'integer'): Expr => cast(call('fail', lit(message)), type);

/** 64 bits are the number itself; fewer bits hold fewer numbers, and Trino refuses the others. */
function bitCount(args: readonly Lowered[], site: CallSite): Expr {
  const bits = Number(args[1]?.literal ?? Number.NaN);
  if (!Number.isInteger(bits) || bits < 2 || bits > 64) {
    const span = site.argSpans[1] ?? site.span;
    return refuse(
      site.query,
      'literal-needed',
      { what: 'The number of bits' },
      span,
      'write a number from 2 to 64',
    );
  }
  const value = cast(arg(args, 0), 'bigint');
  if (bits === 64) return call('bitCount', value);
  const [low, high] = [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n];
  const outside = or(lt(value, lit(low)), gt(value, lit(high)));
  const failure = failing(`Number must be representable with the bits specified: ${bits}`, 'bigint');
  return cases([[outside, failure]], call('bitCount', call('bitAnd', value, lit(2n ** BigInt(bits) - 1n))));
}

/** A negative number would be another one after a logical shift, and its width is no longer known here. */
function shiftRight(args: readonly Lowered[]): Expr {
  const [value, count] = [cast(arg(args, 0), 'bigint'), arg(args, 1)];
  const failure = failing('bitwise_right_shift of a negative number is not supported', 'bigint');
  return cases([[lt(value, 0), failure]], call('shiftRight', value, count));
}

/** Which of so many equal parts of a range the value is in: 0 below, one more than there are above. */
function widthBucket(args: readonly Lowered[]): Expr {
  const [value, low, high, count] = [0, 1, 2, 3].map((index) => arg(args, index));
  if (value === undefined || low === undefined || high === undefined || count === undefined)
    return lit(null, 'bigint');
  const share = call('divideIeee', call('subtract', value, low), call('subtract', high, low));
  const bucket = call(
    'add',
    cast(call('floor', call('multiply', share, cast(count, 'double'))), 'bigint'),
    1,
  );
  const wrong = or(le(count, 0), ge(low, high));
  return cases(
    [
      [wrong, failing('width_bucket needs a count above 0 and a range that ascends', 'bigint')],
      [lt(value, low), lit(0)],
      [ge(value, high), call('add', count, 1)],
    ],
    bucket,
  );
}

/** A decimal's sign would be decimal(1,0), which is the same number as a double. */
const signType = ([type = 'double']: readonly TrinoType[]): TrinoType =>
  type === 'integer' || type === 'bigint' ? type : 'double';

/** More functions of numbers (trino.io, "Mathematical functions", "Bitwise functions"). */
export const mathFunctions: readonly SqlFunction[] = [
  real('ln', 'naturalLog', 'Natural logarithm.'),
  real('log2', 'binaryLog', 'Logarithm to base 2.'),
  real('log10', 'decimalLog', 'Logarithm to base 10.'),
  scalar('log', ['double', 'double'], 'double', 'Logarithm of the second to the base of the first.', (a) =>
    call('divideIeee', call('naturalLog', arg(a, 1)), call('naturalLog', arg(a, 0))),
  ),
  real('sqrt', 'squareRoot', 'Square root; NaN below 0.'),
  real('exp', 'exponential', "Euler's number to this power."),
  real('degrees', 'degrees', 'Radians as degrees.'),
  real('radians', 'radians', 'Degrees as radians.'),
  real('truncate', 'truncate', 'Without its decimals.'),
  scalar('sign', ['number'], signType, '-1, 0 or 1.', (a) => {
    const type = signType(a.map((each) => each.type));
    return cast(call('sign', arg(a, 0)), type === 'integer' || type === 'bigint' ? type : 'double');
  }),
  test('is_nan', 'isNotNumber', 'Whether it is not a number.'),
  test('is_finite', 'isFinite', 'Whether it is finite.'),
  test('is_infinite', 'isInfinite', 'Whether it is infinite.'),
  constant('pi', lit(Math.PI, 'double'), 'The constant.'),
  constant('e', lit(Math.E, 'double'), "Euler's number."),
  constant('nan', cast(lit('NaN'), 'double'), 'Not a number.'),
  constant('infinity', cast(lit('Infinity'), 'double'), 'Positive infinity.'),
  scalar('bitwise_not', ['bigint'], 'bigint', 'Bitwise opposite.', (a) =>
    call('bitNot', cast(arg(a, 0), 'bigint')),
  ),
  scalar(
    'bitwise_left_shift',
    ['bigint', 'bigint'],
    typeOf(0),
    'Bits moved to the left; no bit may be lost.',
    (a) => call('shiftLeft', cast(arg(a, 0), 'bigint'), arg(a, 1)),
  ),
  scalar(
    'bitwise_right_shift',
    ['bigint', 'bigint'],
    typeOf(0),
    'Bits moved to the right; not for numbers below 0.',
    shiftRight,
  ),
  scalar(
    'bitwise_right_shift_arithmetic',
    ['bigint', 'bigint'],
    typeOf(0),
    'Bits moved to the right, with the sign.',
    (a) => call('shiftRight', cast(arg(a, 0), 'bigint'), arg(a, 1)),
  ),
  scalar(
    'bit_count',
    ['bigint', 'bigint'],
    'bigint',
    "Bits that are set, in two's complement of so many bits.",
    bitCount,
  ),
  scalar(
    'width_bucket',
    ['double', 'double', 'double', 'bigint'],
    'bigint',
    'Number of the part of the range, of so many parts.',
    widthBucket,
  ),
];
