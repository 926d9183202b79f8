import type { Dice } from './dice.js';

/** Types that random queries have. */
export type Kind = 'int' | 'double' | 'decimal' | 'text' | 'bool' | 'date' | 'time';

export const kinds: readonly Kind[] = ['int', 'double', 'decimal', 'text', 'bool', 'date', 'time'];

/** A column that a term may name. */
export interface Column {
  readonly name: string;
  readonly kind: Kind;
}

/** A query of one column of this kind, for IN and as a value; it names nothing around it. */
export type Inner = (kind: Kind, depth: number) => string;

const literals: Readonly<Record<Kind, readonly string[]>> = {
  int: ['0', '1', '2', '-7', '443', '1024', "BIGINT '65535'", 'NULL'],
  double: ['0e0', '1.5e0', '-2.25e0', '1e3', 'CAST(NULL AS DOUBLE)'],
  decimal: ['0.5', '1.25', '-3.0', '100.00', 'CAST(NULL AS DECIMAL(5, 2))'],
  text: ["'ACCEPT'", "'10.0.0.1'", "''", "'-'", "'443'", "'Ärger'", 'CAST(NULL AS VARCHAR)'],
  bool: ['TRUE', 'FALSE', 'CAST(NULL AS BOOLEAN)'],
  date: ["DATE '2026-06-01'", "DATE '1970-01-01'", "DATE '2024-02-29'", 'CAST(NULL AS DATE)'],
  time: ["TIMESTAMP '2026-06-01 10:20:30'", "TIMESTAMP '1999-12-31 23:59:59.999'", 'CAST(NULL AS TIMESTAMP)'],
};
const patterns = ['10.%', '%.1', '%A%', '_CC%', '', '%', '10.0._.%'];
const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
const comparisons = ['=', '<>', '<', '<=', '>', '>='];

/** Makes terms over columns, of the kind that is asked for, so that what is made is well typed. */
export class Terms {
  constructor(
    readonly dice: Dice,
    readonly columns: readonly Column[],
    readonly inner: Inner,
  ) {}

  of(kind: Kind, depth: number): string {
    if (depth <= 0 || this.dice.below(4) === 0) return this.#leaf(kind);
    if (this.dice.below(4) === 0) return this.#choice(kind, depth - 1);
    switch (kind) {
      case 'int':
        return this.#int(depth - 1);
      case 'double':
        return this.#double(depth - 1);
      case 'decimal':
        return this.#decimal(depth - 1);
      case 'text':
        return this.#text(depth - 1);
      case 'bool':
        return this.condition(depth);
      case 'date':
        return this.#date(depth - 1);
      case 'time':
        return this.#time(depth - 1);
    }
  }

