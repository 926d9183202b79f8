import { build, type Expr } from '../../../plan/index.js';
import { isWhole, type Lowered } from '../types.js';
import { arg, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cast } = build;

function rounded(func: 'floor' | 'ceiling'): SqlFunction['build'] {
  // Whole numbers are their own floor; an engine would turn them into doubles.
  return (args) => (isWhole(args[0]?.type ?? 'double') ? arg(args, 0) : call(func, arg(args, 0)));
}

function round(args: readonly Lowered[]): Expr {
  if (isWhole(args[0]?.type ?? 'double') && args.length === 1) return arg(args, 0);
  return call('round', ...exprs(args));
}

function modulo(args: readonly Lowered[]): Expr {
  const whole = args.every((each) => isWhole(each.type));
  return call(whole ? 'modulus' : 'moduloReal', ...exprs(args));
}

/** Functions of numbers (trino.io, "Mathematical functions", "Bitwise functions"). */
export const numberFunctions: readonly SqlFunction[] = [
  scalar('abs', ['number'], typeOf(0), 'Without its sign.', (a) => call('abs', ...exprs(a))),
  scalar('ceil', ['number'], typeOf(0), 'Rounded up.', rounded('ceiling'), { aliases: ['ceiling'] }),
  scalar('floor', ['number'], typeOf(0), 'Rounded down.', rounded('floor')),
  scalar('round', ['number', 'bigint'], typeOf(0), 'Rounded, halves away from 0.', round, { least: 1 }),
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
