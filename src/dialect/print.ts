import { assertNever } from '../base/index.js';
import { type Expr, hasWindow, isCorrelated, type NamedExpr, type Plan } from '../plan/index.js';
import type { Dialect } from './dialect.js';
import { ExpressionPrinter } from './print-expression.js';
import { literalText } from './print-literal.js';
import { empty, integer, join, name, type Sql, sql, text } from './sql.js';

/** What a plan begins with: a table of the engine, or rows. */
export type PlanLeaf = Extract<Plan, { kind: 'scan' | 'values' }>;

/** Where a leaf lies in the engine, as it stands in FROM; undefined is where the engine looks by itself. */
export type LeafPlaces = (leaf: PlanLeaf) => Sql | undefined;

/** Prints a plan as one SELECT of the dialect's engine; `places` says where tables lie that lie elsewhere. */
export function printPlan(plan: Plan, dialect: Dialect, places: LeafPlaces = () => undefined): Sql {
  return new PlanPrinter(dialect, places).select(plan);
}

class PlanPrinter {
  readonly #dialect: Dialect;
  readonly #expressions: ExpressionPrinter;
  readonly #places: LeafPlaces;
  #aliases = 0;

  constructor(dialect: Dialect, places: LeafPlaces) {
    this.#dialect = dialect;
    this.#places = places;
    this.#expressions = new ExpressionPrinter(dialect, (plan) => this.select(plan));
  }

