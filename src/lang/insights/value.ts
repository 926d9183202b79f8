import { build, type Expr } from '../../plan/index.js';
import { textOrder } from './order.js';

const { call, cast, cases, eq, lit } = build;

/**
 * What is known of a value before the query runs. Events have no types of their own; flow records do: `long` and
 * `double` are numbers, `text` may still be read as a number, `boolean` shows as 1 or 0, `missing` is in no record.
 */
export type ValueKind = 'long' | 'double' | 'text' | 'timestamp' | 'boolean' | 'missing';

export interface Value {
  readonly expr: Expr;
  readonly kind: ValueKind;
  /** The value when it is written in the query. */
  readonly literal?: string | number;
  /** The column of an address field, null instead of `-`: its texts are addresses, checked when they were taken in. */
  readonly address?: Expr;
  /** The object or array that the value is, as JSON text; null where it is none. Such a value is no text. */
  readonly structure?: Expr;
  /** Made by `split`, whose arrays `unnest` refuses and `expand` leaves whole (observed on AWS). */
  readonly isSplit?: boolean;
}

export const missing: Value = { kind: 'missing', expr: lit(null, 'varchar') };

export function textValue(text: string): Value {
  return { kind: 'text', expr: lit(text), literal: text };
}

export function numberValue(value: number): Value {
  const whole = Number.isSafeInteger(value);
  return { kind: whole ? 'long' : 'double', expr: whole ? lit(value) : lit(value, 'double'), literal: value };
}

export function isNumber(value: Value): boolean {
  return value.kind === 'long' || value.kind === 'double';
}

/** The value in a place where a number is needed; null for text that is none. */
export function asNumber(value: Value): Value {
  switch (value.kind) {
    case 'long':
    case 'double':
      return value;
    case 'boolean':
      return { kind: 'long', expr: cast(value.expr, 'bigint') };
    case 'timestamp':
      return { kind: 'long', expr: call('unixMillis', value.expr) };
    case 'missing':
      return { kind: 'double', expr: lit(null, 'double') };
    case 'text': {
      if (typeof value.literal !== 'string') return { kind: 'double', expr: call('parseNumber', value.expr) };
      const parsed = numberIn(value.literal);
      return parsed === undefined ? { kind: 'double', expr: lit(null, 'double') } : numberValue(parsed);
    }
  }
}

/** The number cut towards 0; null where 64 bits do not hold it. */
export function wholeNumber(value: Value): Value {
  const number = asNumber(value);
  if (number.kind === 'long') return number;
  const cut = cases([[build.lt(number.expr, 0), call('ceiling', number.expr)]], call('floor', number.expr));
  return { kind: 'long', expr: cast(cut, 'bigint', true) };
}

