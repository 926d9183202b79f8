import { build, type Expr } from '../../../plan/index.js';
import { lambda, newParameter, withValue } from '../lambda.js';
import { refuse } from '../messages.js';
import { arrayOf, elementOf, entryOf, mapOf, rowOf } from '../nested-types.js';
import { isWhole, type Lowered, shownType, type TrinoType } from '../types.js';
import { literalText } from './literals.js';
import { countedPattern, groupsOf } from './patterns.js';
import { arg, type CallSite, type LambdaShape, type SqlFunction, scalar, typeOf } from './row.js';

const { and, call, cases, cast, eq, isNull, lit, lt, ne, not, or } = build;

const typeAt = (args: readonly Lowered[], index: number): TrinoType => args[index]?.type ?? 'unknown';
const elementAt = (list: Expr, place: Expr): Expr => call('arrayElement', list, place);

/** A comparator is given two elements of a list by their places. */
function ofPlaces(args: readonly Lowered[]): LambdaShape {
  const type = elementOf(typeAt(args, 0));
  const [list, one, other] = [newParameter(typeAt(args, 0)), newParameter('bigint'), newParameter('bigint')];
  const values = [one, other].map((place) => ({ type, expr: elementAt(list.expr, place.expr) }));
  return { parameters: [list, one, other], values };
}

/**
 * The elements in the order of a comparator, equal ones as they stood: the place of each follows from how many others
 * come before it, so that no engine has to sort by a function.
 */
function sorted(args: readonly Lowered[], site: CallSite): Expr {
  const [values, comparator] = args;
  const [list, one, other] = comparator?.parameters ?? [];
  if (
    values === undefined ||
    comparator === undefined ||
    list === undefined ||
    one === undefined ||
    other === undefined
  )
    return lit(null);
  if (!isWhole(comparator.type)) {
    const params = { what: 'The comparator', expected: 'integer', given: shownType(comparator.type) };
    return refuse(site.query, 'operand-type', params, site.argSpans[1] ?? site.span);
  }
  const sign = cast(comparator.expr, 'bigint');
  const wrong = or(isNull(sign), not({ kind: 'in', expr: sign, list: [lit(-1), lit(0), lit(1)] }));
  const failure = cast(call('fail', lit('Lambda comparator must return either -1, 0, or 1')), 'bigint');
  const checked = cases([[wrong, failure]], sign);
  const isBefore = or(lt(checked, 0), and(eq(checked, 0), lt(one.expr, other.expr)));
  const places = placesOf(list.expr);
  const before = lambda([one], and(ne(one.expr, other.expr), isBefore));
  const rank = call('add', call('arraySize', call('arrayFilter', places, before)), 1);
  const ranks = call('arrayTransform', places, lambda([other], cast(rank, 'bigint')));
  const place = newParameter('bigint');
  return sortedBy(values, list, ranks, place);
}

/** The list in the order of its ranks. */
function sortedBy(values: Lowered, list: Lowered, ranks: Expr, place: Lowered): Expr {
  const ordered = withValue(ranks, 'array(bigint)', (made) => {
    const found = elementAt(list.expr, call('arrayPosition', made.expr, place.expr));
    return call('arrayTransform', placesOf(list.expr), lambda([place], found));
  });
  const several = cases([[build.gt(call('arraySize', list.expr), 1), ordered]], list.expr);
  const whole = call('arrayTransform', call('arrayList', values.expr), lambda([list], several));
  return elementAt(whole, lit(1));
}

const placesOf = (list: Expr): Expr =>
  call(
    'sequence',
    cast(lit(1), 'bigint'),
    call('greatest', call('arraySize', list), 1),
    cast(lit(1), 'bigint'),
  );

/** The lambda of a replacement is given the groups of a match, which stand behind the text before it and the match. */
function ofGroups(args: readonly Lowered[]): LambdaShape {
  const pattern = args[1]?.literal;
  const count = typeof pattern === 'string' ? groupsOf(pattern) : 0;
  const row = newParameter(
    rowOf(Array.from({ length: count + 2 }, () => ({ name: undefined, type: 'varchar' }))),
  );
  const groups = Array.from({ length: count }, (_, index) => call('rowField', row.expr, index + 3));
  const none = cast(lit(null), 'varchar');
  const list =
    count === 0 ? call('arrayPart', call('arrayList', none), lit(2), lit(1)) : call('arrayList', ...groups);
  return { parameters: [row], values: [{ type: 'array(varchar)', expr: list }] };
}

