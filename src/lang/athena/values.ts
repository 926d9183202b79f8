import type { Expr, LiteralValue, NamedExpr, Plan, ValueType } from '../../plan/index.js';
import { lowerExpression } from './lower-expression.js';
import type { Result, ResultColumn } from './lower-query.js';
import { oneRow, placeIn, type Tables } from './lower-relation.js';
import { refuse } from './messages.js';
import type { Body, Expression } from './syntax.js';
import { coerce, commonType, type Lowered, planType, shownType, type TrinoType } from './types.js';

type Values = Extract<Body, { kind: 'values' }>;

/** `VALUES (1, 'a'), (2, 'b')`: columns `_col0`, `_col1`, … of the types that all rows have in common. */
export function lowerValues(body: Values, tables: Tables): Result {
  const place = placeIn('VALUES', [], tables);
  const rows = body.rows.map((node) => {
    const items = node.kind === 'row' ? node.items : [node];
    return { node, cells: items.map((item) => lowerExpression(item, place)) };
  });
  const types = typesOf(rows, body, tables);
  const columns = types.map(
    (type, index): ResultColumn => ({ name: `_col${index}`, column: `_col${index}`, type }),
  );
  const exprs = rows.map(({ cells }) => cells.map((cell, index) => coerce(cell, types[index] ?? cell.type)));
  return { columns, plan: literalRows(exprs, columns) ?? computedRows(exprs, columns) };
}

function typesOf(
  rows: readonly { readonly node: Expression; readonly cells: readonly Lowered[] }[],
  body: Values,
  tables: Tables,
): readonly TrinoType[] {
  const [first] = rows;
  const types: TrinoType[] = (first?.cells ?? []).map((cell) => cell.type);
  for (const { node, cells } of rows) {
    if (cells.length !== types.length) {
      const params = { expected: types.length, given: cells.length };
      return refuse(tables.statement.query, 'values-columns', params, body.span);
    }
    for (const [index, cell] of cells.entries()) {
      const before = types[index] ?? cell.type;
      const common = commonType(before, cell.type);
      if (common === undefined) {
        const params = {
          what: `values of column ${index + 1}`,
          left: shownType(before),
          right: shownType(cell.type),
        };
        return refuse(
          tables.statement.query,
          'branch-types',
          params,
          node.span,
          'write CAST(… AS …) in one of them',
        );
      }
      types[index] = common;
    }
  }
  return types;
}

/** Types whose literals are values of the type by themselves; the others are texts until they are cast. */
const written: readonly TrinoType[] = [
  'varchar',
  'integer',
  'bigint',
  'double',
  'boolean',
  'ipaddress',
  'json',
];

/** Rows of plain literals are data, however many there are. */
function literalRows(rows: readonly (readonly Expr[])[], columns: readonly ResultColumn[]): Plan | undefined {
  const typed = columns.map(({ column, type }) => {
    const plain: ValueType = planType(type) ?? 'varchar';
    return { name: column, type: plain };
  });
  if (!columns.every(({ type }) => written.includes(type))) return undefined;
  const values: LiteralValue[][] = [];
  for (const row of rows) {
    const cells = row.flatMap((cell) => (cell.kind === 'literal' ? [cell.value] : []));
    if (cells.length < row.length) return undefined;
    values.push(cells);
  }
  return { kind: 'values', columns: typed, rows: values };
}

function computedRows(rows: readonly (readonly Expr[])[], columns: readonly ResultColumn[]): Plan {
  const inputs = rows.map((row): Plan => {
    const exprs = row.map((expr, index): NamedExpr => ({ name: columns[index]?.column ?? '', expr }));
    return { kind: 'project', input: oneRow.plan, columns: exprs };
  });
  const [only] = inputs;
  return only !== undefined && inputs.length === 1 ? only : { kind: 'union', inputs };
}
