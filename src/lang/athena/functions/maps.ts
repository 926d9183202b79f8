import { build, type Expr } from '../../../plan/index.js';
import { lambda, newParameter, withValue } from '../lambda.js';
import { refuse } from '../messages.js';
import { arrayOf, elementOf, entryOf, fieldsOf, isNested, mapOf, rowOf } from '../nested-types.js';
import { coerce, type Lowered, shownType, type TrinoType } from '../types.js';
import { checkedMap } from './lambdas.js';
import { literalText } from './literals.js';
import { aggregate, arg, type CallSite, exprs, type SqlFunction, scalar, typeOf } from './row.js';

const { agg, call, cases, cast, eq, lit, ne, or } = build;

/** `map(keys, values)`: as many of both, and no key twice. */
function mapOfArrays(args: readonly Lowered[], site: CallSite): Expr {
  if (args.length === 0) return call('mapOf', call('arrayList'), call('arrayList'));
  const [keys, values] = [arg(args, 0), arg(args, 1)];
  checkKey(elementOf(args[0]?.type ?? 'unknown'), site);
  const failing = (message: string): Expr => call('fail', lit(message));
  const size = call('arraySize', keys);
  return cases(
    [
      [or(build.isNull(keys), build.isNull(values)), lit(null)],
      [ne(size, call('arraySize', values)), failing('Key and value arrays must be the same length')],
      [ne(size, call('arrayKinds', keys)), failing('Duplicate map keys are not allowed')],
    ],
    call('mapOf', keys, values),
  );
}

/** The engine counts all doubles together once one of them is not a number; their texts it counts apart. */
function histogram(args: readonly Lowered[]): Expr {
  if (args[0]?.type !== 'double') return agg('histogram', exprs(args));
  const entry = newParameter('varchar');
  const pair = call(
    'rowList',
    cast(call('rowField', entry.expr, 1), 'double'),
    call('rowField', entry.expr, 2),
  );
  const counts = agg('histogram', [cast(arg(args, 0), 'varchar')]);
  return call('mapFromEntries', call('arrayTransform', call('mapEntries', counts), lambda([entry], pair)));
}

function checkKey(type: TrinoType, site: CallSite): void {
  if (isNested(type))
    refuse(site.query, 'not-supported', { what: `A map with keys of ${shownType(type)}` }, site.span);
}

const ofArrays = (types: readonly TrinoType[]): TrinoType =>
  mapOf(elementOf(types[0] ?? 'unknown'), elementOf(types[1] ?? 'unknown'));

function entriesType([type = 'unknown']: readonly TrinoType[]): TrinoType {
  const [key, value] = entryOf(type);
  return arrayOf(
    rowOf([
      { name: undefined, type: key },
      { name: undefined, type: value },
    ]),
  );
}

function ofEntries([type = 'unknown']: readonly TrinoType[]): TrinoType {
  const [key, value] = fieldsOf(elementOf(type));
  return mapOf(key?.type ?? 'unknown', value?.type ?? 'unknown');
}

function fromEntries(args: readonly Lowered[], site: CallSite): Expr {
  const row = elementOf(args[0]?.type ?? 'unknown');
  if (fieldsOf(row).length !== 2) {
    const params = {
      what: 'The element of map_from_entries',
      expected: 'row of a key and a value',
      given: shownType(row),
    };
    return refuse(site.query, 'operand-type', params, site.argSpans[0] ?? site.span);
  }
  return withValue(arg(args, 0), args[0]?.type ?? 'unknown', ({ expr }) => checkedMap(expr));
}

