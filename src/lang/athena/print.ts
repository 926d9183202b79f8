import { printJson } from './print-json.js';
import type {
  Body,
  Expression,
  FrameBound,
  GroupElement,
  Identifier,
  OrderItem,
  Query,
  Relation,
  SelectItem,
  Window,
} from './syntax.js';
import { reservedWords } from './words.js';

const levels = { or: 1, and: 2, not: 3, predicate: 4, concat: 5, sum: 6, product: 7, sign: 8, primary: 9 };

/** Prints a query so that reading it again gives the same tree; this is also its text for Trino. */
export function printQuery(query: Query): string {
  const named = query.with.map(
    (each) => `${printName(each.name)}${printColumns(each.columns)} AS (${printQuery(each.query)})`,
  );
  const word = query.recursive ? 'WITH RECURSIVE' : 'WITH';
  const parts = [named.length === 0 ? '' : `${word} ${named.join(', ')} `, printBody(query.body)];
  if (query.orderBy.length > 0) parts.push(` ${printOrder(query.orderBy)}`);
  if (query.offset !== undefined) parts.push(` OFFSET ${query.offset}`);
  if (query.ties) parts.push(` FETCH FIRST ${query.limit} ROWS WITH TIES`);
  else if (query.limit !== undefined) parts.push(` LIMIT ${query.limit}`);
  return parts.join('');
}

function printBody(body: Body): string {
  switch (body.kind) {
    case 'nested':
      return `(${printQuery(body.query)})`;
    case 'union':
      return body.inputs.map(printBody).join(body.all ? ' UNION ALL ' : ' UNION ');
    case 'intersect':
    case 'except': {
      const word = `${body.kind.toUpperCase()}${body.all ? ' ALL' : ''}`;
      return `${printBody(body.left)} ${word} ${printBody(body.right)}`;
    }
    case 'select': {
      const parts = [`SELECT ${body.distinct ? 'DISTINCT ' : ''}${body.items.map(printItem).join(', ')}`];
      if (body.from !== undefined) parts.push(`FROM ${printRelation(body.from)}`);
      if (body.where !== undefined) parts.push(`WHERE ${printExpression(body.where)}`);
      if (body.groupBy.length > 0) {
        const distinct = body.groupDistinct ? 'DISTINCT ' : '';
        parts.push(`GROUP BY ${distinct}${body.groupBy.map(printGroupElement).join(', ')}`);
      }
      if (body.having !== undefined) parts.push(`HAVING ${printExpression(body.having)}`);
      const windows = body.windows.map(
        ({ name, window }) => `${printName(name)} AS (${printWindow(window)})`,
      );
      if (windows.length > 0) parts.push(`WINDOW ${windows.join(', ')}`);
      return parts.join(' ');
    }
    case 'values':
      return `VALUES ${body.rows.map(printExpression).join(', ')}`;
    case 'table':
      return `TABLE ${printRelation(body.relation)}`;
  }
}

function printGroupElement({ kind, items }: GroupElement): string {
  const sets = items.map((keys) => {
    const text = keys.map(printExpression).join(', ');
    return keys.length === 1 ? text : `(${text})`;
  });
  const word = { plain: '', rollup: 'ROLLUP', cube: 'CUBE', sets: 'GROUPING SETS' }[kind];
  return kind === 'plain' ? sets.join(', ') : `${word} (${sets.join(', ')})`;
}

function printOrder(items: readonly OrderItem[]): string {
  const keys = items.map(({ value, descending, nullsFirst }) => {
    const nulls = nullsFirst === undefined ? '' : nullsFirst ? ' NULLS FIRST' : ' NULLS LAST';
    return `${printExpression(value)}${descending ? ' DESC' : ''}${nulls}`;
  });
  return `ORDER BY ${keys.join(', ')}`;
}

function printItem(item: SelectItem): string {
  if (item.kind === 'all') return item.qualifier === undefined ? '*' : `${printName(item.qualifier)}.*`;
  return `${printExpression(item.value)}${item.alias === undefined ? '' : ` AS ${printName(item.alias)}`}`;
}

function printRelation(relation: Relation): string {
  switch (relation.kind) {
    case 'table':
      return `${relation.name.map(printName).join('.')}${printAlias(relation)}`;
    case 'subquery':
      return `(${printQuery(relation.query)})${printAlias(relation)}`;
    case 'unnest': {
      const number = relation.ordinality ? ' WITH ORDINALITY' : '';
      return `UNNEST(${relation.lists.map(printExpression).join(', ')})${number}${printAlias(relation)}`;
    }
    case 'lateral':
      return `LATERAL (${printQuery(relation.query)})${printAlias(relation)}`;
    case 'sample': {
      const inner = printRelation(relation.relation);
      const side = relation.relation.kind === 'join' ? `(${inner})` : inner;
      return `${side} TABLESAMPLE ${relation.method.toUpperCase()} (${relation.percent})`;
    }
    case 'join': {
      const right = printRelation(relation.right);
      const side = relation.right.kind === 'join' ? `(${right})` : right;
      const word = relation.type === 'inner' ? 'JOIN' : `${relation.type.toUpperCase()} JOIN`;
      const using = relation.using.length === 0 ? '' : ` USING (${relation.using.map(printName).join(', ')})`;
      const on = relation.on === undefined ? using : ` ON ${printExpression(relation.on)}`;
      return `${printRelation(relation.left)} ${word} ${side}${on}`;
    }
  }
}

