import { build, type Expr } from '../../../plan/index.js';
import type { Lowered } from '../types.js';
import { cidrPrefixes } from './blocks.js';
import { checkRe2, extracted } from './patterns.js';
import { arg, exprs, type SqlFunction, scalar } from './row.js';

const { call, cases, cast, eq, isNull, le, lit, or } = build;

type FunctionName = Parameters<typeof call>[0];

/** What Java calls white space (`Character.isWhitespace`), which is what Trino trims. */
const blanks =
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000';

const trimmed = (name: string, func: FunctionName, where: string): SqlFunction =>
  scalar(
    name,
    ['varchar', 'varchar'],
    'varchar',
    `Without blanks, or the given characters, ${where}.`,
    (a) => call(func, arg(a, 0), a.length > 1 ? arg(a, 1) : lit(blanks)),
    { least: 1 },
  );

/** Numbers start at 1; of an empty text an empty separator leaves nothing. */
function splitPart(args: readonly Lowered[]): Expr {
  const [text, separator, number] = [arg(args, 0), arg(args, 1), arg(args, 2)];
  const part = call('splitPart', text, separator, number);
  const known = typeof args[1]?.literal === 'string' && args[1].literal !== '';
  if (known && Number(args[2]?.literal) > 0) return part;
  const failure = cast(call('fail', lit('Index must be greater than zero')), 'varchar');
  const missing = or(isNull(text), isNull(separator), isNull(number));
  return cases(
    [
      [missing, lit(null, 'varchar')],
      [le(number, 0), failure],
      [build.and(eq(separator, lit('')), eq(text, lit(''))), lit(null, 'varchar')],
    ],
    part,
  );
}

/** Where the second text stands for this time: from the end when the number is negative. */
function positionOf(args: readonly Lowered[]): Expr {
  const failure = cast(call('fail', lit("'instance' must be a positive or negative number.")), 'bigint');
  return cases([[eq(arg(args, 2), 0), failure]], call('positionOf', ...exprs(args)));
}

/** Functions of texts and addresses (trino.io, "String functions", "Regular expression functions", "IP address functions"). */
export const textFunctions: readonly SqlFunction[] = [
  scalar('lower', ['varchar'], 'varchar', 'Lower case.', (a) => call('lower', ...exprs(a))),
  scalar('upper', ['varchar'], 'varchar', 'Upper case.', (a) => call('upper', ...exprs(a))),
  scalar('length', ['varchar'], 'bigint', 'Code points.', (a) => call('length', ...exprs(a))),
  trimmed('trim', 'trimSet', 'at both ends'),
  trimmed('ltrim', 'trimSetLeft', 'at the start'),
  trimmed('rtrim', 'trimSetRight', 'at the end'),
  scalar('reverse', ['varchar'], 'varchar', 'Code points backwards.', (a) => call('reverse', ...exprs(a))),
  scalar(
    'replace',
    ['varchar', 'varchar', 'varchar'],
    'varchar',
    'Every place replaced, or removed.',
    (a) => call('replace', arg(a, 0), arg(a, 1), a.length > 2 ? arg(a, 2) : lit('')),
    { least: 2 },
  ),
  scalar(
    'substr',
    ['varchar', 'bigint', 'bigint'],
    'varchar',
    'A part, counted from 1; from the end when negative.',
    (a) => call('substring', ...exprs(a)),
    { aliases: ['substring'], least: 2 },
  ),
  scalar(
    'split_part',
    ['varchar', 'varchar', 'bigint'],
    'varchar',
    'The part with this number, from 1.',
    splitPart,
  ),
  scalar(
    'strpos',
    ['varchar', 'varchar'],
    'bigint',
    'Where the second text first stands, from 1; else 0.',
    (a) => call('position', ...exprs(a)),
  ),
  scalar(
    'strpos',
    ['varchar', 'varchar', 'bigint'],
    'bigint',
    'Where the second text stands for this time, from 1, counted from the end when negative; else 0.',
    positionOf,
  ),
  scalar('starts_with', ['varchar', 'varchar'], 'boolean', 'Whether the text begins so.', (a) =>
    call('startsWith', ...exprs(a)),
  ),
  scalar(
    'concat',
    ['varchar', 'varchar'],
    'varchar',
    'Joined texts; NULL if one is.',
    (a) => call('concat', ...exprs(a)),
    {
      rest: true,
    },
  ),
  scalar(
    'concat_ws',
    ['varchar', 'varchar'],
    'varchar',
    'Texts joined by the first one; NULL ones are left out.',
    (a) => call('joinWith', ...exprs(a)),
    { rest: true },
  ),
  scalar(
    'regexp_like',
    ['varchar', 'varchar'],
    'boolean',
    'Whether the pattern is found in the text.',
    (a, site) => call('regexpLike', arg(a, 0), checkRe2(a, 1, site)),
  ),
  scalar(
    'regexp_extract',
    ['varchar', 'varchar', 'bigint'],
    'varchar',
    'The first match, or one of its groups; NULL without a match.',
    extracted,
    { least: 2 },
  ),
  scalar(
    'contains',
    ['varchar', 'ipaddress'],
    'boolean',
    'Whether the address lies in the CIDR block.',
    (a, site) => call('addressIn', arg(a, 1), ...cidrPrefixes(a, 0, site).map((each) => lit(each))),
  ),
];
