import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { decimalOf, decimalType, isDecimal, isWhole, type Lowered, type TrinoType } from '../types.js';
import { arg, type CallSite, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cast } = build;

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
  const value = call('round', ...exprs(args));
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
  const whole = args.every((each) => isWhole(each.type));
  return call(whole ? 'modulus' : 'moduloReal', ...exprs(args));
}

/** Functions of numbers (trino.io, "Mathematical functions", "Bitwise functions"). */
export const numberFunctions: readonly SqlFunction[] = [
  scalar('abs', ['number'], typeOf(0), 'Without its sign.', (a) => call('abs', ...exprs(a))),
  scalar('ceil', ['number'], roundedType, 'Rounded up.', rounded('ceiling'), { aliases: ['ceiling'] }),
  scalar('floor', ['number'], roundedType, 'Rounded down.', rounded('floor')),
  scalar('round', ['number', 'bigint'], roundedType, 'Rounded, halves away from 0.', round, { least: 1 }),
  scalar(
    'power',
    ['double', 'double'],
    'double',
    'The first to the power of the second.',
    (a) => call('power', ...exprs(a)),
    {
      aliases: ['pow'],
    },
  ),
  scalar('mod', ['same', 'same'], 'same', 'Remainder with the sign of the dividend.', modulo),
  scalar(
    'greatest',
    ['same'],
    'same',
    'Largest; NULL if one is NULL.',
    (a) => call('greatest', ...exprs(a)),
    { rest: true },
  ),
  scalar('least', ['same'], 'same', 'Smallest; NULL if one is NULL.', (a) => call('least', ...exprs(a)), {
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
