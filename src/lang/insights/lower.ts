import type { Span } from '../../base/index.js';
import { assertNever, nearest } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import { aggregateFunction, aggregateNames } from './aggregates.js';
import { scalarFunction, scalarFunctions } from './functions/index.js';
import { periodFunctions } from './functions/period.js';
import { refuse } from './messages.js';
import { ceilTo, floorTo, type Period, periodOf } from './periods.js';
import { printExpression } from './print.js';
import { checkRegex } from './regex.js';
import type { Scope } from './scope.js';
import { amongSubquery } from './subquery.js';
import type { Expression } from './syntax.js';
import {
  asCondition,
  asNumber,
  asText,
  asTime,
  compare,
  numberValue,
  oneOf,
  textValue,
  type Value,
  valueAt,
} from './value.js';
import { checkWeight } from './weight.js';

const { call, cases, cast, lit, not } = build;

/** Turns aggregates inside an expression into values; only `stats` has them. */
export type AggregateLowering = (expression: Extract<Expression, { kind: 'call' }>) => Value;

/** What an expression means over the columns of the plan so far. */
export function lowerExpression(expression: Expression, scope: Scope, aggregates?: AggregateLowering): Value {
  return checkWeight(lowerOne(expression, scope, aggregates), scope.query, expression.span);
}

function lowerOne(expression: Expression, scope: Scope, aggregates?: AggregateLowering): Value {
  const lower = (each: Expression): Value => lowerExpression(each, scope, aggregates);
  switch (expression.kind) {
    case 'field':
      return scope.resolve(expression.name, expression.span);
    case 'number':
      if (Number.isFinite(expression.value)) return numberValue(expression.value);
      return refuse(scope.query, 'number-too-large', { text: expression.text }, expression.span);
    case 'string':
      return textValue(expression.value);
    case 'call':
      return lowerCall(expression, scope, aggregates);
    case 'path':
      return lowerPath(expression, lower, scope);
    case 'not':
      return { kind: 'boolean', expr: not(asCondition(lower(expression.arg))) };
    case 'negate': {
      const value = asNumber(lower(expression.arg));
      return { kind: value.kind, expr: call('negate', value.expr) };
    }
    case 'and':
    case 'or':
      return {
        kind: 'boolean',
        expr: call(expression.kind, ...expression.args.map((arg) => asCondition(lower(arg)))),
      };
    case 'binary':
      return lowerBinary(expression, lower);
    case 'like':
      return lowerLike(expression, lower, scope);
    case 'inQuery': {
      const found = amongSubquery(lower(expression.value), expression.query, scope);
      return { kind: 'boolean', expr: expression.negated ? not(found) : found };
    }
    case 'in': {
      const found = oneOf(lower(expression.value), expression.list.map(lower));
      return { kind: 'boolean', expr: expression.negated ? not(found) : found };
    }
    case 'regex':
    case 'period':
    case 'star': {
      const what =
        expression.kind === 'regex'
          ? 'A regular expression'
          : expression.kind === 'period'
            ? 'A period'
            : '`*`';
      return refuse(scope.query, 'not-supported', { what: `${what} in this place` }, expression.span);
    }
    default:
      return assertNever(expression);
  }
}

function lowerPath(
  { value, steps, span }: Extract<Expression, { kind: 'path' }>,
  lower: (each: Expression) => Value,
  scope: Scope,
): Value {
  const base = lower(value);
  if (base.kind === 'missing') return base;
  if (base.structure === undefined) {
    const text = scope.query.slice(value.span);
    return refuse(scope.query, 'no-structure', { text }, span, 'make it a structure with `jsonParse` first');
  }
  return valueAt(base.structure, steps);
}

export function lowerCondition(expression: Expression, scope: Scope): Expr {
  return asCondition(lowerExpression(expression, scope));
}

const comparisons = { '=': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
const sums = { '+': 'add', '-': 'subtract', '*': 'multiply' } as const;

function lowerBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  lower: (each: Expression) => Value,
): Value {
  const a = lower(left);
  const b = lower(right);
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return arithmetic(sums[operator], asNumber(a), asNumber(b));
    case '/':
      return { kind: 'double', expr: call('divideReal', asNumber(a).expr, asNumber(b).expr) };
    case '%':
      return modulo(asNumber(a), asNumber(b));
    case '^':
      return power(asNumber(a), asNumber(b));
    default:
      return { kind: 'boolean', expr: compare(comparisons[operator], a, b) };
  }
}

function arithmetic(func: 'add' | 'subtract' | 'multiply', a: Value, b: Value): Value {
  // A port is an INTEGER in the lake; sums of such must not overflow.
  const whole = a.kind === 'long' && b.kind === 'long';
  return {
    kind: whole ? 'long' : 'double',
    expr: call(func, whole ? cast(a.expr, 'bigint') : a.expr, b.expr),
  };
}

function modulo(a: Value, b: Value): Value {
  if (a.kind === 'long' && b.kind === 'long') return { kind: 'long', expr: call('modulus', a.expr, b.expr) };
  return { kind: 'double', expr: call('moduloReal', a.expr, b.expr) };
}

/** Missing beyond the numbers (`0 ^ -1`, `10 ^ 400`), as other arithmetic is. */
function power(a: Value, b: Value): Value {
  const value = call('power', a.expr, b.expr);
  return { kind: 'double', expr: cases([[call('isFinite', value), value]]) };
}

/** `like` with a text is a case-sensitive search for it anywhere, not SQL's pattern. */
function lowerLike(
  expression: Extract<Expression, { kind: 'like' }>,
  lower: (each: Expression) => Value,
  scope: Scope,
): Value {
  const subject = asText(lower(expression.value));
  const { pattern } = expression;
  const found =
    pattern.kind === 'regex'
      ? call('regexpLike', subject, lit(checkRegex(scope.query, pattern.pattern, pattern.span)))
      : call('contains', subject, asText(lower(pattern)));
  return { kind: 'boolean', expr: expression.negated ? not(found) : found };
}

