import { assert, assertNever } from '../base/index.js';
import type {
  DecimalType,
  Expr,
  FrameBound,
  LiteralValue,
  NamedExpr,
  Plan,
  SortKey,
  ValueType,
  WindowFrame,
} from '../plan/index.js';
import type { Dialect } from './dialect.js';
import { bind, empty, integer, join, name, Sql, sql } from './sql.js';

/** Prints a plan as one SELECT of the dialect's engine. */
export function printPlan(plan: Plan, dialect: Dialect): Sql {
  return new Printer(dialect).select(plan);
}

class Printer {
  readonly #dialect: Dialect;
  #aliases = 0;
  /** The table that bare column names belong to, where they could also mean an output column. */
  #qualifier: Sql | undefined;
  /** Columns that stand for the printed grouping expressions, for `grouping`. */
  #groups: ReadonlyMap<string, Sql> = new Map();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  select(plan: Plan): Sql {
    switch (plan.kind) {
      case 'scan':
        return sql`SELECT * FROM ${name(plan.table)}`;
      case 'values':
        return this.#values(plan);
      case 'filter':
        return sql`SELECT * FROM ${this.#from(plan.input)} WHERE ${this.expr(plan.where)}`;
      case 'project':
        return this.#project(plan);
      case 'extend':
        return sql`SELECT *, ${this.#named(plan.columns)} FROM ${this.#from(plan.input)}`;
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
      case 'distinct':
        return sql`SELECT DISTINCT * FROM ${this.#from(plan.input)}`;
      case 'sort':
        return sql`SELECT * FROM ${this.#from(plan.input)} ORDER BY ${this.#keys(plan.keys)}`;
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
      return sql`SELECT ${this.#named(plan.columns)} FROM ${this.#from(input)}`;
    }
    const columns = this.#named(plan.columns);
    const alias = this.#alias();
    const from =
      sorted.input.kind === 'scan' ? name(sorted.input.table) : sql`(${this.select(sorted.input)})`;
    this.#qualifier = alias;
    const keys = this.#keys(sorted.keys);
    this.#qualifier = undefined;
    const rest = cut === undefined ? empty : this.#cut(cut);
    return sql`SELECT ${columns} FROM ${from} AS ${alias} ORDER BY ${keys}${rest}`;
  }

  #cut(plan: Extract<Plan, { kind: 'limit' }>): Sql {
    const skip = plan.offset === undefined ? empty : sql` OFFSET ${integer(plan.offset)}`;
    return sql`${skip} LIMIT ${integer(plan.count)}`;
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
    if (plan.kind === 'scan') return name(plan.table);
    return sql`(${this.select(plan)}) AS ${this.#alias()}`;
  }

  #alias(): Sql {
    this.#aliases += 1;
    return name(`t${this.#aliases}`);
  }

  #named(columns: readonly NamedExpr[]): Sql {
    assert(columns.length > 0, 'a projection has at least one column');
    return join(
      columns.map((column) => this.#namedOne(column)),
      ', ',
    );
  }

  #namedOne({ name: alias, expr }: NamedExpr): Sql {
    if (expr.kind === 'column' && expr.side === undefined && expr.name === alias) return name(alias);
    return sql`${this.expr(expr)} AS ${name(alias)}`;
  }

  #values(plan: Extract<Plan, { kind: 'values' }>): Sql {
    const names = join(
      plan.columns.map((column) => name(column.name)),
      ', ',
    );
    const typed = plan.columns.map(
      (column) => sql`CAST(NULL AS ${this.#type(column.type)}) AS ${name(column.name)}`,
    );
    // An empty VALUES list is no SQL; a typed row that is filtered away is, and it also gives every column its type.
    const head = sql`SELECT ${join(typed, ', ')} WHERE 1 = 0`;
    if (plan.rows.length === 0) return head;
    const rows = plan.rows.map((row) => sql`(${join(row.map(literalText), ', ')})`);
    return sql`${head} UNION ALL SELECT * FROM (VALUES ${join(rows, ', ')}) AS ${this.#alias()} (${names})`;
  }

  #aggregate(plan: Extract<Plan, { kind: 'aggregate' }>): Sql {
    const columns = this.#named([...plan.by, ...plan.measures]);
    const from = this.#from(plan.input);
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
      printed: this.expr(expr),
      column: name(`group ${index + 1}`),
    }));
    const extended = groups.map(({ printed, column }) => sql`${printed} AS ${column}`);
    const from = sql`(SELECT *, ${join(extended, ', ')} FROM ${this.#from(plan.input)}) AS ${this.#alias()}`;
    const outer = this.#groups;
    this.#groups = new Map(groups.map(({ printed, column }) => [printed.text, column]));
    const keys = plan.by.map((each, index) => sql`${groups[index]?.column ?? empty} AS ${name(each.name)}`);
    const measures = plan.measures.map((each) => this.#namedOne(each));
    this.#groups = outer;
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
    const on = this.expr(plan.on);
    const columns = (): Sql =>
      plan.allLeft ? sql`l.*, ${this.#named(plan.columns)}` : this.#named(plan.columns);
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

  #source(plan: Plan): Sql {
    return plan.kind === 'scan' ? name(plan.table) : sql`(${this.select(plan)})`;
  }

  #unnest(plan: Extract<Plan, { kind: 'unnest' }>): Sql {
    const outer = this.#alias();
    const inner = this.#alias();
    const names = sql`${name(plan.element)}, ${name(plan.number)}`;
    const from = sql`${this.#source(plan.input)} AS ${outer}`;
    return sql`SELECT ${outer}.*, ${names} FROM ${from} CROSS JOIN UNNEST(${this.expr(plan.list)}) WITH ORDINALITY AS ${inner} (${names})`;
  }

  #keys(keys: readonly SortKey[]): Sql {
    return join(
      keys.map((key) => {
        const direction = key.descending ? sql` DESC` : sql` ASC`;
        return sql`${this.expr(key.expr)}${direction}${key.nullsFirst ? sql` NULLS FIRST` : sql` NULLS LAST`}`;
      }),
      ', ',
    );
  }

  #type(type: Extract<Expr, { kind: 'cast' }>['to']): Sql {
    assert(type !== 'any' && type !== 'array', `no engine type for ${type}`);
    // Both engines write it as the plan does.
    if (isDecimal(type)) return Sql.fromParts(type.toUpperCase(), []);
    return Sql.fromParts(this.#dialect.types[type], []);
  }

  #list(exprs: readonly Expr[]): Sql {
    return join(
      exprs.map((each) => this.expr(each)),
      ', ',
    );
  }

  expr(expr: Expr): Sql {
    switch (expr.kind) {
      case 'column':
        if (expr.side === undefined) {
          return this.#qualifier === undefined ? name(expr.name) : sql`${this.#qualifier}.${name(expr.name)}`;
        }
        return sql`${expr.side === 'left' ? sql`l` : sql`r`}.${name(expr.name)}`;
      case 'literal':
        if (expr.type === undefined) return bindLiteral(expr.value);
        return sql`CAST(${bindLiteral(expr.value)} AS ${this.#type(expr.type)})`;
      case 'call':
        return this.#call(expr);
      case 'aggregate':
        return this.#aggregateCall(expr);
      case 'window':
        return this.#windowCall(expr);
      case 'case':
        return this.#case(expr);
      case 'cast':
        return sql`${expr.safe ? sql`TRY_CAST` : sql`CAST`}(${this.expr(expr.expr)} AS ${this.#type(expr.to)})`;
      case 'in':
        if (expr.list.length === 0) return sql`FALSE`;
        return sql`(${this.expr(expr.expr)} IN (${this.#list(expr.list)}))`;
      case 'scalar':
        return sql`(${this.#nested(expr.plan)})`;
      case 'inPlan':
        return sql`(${this.expr(expr.expr)} IN (${this.#nested(expr.plan)}))`;
      case 'exists':
        return sql`EXISTS (${this.#nested(expr.plan)})`;
      default:
        return assertNever(expr);
    }
  }

  /** A query inside an expression, whose names are its own. */
  #nested(plan: Plan): Sql {
    const qualifier = this.#qualifier;
    this.#qualifier = undefined;
    const printed = this.select(plan);
    this.#qualifier = qualifier;
    return printed;
  }

  #call(expr: Extract<Expr, { kind: 'call' }>): Sql {
    if (expr.func === 'addressIn') {
      const [address, ...prefixes] = expr.args;
      assert(address !== undefined, 'addressIn has an address');
      const texts = prefixes.map((prefix) => {
        assert(prefix.kind === 'literal' && typeof prefix.value === 'string', 'prefixes are literals');
        return prefix.value;
      });
      return this.#dialect.addressIn(this.expr(address), texts);
    }
    return this.#dialect.functions[expr.func](...expr.args.map((arg) => this.expr(arg)));
  }

  #aggregateCall(expr: Extract<Expr, { kind: 'aggregate' }>): Sql {
    const args = expr.args.map((arg) => {
      const printed = this.expr(arg);
      return (expr.func === 'grouping' ? this.#groups.get(printed.text) : undefined) ?? printed;
    });
    const first = args[0];
    if (expr.distinct && first) args[0] = sql`DISTINCT ${first}`;
    const over = (call: Sql): Sql => this.#overRows(expr, call);
    const composed = this.#dialect.composed?.[expr.func];
    return composed === undefined
      ? over(this.#dialect.functions[expr.func](...args))
      : composed(over, ...args);
  }

  /** The call with its order, which goes before the closing parenthesis, and with its filter. */
  #overRows(expr: Extract<Expr, { kind: 'aggregate' }>, call: Sql): Sql {
    let printed = call;
    if (expr.orderBy && expr.orderBy.length > 0) {
      assert(printed.text.endsWith(')'), 'an ordered aggregate prints as a call');
      const open = Sql.fromParts(printed.text.slice(0, -1), printed.values);
      printed = sql`${open} ORDER BY ${this.#keys(expr.orderBy)})`;
    }
    return expr.where === undefined ? printed : sql`${printed} FILTER (WHERE ${this.expr(expr.where)})`;
  }

  #windowCall(expr: Extract<Expr, { kind: 'window' }>): Sql {
    if (expr.where !== undefined && this.#dialect.filtersByCase?.(expr.func)) {
      // Aggregates pass nulls over, so a row that the filter leaves out becomes one.
      const { where, args, ...rest } = expr;
      const [first = { kind: 'literal', value: 1 } as const, ...others] = args;
      const kept: Expr = { kind: 'case', branches: [{ when: where, value: first }] };
      return this.#windowCall({ ...rest, args: [kept, ...others] });
    }
    const args = expr.args.map((arg) => this.expr(arg));
    const over = (call: Sql): Sql => this.#overWindow(expr, call);
    const composed = this.#dialect.composed?.[expr.func];
    return composed === undefined
      ? over(this.#dialect.functions[expr.func](...args))
      : composed(over, ...args);
  }

  #overWindow(expr: Extract<Expr, { kind: 'window' }>, plain: Sql): Sql {
    const call = expr.ignoreNulls ? this.#dialect.ignoringNulls(plain) : plain;
    const where = expr.where === undefined ? empty : sql` FILTER (WHERE ${this.expr(expr.where)})`;
    const partition =
      expr.partitionBy.length === 0 ? empty : sql`PARTITION BY ${this.#list(expr.partitionBy)}`;
    const order = expr.orderBy.length === 0 ? empty : sql` ORDER BY ${this.#keys(expr.orderBy)}`;
    const frame = expr.frame === undefined ? empty : frameSql(expr.frame);
    return sql`${call}${where} OVER (${partition}${order}${frame})`;
  }

  #case(expr: Extract<Expr, { kind: 'case' }>): Sql {
    const branches = join(
      expr.branches.map((branch) => sql`WHEN ${this.expr(branch.when)} THEN ${this.expr(branch.value)}`),
      ' ',
    );
    const otherwise = expr.otherwise === undefined ? empty : sql` ELSE ${this.expr(expr.otherwise)}`;
    return sql`CASE ${branches}${otherwise} END`;
  }
}

