import { build, type NamedExpr, namesOuter, type Plan, type SortKey } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import { orderable } from './address-order.js';
import { inKeyOrder } from './compare-nested.js';
import type { Tables } from './lower-relation.js';
import { lowerSelect } from './lower-select.js';
import { refuse } from './messages.js';
import { seenFrom } from './outer.js';
import { aliased, lowerRecursive, namesTable } from './recursive.js';
import { type Body, type Query, selectOf } from './syntax.js';
import { coerce, commonType, type Lowered, shownType, type TrinoType } from './types.js';
import { lowerValues } from './values.js';

const { col } = build;

/** A query's answer: a plan whose columns have names of their own, with the headings they are shown under. */
export interface Result {
  readonly plan: Plan;
  readonly columns: readonly ResultColumn[];
}

export interface ResultColumn {
  readonly name: string;
  readonly column: string;
  readonly type: TrinoType;
}

/** Largest LIMIT beside ORDER BY (Athena User Guide, "SELECT"). */
const maxSortedLimit = 2_147_483_647;

export function lowerQuery(query: Query, outer: Tables): Result {
  const tables = withNamed(query, outer);
  if (query.orderBy.length > 0 && query.limit !== undefined && query.limit > maxSortedLimit) {
    refuse(tables.statement.query, 'limit-too-large', { max: maxSortedLimit }, query.span);
  }
  const result =
    query.body.kind === 'select'
      ? lowerSelect(query.body, query.orderBy, tables)
      : lowerSorted(query, tables);
  return query.ties ? cutWithTies(result, query, tables) : cut(result, query);
}

function withNamed(query: Query, outer: Tables): Tables {
  let tables = outer;
  for (const each of query.with) {
    const name = each.name.name.toLowerCase();
    const isRecursive = query.recursive && namesTable(each.query, name);
    const before = tables;
    const lowered = (deeper: number): Result =>
      aliased(
        each,
        lowerQuery(each.query, { ...before, statement: seenFrom(before.statement, deeper) }),
        before,
      );
    const result = isRecursive ? lowerRecursive(each, tables, lowerQuery) : lowered(0);
    const namesAround = namesOuter(result.plan);
    if (isRecursive && namesAround) {
      const what = 'A recursive query of WITH that names a column of the query around it';
      refuse(tables.statement.query, 'not-supported', { what }, each.name.span);
    }
    const level = tables.statement.level ?? 0;
    const entry = namesAround ? { ...result, level, lowered } : result;
    tables = { ...tables, named: new Map(tables.named).set(name, entry) };
  }
  return tables;
}

/** LIMIT directly above a sort, so that it stays in the same SELECT; the last projection stays above both. */
function cut(result: Result, query: Query): Result {
  if (query.limit === undefined && query.offset === undefined) return result;
  const count = query.limit ?? Number.MAX_SAFE_INTEGER;
  const limited = (input: Plan): Plan =>
    query.offset === undefined
      ? { kind: 'limit', input, count }
      : { kind: 'limit', input, count, offset: query.offset };
  const { plan } = result;
  const sorted = plan.kind === 'project' && plan.input.kind === 'sort';
  return { ...result, plan: sorted ? { ...plan, input: limited(plan.input) } : limited(plan) };
}

/** As LIMIT, but the rows that are equal to the last one by the order stay: those of its rank. */
function cutWithTies(result: Result, query: Query, tables: Tables): Result {
  const { plan } = result;
  const sorted = plan.kind === 'project' ? plan.input : plan;
  if (sorted.kind !== 'sort') return refuse(tables.statement.query, 'ties-order', {}, query.span);
  const rest: Plan =
    query.offset === undefined
      ? sorted.input
      : { kind: 'limit', input: sorted, count: Number.MAX_SAFE_INTEGER, offset: query.offset };
  const rank: NamedExpr = { name: 'rank of ties', expr: build.over('rank', [], [], sorted.keys) };
  const ranked: Plan = { kind: 'extend', input: rest, columns: [rank] };
  const kept: Plan = { kind: 'filter', input: ranked, where: build.le(col(rank.name), query.limit ?? 1) };
  const columns =
    plan.kind === 'project'
      ? plan.columns
      : result.columns.map(({ column }) => ({ name: column, expr: col(column) }));
  return { ...result, plan: { kind: 'project', input: { ...sorted, input: kept }, columns } };
}