function lowerCall(
  expression: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  aggregates: AggregateLowering | undefined,
): Value {
  const { name, args, span } = expression;
  const output = outputNamed(expression, scope);
  if (output !== undefined) return output;
  if (aggregateFunction(name) !== undefined) {
    if (aggregates !== undefined) return aggregates(expression);
    const help = scope.afterStats ? 'name it with `as` in `stats` and use the name' : 'write it in `stats`';
    return refuse(scope.query, 'aggregate-outside-stats', { name }, span, help);
  }
  const timed = lowerPeriodCall(expression, scope, aggregates);
  if (timed !== undefined) return timed;
  const found = scalarFunction(name);
  if (found === undefined) return refuseFunction(name, scope, span);
  checkCount(found.name, args.length, found.least, found.most ?? found.least, scope, span);
  const values = args.map((arg) => lowerExpression(arg, scope, aggregates));
  return found.build(values, {
    query: scope.query,
    name,
    span,
    argSpans: args.map((arg) => arg.span),
    range: scope.range,
  });
}

/** After `stats`, the text of an unnamed value is its name: `sum(bytes)`. */
function outputNamed(expression: Expression, scope: Scope): Value | undefined {
  if (!scope.afterStats) return undefined;
  const written = scope.query.slice(expression.span);
  return scope.made.get(written) ?? scope.made.get(printExpression(expression));
}

/** What other languages call the same functions. */
const otherNames: Record<string, string> = {
  lower: 'tolower',
  upper: 'toupper',
  length: 'strlen',
  len: 'strlen',
  substring: 'substr',
  contains: 'strcontains',
  nvl: 'coalesce',
  ifnull: 'coalesce',
  isnotnull: 'ispresent',
  percentile: 'pct',
  distinct: 'count_distinct',
};

function refuseFunction(name: string, scope: Scope, span: Span): never {
  if (name.toLowerCase() === 'histogram') {
    return refuse(
      scope.query,
      'histogram-place',
      {},
      span,
      'write for example stats count(*) by histogram(bytes, 1000)',
    );
  }
  const known = [
    ...scalarFunctions.map((each) => each.name),
    ...aggregateNames,
    ...periodFunctions.map((each) => each.name),
  ];
  const near = otherNames[name.toLowerCase()] ?? nearest(name, known);
  return refuse(
    scope.query,
    'unknown-function',
    { name },
    span,
    near === undefined ? undefined : `write \`${near}\``,
  );
}

export function checkCount(
  name: string,
  given: number,
  least: number,
  most: number,
  scope: Scope,
  span: Span,
): void {
  if (given >= least && given <= most) return;
  const plural = (n: number) => `${n} ${n === 1 ? 'argument' : 'arguments'}`;
  const takes =
    most === least
      ? plural(least)
      : most === Infinity
        ? `at least ${plural(least)}`
        : `${least} to ${plural(most)}`;
  refuse(scope.query, 'wrong-arguments', { name, takes, given }, span);
}

/** `bin(period)` floors the event's own time; `datefloor` and `dateceil` take any. */
function lowerPeriodCall(
  expression: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  aggregates: AggregateLowering | undefined,
): Value | undefined {
  const { name, args, span } = expression;
  const lowered = name.toLowerCase();
  if (lowered === 'bin') {
    checkCount('bin', args.length, 1, 1, scope, span);
    if (scope.afterStats && !scope.made.has('@timestamp')) {
      return refuse(
        scope.query,
        'unknown-after-stats',
        { name: scope.query.slice(span) },
        span,
        'name the bin in the first `stats`, such as `by bin(5m) as t`, and use `datefloor(t, 1h)`',
      );
    }
    const time = scope.resolve('@timestamp', span);
    const period = periodArgument(args[0], 'bin', scope, span);
    return { kind: 'timestamp', expr: shiftedFloor(asTime(time), period, scope.binOffset) };
  }
  if (lowered !== 'datefloor' && lowered !== 'dateceil') return undefined;
  checkCount(name, args.length, 2, 2, scope, span);
  const [subject, second] = args;
  if (subject === undefined) return undefined;
  const time = asTime(lowerExpression(subject, scope, aggregates));
  const period = periodArgument(second, name, scope, span);
  return { kind: 'timestamp', expr: lowered === 'datefloor' ? floorTo(time, period) : ceilTo(time, period) };
}

/** `offset` in `stats` moves where bins begin and no more (observed on AWS, documented otherwise). */
function shiftedFloor(time: Expr, period: Period, offset: number): Expr {
  if (offset === 0) return floorTo(time, period);
  const moved = (by: number, from: Expr): Expr => call('addUnits', lit('millisecond'), by, from);
  return moved(offset, floorTo(moved(-offset, time), period));
}

export function periodArgument(arg: Expression | undefined, name: string, scope: Scope, span: Span): Period {
  if (arg?.kind !== 'period') {
    return refuse(scope.query, 'period-needed', { name }, arg?.span ?? span, 'write a period such as 5m');
  }
  const period = periodOf(scope.query, arg.amount, arg.unit, arg.span);
  if (period.cappedTo !== undefined) {
    const message = `\`${arg.amount}${arg.unit}\` is above the greatest amount of this unit, so ${period.cappedTo}${arg.unit} is used, as on AWS.`;
    scope.diagnostics.push(
      scope.query.warning('period-capped', message, arg.span, 'write it in a larger unit'),
    );
  }
  return period;
}
