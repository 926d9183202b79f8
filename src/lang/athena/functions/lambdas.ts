import { build, type Expr } from '../../../plan/index.js';
import { lambda, newParameter, withValue } from '../lambda.js';
import { refuse } from '../messages.js';
import { arrayOf, elementOf, entryOf, mapOf, rowOf } from '../nested-types.js';
import { coerce, commonType, type Lowered, shownType, type TrinoType } from '../types.js';
import { arg, type CallSite, closure, type LambdaShape, type SqlFunction, scalar, typeOf } from './row.js';

const { call, lit, not } = build;

const typeAt = (args: readonly Lowered[], index: number): TrinoType => args[index]?.type ?? 'unknown';

/** A lambda of one element. */
const ofElement = (args: readonly Lowered[]): LambdaShape => ({
  parameters: [newParameter(elementOf(typeAt(args, 0)))],
});

const fieldsOfRow = (row: Lowered, types: readonly TrinoType[]): Lowered[] =>
  types.map((type, index) => ({ type, expr: call('rowField', row.expr, index + 1) }));

/** A lambda of the fields of rows: keys and values of a map, or elements of two arrays. */
function ofRow(types: readonly TrinoType[]): LambdaShape {
  const row = newParameter(rowOf(types.map((type) => ({ name: undefined, type }))));
  return { parameters: [row], values: fieldsOfRow(row, types) };
}

const ofEntry = (args: readonly Lowered[]): LambdaShape => ofRow(entryOf(typeAt(args, 0)));
const ofPair = (args: readonly Lowered[]): LambdaShape =>
  ofRow([elementOf(typeAt(args, 0)), elementOf(typeAt(args, 1))]);

/** The test of a lambda, which is a boolean. */
function test(args: readonly Lowered[], site: CallSite): Expr {
  const body = args[1];
  const type = body?.type ?? 'unknown';
  if (body === undefined || commonType(type, 'boolean') !== 'boolean') {
    const params = { what: 'The lambda function', expected: 'boolean', given: shownType(type) };
    return refuse(site.query, 'operand-type', params, site.argSpans[1] ?? site.span);
  }
  return lambda(body.parameters ?? [], coerce(body, 'boolean'));
}

/** Whether the test of any element gives this: null when only a null could, as `contains` means it. */
const anyGives = (args: readonly Lowered[], site: CallSite, wanted: boolean): Expr =>
  call('arrayContains', call('arrayTransform', arg(args, 0), test(args, site)), lit(wanted));

/** `reduce`: the state keeps the type with which it starts; the last lambda turns it into the answer. */
function reduced(args: readonly Lowered[], site: CallSite): Expr {
  const [list, start, step, last] = args;
  if (list === undefined || start === undefined || step === undefined || last === undefined) return lit(null);
  if (step.type !== start.type && commonType(step.type, start.type) !== start.type) {
    const params = { what: 'states of reduce', left: shownType(start.type), right: shownType(step.type) };
    const help = `write CAST(… AS ${shownType(step.type).toUpperCase()}) around the first state`;
    return refuse(site.query, 'branch-types', params, site.argSpans[1] ?? site.span, help);
  }
  const body = lambda(step.parameters ?? [], coerce(step, start.type));
  const state = call('arrayReduce', list.expr, start.expr, body);
  const [parameter] = last.parameters ?? [];
  if (parameter === undefined || last.expr === parameter.expr) return state;
  const turned = call('arrayTransform', call('arrayList', state), lambda([parameter], last.expr));
  return call('arrayElement', turned, 1);
}

function stateAndElement(args: readonly Lowered[], position: number): LambdaShape {
  const state = newParameter(typeAt(args, 1));
  return { parameters: position === 2 ? [state, newParameter(elementOf(typeAt(args, 0)))] : [state] };
}