/** The number that a text is, or undefined. */
export function numberIn(text: string): number | undefined {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

export const timePattern = '%Y-%m-%d %H:%M:%S.%g';

export function asText(value: Value): Expr {
  switch (value.kind) {
    case 'text':
    case 'missing':
      return value.expr;
    case 'timestamp':
      return call('formatTime', value.expr, lit(timePattern));
    case 'boolean':
      return cast(cast(value.expr, 'bigint'), 'varchar');
    case 'long':
    case 'double':
      return typeof value.literal === 'number' ? lit(String(value.literal)) : cast(value.expr, 'varchar');
  }
}

export function asTime(value: Value): Expr {
  if (value.kind === 'timestamp') return value.expr;
  return call('fromUnixMillis', cast(asNumber(value).expr, 'bigint', true));
}

/** A value as a condition: a boolean, a number that is not 0, a text that reads `true` or `1`. */
export function asCondition(value: Value): Expr {
  switch (value.kind) {
    case 'boolean':
      return value.expr;
    case 'missing':
      return lit(null, 'boolean');
    case 'text':
      return build.inList(value.expr, ['true', '1']);
    case 'timestamp':
      return build.isPresent(value.expr);
    case 'long':
    case 'double':
      return build.ne(value.expr, 0);
  }
}

/** Whether the value can be nothing but a map or a list. */
export function isStructure(value: Value): boolean {
  return value.structure !== undefined && value.expr.kind === 'literal';
}

/** The value at a place of a structure: a scalar as text, and the structure that may stand there instead. */
export function valueAt(structure: Expr, steps: readonly (string | number)[]): Value {
  const keys = steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  const pointer = lit(keys.length === 0 ? '$' : `/${keys.join('/')}`);
  return {
    kind: 'text',
    expr: call('jsonScalarAt', structure, pointer),
    structure: call('jsonStructureAt', structure, pointer),
  };
}

function withoutStructure({ kind, expr }: Value): Value {
  return { kind, expr };
}

type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/**
 * A comparison. A number and a text compare as numbers, and hold for no event whose text is none; two texts are equal
 * when they are the same and are ordered naturally (`10.0.0.9` before `10.0.0.10`). A missing value makes it null.
 */
export function compare(operator: Comparison, left: Value, right: Value): Expr {
  if (left.kind === 'missing' || right.kind === 'missing') return lit(null, 'boolean');
  const structures = [left.structure, right.structure].filter((each) => each !== undefined);
  if (structures.length > 0) {
    const plain = compare(operator, withoutStructure(left), withoutStructure(right));
    // A map or a list compared with anything is false (Logs Insights syntax, "Comparison operators").
    return build.coalesce(
      plain,
      cases(
        structures.map((each) => [build.isPresent(each), false] as const),
        lit(null, 'boolean'),
      ),
    );
  }
  if (left.kind === 'text' && right.kind === 'text') {
    if (operator === 'eq' || operator === 'ne') return call(operator, left.expr, right.expr);
    return call(operator, textOrder(left.expr), textOrder(right.expr));
  }
  if (left.kind === 'timestamp' && right.kind === 'timestamp') return call(operator, left.expr, right.expr);
  return call(operator, asNumber(left).expr, asNumber(right).expr);
}

/** Whether the value equals one of those in the list; null when it is missing. */
export function oneOf(value: Value, list: readonly Value[]): Expr {
  if (value.kind === 'missing') return lit(null, 'boolean');
  const texts = list.map((each) => each.literal).filter((each) => typeof each === 'string');
  if (value.kind === 'text' && texts.length === list.length) return build.inList(value.expr, texts);
  const numbers = list.map((each) => asNumber(each).literal);
  if (isNumber(value)) {
    const known = numbers.filter((each) => typeof each === 'number');
    if (list.every((each) => each.literal !== undefined)) {
      // Text that is no number equals none; an empty list would lose the null of a missing value.
      return known.length === 0 ? eq(value.expr, lit(null, 'bigint')) : build.inList(value.expr, known);
    }
  }
  return build.or(...list.map((each) => compare('eq', value, each)));
}

/** One kind for several values that may stand in for each other. */
export function common(values: readonly Value[]): {
  kind: ValueKind;
  exprs: Expr[];
  /** Set when one of the values may be a structure. */
  structures?: Expr[];
} {
  if (values.some((value) => value.structure !== undefined)) {
    const structures = values.map((value) => value.structure ?? missing.expr);
    return { ...common(values.map(withoutStructure)), structures };
  }
  const kinds = new Set(values.map((value) => value.kind).filter((kind) => kind !== 'missing'));
  const [only] = kinds;
  if (only !== undefined && kinds.size === 1) {
    return { kind: only, exprs: values.map((value) => (value.kind === 'missing' ? lit(null) : value.expr)) };
  }
  if (kinds.size === 0) return { kind: 'missing', exprs: values.map(() => missing.expr) };
  if ([...kinds].every((kind) => kind === 'long' || kind === 'double' || kind === 'boolean')) {
    return { kind: 'double', exprs: values.map((value) => cast(asNumber(value).expr, 'double')) };
  }
  return { kind: 'text', exprs: values.map(asText) };
}

export function chooseIf(condition: Expr, yes: Value, no: Value): Value {
  const { kind, exprs, structures } = common([yes, no]);
  const choose = ([first, second]: readonly Expr[]): Expr =>
    cases([[condition, first ?? lit(null)]], second ?? lit(null));
  const value: Value = { kind, expr: choose(exprs) };
  return structures === undefined ? value : { ...value, kind: 'text', structure: choose(structures) };
}
