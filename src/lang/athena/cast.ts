import { build, type Expr, hasPlan } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { addressText } from './address-text.js';
import { typed } from './array.js';
import { castsInside } from './cast-nested.js';
import { literalTime, type RefusedTexts, readableText, timeOfText } from './cast-text.js';
import { castClock, clockText } from './clock.js';
import { decimalText } from './decimal-text.js';
import { intervalText } from './interval.js';
import { withValue } from './lambda.js';
import { refuse } from './messages.js';
import { isNested } from './nested-types.js';
import type { Expression } from './syntax.js';
import { castTypes, refusedTypes, typeNamed } from './type-names.js';
import {
  coerce,
  isClock,
  isDecimal,
  isNumeric,
  isTime,
  isWhole,
  isZoned,
  type Lowered,
  planType,
  shownType,
  type TrinoType,
  zoneOf,
} from './types.js';
import { localTime } from './zones.js';

const { call, cases, cast, isPresent, lit } = build;
type Node = Extract<Expression, { kind: 'cast' }>;

/** CAST and TRY_CAST; what Trino refuses is refused, and text is read as strictly as Trino reads it. */
export function lowerCast(node: Node, value: Lowered, query: QueryText): Lowered {
  const to = typeNamed(node.type);
  if (to === undefined) {
    const refused = refusedTypes.find((each) => new RegExp(`\\b${each}\\b`).test(node.type));
    if (refused !== undefined)
      return refuse(query, 'not-supported', { what: `CAST to ${node.type}` }, node.span);
    const help = node.type === 'string' ? 'write VARCHAR' : `the types are ${castTypes.join(', ')}`;
    return refuse(query, 'unknown-type', { name: node.type }, node.span, help);
  }
  if (to === 'ipaddress' && value.address !== undefined)
    return { type: to, expr: knownAddress(value.address, node.safe) };
  const expr = castTo(value, to, node.safe);
  if (expr === undefined) {
    const params = { from: shownType(value.type), to: shownType(to) };
    return refuse(query, 'cannot-cast', params, node.span);
  }
  return { type: to, expr };
}

/** The value in another type; undefined where Trino has no such cast. With `safe`, what fails is null. */
export function castTo(value: Lowered, to: TrinoType, safe: boolean): Expr | undefined {
  const { type, expr } = value;
  if (type === to) return expr;
  if (type === 'unknown') return coerce(value, to);
  if (type === 'json' || to === 'json' || isNested(type) || isNested(to)) {
    return safe ? triedInside(value, to) : castsInside(value, to);
  }
  if (isClock(type) || isClock(to)) return castClock(value, to, safe);
  if (type === 'varchar') return fromText(expr, to, safe);
  if (to === 'varchar') return toText(value);
  if (isDecimal(to)) return isNumeric(type) ? cast(expr, to, safe) : undefined;
  if (isNumeric(type) && isNumeric(to)) return betweenNumbers(value, to, safe);
  if (isTime(type) && isTime(to)) return betweenTimes(value, to);
  if (type === 'boolean' && isNumeric(to)) return cast(expr, plain(to));
  if (isNumeric(type) && to === 'boolean') return build.ne(expr, 0);
  return undefined;
}

/** The cast of a nested value that is null where it fails. The engine's TRY takes no subquery, so one stands before it. */
function triedInside(value: Lowered, to: TrinoType): Expr | undefined {
  let isKnown = true;
  const tried = (part: Lowered): Expr => {
    const expr = castsInside(part, to);
    if (expr === undefined) isKnown = false;
    return { kind: 'try', expr: expr ?? lit(null) };
  };
  const expr = hasPlan(value.expr) ? withValue(value.expr, value.type, tried) : tried(value);
  return isKnown ? expr : undefined;
}

/** A time loses its zone as the clocks there show it; one without a zone is taken for UTC. */
function betweenTimes(value: Lowered, to: TrinoType): Expr {
  if (isZoned(to)) return isZoned(value.type) ? value.expr : coerce(value, 'timestamp');
  return cast(localTime(value), to === 'date' ? 'date' : 'timestamp');
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

function fromText(expr: Expr, to: TrinoType, safe: boolean): Expr | undefined {
  if (to === 'ipaddress') {
    const known = expr.kind === 'literal' ? addressText(String(expr.value)) : undefined;
    if (known !== undefined) return lit(known);
    return withValue(call('addressPlain', expr), 'varchar', (plain) =>
      guarded(isPresent(plain.expr), plain.expr, expr, to, safe),
    );
  }
  if (to === 'uuid') {
    const valid = call('regexpLike', expr, lit('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'));
    return guarded(valid, call('lower', expr), expr, to, safe);
  }
  if (to === 'varbinary') return call('bytesOfText', expr);
  const type = planType(to);
  const read = readableText(expr, to);
  if (read === undefined || type === undefined) return undefined;
  const valid = call('regexpLike', read.text, lit(read.pattern));
  const value = to === 'timestamp' ? timeOfText(read.text, safe) : cast(read.value ?? read.text, type, safe);
  const branches = read.refused === undefined ? [] : [refusedText(read.text, read.refused, to)];
  return guarded(valid, value, expr, to, safe, branches);
}

type Branch = readonly [Expr, Expr];

/** A text that Trino reads and the embedded engine does not: the statement ends, by TRY and TRY_CAST too. */
function refusedText(text: Expr, { pattern, reason }: RefusedTexts, to: TrinoType): Branch {
  const failure = call('giveUp', call('concat', lit(`${reason}: `), text));
  return [call('regexpLike', text, lit(pattern)), typed(failure, to)];
}

function guarded(
  valid: Expr,
  value: Expr,
  text: Expr,
  to: TrinoType,
  safe: boolean,
  refused: readonly Branch[] = [],
): Expr {
  if (safe) return cases([[valid, value], ...refused]);
  const message = call('concat', lit(`Cannot cast value to ${to.toUpperCase()}: `), text);
  const type = to === 'ipaddress' ? 'varchar' : to;
  return cases(
    [[valid, value], ...refused, [call('isNull', text), typed(lit(null), type)]],
    typed(call('fail', message), type),
  );
}

/** The text of a value by CAST; undefined for types without one. */
function toText(value: Lowered): Expr | undefined {
  const { type, expr } = value;
  switch (type) {
    case 'integer':
    case 'bigint':
    case 'boolean':
    case 'date':
      return cast(expr, 'varchar');
    case 'double':
      return call('doubleExponent', expr);
    case 'varchar':
    case 'ipaddress':
    case 'uuid':
      return expr;
    case 'interval day to second':
    case 'interval year to month':
      return intervalText(value);
    case 'time(3)':
    case 'time(3) with time zone':
      return clockText(value);
    case 'timestamp':
      return literalTime(value, ' ') ?? call('formatTime', expr, lit('%Y-%m-%d %H:%M:%S.%g'));
    default:
      if (isZoned(type)) return zonedText(value);
      return isDecimal(type) ? decimalText(value) : undefined;
  }
}

/** A time with its zone: `2026-01-31 13:00:00.000 Europe/Berlin`. */
function zonedText(value: Lowered): Expr {
  const zone = (zoneOf(value.type) ?? 'UTC').replaceAll('%', '%%');
  return call('formatTime', localTime(value), lit(`%Y-%m-%d %H:%M:%S.%g ${zone}`));
}

/** The text of a value inside of an array that becomes a text, as CAST writes it. */
export function textOf(value: Lowered): Expr {
  return toText(value) ?? cast(value.expr, 'varchar');
}
