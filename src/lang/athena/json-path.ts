import type { Span } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import { castTo } from './cast.js';
import { lambda, newParameter, withValue } from './lambda.js';
import type { Place } from './lower-expression.js';
import { refuse } from './messages.js';
import { arrayOf, isNested } from './nested-types.js';
import type { Expression } from './syntax.js';
import type { JsonCase } from './syntax-json.js';
import { typeNamed } from './type-names.js';
import { coerce, commonType, isInterval, type Lowered, shownType, type TrinoType } from './types.js';

const { and, call, cases, cast, eq, gt, isNull, isPresent, lit, not, or } = build;
type PathNode = Extract<Expression, { kind: 'jsonPath' }>;
type MadeNode = Extract<Expression, { kind: 'jsonMade' }>;
type Lower = (node: Expression) => Lowered;
type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'element'; readonly at: number | 'all' };

/** The steps of a path in lax mode: members by name, elements by number, and all elements. */
function stepsOf({ path }: PathNode, place: Place): readonly Step[] {
  const { query } = place.statement;
  const mode = /^\s*(lax|strict)\s+\$/.exec(path.value);
  if (mode?.[1] !== 'lax') {
    const help = "write for example 'lax $.event.src_ip'";
    if (mode === null)
      return refuse(query, 'bad-path', { problem: "missing {'lax', 'strict'}" }, path.span, help);
    return refuse(query, 'not-supported', { what: 'A strict path' }, path.span, help);
  }
  const rest = path.value.slice(mode[0].length).trimEnd();
  const found = [...rest.matchAll(/\.([A-Za-z_]\w*)|\."((?:[^"\\]|"")*)"|\[(\d+)\]|\[\*\]/g)];
  if (found.reduce((sum, step) => sum + step[0].length, 0) !== rest.length) {
    const help = "members by name, elements by number and [*] are: 'lax $.a.b[0]', 'lax $.a[*].b'";
    return refuse(query, 'not-supported', { what: `The path ${path.value}` }, path.span, help);
  }
  return found.map(([, word, quoted, number]): Step => {
    const name = word ?? quoted?.replaceAll('""', '"');
    if (name !== undefined) return { kind: 'member', name };
    return { kind: 'element', at: number === undefined ? 'all' : Number(number) };
  });
}

const kindOf = (item: Expr): Expr => call('jsonKind', item);
const isKind = (item: Expr, ...kinds: readonly string[]): Expr => ({
  kind: 'in',
  expr: kindOf(item),
  list: kinds.map((kind) => lit(kind)),
});

/** The elements of an array, or the item itself, which lax paths take for an array of one. */
const elements = (item: Expr): Expr =>
  cases([[isKind(item, 'array'), call('jsonItems', item)]], call('arrayList', item));

/** Each list that is made of an item, one after the other. */
function flatMap(items: Expr, made: (item: Expr) => Expr): Expr {
  const item = newParameter('json');
  return call('arrayFlatten', call('arrayTransform', items, lambda([item], made(item.expr))));
}

