import { build, type Expr, hasAggregate } from '../../../plan/index.js';
import { ColumnNames } from '../../column-names.js';
import { aggregateFunction } from '../aggregates.js';
import type { Cursor } from '../cursor.js';
import { readItem } from '../expression.js';
import { checkCount, lowerExpression, periodArgument } from '../lower.js';
import { refuse } from '../messages.js';
import { type Period, periodOf } from '../periods.js';
import type { Pipeline } from '../pipeline.js';
import { printExpression, printItems } from '../print.js';
import { columnValue, type Scope } from '../scope.js';
import { defineStage } from '../stage.js';
import { type Expression, type Item, partsOf, type Stage } from '../syntax.js';
import { asNumber, asTime, missing, numberValue, type Value } from '../value.js';
import { nameOf, plainValue, systemName } from './names.js';

type StatsStage = Extract<Stage, { kind: 'stats' }>;

export const statsStage = defineStage<StatsStage>({
  keyword: 'stats',
  observed: '`offset` moves where bins begin; AWS documents a comparison with an earlier time.',
  unconfirmed:
    'Groups of a missing key are kept, without the cell. Ten `stats` at most, and from the second on only outputs of the one before can be named.',
  syntax: 'stats aggregate [as name] [, …] [by key [as name] [, …]] [offset period]',
  doc: 'Counts and sums the events of each group.',
  example: 'stats sum(bytes) as volume, count(*) as records by dstAddr, bin(1h) as hour',
  parse: (cursor, start) => {
    const values = cursor.list(() => readItem(cursor));
    const keys = cursor.acceptWord('by') ? cursor.list(() => readItem(cursor)) : [];
    const offset = cursor.acceptWord('offset') ? readOffset(cursor) : undefined;
    return { kind: 'stats', values, keys, offset, span: cursor.from(start) };
  },
  print: ({ values, keys, offset }) => {
    const by = keys.length === 0 ? '' : ` by ${printItems(keys)}`;
    const shift = offset === undefined ? '' : ` offset ${printExpression(offset)}`;
    return `stats ${printItems(values)}${by}${shift}`;
  },
  apply: (stage, pipeline) => {
    checkCalls(stage, pipeline);
    checkNames(stage, pipeline.scope);
    pipeline.scope.binOffset = offsetOf(stage, pipeline);
    const keys = stage.keys.map((key) => readKey(key, pipeline));
    const bins = stage.keys.flatMap((key) => binOf(key, pipeline));
    const columns = new ColumnNames(keys.map((key) => key.name));
    const measures = new Measures(pipeline.scope, columns);
    const lowered = lowerValues(stage.values, pipeline, measures);
    // Keys claim their columns in a set of their own; measures were kept away from their names.
    pipeline.aggregate(keys, measures.list, new ColumnNames(measures.list.map((each) => each.column)));
    pipeline.scope.bins.push(...bins);
    for (const { name, span, finish } of lowered) {
      const value = finish(pipeline.scope);
      if (value.kind !== 'missing' && value.expr.kind !== 'column') pipeline.define(name, value, span);
      else pipeline.scope.define(name, value, span);
      pipeline.show(name, pipeline.scope.resolve(name, span));
    }
  },
});

function readOffset(cursor: Cursor): Extract<Expression, { kind: 'period' }> {
  const { token } = cursor;
  if (token.kind !== 'period') return cursor.unexpected('write a period such as 1h');
  cursor.next();
  return token;
}

function offsetOf({ offset }: StatsStage, pipeline: Pipeline): number {
  if (offset === undefined) return 0;
  const { milliseconds } = periodArgument(offset, 'offset', pipeline.scope, offset.span);
  if (milliseconds !== undefined) return milliseconds;
  return refuse(pipeline.text, 'not-supported', { what: 'An `offset` of months' }, offset.span);
}

function binOf({ expression, alias }: Item, { scope, text }: Pipeline): { name: string; period: Period }[] {
  if (expression.kind !== 'call' || expression.name.toLowerCase() !== 'bin') return [];
  const period = periodOf(text, ...periodParts(expression.args[0]), expression.span);
  return [{ name: alias?.name ?? scope.query.slice(expression.span), period }];
}

function periodParts(arg: Expression | undefined): [amount: number, unit: string] {
  return arg?.kind === 'period' ? [arg.amount, arg.unit] : [1, 's'];
}

/** `histogram(f, width)` is a key: the start of the span of this width in which the value lies (observed on AWS). */
function lowerHistogram(expression: Expression, scope: Scope): Value | undefined {
  if (expression.kind !== 'call' || expression.name.toLowerCase() !== 'histogram') return undefined;
  checkCount('histogram', expression.args.length, 2, 2, scope, expression.span);
  const [subject, second] = expression.args;
  const width = second?.kind === 'number' ? second.value : 0;
  if (subject === undefined || width <= 0) {
    const what = 'the width of its spans';
    return refuse(scope.query, 'literal-needed', { name: 'histogram', what }, expression.span);
  }
  const value = asNumber(lowerExpression(subject, scope));
  const spans = build.call('floor', build.call('divideReal', value.expr, build.lit(width, 'double')));
  const start = build.call('multiply', spans, build.lit(width));
  return value.kind === 'long' && Number.isSafeInteger(width)
    ? { kind: 'long', expr: build.cast(start, 'bigint') }
    : { kind: 'double', expr: start };
}

