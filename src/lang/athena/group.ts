import {
  build,
  childrenOf,
  type Expr,
  mapAggregates,
  type NamedExpr,
  type SortKey,
  simplifyCondition,
} from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import { groupingColumn, shownAddress } from '../source.js';
import { orderable } from './address-order.js';
import { resolved } from './call.js';
import { inKeyOrder } from './compare-nested.js';
import { sqlFunction } from './functions/index.js';
import { condition, lowerExpression, type Place } from './lower-expression.js';
import { sortKey } from './lower-query.js';
import { refuse } from './messages.js';
import { printExpression } from './print.js';
import { type Expression, partsOf } from './syntax.js';
import type { Lowered } from './types.js';

type Call = Extract<Expression, { kind: 'call' }>;
const { col } = build;

/** Whether an aggregate stands anywhere in the expression. */
export function hasAggregateCall(node: Expression): boolean {
  if (node.kind === 'grouping') return true;
  const isAggregate = node.kind === 'call' && node.over === undefined;
  if (isAggregate && sqlFunction(node.name.name)?.kind === 'aggregate') return true;
  return partsOf(node).some(hasAggregateCall);
}

/** The groups of a SELECT: keys and aggregates become columns, and the other clauses name those. */
export class Grouping {
  readonly by: NamedExpr[] = [];
  readonly measures: NamedExpr[] = [];
  readonly #names = new ColumnNames();
  readonly #keys = new Map<string, Lowered>();
  readonly #known = new Map<string, Lowered>();
  /** With several grouping sets: the keys, computed before the rows are grouped. */
  readonly keys: NamedExpr[] = [];
  #sets: readonly (readonly number[])[] | undefined;

  constructor(
    /** The rows before they are grouped. */
    readonly base: Place,
  ) {}

  /** Several groupings at once; a key outside of a row's own grouping is NULL there. */
  addSets(sets: readonly (readonly Expression[])[]): void {
    this.#sets = [];
    this.#sets = sets.map((keys) => [...new Set(keys.map((key) => this.addKey(key)))]);
  }

  get sets(): readonly (readonly number[])[] | undefined {
    return this.#sets;
  }

  /** The key's position in `by`. */
  addKey(node: Expression): number {
    const value = lowerExpression(node, { ...this.base, clause: 'GROUP BY' });
    const key = keyOf(value.expr);
    const known = [...this.#keys.keys()].indexOf(key);
    if (known >= 0) return known;
    const wanted = node.kind === 'column' ? node.column.name.toLowerCase() : `key${this.by.length + 1}`;
    const name = this.#names.claim(wanted);
    const position = this.by.length;
    if (this.#sets !== undefined) {
      // GROUPING needs a key that is a column, and a placeholder would hide the NULL of a key that is left out.
      const before = `grouping:${position + 1}`;
      this.keys.push({ name: before, expr: inKeyOrder(value) });
      this.by.push({ name, expr: col(before) });
      this.#keys.set(key, { type: value.type, expr: col(name) });
      return position;
    }
    const bare = groupingColumn(value.expr, value.address);
    this.by.push({ name, expr: bare ?? inKeyOrder(value) });
    const column = col(name);
    const shown: Lowered =
      bare === undefined
        ? { type: value.type, expr: column }
        : { type: value.type, expr: shownAddress(column), address: column };
    this.#keys.set(key, shown);
    return position;
  }

  /** Where SELECT, HAVING and ORDER BY of a grouped query stand; `wanted` names the next aggregate's column. */
  place(clause: string, wanted?: string): Place {
    return {
      ...this.base,
      clause,
      replaced: (node) => this.#replaced(node),
      aggregate: (node) => this.#measure(node, wanted),
      grouping: (node) => this.#grouping(node),
    };
  }

  /** An expression that equals a key is that key; a column that is in no key has no single value in a group. */
  #replaced(node: Expression): Lowered | undefined {
    if (hasAggregateCall(node) || isLiteral(node)) return undefined;
    const value = lowerExpression(node, { ...this.base, windows: true });
    const key = this.#keys.get(keyOf(value.expr));
    if (key !== undefined) return key;
    if (node.kind !== 'column' || !namesOwnColumn(value.expr))
      return node.kind === 'column' ? value : undefined;
    const text = printExpression(node);
    const help = 'add it to GROUP BY, or write for example max(…) or arbitrary(…) around it';
    return refuse(this.base.statement.query, 'not-grouped', { text }, node.span, help);
  }

