import { build, type NamedExpr, type Plan } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import type { Result, ResultColumn } from './lower-query.js';
import type { Tables } from './lower-relation.js';
import { refuse } from './messages.js';
import { type Body, expressionsIn, type Query, queriesIn, type Relation } from './syntax.js';
import { coerce, commonType, type Lowered, shownType } from './types.js';

type Named = Query['with'][number];

/** The answer of a query of WITH under the names that are given to its columns. */
export function aliased(each: Named, result: Result, tables: Tables): Result {
  const names = each.columns.map((column) => column.name);
  const [first] = each.columns;
  if (first !== undefined && names.length !== result.columns.length) {
    const params = { given: names.length, has: result.columns.length, name: each.name.name };
    refuse(tables.statement.query, 'column-aliases', params, first.span);
  }
  const columns = result.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
  return { plan: result.plan, columns };
}

/**
 * A query of WITH RECURSIVE that names itself: a base, UNION ALL, and a step over the rows that were new last (trino.io,
 * "SELECT", WITH RECURSIVE clause). Trino ends it with an error where more than ten steps have rows, and so is it here.
 */
export function lowerRecursive(
  each: Named,
  tables: Tables,
  lowerQuery: (query: Query, tables: Tables) => Result,
): Result {
  const { base, step } = partsOf(each, tables);
  const name = each.name.name.toLowerCase();
  const first = aliased(each, lowerQuery(base, tables), tables);
  const names = new ColumnNames();
  const columns = first.columns.map(
    (column): ResultColumn => ({ ...column, column: names.claim(column.name) }),
  );
  // Not the name itself, which may be that of a table of the engine.
  const table = `recursion ${name}`;
  const itself: Result = { plan: { kind: 'scan', table }, columns };
  const next = lowerQuery(step, { ...tables, named: new Map(tables.named).set(name, itself) });
  const plan: Plan = {
    kind: 'recursive',
    name: table,
    columns: columns.map(({ column }) => column),
    base: shaped(first, columns, step, tables),
    step: shaped(next, columns, step, tables),
  };
  return { plan, columns };
}

function partsOf(each: Named, tables: Tables): { readonly base: Query; readonly step: Query } {
  const wrong = (problem: string, help: string): never =>
    refuse(tables.statement.query, 'recursion-shape', { problem }, each.name.span, help);
  const { body } = each.query;
  const example = `write ${each.name.name} (columns) AS (SELECT … UNION ALL SELECT … FROM ${each.name.name})`;
  if (each.columns.length === 0) return wrong('missing column aliases in recursive WITH query', example);
  const isPlain =
    each.query.orderBy.length === 0 && each.query.limit === undefined && each.query.with.length === 0;
  if (body.kind !== 'union' || body.inputs.length !== 2 || !body.all || !isPlain) {
    return wrong('a recursive query is a base and a step with UNION ALL between them', example);
  }
  const [base, step] = body.inputs.map((input) => queryOf(input));
  if (base === undefined || step === undefined || namesTable(base, each.name.name.toLowerCase())) {
    return wrong('the base names the query itself', example);
  }
  return { base, step };
}

function queryOf(body: Body): Query {
  const parts = { recursive: false, with: [], orderBy: [], offset: undefined, limit: undefined, ties: false };
  return { ...parts, body, span: body.span };
}

/** The columns of the base in their order, with its types. */
function shaped(result: Result, columns: readonly ResultColumn[], step: Query, tables: Tables): Plan {
  const { query } = tables.statement;
  if (result.columns.length !== columns.length) {
    const params = { word: 'UNION', left: columns.length, right: result.columns.length };
    return refuse(query, 'union-columns', params, step.span);
  }
  const exprs = columns.map(({ column, type }, index): NamedExpr => {
    const own = result.columns[index];
    const value: Lowered = { type: own?.type ?? 'unknown', expr: build.col(own?.column ?? '') };
    if (commonType(value.type, type) !== type) {
      const problem = `recursion step relation output type (${shownType(value.type)}) is not coercible to recursion base relation output type (${shownType(type)}) at column ${index + 1}`;
      return refuse(query, 'recursion-shape', { problem }, step.span, 'write CAST(… AS …) in the base');
    }
    return { name: column, expr: coerce(value, type) };
  });
  return { kind: 'project', input: result.plan, columns: exprs };
}

/** Whether a table of this name, in lower case, stands anywhere in the query. */
export function namesTable(query: Query, name: string): boolean {
  const inRelation = (relation: Relation): boolean => {
    switch (relation.kind) {
      case 'table':
        return relation.name.length === 1 && relation.name[0]?.name.toLowerCase() === name;
      case 'subquery':
      case 'lateral':
        return namesTable(relation.query, name);
      case 'sample':
        return inRelation(relation.relation);
      case 'unnest':
        return false;
      case 'join':
        return inRelation(relation.left) || inRelation(relation.right);
    }
  };
  const inBody = (body: Body): boolean => {
    switch (body.kind) {
      case 'select': {
        const nested = expressionsIn(body).flatMap(queriesIn);
        return (
          (body.from !== undefined && inRelation(body.from)) || nested.some((each) => namesTable(each, name))
        );
      }
      case 'values':
        return body.rows.flatMap(queriesIn).some((each) => namesTable(each, name));
      case 'table':
        return inRelation(body.relation);
      case 'union':
        return body.inputs.some(inBody);
      case 'intersect':
      case 'except':
        return inBody(body.left) || inBody(body.right);
      case 'nested':
        return namesTable(body.query, name);
    }
  };
  return inBody(query.body) || query.with.some((each) => namesTable(each.query, name));
}
