import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import { literalText } from './literals.js';
import { countedPattern, regexpPosition, replaced } from './patterns.js';
import { arg, exprs, type SqlFunction, scalar } from './row.js';

const { call, cases, cast, lit, ne } = build;

function hammingDistance(args: readonly Lowered[]): Expr {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  const failure = cast(
    call('fail', lit('The input strings to hamming_distance function must have the same length')),
    'bigint',
  );
  return cases([[ne(call('length', a), call('length', b)), failure]], call('differentPlaces', a, b));
}

function codePoint(args: readonly Lowered[]): Expr {
  const value = arg(args, 0);
  const failure = cast(
    call('fail', call('concat', lit('Input string must be a single character string: '), value)),
    'integer',
  );
  return cases([[ne(call('length', value), 1), failure]], call('codePoint', value));
}

const padded = (name: string, func: 'padLeft' | 'padRight', side: string): SqlFunction =>
  scalar(
    name,
    ['varchar', 'bigint', 'varchar'],
    'varchar',
    `Cut, or filled on the ${side}, to this length.`,
    (a, site) => {
      const text = literalText(a, 2, 'The filling', site);
      if (text === '')
        refuse(site.query, 'bad-literal', { text, type: 'filling' }, site.argSpans[2] ?? site.span);
      const failure = cast(call('fail', lit('Target length must be 0 or more')), 'varchar');
      const wrong = build.and(build.isPresent(arg(a, 0)), build.lt(arg(a, 1), 0));
      return cases([[wrong, failure]], call(func, ...exprs(a)));
    },
  );

/** More functions of texts (trino.io, "String functions", "Regular expression functions", "URL functions", "JSON functions"). */
export const stringFunctions: readonly SqlFunction[] = [
  padded('lpad', 'padLeft', 'left'),
  padded('rpad', 'padRight', 'right'),
  scalar(
    'translate',
    ['varchar', 'varchar', 'varchar'],
    'varchar',
    'Each character replaced by its partner, or removed.',
    (a) => call('translate', ...exprs(a)),
  ),
  scalar('chr', ['bigint'], 'varchar', 'The text of a code point.', (a) => call('character', ...exprs(a))),
  scalar('codepoint', ['varchar'], 'integer', 'The code point of a text of one character.', codePoint),
  scalar('levenshtein_distance', ['varchar', 'varchar'], 'bigint', 'Edits from one text to the other.', (a) =>
    call('editDistance', ...exprs(a)),
  ),
  scalar(
    'hamming_distance',
    ['varchar', 'varchar'],
    'bigint',
    'Places where texts of one length differ.',
    hammingDistance,
  ),
  scalar(
    'regexp_replace',
    ['varchar', 'varchar', 'varchar'],
    'varchar',
    'Every match replaced, or removed; groups are $1 to $9.',
    replaced,
    { least: 2 },
  ),
  scalar('regexp_count', ['varchar', 'varchar'], 'bigint', 'How often the pattern is found.', (a, site) =>
    call('regexpCount', arg(a, 0), countedPattern(a, site)),
  ),
  scalar(
    'regexp_position',
    ['varchar', 'varchar'],
    'bigint',
    'Where the pattern is first found, from 1; else -1.',
    regexpPosition,
  ),
  scalar('url_encode', ['varchar'], 'varchar', 'As a value in the query of a URL.', (a) =>
    call('formEncode', ...exprs(a)),
  ),
  scalar('url_decode', ['varchar'], 'varchar', 'The value behind `url_encode`.', (a) => {
    const broken = call(
      'regexpLike',
      arg(a, 0),
      lit('%([^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?$)'),
    );
    const failure = call('fail', call('concat', lit('Invalid URL encoding: '), arg(a, 0)));
    return cases([[broken, cast(failure, 'varchar')]], call('formDecode', ...exprs(a)));
  }),
  scalar('normalize', ['varchar'], 'varchar', 'Unicode normal form C.', (a) =>
    call('normalForm', ...exprs(a)),
  ),
];
