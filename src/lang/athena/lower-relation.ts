import { assertNever, nearest } from '../../base/index.js';
import { build, type Expr, type NamedExpr, type Plan } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import type { AthenaCatalog, CatalogRelation } from './catalog.js';
import { lowerCompare } from './compare.js';
import type { EventTable } from './event-tables.js';
import { condition, type Place } from './lower-expression.js';
import type { Result } from './lower-query.js';
import { lowerView } from './lower-view.js';
import { refuse } from './messages.js';
import { statementWithin } from './outer.js';
import { resolveColumn, type ScopeColumn, type Source, type Statement } from './scope.js';
import { type Expression, type Identifier, type Query, queriesIn, type Relation } from './syntax.js';
import type { TableColumn } from './table.js';
import { coerce, commonType } from './types.js';
import { lowerUnnest } from './unnest.js';

const { and, coalesce, col, lit } = build;

/** A query of WITH. One that names columns of the queries around it is read again where it is used further inside. */
type NamedQuery = Result & {
  readonly level?: number;
  readonly lowered?: (deeper: number) => Result;
};

/** What tables there are: the queries named in WITH, tables of other logs, and for every other name the flow logs. */
export interface Tables {
  readonly statement: Statement;
  readonly named: ReadonlyMap<string, NamedQuery>;
  readonly flow: readonly TableColumn[];
  readonly flowTable: string;
  /** The table of another log that a name stands for, if any. */
  readonly eventTable: (name: string) => EventTable | undefined;
  /** Tables and views that were created. */
  readonly catalog: AthenaCatalog | undefined;
  /** How many views stand around this query. */
  readonly viewDepth?: number;
  readonly lowerQuery: (query: Query, tables: Tables) => Result;
}

/** Where an expression of this clause stands; a subquery in it sees the same tables, and the columns of the place. */
export function placeIn(clause: string, columns: readonly ScopeColumn[], tables: Tables): Place {
  const { statement } = tables;
  const subquery: Place['subquery'] = (query, place) =>
    tables.lowerQuery(query, { ...tables, statement: statementWithin(statement, place) });
  return { statement, columns, clause, subquery };
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
    case 'lateral':
      return lowerLateral(relation, false, oneRow, tables);
    case 'sample':
      return lowerSample(relation, tables);
    case 'unnest':
      return lowerUnnest(relation, false, oneRow, tables);
    case 'join':
      return lowerJoined(relation, tables);
    default:
      return assertNever(relation);
  }
}

/** A join whose right side may speak of the left one: UNNEST and LATERAL. */
function lowerJoined(relation: Extract<Relation, { kind: 'join' }>, tables: Tables): Source {
  const { right, type } = relation;
  if (right.kind !== 'unnest' && right.kind !== 'lateral') return lowerJoin(relation, tables);
  const isTrue = relation.on?.kind === 'boolean' && relation.on.value;
  const keepsLeft = type === 'left';
  if (type !== 'cross' && !(isTrue && (keepsLeft || type === 'inner'))) {
    const word = right.kind === 'unnest' ? 'UNNEST' : 'LATERAL';
    const help = `write CROSS JOIN ${word} (…), or LEFT JOIN ${word} (…) ON TRUE`;
    return refuse(
      tables.statement.query,
      'joined-rows',
      { type: type.toUpperCase(), word },
      right.span,
      help,
    );
  }
  const left = lowerRelation(relation.left, tables);
  return right.kind === 'unnest'
    ? lowerUnnest(right, keepsLeft, left, tables)
    : lowerLateral(right, keepsLeft, left, tables);
}

/** What a query without FROM has: one row, of which nothing is named. */
export const oneRow: Source = {
  plan: { kind: 'values', columns: [{ name: 'one', type: 'bigint' }], rows: [[1]] },
  columns: [],
};

/** For each row before it the rows of a query that may name the row's columns. */
function lowerLateral(
  relation: Extract<Relation, { kind: 'lateral' }>,
  keepsLeft: boolean,
  before: Source,
  tables: Tables,
): Source {
  const { plan, names, columns } = keptColumns(before, tables);
  const place = placeIn('LATERAL', columns, tables);
  const result = tables.lowerQuery(relation.query, {
    ...tables,
    statement: statementWithin(tables.statement, place),
  });
  const renamed = result.columns.map((column) => ({ ...column, column: names.claim(column.column) }));
  const right: Plan = {
    kind: 'project',
    input: result.plan,
    columns: result.columns.map((column, index) => ({
      name: renamed[index]?.column ?? column.column,
      expr: col(column.column),
    })),
  };
  const joined: Plan = { kind: 'lateral', left: plan, right, keepsLeft };
  const own = named({ plan: joined, columns: renamed }, relation.alias?.name, relation.columns, tables);
  return { plan: joined, columns: [...columns, ...own.columns] };
}

