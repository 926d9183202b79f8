import { assert, assertNever, limits } from '../base/index.js';
import type { DecimalType, Expr, NamedExpr, Plan, SortKey, ValueType } from '../plan/index.js';
import type { Dialect } from './dialect.js';
import { bindLiteral, frameSql } from './print-literal.js';
import { tooLarge } from './refused-row.js';
import { empty, join, name, Sql, sql } from './sql.js';

/** A function that repeats what it is given, inside of others that do, grows the SQL by a factor with each level. */
function bounded(made: Sql, args: readonly Sql[]): Sql {
  const given = args.reduce((sum, arg) => sum + arg.text.length, 0);
  if (made.text.length > limits.repeatedSql && made.text.length > 1.5 * given) throw tooLarge();
  return made;
}

/** Prints the expressions of a plan; `select` prints a plan that stands inside of one. */
export class ExpressionPrinter {
  readonly #dialect: Dialect;
  readonly #select: (plan: Plan) => Sql;
  /** The table that bare column names belong to, where they could also mean an output column. */
  #qualifier: Sql | undefined;
  /** Columns that stand for the printed grouping expressions, for `grouping`. */
  #groups: ReadonlyMap<string, Sql> = new Map();

  /** The name of the row that expressions are computed for here, and those of the rows further out. */
  #row: Sql | undefined;
  #rows: readonly (Sql | undefined)[] = [];
  #inTry = false;

  constructor(dialect: Dialect, select: (plan: Plan) => Sql) {
    this.#dialect = dialect;
    this.#select = select;
  }

  /** What is printed with bare column names belonging to this table. */
  qualified<T>(table: Sql, work: () => T): T {
    const outer = this.#qualifier;
    this.#qualifier = table;
    const done = work();
    this.#qualifier = outer;
    return done;
  }

  /** What is printed over rows of this name. */
  over<T>(row: Sql | undefined, work: () => T): T {
    const outer = this.#row;
    this.#row = row;
    const done = work();
    this.#row = outer;
    return done;
  }

  /** A plan that is joined to each row of this name, of which it names columns. */
  lateral(row: Sql, plan: Plan): Sql {
    return this.over(row, () => this.#nested(plan));
  }

  /** What is printed where these columns stand for the printed grouping expressions. */
  grouped<T>(groups: ReadonlyMap<string, Sql>, work: () => T): T {
    const outer = this.#groups;
    this.#groups = groups;
    const done = work();
    this.#groups = outer;
    return done;
  }

  named(columns: readonly NamedExpr[]): Sql {
    assert(columns.length > 0, 'a projection has at least one column');
    return join(
      columns.map((column) => this.namedOne(column)),
      ', ',
    );
  }

  namedOne({ name: alias, expr }: NamedExpr): Sql {
    if (expr.kind === 'column' && expr.side === undefined && expr.name === alias) return name(alias);
    return sql`${this.expr(expr)} AS ${name(alias)}`;
  }

  keys(keys: readonly SortKey[]): Sql {
    return join(
      keys.map((key) => {
        const direction = key.descending ? sql` DESC` : sql` ASC`;
        return sql`${this.expr(key.expr)}${direction}${key.nullsFirst ? sql` NULLS FIRST` : sql` NULLS LAST`}`;
      }),
      ', ',
    );
  }

  type(type: Extract<Expr, { kind: 'cast' }>['to']): Sql {
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
        return sql`CAST(${bindLiteral(expr.value)} AS ${this.type(expr.type)})`;
      case 'call':
        return this.#call(expr);
      case 'aggregate':
        return this.#aggregateCall(expr);
      case 'window':
        return this.#windowCall(expr);
      case 'case':
        return this.#case(expr);
      case 'cast':
        return sql`${expr.safe ? sql`TRY_CAST` : sql`CAST`}(${this.expr(expr.expr)} AS ${this.type(expr.to)})`;
      case 'in':
        if (expr.list.length === 0) return sql`FALSE`;
        return sql`(${this.expr(expr.expr)} IN (${this.#list(expr.list)}))`;
      case 'scalar':
        return sql`(${this.#nested(expr.plan)})`;
      case 'inPlan':
        return sql`(${this.expr(expr.expr)} IN (${this.#nested(expr.plan)}))`;
      case 'exists':
        return sql`EXISTS (${this.#nested(expr.plan)})`;
      case 'quantified':
        return this.#quantified(expr);
      case 'outer':
        return sql`${this.#outer(expr.levels)}.${name(expr.name)}`;
      case 'lambda':
        return this.#dialect.lambda(
          expr.parameters.map((each) => name(each)),
          this.expr(expr.body),
        );
      case 'parameter':
        return name(expr.name);
      case 'try':
        return this.#tried(expr.expr);
      default:
        return assertNever(expr);
    }
  }

  #quantified(expr: Extract<Expr, { kind: 'quantified' }>): Sql {
    const word = expr.quantifier === 'all' ? sql`ALL` : sql`ANY`;
    const operator = quantifiedOperators[expr.func];
    return sql`(${this.expr(expr.expr)} ${operator} ${word} (${this.#nested(expr.plan)}))`;
  }

  #tried(expr: Expr): Sql {
    const outer = this.#inTry;
    this.#inTry = true;
    const printed = sql`TRY(${this.expr(expr)})`;
    this.#inTry = outer;
    return printed;
  }

  #outer(levels: number): Sql {
    const row = this.#rows[this.#rows.length - levels];
    assert(row !== undefined, 'a plan that is correlated stands in an expression over a row with a name');
    return row;
  }

  /** A query inside an expression, whose names are its own. */
  #nested(plan: Plan): Sql {
    const [qualifier, row, rows] = [this.#qualifier, this.#row, this.#rows];
    this.#qualifier = undefined;
    this.#row = undefined;
    this.#rows = [...rows, row];
    const printed = this.#select(plan);
    this.#qualifier = qualifier;
    this.#row = row;
    this.#rows = rows;
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
    if (expr.func === 'arrayReduce') return this.#reduced(expr.args);
    const args = expr.args.map((arg) => this.expr(arg));
    const [message] = args;
    if (this.#inTry && message !== undefined) {
      if (expr.func === 'fail') return this.#dialect.failInTry(message);
      if (expr.func === 'giveUp' && this.#dialect.giveUpInTry) return this.#dialect.giveUpInTry(message);
    }
    return bounded(this.#dialect.functions[expr.func](...args), args);
  }

  #reduced([list, start, step]: readonly Expr[]): Sql {
    assert(
      list !== undefined && start !== undefined && step?.kind === 'lambda',
      'a reduction has its lambda',
    );
    const [state, element] = step.parameters.map((each) => name(each));
    assert(state !== undefined && element !== undefined, 'it takes a state and an element');
    return this.#dialect.reduce(this.expr(list), this.expr(start), state, element, this.expr(step.body));
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
      printed = sql`${open} ORDER BY ${this.keys(expr.orderBy)})`;
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
    const order = expr.orderBy.length === 0 ? empty : sql` ORDER BY ${this.keys(expr.orderBy)}`;
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

function isDecimal(type: ValueType): type is DecimalType {
  return type.startsWith('decimal(');
}

const quantifiedOperators = {
  eq: sql`=`,
  ne: sql`<>`,
  lt: sql`<`,
  le: sql`<=`,
  gt: sql`>`,
  ge: sql`>=`,
} as const;
