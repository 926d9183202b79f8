import { build } from '../../../plan/index.js';
import { arg, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cases } = build;

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
    call('nullIf', ...exprs(a)),
  ),
  scalar(
    'if',
    ['boolean', 'same', 'same'],
    'same',
    'One of two values, or NULL.',
    (a) => (a.length > 2 ? cases([[arg(a, 0), arg(a, 1)]], arg(a, 2)) : cases([[arg(a, 0), arg(a, 1)]])),
    { least: 2 },
  ),
];