/** The entries of a map with new keys or values. */
function entriesOf(
  args: readonly Lowered[],
  made: (key: Expr, value: Expr, body: Expr) => readonly Expr[],
): Expr {
  const body = args[1];
  const [row] = body?.parameters ?? [];
  if (body === undefined || row === undefined) return lit(null);
  const [key, value] = [call('rowField', row.expr, 1), call('rowField', row.expr, 2)];
  const entry = call('rowList', ...made(key, value, body.expr));
  return call('arrayTransform', call('mapEntries', arg(args, 0)), lambda([row], entry));
}

/** New keys have to be different, and none of them NULL. */
function withNewKeys(args: readonly Lowered[]): Expr {
  const entries = entriesOf(args, (_, value, body) => [body, value]);
  return withValue(entries, 'unknown', ({ expr }) => checkedMap(expr));
}

/** A map of entries, which may not have a key twice: engines would keep both, or say so in words of their own. */
export function checkedMap(entries: Expr): Expr {
  const entry = newParameter('unknown');
  const keys = call('arrayTransform', entries, lambda([entry], call('rowField', entry.expr, 1)));
  const different = call('arrayKinds', keys);
  const failure = call('fail', lit('Duplicate map keys are not allowed'));
  return build.cases(
    [[build.ne(different, call('arraySize', keys)), failure]],
    call('mapFromEntries', entries),
  );
}

/** Functions that take functions (trino.io, "Lambda expressions", "Array functions", "Map functions"). */
export const lambdaFunctions: readonly SqlFunction[] = [
  scalar(
    'transform',
    ['array', 'lambda'],
    ([, type = 'unknown']) => arrayOf(type),
    'What the function makes of each element.',
    (a) => call('arrayTransform', arg(a, 0), closure(a, 1)),
    { lambda: ofElement },
  ),
  scalar(
    'filter',
    ['array', 'lambda'],
    typeOf(0),
    'The elements that pass.',
    (a, site) => call('arrayFilter', arg(a, 0), test(a, site)),
    { lambda: ofElement },
  ),
  scalar(
    'any_match',
    ['array', 'lambda'],
    'boolean',
    'Whether any element passes.',
    (a, site) => anyGives(a, site, true),
    { lambda: ofElement },
  ),
  scalar(
    'all_match',
    ['array', 'lambda'],
    'boolean',
    'Whether all elements pass.',
    (a, site) => not(anyGives(a, site, false)),
    { lambda: ofElement },
  ),
  scalar(
    'none_match',
    ['array', 'lambda'],
    'boolean',
    'Whether no element passes.',
    (a, site) => not(anyGives(a, site, true)),
    { lambda: ofElement },
  ),
  scalar(
    'reduce',
    ['array', 'any', 'lambda', 'lambda'],
    typeOf(3),
    'The state after all elements, turned by the last function.',
    reduced,
    { lambda: stateAndElement },
  ),
  scalar(
    'zip_with',
    ['array', 'array', 'lambda'],
    ([, , type = 'unknown']) => arrayOf(type),
    'What the function makes of the elements with one number.',
    (a) => call('arrayTransform', call('arrayZip', arg(a, 0), arg(a, 1)), closure(a, 2)),
    { lambda: ofPair },
  ),
  scalar(
    'map_filter',
    ['map', 'lambda'],
    typeOf(0),
    'The entries that pass.',
    (a, site) => call('mapFromEntries', call('arrayFilter', call('mapEntries', arg(a, 0)), test(a, site))),
    { lambda: ofEntry },
  ),
  scalar(
    'transform_values',
    ['map', 'lambda'],
    ([map = 'unknown', type = 'unknown']) => mapOf(entryOf(map)[0], type),
    'The map with the values that the function makes.',
    (a) =>
      call(
        'mapFromEntries',
        entriesOf(a, (key, _, body) => [key, body]),
      ),
    { lambda: ofEntry },
  ),
  scalar(
    'transform_keys',
    ['map', 'lambda'],
    ([map = 'unknown', type = 'unknown']) => mapOf(type, entryOf(map)[1]),
    'The map with the keys that the function makes.',
    withNewKeys,
    { lambda: ofEntry },
  ),
];
