import { build, type DecimalType, type Expr, type ValueType } from '../../plan/index.js';
import { eachInside } from './each.js';
import {
  type ArrayType,
  arrayOf,
  elementOf,
  entryOf,
  fieldsOf,
  isArray,
  isMap,
  isNested,
  isRow,
  type MapType,
  mapOf,
  type RowType,
  rowOf,
} from './nested-types.js';

/**
 * A time that is shown in this zone. Trino keeps a zone with each value; here it belongs to the column, and the time
 * itself is kept in UTC.
 */
export type ZonedType = `timestamp with time zone in ${string}`;

/** Types of Trino that flow-log queries meet. `unknown` is the type of NULL. */
export type TrinoType =
  | 'unknown'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | DecimalType
  | ArrayType
  | MapType
  | RowType
  | ZonedType
  | 'json'
  | 'varbinary'
  | 'double'
  | 'varchar'
  | 'date'
  | 'timestamp'
  | 'timestamp with time zone'
  | ClockType
  | IntervalType
  | 'uuid'
  | 'ipaddress';

/** A time of day. A plan keeps its milliseconds after midnight; the zone is always UTC. */
export type ClockType = 'time(3)' | 'time(3) with time zone';

/** A plan keeps the milliseconds of the one and the months of the other. */
export type IntervalType = 'interval day to second' | 'interval year to month';

/** An expression that was checked: what it means, and its type. */
export interface Lowered {
  readonly expr: Expr;
  readonly type: TrinoType;
  /** Text, number or date when it is written out as a literal. */
  readonly literal?: string | number | bigint;
  /** For the body of a lambda: what it is given. */
  readonly parameters?: readonly Lowered[];
  /** The fields of a row that is written out. */
  readonly fields?: readonly Lowered[];
  readonly interval?: { readonly amount: number; readonly unit: string };
  /** The column of an address field, null instead of `-`: its texts are addresses, checked when they were taken in. */
  readonly address?: Expr;
  /** Set for a column that shows the day of this Unix time, so that comparing it can prune by the time itself. */
  readonly dayOf?: Expr;
}

const numberRanks: Partial<Record<TrinoType, number>> = { integer: 1, bigint: 2, double: 4 };
/** A time without a zone becomes one in UTC, so it has no type in common with times in another zone. */
const timeRank: Partial<Record<TrinoType, number>> = { date: 1, timestamp: 2, 'timestamp with time zone': 3 };

const clockRank: Partial<Record<TrinoType, number>> = { 'time(3)': 1, 'time(3) with time zone': 2 };

/** The type that both are coerced to without being asked, or undefined (trino.io, "Data types", implicit coercion). */
export function commonType(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (a === b) return a;
  if (a === 'unknown') return b;
  if (b === 'unknown') return a;
  const nested = commonNested(a, b);
  if (nested !== undefined) return nested;
  const decimal = commonDecimal(a, b);
  if (decimal !== undefined) return decimal;
  for (const rank of [
    numberRank,
    (type: TrinoType) => timeRank[type],
    (type: TrinoType) => clockRank[type],
  ]) {
    const left = rank(a);
    const right = rank(b);
    if (left !== undefined && right !== undefined) return left > right ? a : b;
  }
  return undefined;
}

function commonNested(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (isArray(a) && isArray(b)) {
    const element = commonType(elementOf(a), elementOf(b));
    return element === undefined ? undefined : arrayOf(element);
  }
  if (isMap(a) && isMap(b)) {
    const [left, right] = [entryOf(a), entryOf(b)];
    const [key, value] = [commonType(left[0], right[0]), commonType(left[1], right[1])];
    return key === undefined || value === undefined ? undefined : mapOf(key, value);
  }
  if (!isRow(a) || !isRow(b)) return undefined;
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  if (left.length !== right.length) return undefined;
  const fields = left.map(({ name, type }, index) => {
    const other = right[index];
    const common = other === undefined ? undefined : commonType(type, other.type);
    return common === undefined ? undefined : { name: name === other?.name ? name : undefined, type: common };
  });
  const known = fields.filter((field) => field !== undefined);
  return known.length === fields.length ? rowOf(known) : undefined;
}

export function isNumeric(type: TrinoType): boolean {
  return numberRank(type) !== undefined;
}

export function isWhole(type: TrinoType): boolean {
  return type === 'integer' || type === 'bigint';
}

