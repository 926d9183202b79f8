import { build, type Expr } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import {
  coerce,
  decimalType,
  isArray,
  isDecimal,
  isNumeric,
  isTime,
  isWhole,
  type Lowered,
  maxPrecision,
  type TrinoType,
} from './types.js';

const { call, cases, cast, lit, or } = build;
type Node = Extract<Expression, { kind: 'cast' }>;

const types: Record<string, TrinoType> = {
  boolean: 'boolean',
  int: 'integer',
  integer: 'integer',
  bigint: 'bigint',
  double: 'double',
  varchar: 'varchar',
  date: 'date',
  timestamp: 'timestamp',
  'timestamp(3)': 'timestamp',
  'timestamp with time zone': 'timestamp with time zone',
  ipaddress: 'ipaddress',
};
const laterTypes =
  /^(tinyint|smallint|real|char|varchar|varbinary|json|time|timestamp|interval|array|map|row|uuid)\b/;

/** CAST and TRY_CAST; what Trino refuses is refused, and text is read as strictly as Trino reads it. */
export function lowerCast(node: Node, value: Lowered, query: QueryText): Lowered {
  const to = types[node.type] ?? decimalNamed(node.type);
  if (to === undefined) {
    if (laterTypes.test(node.type))
      return refuse(query, 'not-supported', { what: `CAST to ${node.type}` }, node.span);
    const help = node.type === 'string' ? 'write VARCHAR' : `the types are ${Object.keys(types).join(', ')}`;
    return refuse(query, 'unknown-type', { name: node.type }, node.span, help);
  }
  if (value.type === to) return { type: to, expr: value.expr };
  if (value.type === 'unknown') return { type: to, expr: coerce(value, to) };
  if (to === 'ipaddress' && value.address !== undefined)
    return { type: to, expr: knownAddress(value.address, node.safe) };
  const expr = converted(value, to, node, query);
  if (expr === undefined) {
    return refuse(query, 'cannot-cast', { from: value.type, to }, node.span);
  }
  return { type: to, expr };
}

function converted(value: Lowered, to: TrinoType, node: Node, query: QueryText): Expr | undefined {
  const { type, expr } = value;
  if (type === 'varchar') return fromText(expr, to, node);
  if (to === 'varchar') return toText(value, node, query);
  if (isDecimal(to)) return isNumeric(type) ? cast(expr, to, node.safe) : undefined;
  if (isNumeric(type) && isNumeric(to)) return betweenNumbers(value, to, node.safe);
  if (isTime(type) && isTime(to)) return cast(expr, to === 'date' ? 'date' : 'timestamp');
  if (type === 'boolean' && isNumeric(to)) return cast(expr, plain(to));
  if (isNumeric(type) && to === 'boolean') return build.ne(expr, 0);
  return undefined;
}

/** Only `-` is no address among the texts of an address field. */
function knownAddress(address: Expr, safe: boolean): Expr {
  if (safe) return address;
  const failure = cast(call('fail', lit('Cannot cast value to IPADDRESS: -')), 'varchar');
  return cases([[call('isNull', address), failure]], address);
}

const plain = (type: TrinoType): 'integer' | 'bigint' | 'double' =>
  type === 'integer' || type === 'bigint' ? type : 'double';

/** Halves are rounded away from 0 on the way to a whole number; the engine alone would round them to even. */
function betweenNumbers(value: Lowered, to: TrinoType, safe: boolean): Expr {
  const isCut = isWhole(to) && !isWhole(value.type);
  const exact = isDecimal(value.type) ? value.expr : cast(value.expr, 'double');
  return cast(isCut ? call('round', exact) : value.expr, plain(to), safe);
}

/** Texts that Trino reads as the type; the engine reads more, such as blanks around a number or `12.7` as 13. */
const readable: Partial<Record<TrinoType, string>> = {
  integer: '^[+-]?[0-9]+$',
  bigint: '^[+-]?[0-9]+$',
  double: '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$|^[+-]?Infinity$|^NaN$',
  boolean: '^(?i)(true|t|1|false|f|0)$',
  date: '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$',
  timestamp: '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?)?$',
};

function fromText(expr: Expr, to: TrinoType, node: Node): Expr | undefined {
  if (to === 'ipaddress') {
    const valid = or(call('isIpv4Address', expr), call('isIpv6Address', expr));
    return guarded(valid, expr, expr, 'varchar', 'IPADDRESS', node.safe);
  }
  const pattern = readable[to];
  if (pattern === undefined || to === 'varchar' || isDecimal(to) || isArray(to)) return undefined;
  const type = to === 'timestamp with time zone' ? 'timestamp' : to;
  if (type === 'unknown' || type === 'interval') return undefined;
  const valid = call('regexpLike', expr, lit(pattern));
  return guarded(valid, cast(expr, type, node.safe), expr, type, to.toUpperCase(), node.safe);
}

function guarded(
  valid: Expr,
  value: Expr,
  text: Expr,
  type: 'varchar' | 'integer' | 'bigint' | 'double' | 'boolean' | 'date' | 'timestamp',
  name: string,
  safe: boolean,
): Expr {
  if (safe) return cases([[valid, value]]);
  const failure = cast(call('fail', call('concat', lit(`Cannot cast value to ${name}: `), text)), type);
  return cases(
    [
      [valid, value],
      [call('isNull', text), lit(null, type)],
    ],
    failure,
  );
}

function toText(value: Lowered, node: Node, query: QueryText): Expr | undefined {
  const { type, expr } = value;
  switch (type) {
    case 'integer':
    case 'bigint':
    case 'boolean':
    case 'date':
      return cast(expr, 'varchar');
    case 'ipaddress':
      return expr;
    case 'timestamp':
      return call('formatTime', expr, lit('%Y-%m-%d %H:%M:%S.%g'));
    case 'timestamp with time zone':
      return call('formatTime', expr, lit('%Y-%m-%d %H:%M:%S.%g UTC'));
    case 'double':
      return refuse(
        query,
        'not-supported',
        { what: `CAST of ${type} to varchar` },
        node.span,
        'round it and cast it to BIGINT first',
      );
    default:
      return isDecimal(type) ? cast(expr, 'varchar') : undefined;
  }
}

/** `decimal(10, 2)`; without a scale there are no places, without digits there are 38. */
function decimalNamed(name: string): TrinoType | undefined {
  const match = /^(?:decimal|dec)(?:\((\d+)(?:, (\d+))?\))?$/.exec(name);
  if (match === null) return undefined;
  const [precision, scale] = [Number(match[1] ?? maxPrecision), Number(match[2] ?? 0)];
  if (precision < 1 || precision > maxPrecision || scale > precision) return undefined;
  return decimalType({ precision, scale });
}
