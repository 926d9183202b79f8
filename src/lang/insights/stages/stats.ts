import { build, type Expr, hasAggregate } from '../../../plan/index.js';
import { ColumnNames } from '../../column-names.js';
import { aggregateFunction, laterAggregates } from '../aggregates.js';
import { readItem } from '../expression.js';
import { checkCount, lowerExpression } from '../lower.js';
import { refuse } from '../messages.js';
import type { Pipeline } from '../pipeline.js';
import { printExpression, printItems } from '../print.js';
import { columnValue, type Scope } from '../scope.js';
import { defineStage } from '../stage.js';
import { type Expression, type Item, partsOf, type Stage } from '../syntax.js';
import { asTime, missing, type Value } from '../value.js';
import { nameOf, plainValue, systemName } from './names.js';

type StatsStage = Extract<Stage, { kind: 'stats' }>;

export const statsStage = defineStage<StatsStage>({
  keyword: 'stats',
  syntax: 'stats aggregate [as name] [, …] [by key [as name] [, …]]',
  doc: 'Counts and sums the events of each group.',
  example: 'stats sum(bytes) as volume, count(*) as records by dstAddr, bin(1h) as hour',
  parse: (cursor, start) => {
    const values = cursor.list(() => readItem(cursor));
    const keys = cursor.acceptWord('by') ? cursor.list(() => readItem(cursor)) : [];
    if (cursor.isWord('offset')) cursor.notSupported('`offset` in `stats`', cursor.token.span);
    return { kind: 'stats', values, keys, span: cursor.from(start) };
  },
  print: ({ values, keys }) =>
    `stats ${printItems(values)}${keys.length === 0 ? '' : ` by ${printItems(keys)}`}`,
  apply: (stage, pipeline) => {
    checkCalls(stage, pipeline);
    checkNames(stage, pipeline.scope);
    const keys = stage.keys.map((key) => readKey(key, pipeline));
    const columns = new ColumnNames(keys.map((key) => key.name));
    const measures = new Measures(pipeline.scope, columns);
    const lowered = lowerValues(stage.values, pipeline, measures);
    // Keys claim their columns in a set of their own; measures were kept away from their names.
    pipeline.aggregate(keys, measures.list, new ColumnNames(measures.list.map((each) => each.column)));
    for (const { name, span, finish } of lowered) {
      const value = finish(pipeline.scope);
      if (value.kind !== 'missing' && value.expr.kind !== 'column') pipeline.define(name, value, span);
      else pipeline.scope.define(name, value, span);
      pipeline.show(name, pipeline.scope.resolve(name, span));
    }
  },
});

function readKey(
  key: Item,
  pipeline: Pipeline,
): { name: string; value: Value; span: { start: number; end: number } } {
  const name = key.alias?.name ?? systemName(nameOf(key.expression, pipeline.text));
  const place = { name, span: key.expression.span };
  const lowered = lowerExpression(key.expression, pipeline.scope);
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
    const key = printExpression(expression).toLowerCase();
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
    const values = given.map((arg) => lowerExpression(arg, this.scope));
    if (func.name === 'pct') checkPercent(values[1], this.scope, span);
    // Only `earliest` and `latest` ask for the time, so that a later `stats` without it can still count.
    const timed = func.name === 'earliest' || func.name === 'latest';
    const time = timed ? asTime(this.scope.resolve('@timestamp', span)) : build.lit(null);
    const value = func.build(values, time);
    if (value.kind !== 'missing' && !hasAggregate(value.expr)) return missing;
    return value;
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
    const later = laterCall(expression);
    if (later !== undefined) {
      refuse(pipeline.text, 'not-supported', { what: `\`${later}\`` }, expression.span);
    }
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

function laterCall(expression: Expression): string | undefined {
  if (expression.kind === 'call') {
    const wanted = expression.name.toLowerCase();
    const later = laterAggregates.find((each) => each.toLowerCase() === wanted);
    if (later !== undefined) return later;
  }
  for (const part of partsOf(expression)) {
    const later = laterCall(part);
    if (later !== undefined) return later;
  }
  return undefined;
}
