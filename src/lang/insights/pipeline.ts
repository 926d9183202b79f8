import { assert, limits, type Span } from '../../base/index.js';
import { build, type Expr, type Plan, type SortKey, simplifyCondition } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import type { CompiledQuery, OutputColumn } from '../compiled.js';
import type { QueryText } from '../problem.js';
import { groupingColumn, type QuerySource } from '../source.js';
import { columnsOf, withAllBins } from './bins.js';
import type { LogTable } from './log-table.js';
import { refuse } from './messages.js';
import { withTieBreak } from './order.js';
import { type Range, rangeConditions } from './range.js';
import { columnValue, Scope, type SubqueryCompiler } from './scope.js';
import { addressValue, conjuncts, outputType, shownExpr } from './shown.js';
import type { Stage } from './syntax.js';
import type { Value } from './value.js';
import { columnOf } from './weight.js';

const { asc, call, col, desc, eq, Query } = build;

interface Shown {
  readonly name: string;
  readonly value: Value;
}

/** The plan while its stages are added one after the other, with what the result will show. */
export class Pipeline {
  scope: Scope;
  #query: InstanceType<typeof Query>;
  /** The events of the time range. */
  readonly #scanned: InstanceType<typeof Query>;
  /** The events that passed the filters, before groups or other rows are made of them. */
  #matched: InstanceType<typeof Query> | undefined;
  #shown: Shown[] = [];
  /** What stages other than `fields` and `stats` add to the answer. */
  #added: Shown[] = [];
  #any = false;
  #display: readonly Shown[] | undefined;
  #sort: readonly SortKey[] | undefined;
  #limit: number | undefined;
  /** Keys of the last `stats`, by which its rows are ordered when the query names no order. */
  #keys: readonly Expr[] = [];

  /** The stages that were carried out. */
  readonly applied: Stage[] = [];
  readonly table: LogTable;
  readonly range: Range;
  /** Whether rows that are events end in `@ptr`, as in the answers of the service. */
  readonly pointers: boolean;

  constructor(
    readonly text: QueryText,
    readonly source: QuerySource,
    options: {
      readonly table: LogTable;
      readonly range: Range;
      readonly pointers?: boolean;
      readonly compile?: SubqueryCompiler;
    },
  ) {
    this.table = options.table;
    this.range = options.range;
    this.pointers = options.pointers ?? false;
    const columns = new ColumnNames(options.table.columns);
    this.scope = new Scope(text, options.table, false, columns, options.compile);
    this.scope.range = options.range;
    this.#query = options.table.rows;
    const time = this.scope.resolve('@timestamp', { start: 0, end: 0 }).expr;
    const bounds = rangeConditions(options.range, time);
    if (bounds.length > 0) this.#query = this.#query.filter(...bounds);
    this.#scanned = this.#query;
  }

  get aggregated(): boolean {
    return this.scope.afterStats;
  }

  filter(condition: Expr): void {
    const simple = simplifyCondition(condition);
    // Filters that follow each other are one, which keeps the SQL flat.
    this.#query = this.#narrowed(simple);
  }

