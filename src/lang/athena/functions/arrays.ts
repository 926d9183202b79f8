import { build, type Expr } from '../../../plan/index.js';
import { typed } from '../array.js';
import { refuse } from '../messages.js';
import { elementOf, hasPlainText, type Lowered, type TrinoType } from '../types.js';
import { aggregate, arg, type CallSite, exprs, type SqlFunction, scalar, typeOf } from './row.js';
import { countedPattern, literalText } from './strings.js';

const { call, cases, cast, eq, lit } = build;

function elementAt(args: readonly Lowered[]): Expr {
  const type = elementOf(args[0]?.type ?? 'unknown');
  const failure = typed(call('fail', lit('SQL array indices start at 1')), type);
  return cases([[eq(arg(args, 1), 0), failure]], call('arrayElement', ...exprs(args)));
}

function joined(args: readonly Lowered[], site: CallSite): Expr {
  const type = elementOf(args[0]?.type ?? 'unknown');
  if (!hasPlainText(type)) {
    const help = 'write CAST(… AS VARCHAR) around the elements before they become an array';
    return refuse(site.query, 'not-supported', { what: `array_join of ${type}` }, site.span, help);
  }
  return call('arrayJoin', ...exprs(args));
}

function split(args: readonly Lowered[], site: CallSite): Expr {
  const text = literalText(args, 1, 'The separator', site);
  if (text === '') {
    return refuse(site.query, 'bad-literal', { text, type: 'separator' }, site.argSpans[1] ?? site.span);
  }
  return call('splitText', ...exprs(args));
}

/** Most entries of a sequence (trino.io, "Array functions and operators"). */
const maxEntries = 10_000;

function sequence(args: readonly Lowered[], site: CallSite): Expr {
  const ends = [0, 1].map((index) => Number(args[index]?.literal ?? Number.NaN));
  const [from = Number.NaN, to = Number.NaN] = ends;
  const step = args.length > 2 ? Number(args[2]?.literal ?? Number.NaN) : to < from ? -1 : 1;
  if (![from, to, step].every(Number.isSafeInteger) || step === 0) {
    const help = 'write whole numbers, such as sequence(1, 10)';
    return refuse(site.query, 'literal-needed', { what: 'Each argument of sequence' }, site.span, help);
  }
  if ((to - from) / step < 0 || (to - from) / step >= maxEntries) {
    const params = { text: site.query.slice(site.span), type: `sequence of 1 to ${maxEntries} numbers` };
    return refuse(site.query, 'bad-literal', params, site.span);
  }
  return call('sequence', cast(lit(from), 'bigint'), cast(lit(to), 'bigint'), cast(lit(step), 'bigint'));
}

function collected(args: readonly Lowered[], site: CallSite): Expr {
  const type = args[0]?.type ?? 'unknown';
  if (type.startsWith('array(') || type === 'interval') {
    return refuse(site.query, 'not-supported', { what: `array_agg of ${type}` }, site.span);
  }
  return build.agg('arrayOf', exprs(args));
}

const arrayOf = ([type = 'unknown']: readonly TrinoType[]): TrinoType => `array(${type})`;

/** `contains` of an array, which shares its name with that of address blocks. */
export const arrayContains: SqlFunction = scalar(
  'contains',
  ['array', 'element'],
  'boolean',
  'Whether an element is equal to the value.',
  (a) => call('arrayContains', ...exprs(a)),
);

/** Functions of arrays (trino.io, "Array functions and operators"). */
export const arrayFunctions: readonly SqlFunction[] = [
  aggregate(
    'array_agg',
    ['any'],
    arrayOf,
    'All values, NULL too; in the order of an ORDER BY inside.',
    collected,
  ),
  scalar('cardinality', ['array'], 'bigint', 'Elements of an array.', (a) => call('arraySize', ...exprs(a))),
  scalar(
    'element_at',
    ['array', 'bigint'],
    ([type = 'unknown']) => elementOf(type),
    'The element with this number, from the end when negative; NULL outside.',
    elementAt,
  ),
  scalar(
    'array_join',
    ['array', 'varchar', 'varchar'],
    'varchar',
    'The elements as one text; NULL ones are left out, or the third text.',
    joined,
    {
      least: 2,
    },
  ),
  scalar('array_distinct', ['array'], typeOf(0), 'Each element once.', (a) =>
    call('arrayDistinct', ...exprs(a)),
  ),
  scalar('array_sort', ['array'], typeOf(0), 'Ascending, NULL last.', (a, site) => {
    const type = elementOf(a[0]?.type ?? 'unknown');
    if (type === 'ipaddress') refuse(site.query, 'not-supported', { what: 'Ordering addresses' }, site.span);
    return call('arraySort', ...exprs(a));
  }),
  scalar('split', ['varchar', 'varchar'], 'array(varchar)', 'The parts between the separators.', split),
  scalar('regexp_extract_all', ['varchar', 'varchar'], 'array(varchar)', 'All matches.', (a, site) =>
    call('regexpFindAll', arg(a, 0), countedPattern(a, site)),
  ),
  scalar(
    'regexp_split',
    ['varchar', 'varchar'],
    'array(varchar)',
    'The parts between the matches.',
    (a, site) => call('regexpSplit', arg(a, 0), countedPattern(a, site)),
  ),
  scalar(
    'sequence',
    ['bigint', 'bigint', 'bigint'],
    'array(bigint)',
    'The whole numbers from the first to the second.',
    sequence,
    {
      least: 2,
    },
  ),
];
