import { nearest } from '../../base/index.js';
import { build, type Expr, type NamedExpr, type Plan } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import { lowerCompare } from './compare.js';
import { condition, lowerExpression, type Place } from './lower-expression.js';
import type { Result } from './lower-query.js';
import { refuse } from './messages.js';
import { resolveColumn, type ScopeColumn, type Source, type Statement } from './scope.js';
import type { Identifier, Query, Relation } from './syntax.js';
import type { TableColumn } from './table.js';
import { coerce, commonType, elementOf, isArray, type TrinoType } from './types.js';

const { and, coalesce, col, lit } = build;

/** What tables there are: the queries named in WITH, and for every other name the flow logs. */
export interface Tables {
  readonly statement: Statement;
  readonly named: ReadonlyMap<string, Result>;
  readonly flow: readonly TableColumn[];
  readonly flowTable: string;
  readonly lowerQuery: (query: Query, tables: Tables) => Result;
}

/** Where an expression of this clause stands; a subquery in it sees the same tables. */
export function placeIn(clause: string, columns: readonly ScopeColumn[], tables: Tables): Place {
  const { statement } = tables;
  const inside = { ...tables, statement: { ...statement, outer: columns } };
  return { statement, columns, clause, subquery: (query) => tables.lowerQuery(query, inside) };
}

/** What stands after FROM, as a plan and its columns. */
export function lowerRelation(relation: Relation, tables: Tables): Source {
  switch (relation.kind) {
    case 'table':
      return lowerTable(relation, tables);
    case 'subquery': {
      const result = tables.lowerQuery(relation.query, tables);
      return named(result, relation.alias?.name, relation.columns, tables);
    }
    case 'unnest':
      return lowerUnnest(relation, oneRow, tables);
    case 'join':
      if (relation.right.kind !== 'unnest') return lowerJoin(relation, tables);
      if (relation.type !== 'cross') {
        const help = 'write CROSS JOIN UNNEST(…) AS t (element)';
        return refuse(
          tables.statement.query,
          'not-supported',
          { what: 'UNNEST in a join with ON' },
          relation.right.span,
          help,
        );
      }
      return lowerUnnest(relation.right, lowerRelation(relation.left, tables), tables);
  }
}

/** What a query without FROM has: one row, of which nothing is named. */
export const oneRow: Source = {
  plan: { kind: 'values', columns: [{ name: 'one', type: 'bigint' }], rows: [[1]] },
  columns: [],
};

/** A row for each element of an array of the rows before it. */
function lowerUnnest(
  relation: Extract<Relation, { kind: 'unnest' }>,
  before: Source,
  tables: Tables,
): Source {
  const { query } = tables.statement;
  const [element, number] = relation.columns;
  const wanted = relation.ordinality ? 2 : 1;
  if (element === undefined || relation.columns.length !== wanted) {
    const example = relation.ordinality ? 'AS t (element, number)' : 'AS t (element)';
    return refuse(
      query,
      'not-supported',
      { what: 'UNNEST without names for its columns' },
      relation.span,
      `write ${example}`,
    );
  }
  const side: Projected =
    before.columns.length === 0 ? { plan: before.plan, columns: [] } : projected(before, tables);
  const known = side.columns.map(({ column, name }): ScopeColumn => {
    const { type } = column.value;
    return { ...column, value: { type, expr: col(name) } };
  });
  const list = lowerExpression(relation.list, placeIn('UNNEST', known, tables));
  if (!isArray(list.type)) {
    const params = { what: 'The argument of UNNEST', expected: 'array', given: list.type };
    return refuse(query, 'operand-type', params, relation.list.span);
  }
  const names = new ColumnNames([...side.columns.map((each) => each.name), 'one']);
  const [first, second] = [names.claim(element.name), names.claim(number?.name ?? 'number')];
  const table = relation.alias?.name.toLowerCase();
  const made = (identifier: Identifier, name: string, type: TrinoType): ScopeColumn => ({
    name: identifier.name,
    value: { type, expr: col(name) },
    shown: true,
    table,
  });
  const columns = [...known, made(element, first, elementOf(list.type))];
  if (number !== undefined) columns.push(made(number, second, 'bigint'));
  return {
    plan: { kind: 'unnest', input: side.plan, list: list.expr, element: first, number: second },
    columns,
  };
}

function lowerTable(relation: Extract<Relation, { kind: 'table' }>, tables: Tables): Source {
  const last = relation.name.at(-1);
  const name = last?.name.toLowerCase() ?? '';
  const table = relation.alias?.name ?? last?.name;
  const known = relation.name.length === 1 ? tables.named.get(name) : undefined;
  if (known !== undefined) return named(known, table, relation.columns, tables);
  const { query } = tables.statement;
  const near = relation.name.length === 1 ? nearest(name, tables.named.keys()) : undefined;
  if (near !== undefined)
    return refuse(query, 'table-not-found', { name }, relation.span, `write \`${near}\``);
  if (relation.name.some((part) => part.name.toLowerCase() === 'information_schema')) {
    return refuse(query, 'not-supported', { what: 'information_schema' }, relation.span);
  }
  const columns = tables.flow.map((column) => ({ ...column, table: table?.toLowerCase() }));
  const source: Source = { plan: { kind: 'scan', table: tables.flowTable }, columns };
  if (relation.columns.length === 0) return source;
  return renamed(source, relation.columns, tables);
}

/** A query's answer as a table. */
function named(
  result: Result,
  alias: string | undefined,
  columns: readonly Identifier[],
  tables: Tables,
): Source {
  const table = alias?.toLowerCase();
  const source: Source = {
    plan: result.plan,
    columns: result.columns.map((column) => ({
      name: column.name,
      value: { type: column.type, expr: col(column.column) },
      shown: true,
      table,
    })),
  };
  return columns.length === 0 ? source : renamed(source, columns, tables);
}