/** Every match replaced by what a lambda makes of its groups: the texts between the matches are joined with those. */
function replacedBy(args: readonly Lowered[], site: CallSite): Expr {
  const [text, , by] = args;
  const [row] = by?.parameters ?? [];
  const pattern = countedPattern(args, site);
  if (text === undefined || by === undefined || row === undefined) return lit(null, 'varchar');
  if (by.type !== 'varchar') {
    const params = { what: 'The lambda function', expected: 'varchar', given: shownType(by.type) };
    return refuse(site.query, 'operand-type', params, site.argSpans[2] ?? site.span);
  }
  const count = groupsOf(literalText(args, 1, 'The pattern', site));
  const numbers = Array.from({ length: count + 1 }, (_, index) => lit(index));
  const groups = numbers.map((group) => call('groupsOfAll', text.expr, pattern, group));
  const parts = call('arrayZip', call('regexpSplit', text.expr, pattern), ...groups);
  const [before, match] = [call('rowField', row.expr, 1), call('rowField', row.expr, 2)];
  const piece = cases([[isNull(match), before]], call('concat', before, by.expr));
  const pieces = call('arrayTransform', parts, lambda([row], piece));
  return withValue(pieces, 'array(varchar)', ({ expr }) => {
    const one = newParameter('varchar');
    const missing = call('arrayFilter', expr, lambda([one], isNull(one.expr)));
    return cases([[eq(call('arraySize', missing), 0), call('arrayJoin', expr, lit(''))]]);
  });
}

/** A key of one of two maps or of both, with its value in each. */
function ofBoth(args: readonly Lowered[]): LambdaShape {
  const [key, one] = entryOf(typeAt(args, 0));
  const [, other] = entryOf(typeAt(args, 1));
  const row = newParameter(rowOf([key, one, other].map((type) => ({ name: undefined, type }))));
  const values = [key, one, other].map((type, index) => ({
    type,
    expr: call('rowField', row.expr, index + 1),
  }));
  return { parameters: [row], values };
}

function zippedMaps(args: readonly Lowered[]): Expr {
  const [one, other] = [arg(args, 0), arg(args, 1)];
  const body = args[2];
  const [row] = body?.parameters ?? [];
  if (body === undefined || row === undefined) return lit(null);
  const keys = call('arrayDistinct', call('arrayConcat', call('mapKeys', one), call('mapKeys', other)));
  const key = newParameter(entryOf(typeAt(args, 0))[0]);
  const both = call(
    'rowList',
    key.expr,
    call('mapElement', one, key.expr),
    call('mapElement', other, key.expr),
  );
  const entry = call('rowList', call('rowField', row.expr, 1), body.expr);
  const rows = call('arrayTransform', keys, lambda([key], both));
  return call('mapFromEntries', call('arrayTransform', rows, lambda([row], entry)));
}

/** More functions that take functions (trino.io, "Array functions", "Map functions", "Regular expression functions"). */
export const comparatorFunctions: readonly SqlFunction[] = [
  scalar(
    'array_sort',
    ['array', 'lambda'],
    typeOf(0),
    'In the order of a comparator, which gives -1, 0 or 1.',
    sorted,
    {
      lambda: ofPlaces,
    },
  ),
  scalar(
    'regexp_replace',
    ['varchar', 'varchar', 'lambda'],
    'varchar',
    'Every match replaced by what the function makes of its groups.',
    replacedBy,
    { lambda: ofGroups },
  ),
  scalar(
    'map_zip_with',
    ['map', 'map', 'lambda'],
    ([map = 'unknown', , type = 'unknown']) => mapOf(entryOf(map)[0], type),
    'What the function makes of each key and its values in both maps.',
    zippedMaps,
    { lambda: ofBoth },
  ),
  scalar(
    'split',
    ['varchar', 'varchar', 'bigint'],
    arrayOf('varchar'),
    'The parts between the separators, so many at most; the last one is the rest.',
    splitInto,
  ),
];

function splitInto(args: readonly Lowered[], site: CallSite): Expr {
  const separator = literalText(args, 1, 'The separator', site);
  const limit = Number(args[2]?.literal ?? Number.NaN);
  if (separator === '') {
    return refuse(site.query, 'bad-literal', { text: '', type: 'separator' }, site.argSpans[1] ?? site.span);
  }
  if (!Number.isSafeInteger(limit) || limit < 1) {
    const help = 'write a number from 1';
    return refuse(site.query, 'literal-needed', { what: 'The limit' }, site.argSpans[2] ?? site.span, help);
  }
  const parts = call('splitText', arg(args, 0), lit(separator));
  return withValue(parts, 'array(varchar)', ({ expr }) => {
    const size = call('arraySize', expr);
    const part = (from: number, count: Expr): Expr =>
      call('arrayPart', expr, cast(lit(from), 'bigint'), count);
    const rest = call('arrayJoin', part(limit, size), lit(separator));
    const head = part(1, cast(lit(limit - 1), 'bigint'));
    return cases([[build.gt(size, limit), call('arrayConcat', head, call('arrayList', rest))]], expr);
  });
}
