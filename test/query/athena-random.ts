import { type Column, type Kind, kinds, Terms } from './athena-random-terms.js';
import { Dice } from './dice.js';

/** Few enough rows that joins stay small; those without traffic, of both samples, are among them. */
const sample = `s AS (SELECT srcaddr AS src, dstaddr AS dst, srcport AS sport, dstport AS dport, protocol AS proto, packets, bytes, action,
  log_status AS status, start AS began, from_unixtime(start) AT TIME ZONE 'UTC' AS zoned, CAST(from_unixtime(start) AS TIMESTAMP) AS at,
  CAST(from_unixtime("end") AS DATE) AS day, CAST(bytes AS DOUBLE) / 8 AS rate, CAST(bytes AS DECIMAL(12, 2)) / 100 AS cost,
  action = 'REJECT' AS refused
  FROM t WHERE start % 499 = 7 OR (srcaddr IS NULL AND start % 61 = 3))`;

const sampleColumns: readonly Column[] = [
  ...['src', 'dst', 'action', 'status'].map((name): Column => ({ name, kind: 'text' })),
  ...['sport', 'dport', 'proto', 'packets', 'bytes', 'began'].map((name): Column => ({ name, kind: 'int' })),
  { name: 'rate', kind: 'double' },
  { name: 'cost', kind: 'decimal' },
  { name: 'refused', kind: 'bool' },
  { name: 'day', kind: 'date' },
  { name: 'at', kind: 'time' },
];

interface Relation {
  readonly text: string;
  readonly columns: readonly Column[];
}

/** A well-typed SELECT of Athena over the flow logs whose rows do not depend on the engine; a seed gives it again. */
export function randomSelect(seed: number): string {
  const query = new Queries(new Dice(seed));
  return `WITH ${sample}\n${query.whole()}`;
}

class Queries {
  #names = 0;
  constructor(readonly dice: Dice) {}

  whole(): string {
    const shape = Array.from({ length: 1 + this.dice.below(4) }, () => this.dice.of(kinds));
    const query = this.query(shape, 2);
    return this.dice.below(3) === 0 ? query : this.#ordered(query, shape.length);
  }

