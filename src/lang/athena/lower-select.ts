import { build, type NamedExpr, type Plan, type SortKey, simplifyCondition } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import { orderable } from './address-order.js';
import { inKeyOrder } from './compare-nested.js';
import { Grouping, hasAggregateCall, keyOf } from './group.js';
import { groupingSets } from './grouping-sets.js';
import { condition, lowerExpression, type Place } from './lower-expression.js';
import { type Result, type ResultColumn, sortKey } from './lower-query.js';
import { lowerRelation, oneRow, placeIn, type Tables } from './lower-relation.js';
import { refuse } from './messages.js';
import { fieldsOf } from './nested-types.js';
import { fieldAt } from './row-value.js';
import type { Source } from './scope.js';
import {
  type Expression,
  type Identifier,
  type OrderItem,
  partsOf,
  type Select,
  type SelectItem,
} from './syntax.js';
import type { Lowered } from './types.js';

const { col } = build;

/** A SELECT and the ORDER BY that belongs to it. */
export function lowerSelect(select: Select, orderBy: readonly OrderItem[], tables: Tables): Result {
  return new SelectLowering(select, orderBy, tables).result();
}

interface Output {
  readonly name: string;
  readonly value: Lowered;
}

class SelectLowering {
  readonly #select: Select;
  readonly #orderBy: readonly OrderItem[];
  readonly #tables: Tables;
  readonly #source: Source;
  readonly #base: Place;
  readonly #grouping: Grouping | undefined;

  constructor(select: Select, orderBy: readonly OrderItem[], tables: Tables) {
    this.#select = select;
    this.#orderBy = orderBy;
    this.#tables = tables;
    this.#source = this.#filtered();
    this.#base = this.#at('SELECT', this.#source.columns);
    this.#grouping = this.#grouped();
  }

