import { build, type Expr } from '../../../plan/index.js';
import { divide } from '../arithmetic.js';
import { mayBeNan } from '../compare-doubles.js';
import { refuse } from '../messages.js';
import { decimalOf, decimalType, isDecimal, isWhole, type Lowered, type TrinoType } from '../types.js';
import { arg, type CallSite, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cases, cast, lit } = build;

function rounded(func: 'floor' | 'ceiling'): SqlFunction['build'] {
  // Whole numbers are their own floor; an engine would turn them into doubles.
  return (args) => {
    const type = args[0]?.type ?? 'double';
    if (isWhole(type)) return arg(args, 0);
    const value = call(func, arg(args, 0));
    const result = roundedType([type]);
    return isDecimal(result) ? cast(value, result) : value;
  };
}

function round(args: readonly Lowered[]): Expr {
  const type = args[0]?.type ?? 'double';
  if (isWhole(type) && args.length === 1) return arg(args, 0);
  // Rounded up, the largest number does not fit into its type any more, which ends the statement.
  if (isWhole(type) && args[1]?.literal !== undefined)
    return cast(
      call('round', cast(arg(args, 0), 'decimal(38,0)'), arg(args, 1)),
      type === 'integer' ? type : 'bigint',
    );
  const value = call('round', ...exprs(args));
  if (type === 'double') return cases([[call('isFinite', arg(args, 0)), value]], arg(args, 0));
  const result = roundedType(args.map((each) => each.type));
  return isDecimal(result) ? cast(value, result) : value;
}

/** A decimal may have one digit more once it is rounded (trino.io, "Mathematical functions"). */
function roundedType(types: readonly TrinoType[]): TrinoType {
  const [type = 'double'] = types;
  const digits = isDecimal(type) ? decimalOf(type) : undefined;
  if (digits === undefined) return type;
  const { precision, scale } = digits;
  return types.length > 1
    ? decimalType({ precision: precision + 1, scale })
    : decimalType({ precision: precision - scale + Math.min(1, scale), scale: 0 });
}

function modulo(args: readonly Lowered[], site: CallSite): Expr {
  if (args.some((each) => isDecimal(each.type))) {
    return refuse(
      site.query,
      'not-supported',
      { what: 'mod of decimal numbers' },
      site.span,
      'write CAST(… AS DOUBLE)',
    );
  }
  const [left, right] = args;
  if (left === undefined || right === undefined) return lit(null);
  const type = args.every((each) => isWhole(each.type)) ? left.type : 'double';
  return divide('%', type, left.expr, right.expr, [left, right]);
}

/** What is not a number is left out while there are numbers; engines take it for the largest one. */
function ofNumbers(func: 'greatest' | 'least', args: readonly Lowered[]): Expr {
  const unsure = args.filter(({ type, literal }) => type === 'double' && literal === undefined);
  if (unsure.length === 0) return call(func, ...exprs(args));
  const isNan = (each: Lowered): Expr => call('isNotNumber', each.expr);
  const other = lit(func === 'greatest' ? '-Infinity' : 'Infinity');
  const numbers = args.map((each) =>
    unsure.includes(each) ? cases([[isNan(each), cast(other, 'double')]], each.expr) : each.expr,
  );
  const result = call(func, ...numbers);
  if (unsure.length < args.length) return result;
  return cases([[build.and(...unsure.map(isNan)), arg(args, 0)]], result);
}

/** Java's power of 1 or -1 is not a number for an exponent that is infinite or no number itself; C's is 1. */
function power(args: readonly Lowered[]): Expr {
  const plain = call('power', ...exprs(args));
  const exponent = args[1];
  if (exponent === undefined || !mayBeNan(exponent)) return plain;
  const isOne = build.eq(call('abs', arg(args, 0)), 1);
  const isOdd = build.and(isOne, build.not(call('isFinite', exponent.expr)));
  return cases([[isOdd, cast(lit('NaN'), 'double')]], plain);
}

/** Functions of numbers (trino.io, "Mathematical functions", "Bitwise functions"). */
export const numberFunctions: readonly SqlFunction[] = [
  scalar('abs', ['number'], typeOf(0), 'Without its sign.', (a) => call('abs', ...exprs(a))),
  scalar('ceil', ['number'], roundedType, 'Rounded up.', rounded('ceiling'), { aliases: ['ceiling'] }),
  scalar('floor', ['number'], roundedType, 'Rounded down.', rounded('floor')),
  scalar('round', ['number', 'bigint'], roundedType, 'Rounded, halves away from 0.', round, { least: 1 }),
  scalar('power', ['double', 'double'], 'double', 'The first to the power of the second.', power, {
    aliases: ['pow'],
  }),
  scalar('mod', ['same', 'same'], 'same', 'Remainder with the sign of the dividend.', modulo),
  scalar('greatest', ['same'], 'same', 'Largest; NULL if one is NULL.', (a) => ofNumbers('greatest', a), {
    rest: true,
  }),
  scalar('least', ['same'], 'same', 'Smallest; NULL if one is NULL.', (a) => ofNumbers('least', a), {
    rest: true,
  }),
  scalar('bitwise_and', ['bigint', 'bigint'], 'bigint', 'Bitwise and.', (a) =>
    call('bitAnd', ...exprs(a).map((each) => cast(each, 'bigint'))),
  ),
  scalar('bitwise_or', ['bigint', 'bigint'], 'bigint', 'Bitwise or.', (a) =>
    call('bitwiseOr', ...exprs(a).map((each) => cast(each, 'bigint'))),
  ),
  scalar('bitwise_xor', ['bigint', 'bigint'], 'bigint', 'Bitwise exclusive or.', (a) =>
    call('bitwiseXor', ...exprs(a).map((each) => cast(each, 'bigint'))),
  ),
];
