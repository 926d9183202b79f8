import type { Span } from '../../base/index.js';
import type { Condition, Edit, QueryFacts, Test } from '../lint/facts.js';
import type { QueryText } from '../problem.js';
import { sqlFunction } from './functions/index.js';
import { parseAthena } from './parse-query.js';
import {
  type Body,
  type Expression,
  expressionsIn,
  groupKeys,
  partsOf,
  type Query,
  queriesIn,
  type Relation,
  type Select,
  selectOf,
} from './syntax.js';
import { columnForOlderName } from './table.js';

/** What an Athena query asks, for the lints. All its SELECTs are looked at together. */
export function athenaFacts(query: QueryText): QueryFacts {
  const { query: parsed, cursor } = parseAthena(query);
  const selects = selectsOf(parsed);
  const expressions = selects.flatMap(expressionsIn);
  const conditions = selects.flatMap(({ where, having }) =>
    [where, having].flatMap((each) => (each === undefined ? [] : conditionsIn(each, false))),
  );
  const [first] = selects;
  const limitToken = cursor.tokens.findLast(
    (token) => token.kind === 'word' && !token.quoted && /^(limit|fetch|offset)$/i.test(token.text),
  );
  const isLimited = parsed.limit !== undefined && limitToken !== undefined;
  const limitAt = isLimited ? limitToken.span.start : 0;
  return {
    language: 'athena',
    conditions,
    columns: new Set([...expressions, ...parsed.orderBy.map((item) => item.value)].flatMap(columnsIn)),
    groupBy: selects.flatMap((select) =>
      groupKeys(select).flatMap((key) => columnsIn(atPosition(select, key))),
    ),
    aggregates: expressions.flatMap(aggregatesIn),
    orderedCount: first === undefined ? undefined : orderedCount(first, parsed),
    ordered: parsed.orderBy.length > 0,
    limit: isLimited ? { span: { start: limitAt, end: parsed.span.end } } : undefined,
    onlyMessage: undefined,
    orderWord: undefined,
    wrongCase: [],
    scansTable: scansTable(parsed),
    addCondition:
      selects.length === 1 && first !== undefined ? (condition) => addCondition(first, condition) : undefined,
  };
}

function selectsOf(query: Query): Select[] {
  const ofBody = (body: Body): Select[] => {
    switch (body.kind) {
      case 'select':
        return [
          body,
          ...subqueriesOf(body.from).flatMap(selectsOf),
          ...innerQueries(body).flatMap(selectsOf),
        ];
      case 'union':
        return body.inputs.flatMap(ofBody);
      case 'intersect':
      case 'except':
        return [body.left, body.right].flatMap(ofBody);
      case 'nested':
        return selectsOf(body.query);
      case 'table':
        return [selectOf(body.relation, [], body.span)];
      case 'values':
        return body.rows.flatMap(queriesIn).flatMap(selectsOf);
    }
  };
  return [...ofBody(query.body), ...query.with.flatMap((each) => selectsOf(each.query))];
}

function innerQueries(select: Select): readonly Query[] {
  return expressionsIn(select).flatMap(queriesIn);
}

function subqueriesOf(relation: Relation | undefined): Query[] {
  switch (relation?.kind) {
    case undefined:
    case 'table':
    case 'unnest':
      return [];
    case 'subquery':
    case 'lateral':
      return [relation.query];
    case 'sample':
      return subqueriesOf(relation.relation);
    case 'join':
      return [...subqueriesOf(relation.left), ...subqueriesOf(relation.right)];
  }
}

function scansTable(query: Query): boolean {
  const named = new Set(query.with.map((each) => each.name.name.toLowerCase()));
  const tables = selectsOf(query).flatMap((select) => tablesOf(select.from));
  return tables.some((name) => !named.has(name.toLowerCase()));
}

function tablesOf(relation: Relation | undefined): string[] {
  switch (relation?.kind) {
    case undefined:
    case 'subquery':
    case 'lateral':
    case 'unnest':
      return [];
    case 'table':
      return [relation.name.at(-1)?.name ?? ''];
    case 'sample':
      return tablesOf(relation.relation);
    case 'join':
      return [...tablesOf(relation.left), ...tablesOf(relation.right)];
  }
}

function columnName(name: string): string {
  const plain = name.toLowerCase();
  return columnForOlderName(plain) ?? plain;
}

function columnsIn(node: Expression): string[] {
  return node.kind === 'column' ? [columnName(node.column.name)] : partsOf(node).flatMap(columnsIn);
}

function atPosition(select: Select, key: Expression): Expression {
  const item = key.kind === 'number' ? select.items[Number(key.text) - 1] : undefined;
  return item?.kind === 'value' ? item.value : key;
}

function aggregatesIn(node: Expression): { name: string; column: string | undefined }[] {
  if (node.kind === 'call' && sqlFunction(node.name.name)?.kind === 'aggregate') {
    const [arg] = node.args;
    return [
      {
        name: node.name.name.toLowerCase(),
        column: arg?.kind === 'column' ? columnName(arg.column.name) : undefined,
      },
    ];
  }
  return partsOf(node).flatMap(aggregatesIn);
}