/** `a=1&b=2` as a map: each entry has the second separator once. */
function splitToMap(args: readonly Lowered[], site: CallSite): Expr {
  const [first, second] = [
    literalText(args, 1, 'The separator', site),
    literalText(args, 2, 'The separator', site),
  ];
  if (first === '' || second === '' || first === second) {
    refuse(site.query, 'bad-literal', { text: second, type: 'pair of separators' }, site.span);
  }
  const entry = newParameter('varchar');
  const parts = call('splitText', entry.expr, lit(second));
  const pair = call('rowList', call('arrayElement', parts, 1), call('arrayElement', parts, 2));
  const wrong = call('fail', lit('Key-value delimiter must appear exactly once in each entry'));
  const checked = cases([[ne(call('arraySize', parts), 2), wrong]], pair);
  // Nothing after the last separator, or at all, is no entry.
  const text = arg(args, 0);
  const isEnded = or(eq(text, lit('')), call('endsWith', text, lit(first)));
  const found = call('splitText', text, lit(first));
  const last = cast(call('subtract', call('arraySize', found), 1), 'bigint');
  const written = cases([[isEnded, call('arrayPart', found, cast(lit(1), 'bigint'), last)]], found);
  const entries = call('arrayTransform', written, lambda([entry], checked));
  return withValue(entries, 'unknown', ({ expr }) => checkedMap(expr));
}

function collected(func: 'mapAgg' | 'multimapAgg'): SqlFunction['build'] {
  return (args, site) => {
    checkKey(args[0]?.type ?? 'unknown', site);
    return agg(func, exprs(args));
  };
}

/** Functions of maps (trino.io, "Map functions and operators"). */
export const mapFunctions: readonly SqlFunction[] = [
  scalar('map', ['array', 'array'], ofArrays, 'A map of keys and their values.', mapOfArrays, {
    least: 0,
  }),
  scalar('cardinality', ['map'], 'bigint', 'Entries of a map.', (a) => call('mapSize', ...exprs(a))),
  scalar(
    'element_at',
    ['map', 'key'],
    ([type = 'unknown']) => entryOf(type)[1],
    'The value of a key; NULL without one.',
    (a) => {
      const [key] = entryOf(a[0]?.type ?? 'unknown');
      const wanted = a[1];
      return call('mapElement', arg(a, 0), wanted === undefined ? lit(null) : coerce(wanted, key));
    },
  ),
  scalar(
    'map_keys',
    ['map'],
    ([type = 'unknown']) => arrayOf(entryOf(type)[0]),
    'The keys.',
    (a) => call('mapKeys', ...exprs(a)),
  ),
  scalar(
    'map_values',
    ['map'],
    ([type = 'unknown']) => arrayOf(entryOf(type)[1]),
    'The values.',
    (a) => call('mapValues', ...exprs(a)),
  ),
  scalar('map_entries', ['map'], entriesType, 'Rows of a key and its value.', (a) =>
    call('mapEntries', ...exprs(a)),
  ),
  scalar('map_from_entries', ['array'], ofEntries, 'A map of rows of a key and its value.', fromEntries),
  scalar(
    'map_concat',
    ['same map', 'same map'],
    typeOf(0),
    'The entries of all maps; of one key the last.',
    (a) => call('mapConcat', ...exprs(a)),
    { rest: true },
  ),
  scalar(
    'split_to_map',
    ['varchar', 'varchar', 'varchar'],
    mapOf('varchar', 'varchar'),
    'Keys and values of a text.',
    splitToMap,
  ),
  aggregate(
    'map_agg',
    ['any', 'any'],
    ([key = 'unknown', value = 'unknown']) => mapOf(key, value),
    'A map from the first to the second argument.',
    collected('mapAgg'),
    { differs: 'of several values of one key, which one is kept is not defined' },
  ),
  aggregate(
    'multimap_agg',
    ['any', 'any'],
    ([key = 'unknown', value = 'unknown']) => mapOf(key, arrayOf(value)),
    'A map from the first argument to an array of the second ones.',
    collected('multimapAgg'),
  ),
  aggregate(
    'histogram',
    ['any'],
    ([type = 'unknown']) => mapOf(type, 'bigint'),
    'How often each value occurs.',
    histogram,
  ),
];
