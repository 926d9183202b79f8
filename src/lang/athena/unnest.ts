import { build, type NamedExpr, type Plan } from '../../plan/index.js';
import { lowerExpression } from './lower-expression.js';
import { keptColumns, placeIn, type Tables } from './lower-relation.js';
import { refuse } from './messages.js';
import { elementOf, entryOf, fieldsOf, isArray, isMap, isRow, rowOf } from './nested-types.js';
import type { ScopeColumn, Source } from './scope.js';
import type { Expression, Identifier, Relation } from './syntax.js';
import { type Lowered, shownType, type TrinoType } from './types.js';

const { call, col } = build;
type Unnest = Extract<Relation, { kind: 'unnest' }>;

/** One list to take apart, and the columns that each of its elements gives. */
interface Elements {
  readonly list: Lowered;
  readonly columns: readonly { readonly name: string | undefined; readonly type: TrinoType }[];
  /** Whether an element is a row, of which each field is a column. */
  readonly isRow: boolean;
}

/**
 * A row for each element of the arrays and maps of the rows before it (trino.io, "SELECT", UNNEST): a map gives two
 * columns, an array of rows one for each field; a shorter list is filled up with NULL.
 */
export function lowerUnnest(relation: Unnest, keepsEmpty: boolean, before: Source, tables: Tables): Source {
  const { plan, names, columns: known } = keptColumns(before, tables);
  const place = placeIn('UNNEST', known, tables);
  const lists = wholeRows(
    relation,
    relation.lists.map((node) => elementsOf(node, lowerExpression(node, place), tables)),
  );
  const wanted = lists.flatMap((each) => each.columns);
  const given = columnNames(relation, wanted, tables);
  const element = names.claim('element');
  const number = names.claim(given[wanted.length]?.name ?? 'number');
  const zipped = joined(lists);
  const unnested: Plan = {
    kind: 'unnest',
    input: plan,
    list: zipped.expr,
    element,
    number,
    ...(keepsEmpty ? { keepsEmpty } : {}),
  };
  const table = relation.alias?.name.toLowerCase();
  const exprs = fieldsOfElement(lists, { type: elementOf(zipped.type), expr: col(element) });
  const made = exprs.map((value, index) => {
    const name = given[index]?.name ?? wanted[index]?.name ?? `_col${known.length + index}`;
    return { name, column: names.claim(name), value };
  });
  const kept = known.map((column): NamedExpr => ({ name: nameOf(column), expr: column.value.expr }));
  const projected: Plan = {
    kind: 'project',
    input: unnested,
    columns: [
      ...kept,
      ...made.map(({ column, value }): NamedExpr => ({ name: column, expr: value.expr })),
      ...(relation.ordinality ? [{ name: number, expr: col(number) }] : []),
    ],
  };
  const columns = made.map(({ name, column, value }): ScopeColumn => {
    return { name, value: { type: value.type, expr: col(column) }, shown: true, table };
  });
  if (!relation.ordinality) return { plan: projected, columns: [...known, ...columns] };
  const ordinal: ScopeColumn = {
    name: given[wanted.length]?.name ?? 'ordinality',
    value: { type: 'bigint', expr: col(number) },
    shown: true,
    table,
  };
  return { plan: projected, columns: [...known, ...columns, ordinal] };
}

const nameOf = (column: ScopeColumn): string =>
  column.value.expr.kind === 'column' ? column.value.expr.name : column.name;

function elementsOf(node: Expression, value: Lowered, tables: Tables): Elements {
  if (isMap(value.type)) {
    const [key, each] = entryOf(value.type);
    const fields = [
      { name: undefined, type: key },
      { name: undefined, type: each },
    ];
    const list: Lowered = { type: `array(${rowOf(fields)})`, expr: call('mapEntries', value.expr) };
    return { list, columns: fields, isRow: true };
  }
  if (!isArray(value.type)) {
    const params = { what: 'The argument of UNNEST', expected: 'array or map', given: shownType(value.type) };
    return refuse(tables.statement.query, 'operand-type', params, node.span);
  }
  const element = elementOf(value.type);
  if (isRow(element)) return { list: value, columns: fieldsOf(element), isRow: true };
  return { list: value, columns: [{ name: undefined, type: element }], isRow: false };
}

/**
 * With one name for each list the rows of an array stay whole, as the documented query over Resolver query logs has it
 * (Athena User Guide, "Query Amazon Route 53 resolver query logs"); Trino alone takes a name for each of their fields.
 */
function wholeRows(relation: Unnest, lists: readonly Elements[]): readonly Elements[] {
  const given = relation.columns.length - (relation.ordinality ? 1 : 0);
  // The entries of a map are no rows of anyone's own: their fields have no names.
  const isOwn = ({ list }: Elements): boolean =>
    fieldsOf(elementOf(list.type)).some((field) => field.name !== undefined);
  if (given !== lists.length || !lists.every(isOwn)) return lists;
  return lists.map((each): Elements => {
    return { list: each.list, columns: [{ name: undefined, type: elementOf(each.list.type) }], isRow: false };
  });
}

/** Several lists as one list of rows. */
function joined(lists: readonly Elements[]): Lowered {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only.list;
  const fields = lists.map(({ list }) => ({ name: undefined, type: elementOf(list.type) }));
  return { type: `array(${rowOf(fields)})`, expr: call('arrayZip', ...lists.map(({ list }) => list.expr)) };
}

function fieldsOfElement(lists: readonly Elements[], element: Lowered): Lowered[] {
  return lists.flatMap((each, index) => {
    const value: Lowered =
      lists.length === 1
        ? element
        : { type: elementOf(each.list.type), expr: call('rowField', element.expr, index + 1) };
    if (!each.isRow) return [value];
    return each.columns.map(({ type }, field): Lowered => {
      return { type, expr: call('rowField', value.expr, field + 1) };
    });
  });
}

/** The names after AS; without them only columns with names of their own can be named. */
function columnNames(relation: Unnest, wanted: Elements['columns'], tables: Tables): readonly Identifier[] {
  const count = wanted.length + (relation.ordinality ? 1 : 0);
  const { columns } = relation;
  if (columns.length === 0 || columns.length === count) return columns;
  const params = { given: columns.length, has: count, name: relation.alias?.name ?? 'unnest' };
  return refuse(tables.statement.query, 'column-aliases', params, relation.span);
}