function orderedCount(select: Select, query: Query): QueryFacts['orderedCount'] {
  for (const [index, item] of select.items.entries()) {
    if (item.kind !== 'value' || item.value.kind !== 'call') continue;
    const { name, star, args } = item.value;
    if (name.name.toLowerCase() !== 'count' || !(star || args.length === 0)) continue;
    const key = query.orderBy.find(
      ({ value, descending }) => descending && namesItem(value, item.alias?.name, index),
    );
    if (key !== undefined) return { span: item.value.span, itemSpan: item.span, keySpan: key.value.span };
  }
  return undefined;
}

function namesItem(node: Expression, alias: string | undefined, index: number): boolean {
  if (node.kind === 'number') return Number(node.text) === index + 1;
  if (node.kind === 'call') return node.name.name.toLowerCase() === 'count' && node.star;
  return node.kind === 'column' && node.column.name.toLowerCase() === alias?.toLowerCase();
}

/** AND and the condition, after WHERE's own; a WHERE that is an OR gets parentheses first. */
function addCondition(select: Select, condition: string): Edit[] {
  const { where, from } = select;
  if (where === undefined) {
    const at = from?.span.end ?? select.span.end;
    return [{ span: { start: at, end: at }, text: ` WHERE ${condition}` }];
  }
  const end: Span = { start: where.span.end, end: where.span.end };
  if (where.kind !== 'or') return [{ span: end, text: ` AND ${condition}` }];
  const start: Span = { start: where.span.start, end: where.span.start };
  return [
    { span: start, text: '(' },
    { span: end, text: `) AND ${condition}` },
  ];
}

/** The conditions on single columns, with the sense that a NOT around them gives. */
function conditionsIn(node: Expression, negated: boolean): Condition[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.args.flatMap((arg) => conditionsIn(arg, negated));
    case 'not':
      return conditionsIn(node.arg, !negated).map((each) => ({ ...each, span: node.span }));
    case 'like':
      return likeTest(node, node.negated !== negated);
    case 'in': {
      const texts = node.list.flatMap((each) =>
        each.kind === 'string' || each.kind === 'typed' ? [textOf(each)] : [],
      );
      return on(node.value, { test: 'equals', texts, negated: node.negated !== negated, span: node.span });
    }
    case 'between': {
      const bounds = { ...bound('from', numberOf(node.low)), ...bound('to', numberOf(node.high)) };
      return on(node.value, {
        test: 'range',
        texts: [],
        negated: node.negated !== negated,
        span: node.span,
        ...bounds,
      });
    }
    case 'compare':
      return comparison(node, negated);
    case 'call':
      return blockTest(node, negated);
    default:
      return [];
  }
}

function textOf(node: Extract<Expression, { kind: 'string' | 'typed' }>): string {
  return node.kind === 'string' ? node.value : node.text;
}

function numberOf(node: Expression): number | undefined {
  return node.kind === 'number' ? Number(node.text) : undefined;
}

function bound<Key extends string>(key: Key, value: number | undefined): Partial<Record<Key, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, number>);
}

function on(node: Expression, rest: Omit<Condition, 'column' | 'written'>): Condition[] {
  if (node.kind !== 'column') return [];
  const written = [...node.qualifier, node.column]
    .map(({ name, quoted }) => (quoted ? `"${name}"` : name))
    .join('.');
  return [{ column: columnName(node.column.name), written, ...rest }];
}

function likeTest(node: Extract<Expression, { kind: 'like' }>, negated: boolean): Condition[] {
  const { pattern, span } = node;
  if (pattern.kind !== 'string')
    return on(node.value, { test: 'pattern', texts: [], negated, span, isLike: true });
  const text = pattern.value;
  const prefix = /^([^%_]+)%$/.exec(text)?.[1];
  const part = /^%([^%_]+)%$/.exec(text)?.[1];
  const test: Test =
    prefix !== undefined ? 'prefix' : part !== undefined ? 'part' : /[%_]/.test(text) ? 'pattern' : 'equals';
  return on(node.value, { test, texts: [prefix ?? part ?? text], negated, span, isLike: true });
}

function blockTest(node: Extract<Expression, { kind: 'call' }>, negated: boolean): Condition[] {
  const [block, address] = node.args;
  if (node.name.name.toLowerCase() !== 'contains' || address === undefined) return [];
  const column = address.kind === 'cast' ? address.value : address;
  const texts = block?.kind === 'string' ? [block.value] : [];
  return on(column, { test: 'block', texts, negated, span: node.span });
}

function comparison(node: Extract<Expression, { kind: 'compare' }>, negated: boolean): Condition[] {
  const { operator, left, right, span } = node;
  if (right.kind === 'string' || right.kind === 'typed') {
    const texts = [textOf(right)];
    const isEquality = operator === '=' || operator === '<>';
    return on(left, {
      test: isEquality ? 'equals' : 'other',
      texts,
      negated: (operator === '<>') !== negated,
      span,
    });
  }
  const value = numberOf(right);
  if (value === undefined) return on(left, { test: 'other', texts: [], negated, span });
  const bounds: Record<string, { from?: number; to?: number }> = {
    '<': { to: value - 1 },
    '<=': { to: value },
    '>': { from: value + 1 },
    '>=': { from: value },
    '=': { from: value, to: value },
  };
  const found = bounds[operator];
  return on(left, { test: found === undefined ? 'other' : 'range', texts: [], negated, span, ...found });
}