const frameUnits = { rows: sql` ROWS`, range: sql` RANGE`, groups: sql` GROUPS` } as const;

function frameSql({ unit, start, end }: WindowFrame): Sql {
  return sql`${frameUnits[unit]} BETWEEN ${boundSql(start)} AND ${boundSql(end)}`;
}

function boundSql(bound: FrameBound): Sql {
  if (bound.kind === 'current') return sql`CURRENT ROW`;
  const offset = bound.offset === undefined ? sql`UNBOUNDED` : integer(bound.offset);
  return bound.kind === 'preceding' ? sql`${offset} PRECEDING` : sql`${offset} FOLLOWING`;
}

function isDecimal(type: ValueType): type is DecimalType {
  return type.startsWith('decimal(');
}

function isSortedProjection(plan: Plan): boolean {
  return plan.kind === 'project' && plan.input.kind === 'sort';
}

/** Numbers, booleans and null are written out, and so is punctuation; text is bound, so none of a user becomes SQL. */
function bindLiteral(value: LiteralValue): Sql {
  return typeof value === 'string' && !/^[-:. ]?$/.test(value) ? bind(value) : literalText(value);
}

function literalText(value: LiteralValue): Sql {
  if (value === null) return sql`NULL`;
  if (typeof value === 'string') return Sql.fromParts(`'${value.replaceAll("'", "''")}'`, []);
  if (typeof value === 'boolean') return value ? sql`TRUE` : sql`FALSE`;
  if (typeof value === 'number') assert(Number.isFinite(value), 'a literal number is finite');
  return Sql.fromParts(String(value), []);
}