/** A union or a query in parentheses, whose ORDER BY names its columns or their positions. */
function lowerSorted(query: Query, tables: Tables): Result {
  const result = lowerBody(query.body, tables);
  if (query.orderBy.length === 0) return result;
  const keys = query.orderBy.map((item): SortKey => {
    const { value } = item;
    const position = value.kind === 'number' && value.type === 'integer' ? Number(value.text) : undefined;
    const wanted = value.kind === 'column' ? value.column.name.toLowerCase() : undefined;
    const column =
      position === undefined
        ? result.columns.find((each) => each.name.toLowerCase() === wanted)
        : result.columns[position - 1];
    if (column !== undefined)
      return sortKey(orderable({ type: column.type, expr: col(column.column) }), item);
    const help = `the columns are ${result.columns.map((each) => each.name).join(', ')}`;
    const text = tables.statement.query.slice(value.span);
    return refuse(tables.statement.query, 'column-not-found', { name: text }, value.span, help);
  });
  return { ...result, plan: { kind: 'sort', input: result.plan, keys } };
}

export function sortKey(expr: SortKey['expr'], item: Query['orderBy'][number]): SortKey {
  return {
    expr,
    ...(item.descending ? { descending: true } : {}),
    ...(item.nullsFirst === true ? { nullsFirst: true } : {}),
  };
}

function lowerBody(body: Body, tables: Tables): Result {
  switch (body.kind) {
    case 'select':
      return lowerSelect(body, [], tables);
    case 'nested':
      return lowerQuery(body.query, tables);
    case 'values':
      return lowerValues(body, tables);
    case 'table': {
      const item = { kind: 'all', qualifier: undefined, span: body.span } as const;
      return lowerSelect(selectOf(body.relation, [item], body.span), [], tables);
    }
    case 'union': {
      const { columns, inputs } = aligned(body.inputs, 'UNION', tables);
      const union: Plan = { kind: 'union', inputs };
      return { columns, plan: body.all ? union : { kind: 'distinct', input: union } };
    }
    case 'intersect':
    case 'except': {
      const { columns, inputs } = aligned([body.left, body.right], body.kind.toUpperCase(), tables);
      const [left, right] = inputs;
      if (left === undefined || right === undefined)
        return refuse(tables.statement.query, 'no-columns', {}, body.span);
      return { columns, plan: { kind: 'setOperation', operation: body.kind, all: body.all, left, right } };
    }
  }
}

/** The first query gives the names, all of them together the types. */
function aligned(
  bodies: readonly Body[],
  word: string,
  tables: Tables,
): { readonly columns: readonly ResultColumn[]; readonly inputs: readonly Plan[] } {
  const results = bodies.map((input) => ({ result: lowerBody(input, tables), span: input.span }));
  const [first] = results;
  if (first === undefined) return { columns: [], inputs: [] };
  const names = new ColumnNames();
  const columns = first.result.columns.map((column, index) => {
    let { type } = column;
    for (const { result, span } of results) {
      const other = result.columns[index];
      if (other === undefined || result.columns.length !== first.result.columns.length) {
        const params = { word, left: first.result.columns.length, right: result.columns.length };
        return refuse(tables.statement.query, 'union-columns', params, span);
      }
      const common = commonType(type, other.type);
      if (common === undefined) {
        const params = { word, number: index + 1, left: shownType(type), right: shownType(other.type) };
        const help = 'write CAST(… AS …) in one of them';
        return refuse(tables.statement.query, 'union-types', params, span, help);
      }
      type = common;
    }
    return { name: column.name, column: names.claim(column.name), type };
  });
  const inputs = results.map(({ result }): Plan => {
    const exprs = columns.map((column, index): NamedExpr => {
      const own = result.columns[index];
      const value: Lowered = { type: own?.type ?? 'unknown', expr: col(own?.column ?? '') };
      return {
        name: column.column,
        expr: inKeyOrder({ type: column.type, expr: coerce(value, column.type) }),
      };
    });
    return { kind: 'project', input: result.plan, columns: exprs };
  });
  return { columns, inputs };
}
