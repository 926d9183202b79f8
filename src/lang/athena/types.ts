import { build, type DecimalType, type Expr, type ValueType } from '../../plan/index.js';

export type ArrayType = `array(${string})`;

/** Types of Trino that flow-log queries meet. `unknown` is the type of NULL. */
export type TrinoType =
  | 'unknown'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | DecimalType
  | ArrayType
  | 'double'
  | 'varchar'
  | 'date'
  | 'timestamp'
  | 'timestamp with time zone'
  | 'interval'
  | 'ipaddress';

/** An expression that was checked: what it means, and its type. */
export interface Lowered {
  readonly expr: Expr;
  readonly type: TrinoType;
  /** Text, number or date when it is written out as a literal. */
  readonly literal?: string | number | bigint;
  readonly interval?: { readonly amount: number; readonly unit: string };
  /** The column of an address field, null instead of `-`: its texts are addresses, checked when they were taken in. */
  readonly address?: Expr;
  /** Set for a column that shows the day of this Unix time, so that comparing it can prune by the time itself. */
  readonly dayOf?: Expr;
}

const numberRanks: Partial<Record<TrinoType, number>> = { integer: 1, bigint: 2, double: 4 };
const timeRank: Partial<Record<TrinoType, number>> = { date: 1, timestamp: 2, 'timestamp with time zone': 3 };

/** The type that both are coerced to without being asked, or undefined (trino.io, "Data types", implicit coercion). */
export function commonType(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (a === b) return a;
  if (a === 'unknown') return b;
  if (b === 'unknown') return a;
  if (isArray(a) && b === 'array(unknown)') return a;
  if (isArray(b) && a === 'array(unknown)') return b;
  const decimal = commonDecimal(a, b);
  if (decimal !== undefined) return decimal;
  for (const rank of [numberRank, (type: TrinoType) => timeRank[type]]) {
    const left = rank(a);
    const right = rank(b);
    if (left !== undefined && right !== undefined) return left > right ? a : b;
  }
  return undefined;
}

export function isNumeric(type: TrinoType): boolean {
  return numberRank(type) !== undefined;
}

export function isWhole(type: TrinoType): boolean {
  return type === 'integer' || type === 'bigint';
}

export function isTime(type: TrinoType): boolean {
  return timeRank[type] !== undefined;
}

/** The value in another type to which it may be coerced. */
export function coerce(value: Lowered, to: TrinoType): Expr {
  if (value.type === to) return value.expr;
  if (value.type === 'unknown') {
    const type = planType(to);
    return type === undefined ? value.expr : build.lit(null, type);
  }
  if (isDecimal(to)) return build.cast(value.expr, to);
  if (to === 'double' && typeof value.literal === 'number') return build.lit(value.literal, 'double');
  // Engines compare whole numbers and decimals of different width by themselves; doubles and times are cast.
  if (to === 'double') return build.cast(value.expr, 'double');
  if (to === 'timestamp' || to === 'timestamp with time zone') {
    return value.type === 'date' ? build.cast(value.expr, 'timestamp') : value.expr;
  }
  return value.expr;
}

/** The plan's word for a type; times with a zone are UTC timestamps there. */
export function planType(type: TrinoType): ValueType | undefined {
  switch (type) {
    case 'unknown':
      return undefined;
    case 'timestamp with time zone':
      return 'timestamp';
    default:
      return isArray(type) ? undefined : type;
  }
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

export function isArray(type: TrinoType): type is ArrayType {
  return type.startsWith('array(');
}

const plainTypes: readonly TrinoType[] = [
  'unknown',
  'boolean',
  'integer',
  'bigint',
  'double',
  'varchar',
  'date',
  'timestamp',
  'timestamp with time zone',
  'ipaddress',
];

/** The type of an array's elements; arrays of arrays are not made. */
export function elementOf(type: TrinoType): TrinoType {
  const name = isArray(type) ? type.slice('array('.length, -1) : '';
  const digits = /^decimal\((\d+),(\d+)\)$/.exec(name);
  if (digits !== null) return decimalType({ precision: Number(digits[1]), scale: Number(digits[2]) });
  return plainTypes.find((each) => each === name) ?? 'unknown';
}

/** Types whose text is the same on every engine. */
export function hasPlainText(type: TrinoType): boolean {
  return (
    isDecimal(type) ||
    ['unknown', 'boolean', 'integer', 'bigint', 'varchar', 'date', 'ipaddress'].includes(type)
  );
}