  result(): Result {
    const outputs = this.#select.items.flatMap((item, index) => this.#outputsOf(item, index));
    const having = this.#having();
    const names = new ColumnNames();
    const columns = outputs.map(
      ({ name, value }): ResultColumn => ({ name, column: names.claim(name), type: value.type }),
    );
    const order = this.#order(outputs, columns, names);
    const exprs = columns.map((column, index): NamedExpr => {
      const value = outputs[index]?.value ?? { type: 'unknown', expr: build.lit(null) };
      return { name: column.column, expr: this.#select.distinct ? inKeyOrder(value) : value.expr };
    });
    // The groups are made last: every clause may have added an aggregate to them.
    const input = this.#input(having);
    const projected = projection(input, [...exprs, ...order.hidden]);
    const rows: Plan = this.#select.distinct ? { kind: 'distinct', input: projected } : projected;
    if (order.keys.length === 0) return { columns, plan: rows };
    const sorted: Plan = { kind: 'sort', input: rows, keys: order.keys };
    if (order.hidden.length === 0) return { columns, plan: sorted };
    const kept = columns.map(({ column }): NamedExpr => ({ name: column, expr: col(column) }));
    return { columns, plan: { kind: 'project', input: sorted, columns: kept } };
  }

  /** FROM and WHERE. Without FROM there is one row without columns. */
  #filtered(): Source {
    const { from, where } = this.#select;
    const source = from === undefined ? oneRow : lowerRelation(from, this.#tables);
    if (where === undefined) return source;
    const simple = simplifyCondition(condition(where, this.#at('WHERE', source.columns)));
    return { ...source, plan: { kind: 'filter', input: source.plan, where: simple } };
  }

  #at(clause: string, columns: Source['columns']): Place {
    return placeIn(clause, columns, this.#tables);
  }

  #grouped(): Grouping | undefined {
    const { items, groupBy, having } = this.#select;
    const values = items.flatMap((item) => (item.kind === 'value' ? [item.value] : []));
    const all = [...values, ...this.#orderBy.map((item) => item.value)];
    if (groupBy.length === 0 && having === undefined && !all.some(hasAggregateCall)) return undefined;
    const grouping = new Grouping(this.#base);
    const sets = groupingSets(this.#select, this.#tables.statement.query);
    const [only] = sets;
    if (sets.length === 1 && only !== undefined) for (const key of only) grouping.addKey(this.#key(key));
    else grouping.addSets(sets.map((keys) => keys.map((key) => this.#key(key))));
    return grouping;
  }

  #key(node: Expression): Expression {
    this.#refuseAlias(node);
    return this.#atPosition(node, 'GROUP BY') ?? node;
  }

  /** GROUP BY does not know the names that SELECT gives. */
  #refuseAlias(key: Expression): void {
    if (key.kind !== 'column' || key.qualifier.length > 0) return;
    const wanted = key.column.name.toLowerCase();
    if (this.#source.columns.some((column) => column.name.toLowerCase() === wanted)) return;
    const position = this.#select.items.findIndex(
      (item) => item.kind === 'value' && item.alias?.name.toLowerCase() === wanted,
    );
    if (position < 0) return;
    const help = `GROUP BY does not know names of the select list: write the expression, or its position ${position + 1}`;
    refuse(this.#tables.statement.query, 'column-not-found', { name: key.column.name }, key.span, help);
  }

  /** A whole number stands for the item of that position. */
  #atPosition(node: Expression, clause: string): Expression | undefined {
    if (node.kind !== 'number' || node.type !== 'integer') return undefined;
    const item = this.#select.items[Number(node.text) - 1];
    if (item?.kind === 'value') return item.value;
    const params = { clause, position: node.text };
    const help = `the positions are 1 to ${this.#select.items.length}`;
    return refuse(this.#tables.statement.query, 'bad-position', params, node.span, help);
  }

  #place(clause: string, wanted?: string): Place {
    const place =
      this.#grouping === undefined ? { ...this.#base, clause } : this.#grouping.place(clause, wanted);
    if (clause === 'HAVING') return place;
    const named = this.#select.windows.map(({ name, window }) => [name.name.toLowerCase(), window] as const);
    return { ...place, windows: true, named: new Map(named) };
  }

  #outputsOf(item: SelectItem, index: number): Output[] {
    if (item.kind === 'all') return this.#allColumns(item);
    const { value: node, alias } = item;
    const name = alias?.name ?? (node.kind === 'column' ? node.column.name : `_col${index}`);
    // An aggregate that is the whole item gives its column the item's name.
    const wanted = node.kind === 'call' ? name : undefined;
    return [{ name, value: lowerExpression(node, this.#place('SELECT', wanted)) }];
  }

  #allColumns(item: Extract<SelectItem, { kind: 'all' }>): Output[] {
    const { query } = this.#tables.statement;
    const table = item.qualifier?.name.toLowerCase();
    const columns = this.#source.columns.filter(
      (each) => each.shown && (table === undefined || each.table === table),
    );
    if (columns.length === 0) {
      if (item.qualifier === undefined) return refuse(query, 'no-columns', {}, item.span);
      return this.#allFields(item.qualifier, item);
    }
    return columns.map((column) => {
      const identifier = { name: column.name, quoted: true, span: item.span };
      const qualifier =
        column.table === undefined ? [] : [{ name: column.table, quoted: true, span: item.span }];
      const node: Expression = { kind: 'column', qualifier, column: identifier, span: item.span };
      return { name: column.name, value: lowerExpression(node, this.#place('SELECT')) };
    });
  }

  /** `r.*` of a column that is a row: its fields. */
  #allFields(qualifier: Identifier, item: Extract<SelectItem, { kind: 'all' }>): Output[] {
    const { query } = this.#tables.statement;
    const isKnown = this.#source.columns.some(
      (column) => column.name.toLowerCase() === qualifier.name.toLowerCase(),
    );
    if (!isKnown) return refuse(query, 'table-not-found', { name: qualifier.name }, item.span);
    const node: Expression = { kind: 'column', qualifier: [], column: qualifier, span: item.span };
    const row = lowerExpression(node, this.#place('SELECT'));
    const fields = fieldsOf(row.type);
    if (fields.length === 0) return refuse(query, 'table-not-found', { name: qualifier.name }, item.span);
    return fields.map(({ name }, index) => ({
      name: name ?? `_col${index}`,
      value: fieldAt(row, index + 1),
    }));
  }

  #having(): ReturnType<typeof condition> | undefined {
    const { having } = this.#select;
    return having === undefined ? undefined : condition(having, this.#place('HAVING'));
  }

  #input(having: ReturnType<typeof condition> | undefined): Plan {
    if (this.#grouping === undefined) return this.#source.plan;
    const { by, measures, keys, sets } = this.#grouping;
    // Groups without any column are one row, as `SELECT 1 FROM t GROUP BY ()` would be.
    const counted: NamedExpr[] =
      by.length + measures.length === 0 ? [{ name: 'rows', expr: build.agg('count') }] : measures;
    const source = this.#source.plan;
    const groups: Plan =
      sets === undefined
        ? { kind: 'aggregate', input: source, by, measures: counted }
        : { kind: 'aggregate', input: withKeys(source, keys), by, measures: counted, sets };
    return having === undefined ? groups : { kind: 'filter', input: groups, where: having };
  }

  /** An item of ORDER BY is an output by position or by name, or any expression, which then rides along unseen. */
  #order(
    outputs: readonly Output[],
    columns: readonly ResultColumn[],
    names: ColumnNames,
  ): { keys: SortKey[]; hidden: NamedExpr[] } {
    const hidden: NamedExpr[] = [];
    const keys = this.#orderBy.map((item) => {
      const column = this.#outputFor(item.value, outputs, columns);
      const byColumn = (name: string, type: Lowered['type']): SortKey =>
        sortKey(orderable({ type, expr: col(name) }), item);
      if (column !== undefined) return byColumn(column.column, column.type);
      const value = lowerExpression(item.value, this.#aliasedPlace(outputs));
      const key = keyOf(value.expr);
      const same = columns.find((_, index) => keyOf(outputs[index]?.value.expr ?? build.lit(null)) === key);
      if (same !== undefined) return byColumn(same.column, same.type);
      if (this.#select.distinct) refuse(this.#tables.statement.query, 'distinct-order', {}, item.value.span);
      const name = names.claim(`order${hidden.length + 1}`);
      hidden.push({ name, expr: value.expr });
      return byColumn(name, value.type);
    });
    return { keys, hidden };
  }

  #outputFor(
    node: Expression,
    outputs: readonly Output[],
    columns: readonly ResultColumn[],
  ): ResultColumn | undefined {
    if (node.kind === 'number' && node.type === 'integer') {
      const column = columns[Number(node.text) - 1];
      if (column !== undefined) return column;
      const params = { clause: 'ORDER BY', position: node.text };
      const help = `the positions are 1 to ${columns.length}`;
      return refuse(this.#tables.statement.query, 'bad-position', params, node.span, help);
    }
    if (node.kind !== 'column' || node.qualifier.length > 0) return undefined;
    const wanted = node.column.name.toLowerCase();
    const index = outputs.findIndex((output) => output.name.toLowerCase() === wanted);
    return index < 0 ? undefined : columns[index];
  }

  /** In ORDER BY, names of the select list come before columns of the tables. */
  #aliasedPlace(outputs: readonly Output[]): Place {
    const place = this.#place('ORDER BY');
    const outputOf = (node: Expression): Output | undefined => {
      if (node.kind !== 'column' || node.qualifier.length > 0) return undefined;
      const wanted = node.column.name.toLowerCase();
      return outputs.find((each) => each.name.toLowerCase() === wanted);
    };
    const mentionsOutput = (node: Expression): boolean =>
      outputOf(node) !== undefined || partsOf(node).some(mentionsOutput);
    // A larger expression around such a name is taken apart until the name itself is reached.
    const replaced: Place['replaced'] = (node) =>
      outputOf(node)?.value ?? (mentionsOutput(node) ? undefined : place.replaced?.(node));
    return { ...place, replaced };
  }
}

function withKeys(input: Plan, columns: readonly NamedExpr[]): Plan {
  return columns.length === 0 ? input : { kind: 'extend', input, columns };
}

/** The named columns; nothing is printed when the input has exactly these already. */
function projection(input: Plan, columns: readonly NamedExpr[]): Plan {
  const groups = input.kind === 'filter' ? input.input : input;
  if (groups.kind !== 'aggregate') return { kind: 'project', input, columns };
  const has = [...groups.by, ...groups.measures].map((column) => column.name);
  const isSame =
    has.length === columns.length &&
    columns.every(
      ({ name, expr }, index) => expr.kind === 'column' && expr.name === name && name === has[index],
    );
  return isSame ? input : { kind: 'project', input, columns };
}