  /** Adds a named value to every row, in a column of its own, so that it is computed once. */
  define(name: string, value: Value, span: Span): void {
    if (value.kind === 'missing') {
      this.scope.define(name, value, span);
      return;
    }
    const column = this.scope.columns.claim(name);
    if (value.structure === undefined) {
      this.scope.define(name, { kind: value.kind, expr: columnOf(column, value.expr) }, span);
      this.#query = this.#query.extend({ [column]: value.expr });
      return;
    }
    const structure = this.scope.columns.claim(`${name}_structure`);
    // What `jsonParse` gives is never a text, and stays recognisable as that.
    const whole = value.expr.kind === 'literal';
    const expr = whole ? value.expr : columnOf(column, value.expr);
    this.scope.define(name, { ...value, expr, structure: columnOf(structure, value.structure) }, span);
    this.#query = this.#query.extend({
      ...(whole ? {} : { [column]: value.expr }),
      [structure]: value.structure,
    });
  }

  /** The value in a column of its own, for one that several others are made of. */
  materialize(value: Value, wanted: string): Expr {
    if (value.expr.kind === 'column') return value.expr;
    const column = this.scope.columns.claim(wanted);
    this.#query = this.#query.extend({ [column]: value.expr });
    return columnOf(column, value.expr);
  }

  #allFields(): readonly Shown[] {
    const made = [...this.scope.made].map(([name, value]) => ({ name, value }));
    const names = this.table.allFields.filter((name) => !this.scope.made.has(name));
    return [...names.map((name) => this.#system(name)), ...made];
  }

  /** Joins rows of another plan; the columns that are wanted of it get names of their own, which are given back. */
  join(
    type: 'inner' | 'left',
    other: InstanceType<typeof Query>,
    on: Expr,
    wanted: readonly { readonly name: string; readonly expr: Expr }[],
  ): Expr[] {
    this.#matched ??= this.#query;
    const columns = wanted.map(({ name, expr }) => ({ name: this.scope.columns.claim(name), expr }));
    const sides = { left: this.#query.plan, right: other.plan };
    this.#query = new Query({ kind: 'join', type, ...sides, on, columns, allLeft: true });
    return columns.map(({ name }) => col(name));
  }

  /** Gives a name to another value than before, also where it is shown. */
  redefine(name: string, value: Value, span: Span): void {
    this.scope.made.delete(name);
    this.define(name, value, span);
    const now = this.scope.resolve(name, span);
    const renew = (each: Shown): Shown => (each.name === name ? { name, value: now } : each);
    this.#shown = this.#shown.map(renew);
    this.#added = this.#added.map(renew);
    this.#display = this.#display?.map(renew);
  }

  /** Cuts the rows now, for a stage that works on the rows as they stand. */
  cut(): void {
    this.#matched ??= this.#query;
    if (this.#limit === undefined) return;
    const order = this.#order();
    this.#query =
      order.length === 0 ? this.#query.limit(this.#limit) : this.#query.sort(...order).limit(this.#limit);
    this.#limit = undefined;
    this.#any = false;
  }

  /** The number of each row in the order so far, from 1; the rows keep this order until another `sort`. */
  position(): Expr {
    this.cut();
    const column = this.scope.columns.claim('row_position');
    this.#query = this.#query.extend({ [column]: build.over('rowNumber', [], [], this.#order()) });
    this.#sort = [asc(col(column))];
    return col(column);
  }

  /** A row for each element of the list; those of one row keep their order. */
  unnest(list: Expr): Expr {
    this.cut();
    const element = this.scope.columns.claim('element');
    const number = this.scope.columns.claim('element_number');
    const order = this.#order();
    this.#query = this.#query.unnest(list, element, number);
    this.#sort = [...order, asc(col(number))];
    return col(element);
  }

  /** Adds the bins without events after `stats`; the condition that is given back holds for their rows. */
  fillBins(bin: string, milliseconds: number): Expr {
    this.cut();
    const time = this.scope.made.get(bin)?.expr;
    assert(time?.kind === 'column', 'a bin of stats stands in a column');
    const made = this.scope.columns.claim('bin_made');
    const keys = this.#keys.flatMap((key) => (key.kind === 'column' ? [key.name] : []));
    const columns = columnsOf(this.scope.made.values());
    this.#query = withAllBins(this.#query, columns, { bin: time.name, keys, made }, milliseconds);
    return col(made);
  }

  /** Goes on with other rows; `aggregate` has to follow, since the names so far stand for nothing any more. */
  replaceRows(rows: InstanceType<typeof Query>): void {
    this.#query = rows;
  }

  /** Adds a named value that is shown beside what the query shows anyway, unless a `display` says otherwise. */
  add(name: string, value: Value, span: Span): void {
    this.define(name, value, span);
    this.#added.push({ name, value: this.scope.resolve(name, span) });
  }

  /** Shows nothing of what was shown so far. */
  hideAll(): void {
    this.#shown = [];
    this.#added = [];
  }

  /** Names that the answer shows so far. */
  shownNames(): string[] {
    return this.#chosen().map((each) => each.name);
  }

  warn(code: string, message: string, span: Span, help?: string): void {
    this.scope.diagnostics.push(this.text.warning(code, message, span, help));
  }

  /** Rows may come as they are found, unless the query sorts them. */
  takeAny(): void {
    this.#any = true;
  }

  show(name: string, value: Value): void {
    if (!this.#shown.some((each) => each.name === name)) this.#shown.push({ name, value });
  }

  /** Only the last `display` counts. */
  display(shown: readonly Shown[]): void {
    this.#display = shown;
  }

  sort(keys: readonly SortKey[]): void {
    this.#sort = keys;
  }

  limit(count: number, span: Span): void {
    if (count > limits.insightsRows) {
      refuse(
        this.text,
        'limit-too-large',
        { limit: count, max: limits.insightsRows },
        span,
        `write \`limit ${limits.insightsRows}\``,
      );
    }
    this.#limit = Math.min(count, this.#limit ?? count);
  }

  /** One row for each combination; those with a missing value are all kept, since missing equals nothing. */
  dedup(values: readonly Value[]): void {
    const present = values.filter((value) => value.kind !== 'missing');
    // A field that no event has is missing in each, so nothing is a duplicate.
    if (present.length < values.length) return;
    const exprs = present.map((value) => value.expr);
    const column = this.scope.columns.claim('row_of_combination');
    const number = build.over('rowNumber', [], exprs, this.#order());
    const anyMissing = exprs.map((expr) => call('isNull', expr));
    this.#query = this.#query
      .extend({ [column]: number })
      .filter(build.or(eq(col(column), 1), ...anyMissing));
  }

  /** Replaces the rows by groups. Whatever stood before is gone, names included. */
  aggregate(
    keys: readonly { name: string; value: Value; span: Span }[],
    measures: readonly { column: string; expr: Expr }[],
    columns: ColumnNames,
  ): void {
    const by = keys.map((key) => {
      const bare = groupingColumn(key.value.expr, key.value.address);
      return { ...key, bare, column: columns.claim(key.name) };
    });
    const made = new Scope(this.text, this.table, true, columns, this.scope.compile);
    made.range = this.scope.range;
    made.diagnostics.push(...this.scope.diagnostics);
    // Values that are missing in every event make no column; the one row is there all the same.
    const counted =
      by.length + measures.length > 0
        ? measures
        : [{ column: columns.claim('rows'), expr: build.agg('count') }];
    this.#matched ??= this.#query;
    this.#query = this.#query.aggregate(
      Object.fromEntries(by.map((key) => [key.column, key.bare ?? key.value.expr] as const)),
      Object.fromEntries(counted.map((each) => [each.column, each.expr] as const)),
    );
    this.scope = made;
    this.#sort = undefined;
    this.#shown = [];
    this.#added = [];
    this.#display = undefined;
    for (const key of by) {
      const value =
        key.bare === undefined ? columnValue(key.value.kind, key.column) : addressValue(key.column);
      made.define(key.name, value, key.span);
      this.show(key.name, value);
    }
    this.#keys = by.map((key) => col(key.column));
  }

  #order(): readonly SortKey[] {
    if (this.#any && this.#sort === undefined) return [];
    if (this.aggregated) return withTieBreak(this.#sort ?? [], this.#keys);
    const { newest, isTime } = this.table;
    const sort = this.#sort ?? [];
    const [first] = sort;
    // After another order events of equal rank come as they may: more keys would read most columns of every row.
    return first !== undefined && !isTime(first.expr) ? sort : [...sort, ...newest];
  }

  /** The rows as they stand, with what they show, for a query around this one. */
  rows({ allFields = false }: { readonly allFields?: boolean } = {}): {
    rows: InstanceType<typeof Query>;
    columns: readonly (Shown & { column: string })[];
  } {
    this.cut();
    const names = new ColumnNames();
    const asItIs = this.#display === undefined && this.#shown.length === 0 && !this.aggregated;
    const shown = allFields && asItIs ? this.#allFields() : this.#chosen();
    const columns = shown.map((each) => ({ ...each, column: names.claim(each.name) }));
    return { rows: this.#query, columns };
  }

  /** Plans that count the events of the time range, and those that passed the filters; a column `count` each. */
  counts(): NonNullable<CompiledQuery['counts']> {
    const count = (events: InstanceType<typeof Query>): Plan =>
      events.aggregate({}, { count: build.agg('count') }).plan;
    return { scanned: count(this.#scanned), matched: count(this.#matched ?? this.#query) };
  }

  finish(): { plan: Plan; columns: OutputColumn[]; defaultLimit: number | undefined } {
    const shown = this.#result();
    const names = new ColumnNames();
    const columns = shown.map(({ name, value }) => ({
      name,
      column: names.claim(name),
      type: outputType(value),
      ...(name === '@ptr' ? { hidden: true } : {}),
    }));
    const projected = Object.fromEntries(
      columns.map((column, index) => [column.column, shownExpr(shown[index]?.value)] as const),
    );
    const order = this.#order();
    const limit = this.#limit ?? limits.insightsDefaultRows;
    const rows = this.#newest(limit);
    const cut = order.length === 0 ? rows.limit(limit) : rows.sort(...order).limit(limit);
    // What is shown is computed for the rows that are left only: rebuilding `@message` for all of them is slow.
    const costly = !this.aggregated && order.length > 0;
    const plan = (costly ? cut.sort(...order) : cut).project(projected).plan;
    return { plan, columns, defaultLimit: this.#limit === undefined ? limit : undefined };
  }

  /**
   * The rows among which the newest are, or the oldest when that is the order: those not beyond the last of so many
   * times. Finding that time reads one column; the engine then skips whole pieces of the files, which sorting the rows
   * themselves does not let it do.
   */
  #newest(limit: number): InstanceType<typeof Query> {
    const { plan } = this.#query;
    const isPlain = plan.kind === 'scan' || (plan.kind === 'filter' && plan.input.kind === 'scan');
    const { timeColumn, isTime } = this.table;
    const [first] = this.#order();
    if (this.aggregated || !isPlain || timeColumn === undefined) return this.#query;
    if (first === undefined || !isTime(first.expr)) return this.#query;
    const newest = first.descending === true;
    const start = col(timeColumn);
    const times = this.#query
      .project({ [timeColumn]: true })
      .sort(newest ? desc(start) : asc(start))
      .limit(limit);
    const last = times.aggregate({}, { last: build.agg(newest ? 'min' : 'max', [start]) });
    const bound: Expr = { kind: 'scalar', plan: last.plan };
    return this.#narrowed(newest ? build.ge(start, bound) : build.le(start, bound));
  }

  #narrowed(condition: Expr): InstanceType<typeof Query> {
    const { plan } = this.#query;
    if (plan.kind !== 'filter') return this.#query.filter(condition);
    return new Query(plan.input).filter(...conjuncts(plan.where), condition);
  }

  /** `display` wins over `fields`; without either, time and message. */
  #chosen(): readonly Shown[] {
    if (this.#display !== undefined) return this.#display;
    const asItIs = !this.aggregated && this.#shown.length === 0;
    const shown = asItIs ? ['@timestamp', '@message'].map((name) => this.#system(name)) : this.#shown;
    const names = new Set(shown.map((each) => each.name));
    // What a stage added and `fields` names again is shown once.
    return [...shown, ...this.#added.filter((each) => !names.has(each.name))];
  }

  #system(name: string): Shown {
    return { name, value: this.scope.resolve(name, { start: 0, end: 0 }) };
  }

  /** Rows that are events end in their pointer. */
  #result(): readonly Shown[] {
    const visible = this.#chosen();
    if (this.aggregated || !this.pointers || visible.some((each) => each.name === '@ptr')) return visible;
    return [...visible, this.#system('@ptr')];
  }
}
