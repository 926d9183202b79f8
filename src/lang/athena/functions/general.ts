import { build, type Expr } from '../../../plan/index.js';
import { compareDoubles } from '../compare-doubles.js';
import { type Lowered, shownType } from '../types.js';
import { arg, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cases, lit } = build;

/** A type as Trino names it, known before the statement runs. */
const typeText = (args: readonly Lowered[]): Expr =>
  lit(shownType(args[0]?.type ?? 'unknown').replace(/decimal\((\d+), (\d+)\)/g, 'decimal($1,$2)'));

/** The engine takes two values that are not numbers for equal ones. */
function nullIfEqual(args: readonly Lowered[]): Expr {
  const [left, right] = args;
  if (left?.type !== 'double' || right === undefined) return call('nullIf', ...exprs(args));
  return cases([[compareDoubles('eq', left, right), lit(null, 'double')]], left.expr);
}

/** Functions of any value (trino.io, "Conditional expressions"). */
export const generalFunctions: readonly SqlFunction[] = [
  scalar(
    'coalesce',
    ['same', 'same'],
    'same',
    'The first that is not NULL.',
    (a) => call('coalesce', ...exprs(a)),
    {
      rest: true,
    },
  ),
  scalar('nullif', ['same', 'same'], typeOf(0), 'NULL when both are equal, else the first.', (a) =>
    nullIfEqual(a),
  ),
  scalar(
    'if',
    ['boolean', 'same', 'same'],
    'same',
    'One of two values, or NULL.',
    (a) => (a.length > 2 ? cases([[arg(a, 0), arg(a, 1)]], arg(a, 2)) : cases([[arg(a, 0), arg(a, 1)]])),
    { least: 2 },
  ),
  scalar('typeof', ['any'], 'varchar', 'The type of the value.', typeText),
  scalar(
    'try',
    ['any'],
    typeOf(0),
    'The value, or NULL where computing it fails.',
    (a): Expr => ({ kind: 'try', expr: arg(a, 0) }),
  ),
];