function renamed(source: Source, names: readonly Identifier[], tables: Tables): Source {
  const shown = source.columns.filter((column) => column.shown);
  const [first] = names;
  if (names.length !== shown.length && first !== undefined) {
    const params = { given: names.length, has: shown.length };
    return refuse(tables.statement.query, 'column-aliases', params, first.span);
  }
  return {
    plan: source.plan,
    columns: shown.map((column, index) => ({ ...column, name: names[index]?.name ?? column.name })),
  };
}

/** Both sides become projections with names of their own, since a join's columns say by name what they are. */
function lowerJoin(relation: Extract<Relation, { kind: 'join' }>, tables: Tables): Source {
  const left = lowerRelation(relation.left, tables);
  const right = lowerRelation(relation.right, tables);
  checkNames(relation, left, right, tables);
  const leftSide = projected(left, tables);
  const rightSide = projected(right, tables);
  // A right join is a left join of the sides the other way round; the columns keep their order.
  const turned = relation.type === 'right';
  const atLeft = boundTo(leftSide, turned ? 'right' : 'left');
  const atRight = boundTo(rightSide, turned ? 'left' : 'right');
  const shared = relation.using.map((column) => sharedColumn(column, relation.type, atLeft, atRight, tables));
  const rest = [...atLeft, ...atRight].filter(
    (column) => !shared.some((each) => each.parts.includes(column)),
  );
  const names = new ColumnNames();
  const columns: NamedExpr[] = [];
  const joined = [...shared.map((each) => each.column), ...rest].map((column) => {
    const name = names.claim(column.name);
    columns.push({ name, expr: column.value.expr });
    return { ...column, value: { type: column.value.type, expr: col(name) } };
  });
  const using = shared.map((each) => each.on);
  const on =
    relation.on === undefined
      ? using.length === 0
        ? lit(true)
        : and(...using)
      : condition(relation.on, placeIn('JOIN', [...atLeft, ...atRight], tables));
  const type = relation.type === 'left' || turned ? 'left' : relation.type === 'full' ? 'full' : 'inner';
  const sides = turned ? [rightSide.plan, leftSide.plan] : [leftSide.plan, rightSide.plan];
  const [first = leftSide.plan, second = rightSide.plan] = sides;
  const plan: Plan = {
    kind: 'join',
    type,
    left: first,
    right: second,
    on,
    columns,
  };
  return { plan, columns: joined };
}

interface SharedColumn {
  readonly column: ScopeColumn;
  readonly parts: readonly ScopeColumn[];
  readonly on: Expr;
}

/** A column of USING: one column without a table, which has a value where either side has one. */
function sharedColumn(
  identifier: Identifier,
  type: Extract<Relation, { kind: 'join' }>['type'],
  atLeft: readonly ScopeColumn[],
  atRight: readonly ScopeColumn[],
  tables: Tables,
): SharedColumn {
  const { statement } = tables;
  const wanted = identifier.name.toLowerCase();
  const parts = [atLeft, atRight].map((columns) => {
    resolveColumn(statement, columns, [], identifier, identifier.span);
    return columns.find((column) => column.name.toLowerCase() === wanted);
  });
  const [a, b] = parts;
  if (a === undefined || b === undefined) {
    return refuse(statement.query, 'column-not-found', { name: identifier.name }, identifier.span);
  }
  const compared = { operator: '=', span: identifier.span } as const;
  const on = lowerCompare(compared, a.value, b.value, statement.query).expr;
  const common = commonType(a.value.type, b.value.type) ?? a.value.type;
  const [first, second] = [coerce(a.value, common), coerce(b.value, common)];
  const expr = type === 'full' ? coalesce(first, second) : type === 'right' ? second : first;
  const column: ScopeColumn = { name: a.name, value: { type: common, expr }, shown: true, table: undefined };
  return { column, parts: [a, b], on };
}

function boundTo(side: Projected, label: 'left' | 'right'): ScopeColumn[] {
  return side.columns.map(({ column, name }) => bound(column, name, label));
}

function bound(column: ScopeColumn, name: string, side: 'left' | 'right'): ScopeColumn {
  return { ...column, value: { type: column.value.type, expr: { kind: 'column', name, side } } };
}

function checkNames(
  relation: Extract<Relation, { kind: 'join' }>,
  left: Source,
  right: Source,
  tables: Tables,
): void {
  const taken = new Set(left.columns.map((column) => column.table));
  const twice = right.columns.find((column) => column.table !== undefined && taken.has(column.table));
  if (twice?.table === undefined) return;
  refuse(
    tables.statement.query,
    'duplicate-alias',
    { name: twice.table },
    relation.right.span,
    'give one of them another name, with AS',
  );
}

interface Projected {
  readonly plan: Plan;
  readonly columns: readonly { readonly column: ScopeColumn; readonly name: string }[];
}

/** Only columns that the statement could name are carried through a join: there are many more of them. */
function projected(source: Source, tables: Tables): Projected {
  const names = new ColumnNames();
  const wanted = source.columns.filter(
    (column) => column.shown || tables.statement.mentioned.has(column.name.toLowerCase()),
  );
  const columns = wanted.map((column) => ({ column, name: names.claim(column.name) }));
  const exprs = columns.map(({ column, name }): NamedExpr => ({ name, expr: column.value.expr }));
  return { plan: { kind: 'project', input: source.plan, columns: exprs }, columns };
}
