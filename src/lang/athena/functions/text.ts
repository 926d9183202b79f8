import { build } from '../../../plan/index.js';
import { checkRe2, cidrLiteral } from './literals.js';
import { arg, exprs, type SqlFunction, scalar } from './row.js';

const { call, lit } = build;

type FunctionName = Parameters<typeof call>[0];

const trimmed = (name: string, blanks: FunctionName, given: FunctionName, where: string): SqlFunction =>
  scalar(
    name,
    ['varchar', 'varchar'],
    'varchar',
    `Without blanks, or the given characters, ${where}.`,
    (a) => call(a.length > 1 ? given : blanks, ...exprs(a)),
    { least: 1 },
  );

/** Functions of texts and addresses (trino.io, "String functions", "Regular expression functions", "IP address functions"). */
export const textFunctions: readonly SqlFunction[] = [
  scalar('lower', ['varchar'], 'varchar', 'Lower case.', (a) => call('lower', ...exprs(a))),
  scalar('upper', ['varchar'], 'varchar', 'Upper case.', (a) => call('upper', ...exprs(a))),
  scalar('length', ['varchar'], 'bigint', 'Code points.', (a) => call('length', ...exprs(a))),
  trimmed('trim', 'trim', 'trimSet', 'at both ends'),
  trimmed('ltrim', 'trimLeft', 'trimSetLeft', 'at the start'),
  trimmed('rtrim', 'trimRight', 'trimSetRight', 'at the end'),
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
    (a) => call('splitPart', ...exprs(a)),
  ),
  scalar(
    'strpos',
    ['varchar', 'varchar'],
    'bigint',
    'Where the second text first stands, from 1; else 0.',
    (a) => call('position', ...exprs(a)),
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
    (a, site) => call('regexpExtract', arg(a, 0), checkRe2(a, 1, site), a.length > 2 ? arg(a, 2) : lit(0)),
    { least: 2 },
  ),
  scalar(
    'contains',
    ['varchar', 'ipaddress'],
    'boolean',
    'Whether the address lies in the CIDR block.',
    (a, site) => call('addressIn', arg(a, 1), lit(cidrLiteral(a, 0, site))),
  ),
];
