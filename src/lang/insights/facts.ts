import type { Span } from '../../base/index.js';
import type { Condition, QueryFacts, Test } from '../lint/facts.js';
import type { QueryText } from '../problem.js';
import { aggregateFunction } from './aggregates.js';
import { flowFieldNamed, systemFieldNamed } from './fields.js';
import { parseInsights } from './parse.js';
import { type Expression, fieldsIn, type Item, partsOf, type Stage } from './syntax.js';

/** What a Logs Insights query asks, for the lints. */
export function insightsFacts(query: QueryText): QueryFacts {
  const stages = parseInsights(query);
  const stats = stages.flatMap((stage) => (stage.kind === 'stats' ? [stage] : []));
  const conditions = stages.flatMap((stage) =>
    stage.kind === 'filter' || stage.kind === 'filterIndex' ? conditionsIn(stage.condition, false) : [],
  );
  const names = stages.flatMap(namesOf);
  const sort = stages.find((stage) => stage.kind === 'sort');
  const limit = stages.find((stage) => stage.kind === 'limit');
  const start = stages[0]?.span.start ?? 0;
  return {
    language: 'insights',
    conditions,
    columns: new Set(names.map(({ name }) => columnOf(name))),
    groupBy: stats.flatMap((stage) =>
      stage.keys.flatMap(({ expression }) => fieldsIn(expression).map(({ name }) => columnOf(name))),
    ),
    aggregates: stats.flatMap((stage) => stage.values.flatMap(({ expression }) => aggregatesIn(expression))),
    orderedCount: orderedCount(stages, query),
    ordered: sort !== undefined || stages.some(({ kind }) => ownOrder.has(kind)),
    limit: limit === undefined ? undefined : { span: limit.span },
    onlyMessage: onlyMessage(stages),
    orderWord: orderWord(stages, query),
    wrongCase: wrongCase(names),
    scansTable: true,
    addCondition: (condition) => [{ span: { start, end: start }, text: `filter ${condition} | ` }],
  };
}

/** Commands whose rows come in an order of their own. */
const ownOrder: ReadonlySet<Stage['kind']> = new Set([
  'pattern',
  'logcompare',
  'relevantfields',
  'countFrequent',
]);

function columnOf(name: string): string {
  return flowFieldNamed(name)?.log.replaceAll('-', '_') ?? systemFieldNamed(name) ?? name;
}

function expressionsOf(stage: Stage): Expression[] {
  const ofItems = (items: readonly Item[]) => items.map((item) => item.expression);
  switch (stage.kind) {
    case 'fields':
    case 'display':
      return ofItems(stage.items);
    case 'filter':
    case 'filterIndex':
      return [stage.condition];
    case 'stats':
      return [...ofItems(stage.values), ...ofItems(stage.keys)];
    default:
      return [];
  }
}

function namesOf(stage: Stage): { name: string; span: Span }[] {
  return expressionsOf(stage).flatMap(fieldsIn);
}

function wrongCase(names: readonly { name: string; span: Span }[]): QueryFacts['wrongCase'] {
  return names.flatMap(({ name, span }) => {
    const proper = systemFieldNamed(name);
    return proper === undefined || proper === name ? [] : [{ written: name, proper, span }];
  });
}

function aggregatesIn(expression: Expression): { name: string; column: string | undefined }[] {
  if (expression.kind === 'call') {
    const func = aggregateFunction(expression.name);
    const [arg] = expression.args;
    if (func !== undefined)
      return [{ name: func.name, column: arg?.kind === 'field' ? columnOf(arg.name) : undefined }];
  }
  return partsOf(expression).flatMap(aggregatesIn);
}

function isCountOfAll(expression: Expression): boolean {
  if (expression.kind !== 'call' || expression.name.toLowerCase() !== 'count') return false;
  return expression.args.every((arg) => arg.kind === 'star');
}

