import { nearest } from '../../base/index.js';
import { build } from '../../plan/index.js';
import {
  accepts,
  arrayContains,
  functionNames,
  laterFunctions,
  type SqlFunction,
  sqlFunction,
} from './functions/index.js';
import { lowerExpression, type Place } from './lower-expression.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import { coerce, commonType, elementOf, isArray, type Lowered, type TrinoType } from './types.js';
import { lowerWindow } from './window.js';

type Call = Extract<Expression, { kind: 'call' }>;

export function lowerCall(node: Call, place: Place): Lowered {
  const func = sqlFunction(node.name.name);
  if (func === undefined) return refuseFunction(node, place);
  if (node.over !== undefined) return lowerWindow(func, node, node.over, place);
  if (func.kind === 'window') {
    return refuse(
      place.statement.query,
      'no-window',
      { name: func.name },
      node.span,
      'write OVER (…) after it',
    );
  }
  if (node.ignoreNulls) {
    return refuse(place.statement.query, 'null-treatment', { name: func.name }, node.span);
  }
  if (func.kind === 'aggregate') {
    if (place.aggregate !== undefined) return place.aggregate(node);
    const params = { clause: place.clause, name: node.name.name };
    const help = place.clause === 'WHERE' ? 'conditions on aggregates stand in HAVING' : undefined;
    return refuse(place.statement.query, 'aggregate-place', params, node.span, help);
  }
  if (node.distinct || node.filter !== undefined || node.star || node.orderBy !== undefined) {
    const what = `DISTINCT, FILTER, ORDER BY or * in ${func.name}, which is no aggregate`;
    return refuse(place.statement.query, 'not-supported', { what }, node.span);
  }
  const args = node.args.map((arg) => lowerExpression(arg, place));
  const [first, second] = args;
  // One name, two functions: the first argument tells them apart.
  if (func.name !== 'contains' || first === undefined || !isArray(first.type))
    return applied(func, node, args, place);
  if (second !== undefined && commonType(elementOf(first.type), second.type) === undefined) {
    return refuseArguments(arrayContains, node, args, place);
  }
  return applied(arrayContains, node, args, place);
}

/** The function on arguments that are lowered already; their number and types are checked. */
export function applied(func: SqlFunction, node: Call, args: readonly Lowered[], place: Place): Lowered {
  const { query } = place.statement;
  const least = func.least ?? func.params.length;
  const most = func.rest ? Number.POSITIVE_INFINITY : func.params.length;
  const parameters = args.map((_, index) => func.params[index] ?? func.params.at(-1) ?? 'any');
  const fits = args.every((arg, index) => accepts(parameters[index] ?? 'any', arg.type));
  if (args.length < least || args.length > most || !fits) refuseArguments(func, node, args, place);
  const shared = sharedType(func, node, args, place);
  const coerced = args.map((arg, index): Lowered => {
    const parameter = parameters[index] ?? 'any';
    const type = parameter === 'same' ? shared : isType(parameter) ? parameter : arg.type;
    return { ...arg, type, expr: coerce(arg, type) };
  });
  const site = { query, name: node.name.name, span: node.span, argSpans: node.args.map((arg) => arg.span) };
  const expr = func.build(coerced, site);
  const { result } = func;
  const type =
    result === 'same'
      ? shared
      : typeof result === 'function'
        ? result(coerced.map((arg) => arg.type))
        : result;
  return { type, expr: type === 'unknown' ? build.lit(null) : expr };
}

function isType(parameter: string): parameter is TrinoType {
  return !['any', 'same', 'number', 'time', 'array', 'element'].includes(parameter);
}

function sharedType(func: SqlFunction, node: Call, args: readonly Lowered[], place: Place): TrinoType {
  let shared: TrinoType = 'unknown';
  for (const [index, arg] of args.entries()) {
    if ((func.params[index] ?? func.params.at(-1)) !== 'same') continue;
    const common = commonType(shared, arg.type);
    if (common === undefined) {
      const params = { what: `${func.name.toUpperCase()} operands`, left: shared, right: arg.type };
      return refuse(
        place.statement.query,
        'branch-types',
        params,
        node.args[index]?.span ?? node.span,
        'write CAST(… AS …) around one of them',
      );
    }
    shared = common;
  }
  return shared;
}

function refuseArguments(func: SqlFunction, node: Call, args: readonly Lowered[], place: Place): never {
  const params = [...func.params].map((each, index) =>
    index >= (func.least ?? func.params.length) ? `[${each}]` : each,
  );
  const expected = `${func.name}(${params.join(', ')}${func.rest ? ', …' : ''})`;
  const given = args.map((arg) => arg.type).join(', ');
  const address = func.name === 'contains' && func !== arrayContains && args[1]?.type === 'varchar';
  const help = address ? 'write TRY_CAST(… AS IPADDRESS) around the address' : func.doc;
  return refuse(
    place.statement.query,
    'function-arguments',
    { name: func.name, given, expected },
    node.span,
    help,
  );
}

function refuseFunction(node: Call, place: Place): never {
  const { name } = node.name;
  const later = laterFunctions.includes(name.toLowerCase());
  if (later)
    return refuse(place.statement.query, 'not-supported', { what: `The function ${name}` }, node.name.span);
  const near = nearest(name, functionNames);
  const help = near === undefined ? undefined : `write \`${near}\``;
  return refuse(place.statement.query, 'function-not-found', { name }, node.name.span, help);
}