function printAlias({
  alias,
  columns,
}: {
  alias: Identifier | undefined;
  columns: readonly Identifier[];
}): string {
  return alias === undefined ? '' : ` AS ${printName(alias)}${printColumns(columns)}`;
}

function printColumns(columns: readonly Identifier[]): string {
  return columns.length === 0 ? '' : ` (${columns.map(printName).join(', ')})`;
}

export function printName({ name, quoted }: Pick<Identifier, 'name' | 'quoted'>): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_@:]*$/u.test(name) && !reservedWords.has(name.toLowerCase());
  return quoted || !isPlain ? `"${name.replaceAll('"', '""')}"` : name;
}

export function printExpression(node: Expression): string {
  return print(node)[0];
}

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const within = (node: Expression, least: number): string => {
  const [text, level] = print(node);
  return level < least ? `(${text})` : text;
};

function print(node: Expression): [text: string, level: number] {
  switch (node.kind) {
    case 'column':
      return [[...node.qualifier, node.column].map(printName).join('.'), levels.primary];
    case 'string':
      return [quote(node.value), levels.primary];
    case 'number':
      return [node.text, node.text.startsWith('-') ? levels.sign : levels.primary];
    case 'boolean':
      return [node.value ? 'TRUE' : 'FALSE', levels.primary];
    case 'null':
      return ['NULL', levels.primary];
    case 'typed':
      return [
        `${node.type === 'varbinary' ? 'X' : `${node.type.toUpperCase()} `}${quote(node.text)}`,
        levels.primary,
      ];
    case 'interval':
      return [printInterval(node), levels.primary];
    case 'call':
      return [printCall(node), levels.primary];
    case 'array':
    case 'row':
    case 'field':
    case 'subscript':
    case 'lambda':
      return printNested(node);
    case 'grouping':
      return [`GROUPING(${node.args.map(printExpression).join(', ')})`, levels.primary];
    case 'subquery':
      return [`(${printQuery(node.query)})`, levels.primary];
    case 'exists':
      return [`EXISTS (${printQuery(node.query)})`, levels.primary];
    case 'not':
      return [`NOT ${within(node.arg, levels.not)}`, levels.not];
    case 'negate':
      return [`-${within(node.arg, levels.primary)}`, levels.sign];
    case 'and':
    case 'or': {
      const level = levels[node.kind];
      return [node.args.map((arg) => within(arg, level + 1)).join(` ${node.kind.toUpperCase()} `), level];
    }
    case 'concat':
      return [node.args.map((arg) => within(arg, levels.sum)).join(' || '), levels.concat];
    case 'arithmetic': {
      const level = node.operator === '+' || node.operator === '-' ? levels.sum : levels.product;
      return [`${within(node.left, level)} ${node.operator} ${within(node.right, level + 1)}`, level];
    }
    case 'jsonPath':
    case 'jsonMade':
      return [printJson(node, printExpression), levels.primary];
    case 'case':
    case 'cast':
    case 'extract':
      return [printWord(node), levels.primary];
    default:
      return [printPredicate(node), levels.predicate];
  }
}

type Nested = Extract<Expression, { kind: 'array' | 'row' | 'field' | 'subscript' | 'lambda' }>;

function printNested(node: Nested): [text: string, level: number] {
  switch (node.kind) {
    case 'array':
      return [`ARRAY[${node.items.map(printExpression).join(', ')}]`, levels.primary];
    case 'row':
      return [`ROW(${node.items.map(printExpression).join(', ')})`, levels.primary];
    case 'field':
      return [`${within(node.value, levels.primary)}.${printName(node.field)}`, levels.primary];
    case 'lambda': {
      const parameters = node.parameters.map(printName).join(', ');
      return [`(${parameters}) -> ${printExpression(node.body)}`, levels.or - 1];
    }
    case 'subscript':
      return [`${within(node.value, levels.primary)}[${printExpression(node.index)}]`, levels.primary];
  }
}

function printInterval({ written }: Extract<Expression, { kind: 'interval' }>): string {
  return `INTERVAL ${written.isNegated ? '-' : ''}${quote(written.text)} ${written.words.toUpperCase()}`;
}