function orderedCount(stages: readonly Stage[], query: QueryText): QueryFacts['orderedCount'] {
  const items = stages.flatMap((stage) => (stage.kind === 'stats' ? stage.values : []));
  const keys = stages.flatMap((stage) => (stage.kind === 'sort' ? stage.items : []));
  for (const { expression, alias } of items) {
    const name = alias?.name ?? query.slice(expression.span);
    const key = keys.find(({ field, descending }) => descending && field.name === name);
    if (key !== undefined && isCountOfAll(expression)) {
      const itemSpan = { start: expression.span.start, end: (alias ?? expression).span.end };
      return { span: expression.span, itemSpan, keySpan: key.field.span };
    }
  }
  return undefined;
}

function onlyMessage(stages: readonly Stage[]): Span | undefined {
  if (stages.some((stage) => stage.kind === 'stats')) return undefined;
  const shown = stages.flatMap((stage) =>
    stage.kind === 'fields' || stage.kind === 'display' ? [stage] : [],
  );
  const [first] = shown;
  const names = shown.flatMap((stage) =>
    stage.items.flatMap(({ expression }) => fieldsIn(expression).map((each) => columnOf(each.name))),
  );
  if (first === undefined || !names.includes('@message')) return undefined;
  return names.every((name) => name === '@message' || name === '@timestamp') ? first.span : undefined;
}

function orderWord(stages: readonly Stage[], query: QueryText): Span | undefined {
  const stage = stages.find((each) => each.kind === 'sort' && each.word === 'order');
  if (stage === undefined) return undefined;
  const by = /^order\s+by/i.exec(query.slice(stage.span))?.[0] ?? 'order';
  return { start: stage.span.start, end: stage.span.start + by.length };
}

/** The conditions on single fields, with the sense that a NOT around them gives. */
function conditionsIn(expression: Expression, negated: boolean): Condition[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.args.flatMap((arg) => conditionsIn(arg, negated));
    case 'not':
      return conditionsIn(expression.arg, !negated).map((each) => ({ ...each, span: expression.span }));
    case 'like': {
      const test: Test = expression.pattern.kind === 'regex' ? 'pattern' : 'part';
      const texts = expression.pattern.kind === 'string' ? [expression.pattern.value] : [];
      return on(expression.value, {
        test,
        texts,
        negated: expression.negated !== negated,
        span: expression.span,
      });
    }
    case 'in': {
      const texts = expression.list.flatMap((each) => (each.kind === 'string' ? [each.value] : []));
      return on(expression.value, {
        test: 'equals',
        texts,
        negated: expression.negated !== negated,
        span: expression.span,
      });
    }
    case 'binary':
      return comparison(expression, negated);
    case 'call':
      return subnetTest(expression, negated);
    default:
      return [];
  }
}

function on(field: Expression, rest: Omit<Condition, 'column' | 'written'>): Condition[] {
  if (field.kind !== 'field') return [];
  return [{ column: columnOf(field.name), written: field.name, ...rest }];
}

function subnetTest(call: Extract<Expression, { kind: 'call' }>, negated: boolean): Condition[] {
  const [field, block] = call.args;
  if (!/^isip(v[46])?insubnet$|^isprivateip$/i.test(call.name) || field === undefined) return [];
  const texts = block?.kind === 'string' ? [block.value] : [];
  return on(field, { test: 'block', texts, negated, span: call.span });
}

function comparison(node: Extract<Expression, { kind: 'binary' }>, negated: boolean): Condition[] {
  const { operator, left, right, span } = node;
  if (right.kind === 'string') {
    if (operator === '=' || operator === '!=')
      return on(left, {
        test: 'equals',
        texts: [right.value],
        negated: (operator === '!=') !== negated,
        span,
      });
    return on(left, { test: 'other', texts: [right.value], negated, span });
  }
  if (right.kind !== 'number') return on(left, { test: 'other', texts: [], negated, span });
  const { value } = right;
  const bounds = {
    '<': { to: value - 1 },
    '<=': { to: value },
    '>': { from: value + 1 },
    '>=': { from: value },
    '=': { from: value, to: value },
  }[operator as string];
  return on(left, { test: bounds === undefined ? 'other' : 'range', texts: [], negated, span, ...bounds });
}