  select(plan: Plan): Sql {
    switch (plan.kind) {
      case 'scan':
        return sql`SELECT * FROM ${this.#table(plan)}`;
      case 'values': {
        const place = this.#places(plan);
        return place === undefined ? this.#values(plan) : sql`SELECT * FROM ${place}`;
      }
      case 'filter':
        return this.#over(plan.input, [plan.where], (from) => {
          return sql`SELECT * FROM ${from} WHERE ${this.#expressions.expr(plan.where)}`;
        });
      case 'project':
        return this.#project(plan);
      case 'extend':
        return this.#over(plan.input, exprsOf(plan.columns), (from) => {
          return sql`SELECT *, ${this.#expressions.named(plan.columns)} FROM ${from}`;
        });
      case 'aggregate':
        return this.#aggregate(plan);
      case 'join':
        return this.#join(plan);
      case 'union':
        return join(
          plan.inputs.map((input) => sql`(${this.select(input)})`),
          ' UNION ALL ',
        );
      case 'setOperation': {
        const word = plan.operation === 'intersect' ? sql`INTERSECT` : sql`EXCEPT`;
        const all = plan.all ? sql` ALL` : empty;
        return sql`(${this.select(plan.left)}) ${word}${all} (${this.select(plan.right)})`;
      }
      case 'unnest':
        return this.#unnest(plan);
      case 'lateral':
        return this.#lateral(plan);
      case 'sample':
        return this.#sample(plan);
      case 'recursive':
        return this.#recursive(plan);
      case 'distinct':
        return sql`SELECT DISTINCT * FROM ${this.#from(plan.input)}`;
      case 'sort':
        return sql`SELECT * FROM ${this.#from(plan.input)} ORDER BY ${this.#expressions.keys(plan.keys)}`;
      case 'limit':
        return this.#limit(plan);
      default:
        return assertNever(plan);
    }
  }

  /**
   * A projection of a sorted input prints as one SELECT: an outer SELECT does not promise to keep the order of an inner
   * one. The keys name the input's columns in full, since a bare name would mean the output column of that name.
   */
  #project(plan: Extract<Plan, { kind: 'project' }>): Sql {
    const { input } = plan;
    const cut = input.kind === 'limit' ? input : undefined;
    const sorted = cut === undefined ? input : cut.input;
    if (sorted.kind !== 'sort') {
      return this.#over(input, exprsOf(plan.columns), (from) => {
        return sql`SELECT ${this.#expressions.named(plan.columns)} FROM ${from}`;
      });
    }
    const alias = this.#alias();
    const columns = this.#expressions.over(alias, () => this.#expressions.named(plan.columns));
    // A window sees the rows before LIMIT of its own SELECT: where it stands over fewer, they are cut in a SELECT below.
    const cutBelow = exprsOf(plan.columns).some(hasWindow) ? cut : undefined;
    const below = cutBelow ?? sorted.input;
    const from = below.kind === 'scan' ? this.#table(below) : sql`(${this.select(below)})`;
    const keys = this.#expressions.qualified(alias, () => this.#expressions.keys(sorted.keys));
    const rest = cut === undefined || cutBelow !== undefined ? empty : this.#cut(cut);
    return sql`SELECT ${columns} FROM ${from} AS ${alias} ORDER BY ${keys}${rest}`;
  }

  #cut(plan: Extract<Plan, { kind: 'limit' }>): Sql {
    const skip = plan.offset === undefined ? empty : sql` OFFSET ${integer(plan.offset)}`;
    // No bound: Trino sorts for a LIMIT up to 2,147,483,647 only.
    return plan.count === Number.MAX_SAFE_INTEGER ? skip : sql`${skip} LIMIT ${integer(plan.count)}`;
  }

  #limit(plan: Extract<Plan, { kind: 'limit' }>): Sql {
    const { input } = plan;
    // A sort directly below stays in the same SELECT: an outer SELECT does not promise to keep its order.
    const body =
      input.kind === 'sort' || input.kind === 'limit' || isSortedProjection(input)
        ? this.select(input)
        : sql`SELECT * FROM ${this.#from(input)}`;
    const base = input.kind === 'limit' ? sql`SELECT * FROM (${body}) AS ${this.#alias()}` : body;
    return sql`${base}${this.#cut(plan)}`;
  }

  #from(plan: Plan): Sql {
    if (plan.kind === 'scan') return this.#table(plan);
    return sql`(${this.select(plan)}) AS ${this.#alias()}`;
  }

  /** What is printed over the rows of a plan; they get a name where a plan inside of an expression speaks of them. */
  #over(input: Plan, exprs: readonly Expr[], print: (from: Sql) => Sql): Sql {
    if (!exprs.some(isCorrelated)) return print(this.#from(input));
    const alias = this.#alias();
    const from = sql`${this.#source(input)} AS ${alias}`;
    return this.#expressions.over(alias, () => print(from));
  }

  #alias(): Sql {
    this.#aliases += 1;
    return name(`t${this.#aliases}`);
  }

  #values(plan: Extract<Plan, { kind: 'values' }>): Sql {
    const names = join(
      plan.columns.map((column) => name(column.name)),
      ', ',
    );
    const typed = plan.columns.map(
      (column) => sql`CAST(NULL AS ${this.#expressions.type(column.type)}) AS ${name(column.name)}`,
    );
    // An empty VALUES list is no SQL; a typed row that is filtered away is, and it also gives every column its type.
    const head = sql`SELECT ${join(typed, ', ')} WHERE 1 = 0`;
    if (plan.rows.length === 0) return head;
    const rows = plan.rows.map((row) => sql`(${join(row.map(literalText), ', ')})`);
    return sql`${head} UNION ALL SELECT * FROM (VALUES ${join(rows, ', ')}) AS ${this.#alias()} (${names})`;
  }

  #aggregate(plan: Extract<Plan, { kind: 'aggregate' }>): Sql {
    return this.#over(plan.input, exprsOf([...plan.by, ...plan.measures]), (from) =>
      this.#grouped(plan, from),
    );
  }

  #grouped(plan: Extract<Plan, { kind: 'aggregate' }>, from: Sql): Sql {
    const columns = this.#expressions.named([...plan.by, ...plan.measures]);
    if (plan.by.length === 0) return sql`SELECT ${columns} FROM ${from}`;
    // Group by position: a bound value repeated in GROUP BY is a second `?`, which engines do not recognise as the
    // same expression.
    const positions = join(
      plan.by.map((_, index) => integer(index + 1)),
      ', ',
    );
    if (plan.sets === undefined) return sql`SELECT ${columns} FROM ${from} GROUP BY ${positions}`;
    if (this.#dialect.groupsByName) return this.#groupedByName(plan, plan.sets);
    const sets = plan.sets.map(
      (set) =>
        sql`(${join(
          set.map((position) => integer(position + 1)),
          ', ',
        )})`,
    );
    return sql`SELECT ${columns} FROM ${from} GROUP BY GROUPING SETS (${join(sets, ', ')})`;
  }

  /** Grouping sets of an engine that takes columns only: the expressions become columns of the input first. */
  #groupedByName(plan: Extract<Plan, { kind: 'aggregate' }>, sets: readonly (readonly number[])[]): Sql {
    const groups = plan.by.map(({ expr }, index) => ({
      printed: this.#expressions.expr(expr),
      column: name(`group ${index + 1}`),
    }));
    const extended = groups.map(({ printed, column }) => sql`${printed} AS ${column}`);
    const from = sql`(SELECT *, ${join(extended, ', ')} FROM ${this.#from(plan.input)}) AS ${this.#alias()}`;
    const columns = new Map(groups.map(({ printed, column }) => [printed.text, column]));
    const keys = plan.by.map((each, index) => sql`${groups[index]?.column ?? empty} AS ${name(each.name)}`);
    const measures = this.#expressions.grouped(columns, () =>
      plan.measures.map((each) => this.#expressions.namedOne(each)),
    );
    const printedSets = sets.map(
      (set) =>
        sql`(${join(
          set.map((position) => groups[position]?.column ?? empty),
          ', ',
        )})`,
    );
    return sql`SELECT ${join([...keys, ...measures], ', ')} FROM ${from} GROUP BY GROUPING SETS (${join(printedSets, ', ')})`;
  }

  #join(plan: Extract<Plan, { kind: 'join' }>): Sql {
    const leftSide = sql`${this.#source(plan.left)} AS l`;
    const rightSide = sql`${this.#source(plan.right)} AS r`;
    const on = this.#expressions.expr(plan.on);
    const columns = (): Sql =>
      plan.allLeft
        ? sql`l.*, ${this.#expressions.named(plan.columns)}`
        : this.#expressions.named(plan.columns);
    switch (plan.type) {
      case 'inner':
        return sql`SELECT ${columns()} FROM ${leftSide} JOIN ${rightSide} ON ${on}`;
      case 'left':
        return sql`SELECT ${columns()} FROM ${leftSide} LEFT JOIN ${rightSide} ON ${on}`;
      case 'full':
        return sql`SELECT ${columns()} FROM ${leftSide} FULL JOIN ${rightSide} ON ${on}`;
      case 'semi':
        return sql`SELECT l.* FROM ${leftSide} WHERE EXISTS (SELECT 1 FROM ${rightSide} WHERE ${on})`;
      case 'anti':
        return sql`SELECT l.* FROM ${leftSide} WHERE NOT EXISTS (SELECT 1 FROM ${rightSide} WHERE ${on})`;
      default:
        return assertNever(plan.type);
    }
  }

  #lateral(plan: Extract<Plan, { kind: 'lateral' }>): Sql {
    const [left, right] = [this.#alias(), this.#alias()];
    const from = sql`${this.#source(plan.left)} AS ${left}`;
    const rows = sql`LATERAL (${this.#expressions.lateral(left, plan.right)}) AS ${right}`;
    return plan.keepsLeft
      ? sql`SELECT * FROM ${from} LEFT JOIN ${rows} ON TRUE`
      : sql`SELECT * FROM ${from} CROSS JOIN ${rows}`;
  }

  #sample(plan: Extract<Plan, { kind: 'sample' }>): Sql {
    const method = plan.method === 'system' ? sql`SYSTEM` : sql`BERNOULLI`;
    const from = sql`${this.#source(plan.input)} AS ${this.#alias()}`;
    return sql`SELECT * FROM ${from} TABLESAMPLE ${method} (${this.#dialect.samplePercent(plan.percent)})`;
  }

  #recursive(plan: Extract<Plan, { kind: 'recursive' }>): Sql {
    const columns = join(
      plan.columns.map((column) => name(column)),
      ', ',
    );
    const table = name(plan.name);
    const most = this.#dialect.mostSteps;
    if (most !== undefined) return this.#written(plan, most);
    const rows = sql`${this.select(plan.base)} UNION ALL ${this.select(plan.step)}`;
    return sql`WITH RECURSIVE ${table} (${columns}) AS (${rows}) SELECT * FROM ${table}`;
  }

  /** Each step written out, one after the other, and after the last one an error where there would be another. */
  #written(plan: Extract<Plan, { kind: 'recursive' }>, most: number): Sql {
    const table = name(plan.name);
    const columns = plan.columns.map((column) => name(column));
    const at = (number: number): Sql => name(`${plan.name} step ${number}`);
    const steps = Array.from({ length: most + 1 }, (_, index) => {
      const before = sql`${table} (${join(columns, ', ')}) AS (SELECT * FROM ${at(index)})`;
      return sql`${at(index + 1)} AS MATERIALIZED (WITH ${before} ${this.select(plan.step)})`;
    });
    const all = [sql`${at(0)} AS MATERIALIZED (${this.select(plan.base)})`, ...steps];
    const rows = Array.from({ length: most + 1 }, (_, index) => sql`SELECT * FROM ${at(index)}`);
    const message = text(`Recursion depth limit exceeded (${most})`);
    const failure = this.#dialect.functions.fail(message);
    const wrong = sql`SELECT ${join(columns, ', ')} FROM ${at(most + 1)} WHERE ${failure} IS NULL`;
    return sql`WITH ${join(all, ', ')} ${join([...rows, wrong], ' UNION ALL ')}`;
  }

  #source(plan: Plan): Sql {
    return plan.kind === 'scan' ? this.#table(plan) : sql`(${this.select(plan)})`;
  }

  #table(plan: Extract<Plan, { kind: 'scan' }>): Sql {
    return this.#places(plan) ?? name(plan.table);
  }

  #unnest(plan: Extract<Plan, { kind: 'unnest' }>): Sql {
    const outer = this.#alias();
    const { unnested } = this.#dialect;
    const list = this.#expressions.over(outer, () => this.#expressions.expr(plan.list));
    if (unnested !== undefined && !plan.keepsEmpty) {
      const made = unnested(list, name(plan.element), name(plan.number));
      return sql`SELECT ${outer}.*, ${made} FROM ${this.#source(plan.input)} AS ${outer}`;
    }
    const inner = this.#alias();
    const names = sql`${name(plan.element)}, ${name(plan.number)}`;
    const from = sql`${this.#source(plan.input)} AS ${outer}`;
    const elements = this.#dialect.rowsOf?.(list) ?? list;
    const rows = sql`UNNEST(${elements}) WITH ORDINALITY AS ${inner} (${names})`;
    return plan.keepsEmpty
      ? sql`SELECT ${outer}.*, ${names} FROM ${from} LEFT JOIN ${rows} ON TRUE`
      : sql`SELECT ${outer}.*, ${names} FROM ${from} CROSS JOIN ${rows}`;
  }
}

const exprsOf = (columns: readonly NamedExpr[]): Expr[] => columns.map((column) => column.expr);

function isSortedProjection(plan: Plan): boolean {
  return plan.kind === 'project' && plan.input.kind === 'sort';
}