  /** A bit for each key, the last one lowest: 1 where the row is not grouped by it. */
  #grouping(node: Extract<Expression, { kind: 'grouping' }>): Lowered {
    const positions = node.args.map((arg) => {
      const position = [...this.#keys.keys()].indexOf(keyOf(lowerExpression(arg, this.base).expr));
      if (position >= 0) return position;
      return refuse(
        this.base.statement.query,
        'grouping-argument',
        { text: printExpression(arg) },
        node.span,
      );
    });
    if (this.#sets === undefined) return { type: 'integer', expr: build.lit(0) };
    const keys = positions.map((position) => col(`grouping:${position + 1}`));
    const name = this.#names.claim(`grouping${this.measures.length + 1}`);
    this.measures.push({ name, expr: build.cast(build.agg('grouping', keys), 'integer') });
    return { type: 'integer', expr: col(name) };
  }

  #measure(node: Call, wanted: string | undefined): Lowered {
    const value = this.#aggregate(node);
    const key = keyOf(value.expr);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = this.#names.claim(wanted ?? `${node.name.name.toLowerCase()}${this.measures.length + 1}`);
    this.measures.push({ name, expr: value.expr });
    const made: Lowered = { type: value.type, expr: col(name) };
    this.#known.set(key, made);
    return made;
  }

  #aggregate(node: Call): Lowered {
    const { query } = this.base.statement;
    const { name } = node.name;
    const nested = node.args.find(hasAggregateCall);
    if (nested !== undefined) {
      refuse(query, 'nested-aggregate', { name, inner: printExpression(nested) }, node.span);
    }
    const inside: Place = { ...this.base, clause: `The argument of ${name}` };
    const { func, value, args } = resolved(node, inside);
    if (node.star && func.name !== 'count') {
      refuse(query, 'function-arguments', { name, given: '*', expected: func.doc }, node.span);
    }
    if (args.some((arg) => namesOnlyOuter(arg.expr))) {
      const what = `${name} of nothing but columns of the query around it`;
      refuse(query, 'not-supported', { what }, node.span);
    }
    if (node.distinct && args.length !== 1) {
      refuse(query, 'not-supported', { what: 'DISTINCT with any number of arguments but one' }, node.span);
    }
    if (node.distinct && args.some((arg) => inKeyOrder(arg) !== arg.expr)) {
      refuse(query, 'not-supported', { what: 'DISTINCT of maps in an aggregate' }, node.span);
    }
    const where = node.filter === undefined ? undefined : simplifyCondition(condition(node.filter, inside));
    if (node.orderBy !== undefined && !['listagg', 'array_agg'].includes(func.name)) {
      refuse(query, 'not-supported', { what: `ORDER BY in ${func.name}` }, node.span);
    }
    const orderBy = node.orderBy?.map((item) =>
      sortKey(orderable(lowerExpression(item.value, inside)), item),
    );
    if (node.distinct && orderBy !== undefined) {
      refuse(query, 'not-supported', { what: 'DISTINCT with ORDER BY in an aggregate' }, node.span);
    }
    const plain = isAddressExtreme(func.name, args) ? extremeAddress(value.expr, args) : value.expr;
    const expr = withModifiers(plain, node.distinct, where, orderBy);
    return { type: value.type, expr: func.name === 'listagg' ? bounded(expr, node) : expr };
  }
}

const isAddressExtreme = (name: string, args: readonly Lowered[]): boolean =>
  (name === 'min' || name === 'max') && args.length === 1 && args[0]?.type === 'ipaddress';

/** The least or the greatest address by its bytes. */
function extremeAddress(expr: Expr, args: readonly Lowered[]): Expr {
  const by = args.map(orderable);
  return mapAggregates(expr, (aggregate) => ({
    ...aggregate,
    func: aggregate.func === 'min' ? 'minBy' : 'maxBy',
    args: [...aggregate.args, ...by],
  }));
}

/** Bytes of the longest text that LISTAGG gives (trino.io, "Aggregate functions", listagg). */
const longestList = 1_048_576;

/** A longer text ends the statement; Trino would cut it where it is told to, which is not carried out. */
function bounded(text: Expr, node: Call): Expr {
  const message =
    node.overflow === undefined || node.overflow === 'ERROR'
      ? `Concatenated string has the length in bytes larger than the maximum output length ${longestList}`
      : `LISTAGG cuts texts of more than ${longestList} bytes, which is not carried out`;
  const failure = build.cast(build.call('fail', build.lit(message)), 'varchar');
  return build.cases([[build.gt(build.call('byteLength', text), longestList), failure]], text);
}

function namesOwnColumn(expr: Expr): boolean {
  return expr.kind === 'column' || childrenOf(expr).some(namesOwnColumn);
}

function namesOnlyOuter(expr: Expr): boolean {
  const hasOuter = (each: Expr): boolean => each.kind === 'outer' || childrenOf(each).some(hasOuter);
  return hasOuter(expr) && !namesOwnColumn(expr);
}

/** DISTINCT, FILTER and ORDER BY belong to the aggregates themselves, which may stand inside of other functions. */
function withModifiers(
  expr: Expr,
  distinct: boolean,
  where: Expr | undefined,
  orderBy: readonly SortKey[] | undefined,
): Expr {
  return mapAggregates(expr, (aggregate) => ({
    ...aggregate,
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(distinct ? { distinct } : {}),
    ...(where === undefined ? {} : { where }),
  }));
}

function isLiteral(node: Expression): boolean {
  return ['string', 'number', 'boolean', 'null', 'typed', 'interval'].includes(node.kind);
}

/** Two expressions with the same key mean the same. */
export function keyOf(expr: Expr): string {
  return JSON.stringify(expr, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