function readKey(
  key: Item,
  pipeline: Pipeline,
): { name: string; value: Value; span: { start: number; end: number } } {
  const name = key.alias?.name ?? systemName(nameOf(key.expression, pipeline.text));
  const place = { name, span: key.expression.span };
  const lowered =
    lowerHistogram(key.expression, pipeline.scope) ?? lowerExpression(key.expression, pipeline.scope);
  const { structure: _, ...value } = plainValue(lowered, place, pipeline.scope, 'stats');
  // A field that no event has still makes a group; its cell is missing in every row.
  return {
    name,
    value: value.kind === 'missing' ? { ...missing, kind: 'text' } : value,
    span: key.alias?.span ?? key.expression.span,
  };
}

/** The aggregates of one `stats`, each once. */
class Measures {
  readonly list: { column: string; expr: Expr }[] = [];
  readonly #known = new Map<string, Value>();

  constructor(
    readonly scope: Scope,
    readonly columns: ColumnNames,
  ) {}

  add(expression: Extract<Expression, { kind: 'call' }>, wanted: string): Value {
    const key = printExpression(expression);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = this.#lower(expression);
    if (value.kind === 'missing') return value;
    const column = this.columns.claim(wanted);
    this.list.push({ column, expr: value.expr });
    const made = columnValue(value.kind, column);
    this.#known.set(key, made);
    return made;
  }

  #lower({ name, args, span }: Extract<Expression, { kind: 'call' }>): Value {
    const func = aggregateFunction(name);
    if (func === undefined) return missing;
    const given = args.filter((arg) => arg.kind !== 'star');
    if (given.length < args.length && (args.length > 1 || func.least > 0)) {
      refuse(this.scope.query, 'not-supported', { what: `\`*\` in \`${name}\`` }, span, 'write a field');
    }
    checkCount(func.name, given.length, func.least, func.most, this.scope, span);
    const values = given.map((arg) =>
      arg.kind === 'period' && func.takesPeriod
        ? this.#period(arg, func.name)
        : lowerExpression(arg, this.scope),
    );
    if (func.takesPeriod && given[1]?.kind !== 'period') {
      refuse(
        this.scope.query,
        'period-needed',
        { name: func.name },
        given[1]?.span ?? span,
        'write a period such as 1m',
      );
    }
    if (func.name === 'pct') checkPercent(values[1], this.scope, span);
    // Only `earliest`, `latest` and `rate` ask for the time, so that a later `stats` without it can still count.
    const timed = func.name === 'earliest' || func.name === 'latest' || func.takesPeriod;
    const time = timed ? asTime(this.scope.resolve('@timestamp', span)) : build.lit(null);
    const value = func.build(values, time);
    if (value.kind !== 'missing' && !hasAggregate(value.expr)) return missing;
    return value;
  }

  /** A period among the arguments, as milliseconds. */
  #period(arg: Extract<Expression, { kind: 'period' }>, name: string): Value {
    const { milliseconds } = periodArgument(arg, name, this.scope, arg.span);
    if (milliseconds !== undefined) return numberValue(milliseconds);
    return refuse(this.scope.query, 'not-supported', { what: 'A period of months here' }, arg.span);
  }
}

function checkPercent(value: Value | undefined, scope: Scope, span: { start: number; end: number }): void {
  const percent = value?.literal;
  if (typeof percent === 'number' && percent >= 0 && percent <= 100) return;
  refuse(
    scope.query,
    'literal-needed',
    { name: 'pct', what: 'a percentage from 0 to 100' },
    span,
    'write for example pct(bytes, 95)',
  );
}

interface Lowered {
  readonly name: string;
  readonly span: { start: number; end: number };
  /** The value over the groups; names given earlier in the same `stats` are known by then. */
  readonly finish: (scope: Scope) => Value;
}

function lowerValues(values: readonly Item[], pipeline: Pipeline, measures: Measures): Lowered[] {
  return values.map(({ expression, alias }) => {
    const name = alias?.name ?? nameOf(expression, pipeline.text);
    const span = alias?.span ?? expression.span;
    collect(expression, name, measures);
    const finish = (scope: Scope) =>
      lowerExpression(expression, scope, (call) => measures.add(call, printExpression(call)));
    return { name, span, finish };
  });
}

/** Finds the aggregates of an expression before the groups are made; one that is the whole value gets its name. */
function collect(expression: Expression, name: string, measures: Measures): void {
  if (expression.kind === 'call' && aggregateFunction(expression.name) !== undefined) {
    measures.add(expression, name);
    return;
  }
  for (const part of partsOf(expression)) collect(part, 'part', measures);
}

/** A name that the query made before cannot be given again here either (`stats latest(x) as x`). */
function checkNames({ values, keys }: StatsStage, scope: Scope): void {
  for (const { alias } of [...values, ...keys]) {
    if (alias === undefined || !scope.made.has(alias.name)) continue;
    const help = 'choose another name for the value';
    refuse(scope.query, 'already-defined', { name: alias.name }, alias.span, help);
  }
}

function checkCalls({ values }: StatsStage, pipeline: Pipeline): void {
  for (const { expression } of values) {
    const earlier = values.some(({ alias }) => alias !== undefined);
    if (!mentionsAggregate(expression) && !(earlier && expression.kind !== 'field')) {
      refuse(
        pipeline.text,
        'no-aggregate',
        { text: pipeline.text.slice(expression.span) },
        expression.span,
        'write an aggregate such as count(*), or move it after `by`',
      );
    }
  }
}

function mentionsAggregate(expression: Expression): boolean {
  if (expression.kind === 'call' && aggregateFunction(expression.name) !== undefined) return true;
  return partsOf(expression).some(mentionsAggregate);
}
