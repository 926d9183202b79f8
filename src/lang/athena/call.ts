import { nearest } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import {
  accepts,
  functionNames,
  type Parameter,
  refusedFunctions,
  type SqlFunction,
  sqlFunction,
  sqlFunctionsNamed,
} from './functions/index.js';
import { lowerExpression, type Place } from './lower-expression.js';
import { refuse } from './messages.js';
import { elementOf, entryOf } from './nested-types.js';
import { printExpression } from './print.js';
import { type Expression, queriesIn } from './syntax.js';
import { coerce, commonType, type Lowered, shownType, shownTypeOf, type TrinoType } from './types.js';
import { lowerWindow } from './window.js';

type Call = Extract<Expression, { kind: 'call' }>;

export function lowerCall(node: Call, place: Place): Lowered {
  const name = node.name.name.toLowerCase();
  if (name === 'try' && node.args.length === 1) return lowerTry(node, place);
  const func = sqlFunction(name);
  if (func === undefined) return refuseFunction(node, place);
  const { query } = place.statement;
  if (node.over !== undefined) return lowerWindow(node, node.over, place);
  if (func.kind === 'window') {
    return refuse(query, 'no-window', { name: func.name }, node.span, 'write OVER (…) after it');
  }
  if (node.ignoreNulls) return refuse(query, 'null-treatment', { name: func.name }, node.span);
  if (func.kind === 'aggregate') {
    if (place.aggregate !== undefined && place.parameters === undefined) return place.aggregate(node);
    const params = {
      clause: place.parameters === undefined ? place.clause : 'A lambda function',
      name: printExpression(node),
    };
    const help = place.clause === 'WHERE' ? 'conditions on aggregates stand in HAVING' : undefined;
    return refuse(query, 'aggregate-place', params, node.span, help);
  }
  if (node.distinct || node.filter !== undefined || node.star || node.orderBy !== undefined) {
    const what = `DISTINCT, FILTER, ORDER BY or * in ${func.name}, which is no aggregate`;
    return refuse(query, 'not-supported', { what }, node.span);
  }
  return resolved(node, place).value;
}

/** TRY: NULL where the value cannot be computed (trino.io, "Conditional expressions"). */
function lowerTry(node: Call, place: Place): Lowered {
  const [arg] = node.args;
  if (arg === undefined || queriesIn(arg).length > 0) {
    return refuse(place.statement.query, 'not-supported', { what: 'A subquery in TRY' }, node.span);
  }
  const { type, expr } = lowerExpression(arg, place);
  return { type, expr: type === 'unknown' ? expr : { kind: 'try', expr } };
}

/** Which of the functions of this name is called, and what it means. */
export function resolved(
  node: Call,
  place: Place,
): { readonly func: SqlFunction; readonly args: readonly Lowered[]; readonly value: Lowered } {
  const candidates = sqlFunctionsNamed(node.name.name);
  const [first] = candidates;
  if (first === undefined) return refuseFunction(node, place);
  const given = node.args.map((arg) => (arg.kind === 'lambda' ? undefined : lowerExpression(arg, place)));
  const func = candidates.find((each) => fits(each, given)) ?? nearestOf(candidates, given.length) ?? first;
  if (!fits(func, given)) refuseArguments(candidates, node, given, place);
  if (func.refused !== undefined) {
    const params = { name: signatureOf(func), reason: func.refused };
    return refuse(place.statement.query, 'function-refused', params, node.span);
  }
  const args = withLambdas(func, node, given, place);
  return { func, args, value: applied(func, node, args, place) };
}

function parameterOf(func: SqlFunction, index: number): Parameter {
  return func.params[index] ?? func.params.at(-1) ?? 'any';
}

/** Whether these arguments fit; undefined stands for a lambda, whose type is not known yet. */
function fits(func: SqlFunction, args: readonly (Lowered | undefined)[]): boolean {
  const least = func.least ?? func.params.length;
  if (args.length < least || (args.length > func.params.length && !func.rest)) return false;
  const first = args[0]?.type ?? 'unknown';
  return args.every((arg, index) => {
    const parameter = parameterOf(func, index);
    if (arg === undefined) return parameter === 'lambda';
    if (parameter === 'element') return commonType(elementOf(first), arg.type) !== undefined;
    if (parameter === 'key') return commonType(entryOf(first)[0], arg.type) === entryOf(first)[0];
    return accepts(parameter, arg.type);
  });
}

const nearestOf = (candidates: readonly SqlFunction[], count: number): SqlFunction | undefined =>
  candidates.find((each) => each.params.length === count);

