import { build, type Expr } from '../../../plan/index.js';
import { lambda, newParameter } from '../lambda.js';
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

/**
 * Bits of the first argument's own type, 32 or 64. As many places as it has bits leave none of them. Trino moves them by
 * Java's operators of 64 bits.
 */
function shift(func: 'shiftLeft' | 'shiftRight' | 'shiftRightSigned'): SqlFunction['build'] {
  return (args) => {
    const type = args[0]?.type === 'integer' ? 'integer' : 'bigint';
    const bits = type === 'integer' ? 32 : 64;
    const [value, count] = [cast(arg(args, 0), 'bigint'), cast(arg(args, 1), 'bigint')];
    const all = func === 'shiftRightSigned' ? cases([[lt(value, 0), lit(-1)]], lit(0)) : lit(0);
    const known = build.and(build.isPresent(value), ge(count, bits));
    // A negative number of places counts from 64, whatever the type, and what is beyond 32 bits is cut off.
    const places = call('bitAnd', count, 63);
    const beyond = build.and(build.isPresent(value), ge(places, bits));
    const branches: [Expr, Expr][] =
      bits === 64
        ? [[known, all]]
        : [
            [known, all],
            [beyond, all],
          ];
    return cast(cases(branches, call(func, value, places, lit(bits))), type);
  };
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';

function checkBase(args: readonly Lowered[], site: CallSite): number {
  const base = Number(args[1]?.literal ?? Number.NaN);
  if (Number.isInteger(base) && base >= 2 && base <= 36) return base;
  const help = 'write a number from 2 to 36';
  return refuse(site.query, 'literal-needed', { what: 'The base' }, site.argSpans[1] ?? site.span, help);
}

/** The digits from left to right, each added to what is before it times the base. */
function fromBase(args: readonly Lowered[], site: CallSite): Expr {
  const base = checkBase(args, site);
  const text = call('lower', arg(args, 0));
  const valid = call('regexpLike', text, lit(`^[+-]?[${digits.slice(0, base)}]+$`));
  const [state, digit] = [newParameter('bigint'), newParameter('varchar')];
  const value = call('subtract', call('position', lit(digits), digit.expr), 1);
  const step = lambda([state, digit], cast(call('add', call('multiply', state.expr, base), value), 'bigint'));
  const characters = call('regexpFindAll', text, lit('[0-9a-z]'));
  const number = call('arrayReduce', characters, cast(lit(0), 'bigint'), step);
  const signed = cases([[call('startsWith', text, lit('-')), call('negate', number)]], number);
  const failure = call('fail', call('concat', lit(`Not a valid base-${base} number: `), text));
  return cases(
    [
      [valid, signed],
      [build.isNull(text), lit(null, 'bigint')],
    ],
    cast(failure, 'bigint'),
  );
}

/** A whole number from 0, or from the first argument, to below the last one. */
function chance(args: readonly Lowered[]): Expr {
  const [low, high] = args.length > 1 ? [arg(args, 0), arg(args, 1)] : [lit(0), arg(args, 0)];
  if (args.length === 0) return call('chance');
  const size = call('subtract', high, low);
  const failure = failing('bound must be positive', 'bigint');
  const number = cast(call('floor', call('multiply', call('chance'), cast(size, 'double'))), 'bigint');
  return cases([[le(size, 0), failure]], call('add', low, number));
}

/** Which of so many equal parts of a range the value is in: 0 before it, one more than there are after it. */
function widthBucket(args: readonly Lowered[]): Expr {
  const [value, first, last, count] = [arg(args, 0), arg(args, 1), arg(args, 2), arg(args, 3)];
  const failure = (message: string): Expr => failing(message, 'bigint');
  const isNumber = (each: Expr): Expr => call('isFinite', each);
  const bucket = (low: Expr, high: Expr): Expr => {
    const share = call('divideIeee', call('subtract', value, low), call('subtract', high, low));
    const part = cast(call('floor', call('multiply', share, cast(count, 'double'))), 'bigint');
    return cases(
      [
        [lt(value, low), lit(0)],
        [ge(value, high), call('add', count, 1)],
      ],
      call('add', part, 1),
    );
  };
  return cases(
    [
      [or(...exprs(args).map(build.isNull)), lit(null, 'bigint')],
      [le(count, 0), failure('bucketCount must be greater than 0')],
      [call('isNotNumber', value), failure('operand must not be NaN')],
      [build.not(build.and(isNumber(first), isNumber(last))), failure('bounds must be finite')],
      [build.eq(first, last), failure('bounds cannot equal each other')],
      [gt(first, last), call('subtract', call('add', count, 1), bucket(last, first))],
    ],
    bucket(first, last),
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
    const sign = cast(call('sign', arg(a, 0)), type === 'integer' || type === 'bigint' ? type : 'double');
    return a[0]?.type === 'double' ? cases([[call('isNotNumber', arg(a, 0)), arg(a, 0)]], sign) : sign;
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
  scalar('bitwise_left_shift', ['whole', 'bigint'], typeOf(0), 'Bits moved to the left.', shift('shiftLeft')),
  scalar(
    'bitwise_right_shift',
    ['whole', 'bigint'],
    typeOf(0),
    'Bits moved to the right, zeros before them.',
    shift('shiftRight'),
  ),
  scalar(
    'bitwise_right_shift_arithmetic',
    ['whole', 'bigint'],
    typeOf(0),
    'Bits moved to the right, with the sign.',
    shift('shiftRightSigned'),
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
  real('cbrt', 'cubeRoot', 'Cube root.'),
  real('sin', 'sine', 'Sine of radians.'),
  real('cos', 'cosine', 'Cosine of radians.'),
  real('tan', 'tangent', 'Tangent of radians.'),
  real('asin', 'arcSine', 'Arc sine.'),
  real('acos', 'arcCosine', 'Arc cosine.'),
  real('atan', 'arcTangent', 'Arc tangent.'),
  scalar('atan2', ['double', 'double'], 'double', 'Arc tangent of the first divided by the second.', (a) =>
    call('arcTangentOf', ...exprs(a)),
  ),
  real('sinh', 'sineHyperbolic', 'Hyperbolic sine.'),
  real('cosh', 'cosineHyperbolic', 'Hyperbolic cosine.'),
  real('tanh', 'tangentHyperbolic', 'Hyperbolic tangent.'),
  scalar('to_base', ['bigint', 'bigint'], 'varchar', 'The number in a base from 2 to 36.', (a, site) =>
    call('inBase', cast(arg(a, 0), 'bigint'), checkBase(a, site)),
  ),
  scalar(
    'from_base',
    ['varchar', 'bigint'],
    'bigint',
    'The number that a text is in a base from 2 to 36.',
    fromBase,
  ),
  scalar(
    'random',
    ['bigint', 'bigint'],
    ([type = 'double']) => type,
    'A number by chance, another one in each row.',
    chance,
    {
      least: 0,
      aliases: ['rand'],
    },
  ),
];