  #leaf(kind: Kind): string {
    const named = this.columns.filter((each) => each.kind === kind);
    return named.length > 0 && this.dice.below(4) > 0
      ? this.dice.of(named).name
      : this.dice.of(literals[kind]);
  }

  /** Forms that every kind has. */
  #choice(kind: Kind, depth: number): string {
    const value = (): string => this.of(kind, depth);
    switch (this.dice.below(kind === 'bool' ? 5 : 7)) {
      case 0:
        return `CASE WHEN ${this.condition(depth)} THEN ${value()} WHEN ${this.condition(depth)} THEN ${value()} ELSE ${value()} END`;
      case 1:
        return `CASE ${this.of('int', depth)} WHEN ${this.of('int', 0)} THEN ${value()} END`;
      case 2:
        return `COALESCE(${value()}, ${value()})`;
      case 3:
        return `NULLIF(${value()}, ${value()})`;
      case 4:
        return `IF(${this.condition(depth)}, ${value()}, ${value()})`;
      case 5:
        return `${this.dice.of(['greatest', 'least'])}(${value()}, ${value()})`;
      default:
        return `(${this.inner(kind, depth)})`;
    }
  }

  #int(depth: number): string {
    const int = (): string => this.of('int', depth);
    const whole = this.dice.of(['2', '3', '7', '-10']);
    switch (this.dice.below(9)) {
      case 0:
        return `(${int()} ${this.dice.of(['+', '-'])} CAST(${int()} AS BIGINT))`;
      case 1:
        return `(CAST(${int()} AS BIGINT) * ${whole})`;
      case 2:
        return `(${int()} ${this.dice.of(['/', '%'])} ${whole})`;
      case 3:
        return `(${int()} / NULLIF(${int()}, 0))`;
      case 4:
        return `abs(CAST(${int()} AS BIGINT))`;
      case 5:
        return `${this.dice.of(['length', 'codepoint_of'])}(${this.of('text', depth)})`.replace(
          /^codepoint_of/,
          'length',
        );
      case 6:
        return `EXTRACT(${this.dice.of(['YEAR', 'MONTH', 'DAY', 'DOW', 'WEEK', 'DOY', 'QUARTER'])} FROM ${this.of(this.dice.of(['date', 'time']), depth)})`;
      case 7:
        return `TRY_CAST(${this.of(this.dice.of(['text', 'decimal', 'bool']), depth)} AS BIGINT)`;
      default:
        return `date_diff('${this.dice.of(units)}', ${this.of('time', depth)}, ${this.of('time', depth)})`;
    }
  }

  #double(depth: number): string {
    const double = (): string => this.of('double', depth);
    switch (this.dice.below(5)) {
      case 0:
        return `(${double()} ${this.dice.of(['+', '-', '*'])} ${double()})`;
      case 1:
        return `CAST(${this.of(this.dice.of(['int', 'decimal']), depth)} AS DOUBLE)`;
      case 2:
        return `(${double()} / 4)`;
      case 3:
        return `${this.dice.of(['floor', 'ceil', 'round', 'abs', 'sign'])}(${double()})`;
      default:
        return `sqrt(abs(${double()}))`;
    }
  }

  #decimal(depth: number): string {
    switch (this.dice.below(4)) {
      case 0:
        return `TRY(CAST(${this.of(this.dice.of(['int', 'decimal']), depth)} AS DECIMAL(18, 2)))`;
      case 1:
        return `(${this.of('decimal', 0)} ${this.dice.of(['+', '-', '*'])} ${this.of('decimal', 0)})`;
      case 2:
        return `round(${this.of('decimal', 0)})`;
      default:
        return `(${this.of('decimal', 0)} / ${this.dice.of(['2.0', '3', '0.7'])})`;
    }
  }

  #text(depth: number): string {
    const text = (): string => this.of('text', depth);
    const place = this.dice.of(['1', '2', '-3', '0', '5']);
    switch (this.dice.below(9)) {
      case 0:
        return `(${text()} || ${text()})`;
      case 1:
        return `substr(${text()}, ${place}, ${this.dice.of(['1', '2', '10'])})`;
      case 2:
        return `${this.dice.of(['lower', 'upper', 'trim', 'reverse', 'ltrim'])}(${text()})`;
      case 3:
        return `CAST(${this.of(this.dice.of(['int', 'decimal', 'bool', 'date', 'time', 'double']), depth)} AS VARCHAR)`;
      case 4:
        return `split_part(${text()}, '.', ${this.dice.of(['1', '2', '4', '9'])})`;
      case 5:
        return `replace(${text()}, '.', '${this.dice.of(['', '-', '..'])}')`;
      case 6:
        return `regexp_extract(${text()}, '${this.dice.of(['[0-9]+', '(\\d+)\\.(\\d+)', '^A'])}')`;
      case 7:
        return `lpad(${text()}, ${this.dice.of(['3', '12'])}, '*')`;
      default:
        return `date_format(${this.of('time', depth)}, '${this.dice.of(['%Y-%m-%d', '%H:%i:%s', '%a %b %e'])}')`;
    }
  }

  #date(depth: number): string {
    const unit = this.dice.of(['day', 'week', 'month', 'quarter', 'year']);
    switch (this.dice.below(5)) {
      case 0:
        return `CAST(${this.of('time', depth)} AS DATE)`;
      case 1:
        return `(${this.of('date', depth)} ${this.dice.of(['+', '-'])} INTERVAL '${this.dice.of(['1', '31', '400'])}' ${this.dice.of(['DAY', 'MONTH'])})`;
      case 2:
        return `date_trunc('${unit}', ${this.of('date', depth)})`;
      case 3:
        return `date_add('${unit}', ${this.dice.of(['1', '-1', '13'])}, ${this.of('date', depth)})`;
      default:
        return `TRY_CAST(${this.of('text', depth)} AS DATE)`;
    }
  }

  #time(depth: number): string {
    switch (this.dice.below(4)) {
      case 0:
        return `CAST(${this.of('date', depth)} AS TIMESTAMP)`;
      case 1:
        return `(${this.of('time', depth)} ${this.dice.of(['+', '-'])} INTERVAL '${this.dice.of(['1', '90'])}' ${this.dice.of(['SECOND', 'HOUR', 'DAY', 'MONTH'])})`;
      case 2:
        return `date_trunc('${this.dice.of(units)}', ${this.of('time', depth)})`;
      default:
        return `date_add('${this.dice.of(units)}', ${this.dice.of(['1', '-25', '100'])}, ${this.of('time', depth)})`;
    }
  }

  condition(depth: number): string {
    const kind = this.dice.of(kinds);
    const value = (): string => this.of(kind, depth - 1);
    const negated = this.dice.of(['', '', 'NOT ']);
    switch (this.dice.below(depth <= 0 ? 3 : 10)) {
      case 0:
        return `(${value()} ${kind === 'bool' ? '=' : this.dice.of(comparisons)} ${value()})`;
      case 1:
        return `(${value()} IS ${negated}NULL)`;
      case 2:
        return `(${this.of('text', depth - 1)} ${negated}LIKE '${this.dice.of(patterns)}')`;
      case 3:
        return `(${this.condition(depth - 1)} ${this.dice.of(['AND', 'OR'])} ${this.condition(depth - 1)})`;
      case 4:
        return `(NOT ${this.condition(depth - 1)})`;
      case 5:
        return `(${value()} ${negated}IN (${value()}, ${value()}, ${value()}))`;
      case 6:
        return `(${this.of(kind === 'bool' ? 'int' : kind, depth - 1)} ${negated}BETWEEN ${this.of(kind === 'bool' ? 'int' : kind, 0)} AND ${this.of(kind === 'bool' ? 'int' : kind, 0)})`;
      case 7:
        return `(${value()} IS ${negated}DISTINCT FROM ${value()})`;
      case 8:
        return `(${value()} ${negated}IN (${this.inner(kind, depth)}))`;
      default:
        return `regexp_like(${this.of('text', depth - 1)}, '${this.dice.of(['^10\\.', '[A-Z]{2}', '5$'])}')`;
    }
  }
}