/** The rows before UNNEST or LATERAL with the columns that the statement could name, under names of their own. */
export function keptColumns(
  before: Source,
  tables: Tables,
): { readonly plan: Plan; readonly names: ColumnNames; readonly columns: readonly ScopeColumn[] } {
  const side: Projected =
    before.columns.length === 0 ? { plan: before.plan, columns: [] } : projected(before, tables);
  const columns = side.columns.map(({ column, name }): ScopeColumn => {
    const { type } = column.value;
    return { ...column, value: { type, expr: col(name) } };
  });
  const names = new ColumnNames([...side.columns.map((each) => each.name), 'one']);
  return { plan: side.plan, names, columns };
}

function lowerSample(relation: Extract<Relation, { kind: 'sample' }>, tables: Tables): Source {
  const { method, percent } = relation;
  const source = lowerRelation(relation.relation, tables);
  const message = 'The rows of a sample are chosen by chance, so each run of the query has another answer.';
  const note = tables.statement.query.warning('random-answer', message, relation.span);
  if (!tables.statement.diagnostics.some((each) => each.code === note.code))
    tables.statement.diagnostics.push(note);
  return { ...source, plan: { kind: 'sample', input: source.plan, method, percent } };
}

function lowerTable(relation: Extract<Relation, { kind: 'table' }>, tables: Tables): Source {
  const last = relation.name.at(-1);
  const name = last?.name.toLowerCase() ?? '';
  const table = relation.alias?.name ?? last?.name;
  const known = relation.name.length === 1 ? tables.named.get(name) : undefined;
  if (known !== undefined) {
    const deeper = (tables.statement.level ?? 0) - (known.level ?? 0);
    const result = deeper > 0 ? (known.lowered?.(deeper) ?? known) : known;
    return named(result, table, relation.columns, tables);
  }
  const created = tables.catalog?.find(relation.name.map((part) => part.name.toLowerCase()));
  if (created !== undefined) return lowerCreated(created, relation, tables);
  const { query } = tables.statement;
  const near = relation.name.length === 1 ? nearest(name, tables.named.keys()) : undefined;
  if (near !== undefined)
    return refuse(query, 'table-not-found', { name }, relation.span, `write \`${near}\``);
  if (relation.name.some((part) => part.name.toLowerCase() === 'information_schema')) {
    return refuse(query, 'not-supported', { what: 'information_schema' }, relation.span);
  }
  const flow: EventTable = { plan: { kind: 'scan', table: tables.flowTable }, columns: tables.flow };
  const { plan, columns: own } = tables.eventTable(name) ?? flow;
  const columns = own.map((column) => ({ ...column, table: table?.toLowerCase() }));
  const source: Source = { plan, columns };
  if (relation.columns.length === 0) return source;
  return renamed(source, relation.columns, tables);
}

/** A table of the catalogue, or the answer of a view's query, in which names mean what they meant when it was made. */
function lowerCreated(
  created: CatalogRelation,
  relation: Extract<Relation, { kind: 'table' }>,
  tables: Tables,
): Source {
  const table = relation.alias?.name ?? relation.name.at(-1)?.name;
  if (created.kind === 'view') {
    return named(lowerView(created, tables), table, relation.columns, tables);
  }
  const columns = created.columns.map((column) => ({ ...column, column: column.name }));
  const plan: Plan = { kind: 'scan', table: created.scan };
  return named({ plan, columns }, table, relation.columns, tables);
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
    const name = shown[0]?.table ?? 't';
    const params = { given: names.length, has: shown.length, name };
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
  const isInner = relation.type === 'inner' || relation.type === 'cross';
  const tests = conditionsOf(relation.on);
  // A query in ON may name columns of both sides, which only the rows of an inner join have at once: it becomes a filter.
  const later = isInner ? tests.filter((test) => queriesIn(test).length > 0) : [];
  const place = placeIn('JOIN', [...atLeft, ...atRight], tables);
  const now = tests.filter((test) => !later.includes(test)).map((test) => condition(test, place));
  const all = [...using, ...now];
  const on = all.length === 0 ? lit(true) : and(...all);
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
  if (later.length === 0) return { plan, columns: joined };
  const where = and(...later.map((test) => condition(test, placeIn('JOIN', joined, tables))));
  return { plan: { kind: 'filter', input: plan, where }, columns: joined };
}

/** The parts of a condition that have to hold together. */
function conditionsOf(on: Expression | undefined): readonly Expression[] {
  if (on === undefined) return [];
  return on.kind === 'and' ? on.args : [on];
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
    resolveColumn(statement, columns, {
      kind: 'column',
      qualifier: [],
      column: identifier,
      span: identifier.span,
    });
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
  const { mentioned } = tables.statement;
  const wanted = source.columns.filter(
    ({ shown, costly, name }) =>
      (shown && (!costly || mentioned.has('*'))) || mentioned.has(name.toLowerCase()),
  );
  const columns = wanted.map((column) => ({ column, name: names.claim(column.name) }));
  const exprs = columns.map(({ column, name }): NamedExpr => ({ name, expr: column.value.expr }));
  return { plan: { kind: 'project', input: source.plan, columns: exprs }, columns };
}
