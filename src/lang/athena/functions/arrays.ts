import { build, type Expr } from '../../../plan/index.js';
import { typed } from '../array.js';
import { textOf } from '../cast.js';
import { mayBeNan } from '../compare-doubles.js';
import { eachInside } from '../each.js';
import { lambda, newParameter } from '../lambda.js';
import { refuse } from '../messages.js';
import { arrayOf, elementOf, isArray, isNested, rowOf } from '../nested-types.js';
import { coerce, commonType, type Lowered, shownType, type TrinoType } from '../types.js';
import { literalText } from './literals.js';
import { countedPattern, groupLiteral } from './patterns.js';
import { aggregate, arg, type CallSite, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { call, cases, cast, eq, isPresent, lit } = build;

function elementAt(args: readonly Lowered[]): Expr {
  const type = elementOf(args[0]?.type ?? 'unknown');
  const failure = typed(call('fail', lit('SQL array indices start at 1')), type);
  const wrong = build.and(isPresent(arg(args, 0)), eq(arg(args, 1), 0));
  return cases([[wrong, failure]], call('arrayElement', ...exprs(args)));
}

/** Elements as CAST to VARCHAR writes them. */
function joined(args: readonly Lowered[], site: CallSite): Expr {
  const [array, ...rest] = args;
  const type = elementOf(array?.type ?? 'unknown');
  if (array === undefined || isNested(type)) {
    return refuse(site.query, 'not-supported', { what: `array_join of ${shownType(type)}` }, site.span);
  }
  const texts = type === 'varchar' ? array.expr : eachInside(array, 'array(varchar)', textOf);
  return call('arrayJoin', texts, ...exprs(rest));
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

const elements = ([type = 'unknown']: readonly TrinoType[]): TrinoType => arrayOf(type);
const element = ([type = 'unknown']: readonly TrinoType[]): TrinoType => elementOf(type);
const common = (types: readonly TrinoType[]): TrinoType =>
  types.reduce<TrinoType>((all, type) => commonType(all, type) ?? all, 'unknown');

/** What is ordered or compared needs an order that both engines share. */
function ordered(args: readonly Lowered[], site: CallSite): void {
  const type = elementOf(args[0]?.type ?? 'unknown');
  if (type === 'ipaddress') refuse(site.query, 'not-supported', { what: 'Ordering addresses' }, site.span);
  if (isNested(type) || type === 'json') {
    refuse(site.query, 'not-supported', { what: `${site.name} of ${shownType(type)}` }, site.span);
  }
}

const compared =
  (func: Parameters<typeof call>[0]): SqlFunction['build'] =>
  (args, site) => {
    ordered(args, site);
    return call(func, ...exprs(args));
  };

/** What is not a number is the largest one to an engine, and to Trino only where there is nothing else. */
function most(args: readonly Lowered[], site: CallSite): Expr {
  ordered(args, site);
  const all = call('arrayMost', arg(args, 0));
  if (args[0]?.type !== 'array(double)') return all;
  const value = newParameter('double');
  const isNumber = build.coalesce(build.not(call('isNotNumber', value.expr)), lit(true));
  const numbers = call('arrayFilter', arg(args, 0), lambda([value], isNumber));
  return build.coalesce(call('arrayMost', numbers), all);
}

/** A value that is put into or looked for in an array takes the type of the elements. */
function withElement(func: Parameters<typeof call>[0]): SqlFunction['build'] {
  return (args, site) => {
    ordered(args, site);
    const type = elementOf(args[0]?.type ?? 'unknown');
    const value = args[1];
    const wanted = value === undefined ? lit(null) : coerce(value, type);
    const found = call(func, arg(args, 0), wanted);
    if (type !== 'double' || value === undefined || !mayBeNan(value)) return found;
    return cases([[call('isNotNumber', wanted), ofNoNumber(func, arg(args, 0), wanted)]], found);
  };
}

/** What is not a number is equal to none to Trino, and to its own kind to the engine. */
function ofNoNumber(func: Parameters<typeof call>[0], array: Expr, wanted: Expr): Expr {
  if (func === 'arrayWithout') return array;
  if (func === 'arrayPosition') return cases([[isPresent(array), cast(lit(0), 'bigint')]]);
  const value = newParameter('double');
  const isOther = build.coalesce(build.not(call('isNotNumber', value.expr)), lit(true));
  return call(func, call('arrayFilter', array, lambda([value], isOther)), wanted);
}

const zipped = (args: readonly Lowered[]): Expr => call('arrayZip', ...exprs(args));

/** An argument of `concat` in the type of all of them. */
function joinedPart(part: Lowered, all: readonly Lowered[], site: CallSite): Expr {
  const type = common(all.map((each) => each.type));
  if (commonType(part.type, type) === type) return coerce(part, type);
  const params = { what: 'CONCAT operands', left: shownType(type), right: shownType(part.type) };
  return refuse(site.query, 'branch-types', params, site.span);
}

/** Every run of so many elements. */
function ngrams(args: readonly Lowered[], site: CallSite): Expr {
  const size = Number(args[1]?.literal ?? Number.NaN);
  if (!Number.isSafeInteger(size) || size < 1) {
    const help = 'write a number from 1';
    return refuse(site.query, 'literal-needed', { what: 'The length' }, site.argSpans[1] ?? site.span, help);
  }
  const array = arg(args, 0);
  const count = call('greatest', call('subtract', call('arraySize', array), size - 1), 1);
  const number = newParameter('bigint');
  const starts = call('sequence', lit(1), count, lit(1));
  const part = call('arrayPart', array, number.expr, cast(lit(size), 'bigint'));
  const parts = call('arrayTransform', starts, lambda([number], part));
  return cases([[build.isPresent(array), parts]]);
}

function repeated(args: readonly Lowered[], site: CallSite): Expr {
  const count = Number(args[1]?.literal ?? Number.NaN);
  if (Number.isSafeInteger(count) && count >= 0 && count <= maxEntries)
    return call('arrayRepeat', ...exprs(args));
  const help = `write a number from 0 to ${maxEntries}`;
  return refuse(site.query, 'literal-needed', { what: 'The count' }, site.argSpans[1] ?? site.span, help);
}

/** Functions of arrays (trino.io, "Array functions and operators"). */
export const arrayFunctions: readonly SqlFunction[] = [
  aggregate(
    'array_agg',
    ['any'],
    elements,
    'All values, NULL too; in the order of an ORDER BY inside.',
    (a) => build.agg('arrayOf', exprs(a)),
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
  scalar(
    'contains',
    ['array', 'element'],
    'boolean',
    'Whether an element is equal to the value.',
    withElement('arrayContains'),
  ),
  scalar('array_sort', ['array'], typeOf(0), 'Ascending, NULL last.', compared('arraySort')),
  scalar('array_max', ['array'], element, 'The largest; NULL if one is NULL.', most),
  scalar('array_min', ['array'], element, 'The smallest; NULL if one is NULL.', compared('arrayLeast')),
  scalar(
    'array_position',
    ['array', 'element'],
    'bigint',
    'Where the value first stands, from 1; else 0.',
    withElement('arrayPosition'),
  ),
  scalar(
    'array_remove',
    ['array', 'element'],
    typeOf(0),
    'Without the elements that are equal to the value.',
    withElement('arrayWithout'),
  ),
  scalar('array_union', ['same array', 'same array'], 'same', 'Each element of both once.', (a, site) => {
    ordered(a, site);
    return call('arrayDistinct', call('arrayConcat', ...exprs(a)));
  }),
  scalar(
    'array_intersect',
    ['same array', 'same array'],
    'same',
    'Each element once that is in both.',
    compared('arrayIntersect'),
  ),
  scalar(
    'array_except',
    ['same array', 'same array'],
    'same',
    'Each element once that is not in the second.',
    compared('arrayExcept'),
  ),
  scalar(
    'arrays_overlap',
    ['same array', 'same array'],
    'boolean',
    'Whether an element is in both.',
    compared('arraysOverlap'),
  ),
  scalar(
    'concat',
    ['array', 'array'],
    common,
    'The elements of all arrays.',
    (a, site) => call('arrayConcat', ...a.map((each) => joinedPart(each, a, site))),
    { rest: true },
  ),
  scalar('flatten', ['array'], element, 'The elements of the arrays in an array.', (a, site) => {
    const inner = elementOf(a[0]?.type ?? 'unknown');
    if (!isArray(inner)) {
      const params = { what: 'The element of flatten', expected: 'array', given: shownType(inner) };
      return refuse(site.query, 'operand-type', params, site.argSpans[0] ?? site.span);
    }
    return call('arrayFlatten', ...exprs(a));
  }),
  scalar('slice', ['array', 'bigint', 'bigint'], typeOf(0), 'From a place, so many elements.', (a) => {
    const failing = (message: string): Expr => call('fail', lit(message));
    return cases(
      [
        [build.isNull(arg(a, 0)), lit(null)],
        [eq(arg(a, 1), 0), failing('SQL array indices start at 1')],
        [build.lt(arg(a, 2), 0), failing('length must be greater than or equal to 0')],
      ],
      call('arrayPart', ...exprs(a)),
    );
  }),
  scalar('trim_array', ['array', 'bigint'], typeOf(0), 'Without so many elements at the end.', (a) => {
    const size = call('arraySize', arg(a, 0));
    const outside = build.or(build.lt(arg(a, 1), 0), build.gt(arg(a, 1), size));
    const wrong = build.and(isPresent(arg(a, 0)), outside);
    const failure = call('fail', lit('size must be from 0 to the cardinality of the array'));
    const part = call('arrayPart', arg(a, 0), cast(lit(1), 'bigint'), call('subtract', size, arg(a, 1)));
    return cases([[wrong, failure]], part);
  }),
  scalar('reverse', ['array'], typeOf(0), 'The elements backwards.', (a) =>
    call('arrayReverse', ...exprs(a)),
  ),
  scalar('repeat', ['any', 'bigint'], elements, 'An array of the value so many times.', repeated),
  scalar('ngrams', ['array', 'bigint'], elements, 'Every run of so many elements.', ngrams),
  scalar(
    'zip',
    ['array', 'array'],
    (types) => arrayOf(rowOf(types.map((type) => ({ name: undefined, type: elementOf(type) })))),
    'Rows of the elements with one number.',
    zipped,
    { rest: true },
  ),
  scalar('split', ['varchar', 'varchar'], 'array(varchar)', 'The parts between the separators.', split),
  scalar(
    'regexp_extract_all',
    ['varchar', 'varchar', 'bigint'],
    'array(varchar)',
    'All matches, or a group of each.',
    (a, site) => {
      if (a.length < 3) return call('regexpFindAll', arg(a, 0), countedPattern(a, site));
      const pattern = countedPattern(a, site);
      return call(
        'groupsOfAll',
        arg(a, 0),
        pattern,
        lit(groupLiteral(a, literalText(a, 1, 'The pattern', site), site)),
      );
    },
    { least: 2 },
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