  /** By every column, so that rows that stand in any order are equal ones. */
  #ordered(query: string, columns: number): string {
    const keys = Array.from({ length: columns }, (_, index) => {
      return `${index + 1}${this.dice.of(['', ' ASC', ' DESC'])}${this.dice.of(['', ' NULLS FIRST', ' NULLS LAST'])}`;
    });
    const end = this.dice.of([
      '',
      ' LIMIT 3',
      ' LIMIT 20',
      ' OFFSET 2 LIMIT 5',
      ' FETCH FIRST 4 ROWS ONLY',
      ' FETCH FIRST 4 ROWS WITH TIES',
    ]);
    return `SELECT * FROM (${query}) ordered ORDER BY ${keys.join(', ')}${end}`;
  }

  /** Columns `c1`, `c2`, … of these kinds. */
  query(shape: readonly Kind[], depth: number): string {
    switch (this.dice.below(depth <= 0 ? 1 : 6)) {
      case 0:
      case 1:
        return this.#plain(shape, depth);
      case 2:
      case 3:
        return this.#grouped(shape, depth);
      case 4:
        return this.#windowed(shape, depth);
      default: {
        const by = this.dice.of(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT']);
        return `(${this.query(shape, depth - 1)}) ${by} (${this.query(shape, depth - 1)})`;
      }
    }
  }

  #terms(columns: readonly Column[]): Terms {
    return new Terms(this.dice, columns, (kind, depth) => this.#one(kind, depth));
  }

  /** One column and, since it may stand as a value, one row. */
  #one(kind: Kind, depth: number): string {
    const { text, columns } = this.#relation(depth > 1 ? 1 : 0);
    const terms = this.#terms(columns);
    const plain =
      kind === 'bool'
        ? `bool_or(${terms.of(kind, 1)})`
        : `${this.dice.of(['max', 'min'])}(${terms.of(kind, 1)})`;
    return `SELECT ${plain} FROM ${text} WHERE ${terms.condition(1)}`;
  }

  #where(terms: Terms): string {
    return this.dice.below(2) === 0 ? '' : ` WHERE ${terms.condition(2)}`;
  }

  #plain(shape: readonly Kind[], depth: number): string {
    const { text, columns } = this.#relation(depth);
    const terms = this.#terms(columns);
    const items = shape.map((kind, index) => `${terms.of(kind, 2)} AS c${index + 1}`);
    return `SELECT ${this.dice.of(['', '', 'DISTINCT '])}${items.join(', ')} FROM ${text}${this.#where(terms)}`;
  }

  #grouped(shape: readonly Kind[], depth: number): string {
    const { text, columns } = this.#relation(depth - 1);
    const terms = this.#terms(columns);
    const keys: string[] = [];
    const items = shape.map((kind, index) => {
      const isKey = this.dice.below(3) === 0 && columns.some((each) => each.kind === kind);
      if (!isKey) return `${this.#aggregate(kind, terms)} AS c${index + 1}`;
      const key = this.dice.of(columns.filter((each) => each.kind === kind)).name;
      if (!keys.includes(key)) keys.push(key);
      return `${key} AS c${index + 1}`;
    });
    const list = keys.join(', ');
    const by =
      keys.length === 0
        ? ''
        : ` GROUP BY ${this.dice.of([list, list, `ROLLUP (${list})`, `CUBE (${list})`, `GROUPING SETS ((${list}), ())`])}`;
    const having =
      this.dice.below(3) === 0
        ? ` HAVING ${this.#aggregate('int', terms)} > ${this.dice.of(['0', '2', '100'])}`
        : '';
    return `SELECT ${items.join(', ')} FROM ${text}${this.#where(terms)}${by}${having}`;
  }

  #aggregate(kind: Kind, terms: Terms): string {
    const filter = this.dice.below(4) === 0 ? ` FILTER (WHERE ${terms.condition(1)})` : '';
    const distinct = this.dice.of(['', '', 'DISTINCT ']);
    if (kind === 'bool')
      return `${this.dice.of(['bool_or', 'bool_and', 'every'])}(${terms.of(kind, 1)})${filter}`;
    if (kind === 'int') {
      const counted = terms.of(this.dice.of(kinds), 1);
      const some = [
        `count(${distinct}${counted})`,
        'count(*)',
        `sum(${distinct}${terms.of('int', 1)})`,
        `count_if(${terms.condition(1)})`,
      ];
      return `${this.dice.of([...some, `max(${terms.of('int', 1)})`])}${filter}`;
    }
    if (kind === 'double')
      return `${this.dice.of(['avg', 'max', 'min'])}(${terms.of('int', 1)} + 0e0)${filter}`;
    if (kind === 'decimal')
      return `${this.dice.of(['max', 'min', 'sum'])}(${distinct}${terms.of(kind, 1)})${filter}`;
    return `${this.dice.of(['max', 'min'])}(${terms.of(kind, 1)})${filter}`;
  }

  /** Windows whose values are the same however equal rows are ordered. */
  #windowed(shape: readonly Kind[], depth: number): string {
    const { text, columns } = this.#relation(depth - 1);
    const terms = this.#terms(columns);
    const items = shape.map((kind, index) => `${this.#overWindow(kind, terms)} AS c${index + 1}`);
    return `SELECT ${items.join(', ')} FROM ${text}${this.#where(terms)}`;
  }

  #overWindow(kind: Kind, terms: Terms): string {
    const partition = this.dice.below(2) === 0 ? `PARTITION BY ${terms.of(this.dice.of(kinds), 1)} ` : '';
    const order = (): string =>
      `${this.dice.of(terms.columns).name}${this.dice.of(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`;
    const all = `ORDER BY ${terms.columns.map((each) => `${each.name}${this.dice.of(['', ' DESC', ' NULLS FIRST'])}`).join(', ')}`;
    const rows = this.dice.of([
      '',
      ' ROWS BETWEEN 2 PRECEDING AND CURRENT ROW',
      ' ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING',
      ' ROWS UNBOUNDED PRECEDING',
    ]);
    const groups = this.dice.of([
      '',
      ' GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
      ' RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
    ]);
    const column = (): string =>
      this.dice.of([
        ...terms.columns.filter((each) => each.kind === kind).map((each) => each.name),
        terms.of(kind, 0),
      ]);
    switch (this.dice.below(kind === 'int' ? 6 : 4)) {
      case 0:
        return `${this.dice.of(['lag', 'lead'])}(${column()}${this.dice.of(['', ', 2'])}) OVER (${partition}${all})`;
      case 1:
        return `${this.dice.of(['first_value', 'last_value'])}(${column()}) ${this.dice.of(['', 'IGNORE NULLS '])}OVER (${partition}${all}${rows})`;
      case 2:
        return `nth_value(${column()}, 2) OVER (${partition}${all}${rows})`;
      case 3:
        return kind === 'bool'
          ? `bool_or(${column()}) OVER (${partition}ORDER BY ${order()}${groups})`
          : `max(${column()}) OVER (${partition}ORDER BY ${order()}${groups})`;
      case 4:
        return `${this.dice.of(['rank()', 'dense_rank()', 'count(*)', `count(${column()})`])} OVER (${partition}ORDER BY ${order()})`;
      default:
        return this.dice.of([
          `row_number() OVER (${partition}${all})`,
          `ntile(3) OVER (${partition}${all})`,
          `sum(${column()}) OVER (${partition}ORDER BY ${order()}${groups})`,
        ]);
    }
  }

  /** Something in FROM, with names that are its own. */
  #relation(depth: number): Relation {
    switch (this.dice.below(depth <= 0 ? 2 : 5)) {
      case 0:
      case 1:
        return this.#table();
      case 2:
        return this.#inner(depth - 1);
      default:
        return this.#join(depth - 1);
    }
  }

  #table(): Relation {
    const name = this.#name('s');
    return {
      text: `s ${name}`,
      columns: sampleColumns.map((each) => ({ ...each, name: `${name}.${each.name}` })),
    };
  }

  #inner(depth: number): Relation {
    const name = this.#name('q');
    const shape = [this.dice.of(kinds), 'int' as const, 'text' as const];
    const inner = this.query(shape, depth);
    const text = this.dice.below(3) === 0 ? this.#ordered(inner, shape.length) : inner;
    return {
      text: `(${text}) ${name}`,
      columns: shape.map((kind, index) => ({ name: `${name}.c${index + 1}`, kind })),
    };
  }

  #join(depth: number): Relation {
    const left = this.#relation(depth);
    const right = this.#table();
    const kind = this.dice.of(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
    const pick = (side: Relation, of: Kind): string =>
      this.dice.of(side.columns.filter((each) => each.kind === of)).name;
    const equal = this.dice.of(['int', 'text'] as const);
    const both = [...left.columns, ...right.columns];
    const more =
      this.dice.below(3) === 0
        ? ` AND ${new Terms(this.dice, both, () => 'SELECT NULL').of('int', 0)} > 5`
        : '';
    return {
      text: `${left.text} ${kind} ${right.text} ON ${pick(left, equal)} = ${pick(right, equal)}${more}`,
      columns: both,
    };
  }

  #name(of: string): string {
    this.#names += 1;
    return `${of}${this.#names}`;
  }
}