export function isTime(type: TrinoType): boolean {
  return isZoned(type) || timeRank[type] !== undefined;
}

/** Whether the type is a time of day. */
export function isClock(type: TrinoType): type is ClockType {
  return type === 'time(3)' || type === 'time(3) with time zone';
}

export function isInterval(type: TrinoType): type is IntervalType {
  return type === 'interval day to second' || type === 'interval year to month';
}

/** Whether the type is a time with a zone. */
export function isZoned(type: TrinoType): type is ZonedType | 'timestamp with time zone' {
  return type.startsWith('timestamp with time zone');
}

/** The zone in which times of the type are shown; undefined for times without one. */
export function zoneOf(type: TrinoType): string | undefined {
  if (!isZoned(type)) return undefined;
  return type === 'timestamp with time zone' ? 'UTC' : type.slice('timestamp with time zone in '.length);
}

export function zonedType(zone: string): TrinoType {
  return zone === 'UTC' ? 'timestamp with time zone' : `timestamp with time zone in ${zone}`;
}

/** A type's name for people, in Trino's words. */
export function shownType(type: TrinoType): string {
  const zoneless = type.replace(/(timestamp with time zone) in [\w/+:-]+/g, '$1');
  return zoneless.replace(/\btimestamp\b/g, 'timestamp(3)').replaceAll(',', ', ');
}

/** The type of a value for people; that of a text that is written out has its length. */
export function shownTypeOf({ type, literal }: Lowered): string {
  return type === 'varchar' && typeof literal === 'string'
    ? `varchar(${[...literal].length})`
    : shownType(type);
}

/** The value in another type to which it may be coerced. */
export function coerce(value: Lowered, to: TrinoType): Expr {
  if (value.type === to) return value.expr;
  if (value.type === 'unknown') {
    const type = planType(to);
    return type === undefined ? nullOf(value, to) : build.lit(null, type);
  }
  if (isNested(to)) return eachInside(value, to, coerce);
  if (isDecimal(to)) return build.cast(value.expr, to);
  if (to === 'double' && typeof value.literal === 'number') return build.lit(value.literal, 'double');
  // Engines compare whole numbers and decimals of different width by themselves; doubles and times are cast.
  if (to === 'double') return build.cast(value.expr, 'double');
  if (to === 'timestamp' || to === 'timestamp with time zone') {
    return value.type === 'date' ? build.cast(value.expr, 'timestamp') : value.expr;
  }
  return value.expr;
}

/** A missing array, of which an engine knows what its elements are. */
function nullOf(value: Lowered, to: TrinoType): Expr {
  if (!isArray(to)) return value.expr;
  const list = build.call('arrayList', coerce(value, elementOf(to)));
  return build.cases([[build.lit(false), list]]);
}

/** The plan's word for a type; times with a zone are UTC timestamps there, intervals and times of day are numbers. */
export function planType(type: TrinoType): ValueType | undefined {
  if (isArray(type) || isMap(type) || isRow(type) || type === 'unknown') return undefined;
  if (isInterval(type) || isClock(type)) return 'bigint';
  // Addresses and UUIDs are their texts.
  if (type === 'uuid' || type === 'ipaddress') return 'varchar';
  return isZoned(type) ? 'timestamp' : type === 'json' ? 'varchar' : type;
}

export function isDecimal(type: TrinoType): type is DecimalType {
  return type.startsWith('decimal(');
}

function numberRank(type: TrinoType): number | undefined {
  return isDecimal(type) ? 3 : numberRanks[type];
}

export interface Decimal {
  readonly precision: number;
  readonly scale: number;
}

/** Most digits of a decimal (trino.io, "Data types"). */
export const maxPrecision = 38;

export function decimalType({ precision, scale }: Decimal): DecimalType {
  return `decimal(${Math.min(maxPrecision, precision)},${scale})`;
}

/** The digits of a type in decimal arithmetic: whole numbers are decimals without places. */
export function decimalOf(type: TrinoType): Decimal | undefined {
  if (type === 'integer') return { precision: 10, scale: 0 };
  if (type === 'bigint') return { precision: 19, scale: 0 };
  const match = /^decimal\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : { precision: Number(match[1]), scale: Number(match[2]) };
}

/** Room for the whole digits and for the places of both. */
function commonDecimal(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (!isDecimal(a) && !isDecimal(b)) return undefined;
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (left === undefined || right === undefined) return undefined;
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return decimalType({ precision: whole + scale, scale });
}