/** Members of objects; those of the objects of an array, where the item is one. */
function members(items: Expr, name: string): Expr {
  const pointer = lit(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const item = newParameter('json');
  const member = cases([[isKind(item.expr, 'object'), call('jsonAt', item.expr, pointer)]]);
  const all = call('arrayTransform', flatMap(items, elements), lambda([item], member));
  const one = newParameter('json');
  return call('arrayFilter', all, lambda([one], isPresent(one.expr)));
}

function elementAt(items: Expr, at: number): Expr {
  const item = newParameter('json');
  const all = call(
    'arrayTransform',
    items,
    lambda([item], call('arrayElement', elements(item.expr), at + 1)),
  );
  const one = newParameter('json');
  return call('arrayFilter', all, lambda([one], isPresent(one.expr)));
}

/** All that the path finds in the JSON. */
function itemsAt(json: Expr, steps: readonly Step[]): Expr {
  let items = call('arrayList', json);
  for (const step of steps) {
    if (step.kind === 'member') items = members(items, step.name);
    else items = step.at === 'all' ? flatMap(items, elements) : elementAt(items, step.at);
  }
  return items;
}

/** SQL's own functions of JSON (trino.io, "JSON functions and operators"). */
export function lowerJson(node: PathNode | MadeNode, lower: Lower, place: Place): Lowered {
  return node.kind === 'jsonPath' ? lowerJsonPath(node, lower, place) : lowerJsonMade(node, lower, place);
}

const wrongInput = 'conversion to JSON failed';

/** JSON_VALUE, JSON_QUERY and JSON_EXISTS (trino.io, "JSON functions and operators"), over texts and lax paths. */
function lowerJsonPath(node: PathNode, lower: Lower, place: Place): Lowered {
  const { query } = place.statement;
  const steps = stepsOf(node, place);
  const input = lower(node.input);
  if (input.type !== 'varchar' && input.type !== 'unknown') {
    const problem = `Cannot read input of type ${shownType(input.type)} as JSON using formatting JSON`;
    return refuse(query, 'bad-path', { problem }, node.input.span, 'write json_format(…) around it');
  }
  const type = resultType(node, place);
  const onError =
    node.func === 'json_exists'
      ? existsOnError(node)
      : then(node.onError, type, wrongInput, node, lower, place);
  const found = (text: Lowered): Expr =>
    withValue(itemsAt(call('jsonPlain', text.expr), steps), arrayOf('json'), (items) =>
      answer(node, items.expr, type, lower, place),
    );
  const expr = withValue(coerce(input, 'varchar'), 'varchar', (text) =>
    cases(
      [
        [isNull(text.expr), coerce({ type: 'unknown', expr: lit(null) }, type)],
        [not(call('jsonValid', text.expr)), onError],
      ],
      found(text),
    ),
  );
  return { type, expr };
}

function resultType(node: PathNode, place: Place): TrinoType {
  if (node.func === 'json_exists') return 'boolean';
  const type = node.returning === undefined ? 'varchar' : typeNamed(node.returning);
  const isKnown = type !== undefined && !isNested(type) && type !== 'json' && !isInterval(type);
  if (isKnown && (node.func === 'json_value' || type === 'varchar')) return type;
  const what = `RETURNING ${node.returning} of ${node.func.toUpperCase()}`;
  return refuse(place.statement.query, 'not-supported', { what }, node.span);
}

function existsOnError({ onError }: PathNode): Expr {
  if (onError?.kind === 'error') return cast(call('fail', lit(wrongInput)), 'boolean');
  return onError?.kind === 'unknown' ? lit(null, 'boolean') : lit(onError?.kind === 'true');
}

/** What stands for nothing that was found, or for what cannot be given: NULL, unless it is said otherwise. */
function then(
  given: JsonCase | undefined,
  type: TrinoType,
  message: string,
  node: PathNode,
  lower: Lower,
  place: Place,
): Expr {
  const nothing = coerce({ type: 'unknown', expr: lit(null) }, type);
  switch (given?.kind) {
    case 'default': {
      const value = lower(given.value);
      if (commonType(value.type, type) === type) return coerce(value, type);
      const params = { what: 'values of JSON_VALUE', left: shownType(type), right: shownType(value.type) };
      return refuse(place.statement.query, 'branch-types', params, given.value.span);
    }
    case 'error':
      return (
        castTo({ type: 'varchar', expr: cast(call('fail', lit(message)), 'varchar') }, type, false) ?? nothing
      );
    case 'empty array':
      return lit('[]');
    case 'empty object':
      return lit('{}');
    case 'null':
    case undefined:
      return nothing;
    case 'true':
    case 'false':
    case 'unknown': {
      const what = `${given.kind.toUpperCase()} ON EMPTY or ON ERROR of ${node.func.toUpperCase()}`;
      return refuse(place.statement.query, 'not-supported', { what }, node.span);
    }
  }
}

function answer(node: PathNode, items: Expr, type: TrinoType, lower: Lower, place: Place): Expr {
  const count = call('arraySize', items);
  if (node.func === 'json_exists') return gt(count, 0);
  const first = call('arrayElement', items, 1);
  const empty = 'JSON path found no items';
  const onEmpty = then(node.onEmpty, type, `cannot extract value from JSON: ${empty}`, node, lower, place);
  if (node.func === 'json_query') {
    const onError = then(node.onError, type, 'JSON path found multiple items', node, lower, place);
    return cases([[eq(count, 0), onEmpty]], queried(node, items, first, count, onError));
  }
  const message =
    'cannot extract SQL scalar from JSON: JSON path found an item that cannot be converted to an SQL value';
  const onError = then(node.onError, type, message, node, lower, place);
  return cases(
    [
      [eq(count, 0), onEmpty],
      [or(gt(count, 1), isKind(first, 'array', 'object')), onError],
      [isKind(first, 'null'), coerce({ type: 'unknown', expr: lit(null) }, type)],
    ],
    call('coalesce', scalarOf(first, type), onError),
  );
}

/** A scalar in an SQL type, null where it does not fit; a number with decimals is a double. */
function scalarOf(item: Expr, type: TrinoType): Expr {
  if (type !== 'varchar') {
    return (
      castTo({ type: 'json', expr: item }, type, true) ?? coerce({ type: 'unknown', expr: lit(null) }, type)
    );
  }
  const text = call('jsonScalarAt', item, lit(''));
  const isReal = and(isKind(item, 'number'), not(call('regexpLike', text, lit('^-?[0-9]+$'))));
  return cases([[isReal, call('doubleExponent', cast(text, 'double'))]], text);
}

function queried(node: PathNode, items: Expr, first: Expr, count: Expr, onError: Expr): Expr {
  const wrapped = call('concat', lit('['), call('arrayJoin', items, lit(',')), lit(']'));
  const text = node.omitsQuotes
    ? cases([[isKind(first, 'text'), call('jsonScalarAt', first, lit(''))]], first)
    : first;
  if (node.wrapper === 'unconditional') return wrapped;
  if (node.wrapper === undefined) return cases([[gt(count, 1), onError]], text);
  return cases([[or(gt(count, 1), not(isKind(first, 'array', 'object'))), wrapped]], first);
}

/** JSON_OBJECT and JSON_ARRAY: the text of JSON that is made of values. */
function lowerJsonMade(node: MadeNode, lower: Lower, place: Place): Lowered {
  const { query } = place.statement;
  const keys = node.members.map(({ key }) => (key === undefined ? undefined : lower(key)));
  checkKeys(node, keys, place);
  const dropsNulls = (node.nulls ?? (node.func === 'json_array' ? 'absent' : 'null')) === 'absent';
  const texts = node.members.map((member, index) => {
    const value = lower(member.value);
    const json = jsonOf(member.value, member.isJson, value, place);
    const key = keys[index];
    const name = key === undefined ? [] : [call('jsonOfText', coerce(key, 'varchar')), lit(':')];
    const known = dropsNulls ? json : call('coalesce', json, lit('null'));
    return name.length === 0 ? known : call('concat', ...name, known);
  });
  const [open, close] = node.func === 'json_array' ? ['[', ']'] : ['{', '}'];
  if (texts.length === 0) return { type: 'varchar', expr: lit(`${open}${close}`) };
  if (texts.length > 250) return refuse(query, 'not-supported', { what: 'So many members' }, node.span);
  const one = newParameter('varchar');
  const present = call('arrayFilter', call('arrayList', ...texts), lambda([one], isPresent(one.expr)));
  const joined = call('arrayJoin', present, lit(','));
  return {
    type: 'varchar',
    expr: call('concat', lit(open ?? ''), call('coalesce', joined, lit('')), lit(close ?? '')),
  };
}

/** Trino makes no object with a key twice; which keys there are has to be known to say so. */
function checkKeys(node: MadeNode, keys: readonly (Lowered | undefined)[], place: Place): void {
  const { query } = place.statement;
  const known = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (key === undefined) continue;
    const span: Span = node.members[index]?.key?.span ?? node.span;
    if (key.type !== 'varchar') {
      const params = { what: 'Key of JSON_OBJECT', expected: 'varchar', given: shownType(key.type) };
      refuse(query, 'operand-type', params, span);
    }
    if (typeof key.literal !== 'string' && keys.length > 1) {
      refuse(query, 'literal-needed', { what: 'Each of several keys' }, span);
    }
    if (known.has(String(key.literal))) {
      refuse(query, 'not-supported', { what: 'A JSON object with a key twice' }, span);
    }
    known.add(String(key.literal));
  }
}

function jsonOf(node: Expression, isJson: boolean, value: Lowered, place: Place): Expr {
  const isMade = node.kind === 'jsonMade' || (node.kind === 'jsonPath' && node.func === 'json_query');
  if (value.type === 'varchar' && (isJson || isMade)) {
    return castTo({ type: 'json', expr: call('jsonPlain', value.expr) }, 'json', false) ?? value.expr;
  }
  const json = isNested(value.type) || value.type === 'json' ? undefined : castTo(value, 'json', false);
  if (value.type === 'unknown') return lit(null, 'varchar');
  if (json !== undefined) return json;
  const params = { from: shownType(value.type), to: 'varchar' };
  return refuse(place.statement.query, 'cannot-cast', params, node.span, 'write json_format(…) FORMAT JSON');
}