/** The arguments with the bodies of their lambdas, whose parameters get their types from the other arguments. */
function withLambdas(
  func: SqlFunction,
  node: Call,
  given: readonly (Lowered | undefined)[],
  place: Place,
): readonly Lowered[] {
  const known: Lowered[] = given.map((each) => each ?? { type: 'unknown', expr: build.lit(null) });
  for (const [index, arg] of node.args.entries()) {
    if (arg.kind !== 'lambda') continue;
    const { parameters = [], values = parameters } = func.lambda?.(known, index) ?? {};
    if (arg.parameters.length !== values.length) {
      const params = { given: arg.parameters.length, expected: values.length };
      refuse(place.statement.query, 'lambda-parameters', params, arg.span);
    }
    const inside = new Map(place.parameters);
    for (const [position, { name }] of arg.parameters.entries()) {
      const value = values[position];
      if (value !== undefined) inside.set(name.toLowerCase(), value);
    }
    known[index] = { ...lowerExpression(arg.body, { ...place, parameters: inside }), parameters };
  }
  return known;
}

/** The function on arguments that are lowered already and fit; a lambda is its body. */
function applied(func: SqlFunction, node: Call, args: readonly Lowered[], place: Place): Lowered {
  const { query } = place.statement;
  const shared = sharedType(func, node, args, place);
  const coerced = args.map((arg, index): Lowered => {
    const type = wantedType(parameterOf(func, index), arg.type, shared);
    return { ...arg, type, expr: coerce(arg, type) };
  });
  const site = { query, name: node.name.name, span: node.span, argSpans: node.args.map((arg) => arg.span) };
  const { result } = func;
  const type =
    result === 'same'
      ? shared
      : typeof result === 'function'
        ? result(
            coerced.map((arg) => arg.type),
            coerced,
          )
        : result;
  const expr: Expr = func.build(coerced, site);
  return { type, expr: type === 'unknown' ? build.lit(null) : expr };
}

function wantedType(parameter: Parameter, given: TrinoType, shared: TrinoType): TrinoType {
  if (isShared(parameter)) return shared;
  // A time in another zone stays in its zone.
  if (parameter === 'timestamp with time zone' && given.startsWith(parameter)) return given;
  return isType(parameter) ? parameter : given;
}

const isShared = (parameter: Parameter): boolean =>
  parameter === 'same' || parameter === 'same array' || parameter === 'same map';

function isType(parameter: Parameter): parameter is TrinoType {
  return ![
    'any',
    'same',
    'same array',
    'same map',
    'number',
    'whole',
    'time',
    'array',
    'map',
    'element',
    'key',
    'lambda',
  ].includes(parameter);
}

function sharedType(func: SqlFunction, node: Call, args: readonly Lowered[], place: Place): TrinoType {
  let shared: TrinoType = 'unknown';
  for (const [index, arg] of args.entries()) {
    if (!isShared(parameterOf(func, index))) continue;
    const common = commonType(shared, arg.type);
    if (common === undefined) {
      const what = `${func.name.toUpperCase()} operands`;
      const before = index === 1 && args[0] !== undefined ? shownTypeOf(args[0]) : shownType(shared);
      const params = { what, left: before, right: shownTypeOf(arg) };
      const span = node.args[index]?.span ?? node.span;
      return refuse(
        place.statement.query,
        'branch-types',
        params,
        span,
        'write CAST(… AS …) around one of them',
      );
    }
    shared = common;
  }
  return shared;
}

/** How a function is called, for people. */
export function signatureOf(func: SqlFunction): string {
  const params = func.params.map((each, index) =>
    index >= (func.least ?? func.params.length) ? `[${each}]` : each,
  );
  return `${func.name}(${params.join(', ')}${func.rest ? ', …' : ''})`;
}

function refuseArguments(
  candidates: readonly SqlFunction[],
  node: Call,
  args: readonly (Lowered | undefined)[],
  place: Place,
): never {
  const name = node.name.name.toLowerCase();
  const expected = candidates.map(signatureOf).join(', ');
  const given = args.map((arg) => (arg === undefined ? 'lambda' : shownTypeOf(arg))).join(', ');
  const isAddress = name === 'contains' && args[0]?.type === 'varchar' && args[1]?.type === 'varchar';
  const help = isAddress ? 'write TRY_CAST(… AS IPADDRESS) around the address' : candidates[0]?.doc;
  return refuse(place.statement.query, 'function-arguments', { name, given, expected }, node.span, help);
}

function refuseFunction(node: Call, place: Place): never {
  const { name } = node.name;
  const reason = refusedFunctions[name.toLowerCase()];
  if (reason !== undefined) {
    return refuse(place.statement.query, 'function-refused', { name, reason }, node.name.span);
  }
  const near = nearest(name, functionNames);
  const help = near === undefined ? undefined : `write \`${near}\``;
  return refuse(place.statement.query, 'function-not-found', { name }, node.name.span, help);
}
