import { build, type Expr, type ValueType } from '../../plan/index.js';

/** Types of Trino that flow-log queries meet. `unknown` is the type of NULL. */
export type TrinoType =
  | 'unknown'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'decimal'
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

const numberRank: Partial<Record<TrinoType, number>> = { integer: 1, bigint: 2, decimal: 3, double: 4 };
const timeRank: Partial<Record<TrinoType, number>> = { date: 1, timestamp: 2, 'timestamp with time zone': 3 };

/** The type that both are coerced to without being asked, or undefined (trino.io, "Data types", implicit coercion). */
export function commonType(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (a === b) return a;
  if (a === 'unknown') return b;
  if (b === 'unknown') return a;
  for (const rank of [numberRank, timeRank]) {
    const left = rank[a];
    const right = rank[b];
    if (left !== undefined && right !== undefined) return left > right ? a : b;
  }
  return undefined;
}

export function isNumeric(type: TrinoType): boolean {
  return numberRank[type] !== undefined;
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
    case 'decimal':
      return undefined;
    case 'timestamp with time zone':
      return 'timestamp';
    default:
      return type;
  }
}