type Predicate = Extract<
  Expression,
  { kind: 'compare' | 'between' | 'in' | 'inQuery' | 'quantified' | 'like' | 'isNull' | 'isDistinct' }
>;

function printPredicate(node: Predicate): string {
  const side = (part: Expression): string => within(part, levels.concat);
  switch (node.kind) {
    case 'compare':
      return `${side(node.left)} ${node.operator} ${side(node.right)}`;
    case 'between':
      return `${side(node.value)} ${node.negated ? 'NOT ' : ''}BETWEEN ${side(node.low)} AND ${side(node.high)}`;
    case 'in':
      return `${side(node.value)} ${node.negated ? 'NOT ' : ''}IN (${node.list.map(printExpression).join(', ')})`;
    case 'inQuery':
      return `${side(node.value)} ${node.negated ? 'NOT ' : ''}IN (${printQuery(node.query)})`;
    case 'quantified':
      return `${side(node.value)} ${node.operator} ${node.quantifier.toUpperCase()} (${printQuery(node.query)})`;
    case 'like': {
      const mark = node.escape === undefined ? '' : ` ESCAPE ${side(node.escape)}`;
      return `${side(node.value)} ${node.negated ? 'NOT ' : ''}LIKE ${side(node.pattern)}${mark}`;
    }
    case 'isNull':
      return `${side(node.value)} IS ${node.negated ? 'NOT ' : ''}NULL`;
    case 'isDistinct':
      return `${side(node.left)} IS ${node.negated ? 'NOT ' : ''}DISTINCT FROM ${side(node.right)}`;
  }
}

function printCall(node: Extract<Expression, { kind: 'call' }>): string {
  const word = node.name.name.toLowerCase();
  if (!node.name.quoted && bareWords.includes(word)) return word;
  if (!node.name.quoted && word === 'listagg') return printListagg(node);
  const order = node.orderBy === undefined ? '' : ` ${printOrder(node.orderBy)}`;
  const args = node.star
    ? '*'
    : `${node.distinct ? 'DISTINCT ' : ''}${node.args.map(printExpression).join(', ')}${order}`;
  const filter = node.filter === undefined ? '' : ` FILTER (WHERE ${printExpression(node.filter)})`;
  const name = word === 'trim' || word === 'normalize' ? node.name.name : printName(node.name);
  const over = node.over === undefined ? '' : ` OVER (${printWindow(node.over)})`;
  return `${name}(${args})${filter}${node.ignoreNulls ? ' IGNORE NULLS' : ''}${over}`;
}

const bareWords = ['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'];

function printListagg(node: Extract<Expression, { kind: 'call' }>): string {
  const args = `${node.distinct ? 'DISTINCT ' : ''}${node.args.map(printExpression).join(', ')}`;
  const filter = node.filter === undefined ? '' : ` FILTER (WHERE ${printExpression(node.filter)})`;
  const overflow = node.overflow === undefined ? '' : ` ON OVERFLOW ${node.overflow}`;
  return `LISTAGG(${args}${overflow}) WITHIN GROUP (${printOrder(node.orderBy ?? [])})${filter}`;
}

function printWindow({ base, partitionBy, orderBy, frame }: Window): string {
  const parts: string[] = base === undefined ? [] : [printName(base)];
  if (partitionBy.length > 0) parts.push(`PARTITION BY ${partitionBy.map(printExpression).join(', ')}`);
  if (orderBy.length > 0) parts.push(printOrder(orderBy));
  if (frame !== undefined) {
    const { unit, start, end } = frame;
    const range =
      end === undefined ? printBound(start) : `BETWEEN ${printBound(start)} AND ${printBound(end)}`;
    parts.push(`${unit.toUpperCase()} ${range}`);
  }
  return parts.join(' ');
}

function printBound({ kind, offset }: FrameBound): string {
  return kind === 'current' ? 'CURRENT ROW' : `${offset ?? 'UNBOUNDED'} ${kind.toUpperCase()}`;
}

function printWord(node: Extract<Expression, { kind: 'case' | 'cast' | 'extract' }>): string {
  switch (node.kind) {
    case 'cast':
      return `${node.safe ? 'TRY_CAST' : 'CAST'}(${printExpression(node.value)} AS ${node.type})`;
    case 'extract':
      return `EXTRACT(${node.unit.toUpperCase()} FROM ${printExpression(node.value)})`;
    case 'case': {
      const operand = node.operand === undefined ? '' : ` ${printExpression(node.operand)}`;
      const branches = node.branches.map(
        (each) => ` WHEN ${printExpression(each.when)} THEN ${printExpression(each.value)}`,
      );
      const otherwise = node.otherwise === undefined ? '' : ` ELSE ${printExpression(node.otherwise)}`;
      return `CASE${operand}${branches.join('')}${otherwise} END`;
    }
  }
}
