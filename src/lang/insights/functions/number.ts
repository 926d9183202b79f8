import { build } from '../../../plan/index.js';
import { asNumber, asTime, type Value, wholeNumber } from '../value.js';
import { at, double, long, type ScalarFunction } from './row.js';

const { call, cast, coalesce } = build;

/** Numbers keep their kind where the function cannot leave the whole numbers. */
function sameNumber(func: 'abs' | 'floor' | 'ceiling', args: readonly Value[]): Value {
  const value = asNumber(at(args, 0));
  if (value.kind === 'long' && func !== 'abs') return value;
  return func === 'abs' ? { kind: value.kind, expr: call(func, value.expr) } : double(call(func, value.expr));
}

/** `greatest` and `least` leave missing arguments out. */
function extreme(func: 'greatest' | 'least', args: readonly Value[]): Value {
  const numbers = args.map(asNumber);
  const exprs = numbers.map((each) => each.expr);
  const whole = numbers.every((each) => each.kind === 'long');
  const folded = exprs.reduce((best, next) => coalesce(call(func, best, next), best, next));
  return whole ? long(folded) : double(folded);
}

/** A whole number of 32 bits; what it cannot hold is missing. */
function int(args: readonly Value[]): Value {
  const { expr } = wholeNumber(at(args, 0));
  return long(build.cases([[build.and(build.ge(expr, -(2 ** 31)), build.lt(expr, 2 ** 31)), expr]]));
}

const number = (args: readonly Value[]): Value => asNumber(at(args, 0));

/** Functions of numbers and times. */
export const numberFunctions: readonly ScalarFunction[] = [
  {
    name: 'abs',
    least: 1,
    signature: 'abs(n)',
    doc: 'Without its sign.',
    build: (a) => sameNumber('abs', a),
  },
  {
    name: 'ceil',
    least: 1,
    signature: 'ceil(n)',
    doc: 'Rounded up.',
    build: (a) => sameNumber('ceiling', a),
  },
  {
    name: 'floor',
    least: 1,
    signature: 'floor(n)',
    doc: 'Rounded down.',
    build: (a) => sameNumber('floor', a),
  },
  {
    name: 'greatest',
    unconfirmed: 'Missing arguments are left out.',
    least: 1,
    most: Infinity,
    signature: 'greatest(n, …)',
    doc: 'Largest; missing ones are left out.',
    build: (a) => extreme('greatest', a),
  },
  {
    name: 'least',
    unconfirmed: 'Missing arguments are left out.',
    least: 1,
    most: Infinity,
    signature: 'least(n, …)',
    doc: 'Smallest; missing ones are left out.',
    build: (a) => extreme('least', a),
  },
  {
    name: 'log',
    least: 1,
    signature: 'log(n)',
    doc: 'Natural logarithm.',
    build: (a) => double(call('ln', number(a).expr)),
  },
  {
    name: 'sqrt',
    least: 1,
    signature: 'sqrt(n)',
    doc: 'Square root.',
    build: (a) => double(call('sqrt', number(a).expr)),
  },
  {
    name: 'round',
    unconfirmed: 'Halves are rounded away from 0.',
    least: 1,
    most: 2,
    signature: 'round(n [, digits])',
    doc: 'Rounded, halves away from 0.',
    build: (a) =>
      double(
        a.length === 1
          ? call('round', number(a).expr)
          : call('round', number(a).expr, asNumber(at(a, 1)).expr),
      ),
  },
  {
    name: 'toNumber',
    least: 1,
    signature: 'toNumber(s)',
    doc: 'The number that a text is; missing for other text.',
    build: number,
  },
  {
    name: 'toDouble',
    least: 1,
    signature: 'toDouble(s)',
    doc: 'As `toNumber`, as a number with decimals.',
    build: (a) => double(cast(number(a).expr, 'double')),
  },
  {
    name: 'toLong',
    observed: 'Cut towards 0; missing for text that is no number.',
    least: 1,
    signature: 'toLong(s)',
    doc: 'The whole number, cut towards 0.',
    build: (a) => wholeNumber(at(a, 0)),
  },
  {
    name: 'toInt',
    observed: 'Cut towards 0; missing for text that is no number.',
    unconfirmed: 'Missing for a number that 32 bits do not hold.',
    least: 1,
    signature: 'toInt(s)',
    doc: 'The whole number of 32 bits, cut towards 0.',
    build: int,
  },
  {
    name: 'fromMillis',
    least: 1,
    signature: 'fromMillis(n)',
    doc: 'Unix milliseconds to a timestamp.',
    build: (a) => ({ kind: 'timestamp', expr: asTime(number(a)) }),
  },
  {
    name: 'toMillis',
    least: 1,
    signature: 'toMillis(ts)',
    doc: 'A timestamp to Unix milliseconds.',
    build: (a) => long(call('unixMillis', asTime(at(a, 0)))),
  },
  {
    name: 'now',
    least: 0,
    signature: 'now()',
    doc: 'Unix seconds at the start of the query.',
    build: () => long(cast(call('floor', call('unixSeconds', call('now'))), 'bigint')),
  },
];
