import { Dice } from './dice.js';
import {
  aggregates,
  arithmetic,
  both,
  type Cell,
  compare,
  either,
  naturalCompare,
  numberOf,
  type Row,
  type Term,
  textOf,
} from './insights-values.js';

/** A query made from the grammar, and what it comes to by hand. */
export interface RandomQuery {
  readonly text: string;
  /** Every row that may be among those of the answer, as the columns of the answer. */
  readonly all: (rows: readonly Row[]) => Cell[][];
  /** How many rows the answer has of so many. */
  readonly limit: number;
  /** Columns by which the rows are ordered, the first first; with whether they go down. */
  readonly order: readonly { readonly column: number; readonly descending: boolean }[];
}

const numberFields = ['srcPort', 'dstPort', 'protocol', 'packets', 'bytes', 'startTime', 'endTime'];
const textFields = ['srcAddr', 'dstAddr', 'action', 'interfaceId', 'logStatus'];
const literals = ['10', '443', 'ACCEPT', 'REJECT', '-', '10.32.1.8', '.1', ''];

/** Makes terms over the names that a query knows so far. */
class Terms {
  constructor(
    readonly dice: Dice,
    readonly numbers: string[],
    readonly texts: string[],
  ) {}

  #field(names: readonly string[]): Term {
    const name = this.dice.of(names);
    return { text: name, of: (row) => row[name] ?? null };
  }

  #constant(value: number | string): Term {
    return { text: typeof value === 'number' ? String(value) : `'${value}'`, of: () => value };
  }

  number(depth: number): Term {
    if (depth === 0 || this.dice.below(3) === 0) {
      const isField = this.numbers.length > 0 && this.dice.below(4) > 0;
      return isField ? this.#field(this.numbers) : this.#constant(this.dice.of([0, 1, 2, 7, 443, 1024]));
    }
    const kind = this.dice.below(6);
    if (kind < 2) return this.#arithmetic(depth);
    if (kind === 2) return this.#onNumber(depth);
    if (kind === 3) return this.#extremes(depth);
    if (kind === 4)
      return this.#wrapped('strlen', this.text(depth - 1), (cell) => textOf(cell)?.length ?? null);
    return this.#wrapped('toNumber', this.text(depth - 1), numberOf);
  }

  #arithmetic(depth: number): Term {
    const operator = this.dice.of(['+', '-', '*', '/', '%']);
    const left = this.number(depth - 1);
    const right = operator === '*' ? this.#constant(3) : this.number(depth - 1);
    const of = (row: Row): Cell => arithmetic(operator, left.of(row), right.of(row));
    return { text: `(${left.text} ${operator} ${right.text})`, of };
  }

  #wrapped(name: string, inner: Term, of: (cell: Cell) => Cell): Term {
    return { text: `${name}(${inner.text})`, of: (row) => of(inner.of(row)) };
  }

  #onNumber(depth: number): Term {
    const [name, of] = this.dice.of([
      ['abs', Math.abs],
      ['floor', Math.floor],
      ['ceil', Math.ceil],
      ['toLong', Math.trunc],
    ] as const);
    return this.#wrapped(name, this.number(depth - 1), (cell) => {
      const number = numberOf(cell);
      return number === null ? null : of(number);
    });
  }

  #extremes(depth: number): Term {
    const [name, choose] = this.dice.of([
      ['greatest', Math.max],
      ['least', Math.min],
    ] as const);
    const parts = [this.number(depth - 1), this.number(0)];
    const of = (row: Row): Cell => {
      const known = parts.flatMap((part) => numberOf(part.of(row)) ?? []);
      return known.length === 0 ? null : choose(...known);
    };
    return { text: `${name}(${parts.map((part) => part.text).join(', ')})`, of };
  }

  text(depth: number): Term {
    if (depth === 0 || this.dice.below(3) === 0) {
      const isField = this.texts.length > 0 && this.dice.below(5) > 0;
      return isField ? this.#field(this.texts) : this.#constant(this.dice.of(literals));
    }
    const inner = this.text(depth - 1);
    const onText = (name: string, more: string, of: (text: string) => string): Term => ({
      text: `${name}(${inner.text}${more})`,
      of: (row) => {
        const text = textOf(inner.of(row));
        return text === null ? null : of(text);
      },
    });
    const [from, count] = [this.dice.below(6), this.dice.below(5)];
    const kinds = [
      () => onText('tolower', '', (text) => text.toLowerCase()),
      () => onText('toupper', '', (text) => text.toUpperCase()),
      () => onText('substr', `, ${from}`, (text) => text.slice(from)),
      () => onText('substr', `, ${from}, ${count}`, (text) => text.slice(from, from + count)),
      () => onText('replace', ", '.', '-'", (text) => text.replaceAll('.', '-')),
      () => this.#concat(inner, this.text(0)),
      () => this.#chosen(depth, inner),
    ];
    return this.dice.of(kinds)();
  }

  #concat(left: Term, right: Term): Term {
    const of = (row: Row): Cell => {
      const [a, b] = [textOf(left.of(row)), textOf(right.of(row))];
      return a === null || b === null ? null : a + b;
    };
    return { text: `concat(${left.text}, ${right.text})`, of };
  }

  #chosen(depth: number, yes: Term): Term {
    const condition = this.condition(depth - 1);
    const no = this.text(0);
    const of = (row: Row): Cell => (condition.of(row) === true ? yes : no).of(row);
    return { text: `if(${condition.text}, ${yes.text}, ${no.text})`, of };
  }

  condition(depth: number): Term {
    const kind = depth === 0 ? this.dice.below(5) : this.dice.below(8);
    if (kind < 2) return this.#comparison(this.number(1), this.number(0));
    if (kind === 2) return this.#comparison(this.text(1), this.text(0));
    if (kind === 3) return this.#among();
    if (kind === 4) return this.#like();
    if (kind === 5) {
      const inner = this.condition(depth - 1);
      const of = (row: Row): Cell => {
        const value = inner.of(row);
        return value === null ? null : !value;
      };
      return { text: `not (${inner.text})`, of };
    }
    const [left, right] = [this.condition(depth - 1), this.condition(depth - 1)];
    const [word, join] = kind === 6 ? (['and', both] as const) : (['or', either] as const);
    return { text: `(${left.text} ${word} ${right.text})`, of: (row) => join(left.of(row), right.of(row)) };
  }

  #comparison(left: Term, right: Term): Term {
    const operator = this.dice.of(['=', '!=', '<', '<=', '>', '>=']);
    const of = (row: Row): Cell => compare(operator, left.of(row), right.of(row));
    return { text: `${left.text} ${operator} ${right.text}`, of };
  }

  #among(): Term {
    const isNumber = this.dice.below(2) === 0;
    const value = isNumber ? this.number(0) : this.text(1);
    const list = isNumber ? [443, 22, this.dice.below(9000)] : [this.dice.of(literals), 'REJECT'];
    const negated = this.dice.below(2) === 0;
    const of = (row: Row): Cell => {
      const found = list.map((each) => compare('=', value.of(row), each)).reduce<Cell>(either, false);
      return found === null ? null : found !== negated;
    };
    const written = list.map((each) => (typeof each === 'number' ? each : `'${each}'`)).join(', ');
    return { text: `${value.text} ${negated ? 'not in' : 'in'} [${written}]`, of };
  }

  #like(): Term {
    const value = this.text(1);
    const negated = this.dice.below(2) === 0;
    const [pattern, test] = this.dice.of<readonly [string, (text: string) => boolean]>([
      ["'10.32'", (text) => text.includes('10.32')],
      ["'%'", (text) => text.includes('%')],
      ['/^10\\.(32|0)\\./', (text) => /^10\.(32|0)\./.test(text)],
      ['/(?i)reject$/', (text) => /reject$/i.test(text)],
      ['/[0-9a-f]{4}:/', (text) => /[0-9a-f]{4}:/.test(text)],
    ]);
    const of = (row: Row): Cell => {
      const text = textOf(value.of(row));
      return text === null ? null : test(text) !== negated;
    };
    return { text: `${value.text} ${negated ? 'not like' : 'like'} ${pattern}`, of };
  }
}

type Step = (rows: readonly Row[]) => Row[];

/** A query of the seed: stages over events, then groups, an answer of some columns, an order and a limit. */
export function randomQuery(seed: number): RandomQuery {
  const dice = new Dice(seed);
  const terms = new Terms(dice, [...numberFields], [...textFields]);
  const texts: string[] = [];
  const steps: Step[] = [];
  for (let count = dice.below(4); count > 0; count--) addStage(terms, texts, steps, count);
  const isGrouped = dice.below(2) === 0;
  const names = isGrouped ? addGroups(terms, texts, steps) : shownNames(terms, texts);
  const order = isGrouped || dice.below(2) === 0 ? orderOf(dice, names) : [];
  const keys = order.map(({ column, descending }) => `${names[column]}${descending ? ' desc' : ''}`);
  if (keys.length > 0) texts.push(`sort ${keys.join(', ')}`);
  const limit = dice.of([3, 20, 10_000]);
  if (limit < 10_000) texts.push(`limit ${limit}`);
  const all = (rows: readonly Row[]): Cell[][] =>
    steps
      .reduce<readonly Row[]>((left, step) => step(left), rows)
      .map((row) => names.map((name) => row[name] ?? null));
  return { text: texts.join(' | '), all, limit, order };
}

function orderOf(dice: Dice, names: readonly string[]): { column: number; descending: boolean }[] {
  const first = dice.below(names.length);
  const columns = dice.below(2) === 0 ? [first] : [first, (first + 1) % names.length];
  return [...new Set(columns)].map((column) => ({ column, descending: dice.below(2) === 0 }));
}

function addStage(terms: Terms, texts: string[], steps: Step[], number: number): void {
  const kind = terms.dice.below(4);
  if (kind < 2) {
    const condition = terms.condition(2);
    texts.push(`filter ${condition.text}`);
    steps.push((rows) => rows.filter((row) => condition.of(row) === true));
  } else if (kind === 2) {
    const isNumber = terms.dice.below(2) === 0;
    const value = isNumber ? terms.number(2) : terms.text(2);
    const name = `made${number}`;
    texts.push(`fields ${value.text} as ${name}`);
    steps.push((rows) => rows.map((row) => ({ ...row, [name]: value.of(row) })));
    (isNumber ? terms.numbers : terms.texts).push(name);
  } else addParse(terms, texts, steps, number);
}

function addParse(terms: Terms, texts: string[], steps: Step[], number: number): void {
  const field = terms.dice.of(['srcAddr', 'dstAddr', 'interfaceId']);
  const [glob, pattern] = terms.dice.of<readonly [string, RegExp]>([
    ['*.*.*', /^(.*?)\.(.*?)\.(.*)$/s],
    ['10.*.', /10\.(.*?)\./],
    ['.*.*', /\.(.*?)\.(.*)$/s],
    ['eni-0*a', /eni-0(.*?)a/],
  ]);
  const names = Array.from({ length: glob.split('*').length - 1 }, (_, index) => `part${number}x${index}`);
  texts.push(`parse ${field} "${glob}" as ${names.join(', ')}`);
  steps.push((rows) =>
    rows.map((row) => {
      const found = pattern.exec(String(row[field]));
      const parts = names.map((name, index) => [name, found?.[index + 1] ?? null] as const);
      return { ...row, ...Object.fromEntries(parts) };
    }),
  );
  terms.texts.push(...names);
}

/** The last stage of events: what is shown, or one row of each combination. */
function shownNames(terms: Terms, texts: string[]): string[] {
  const { dice } = terms;
  const names = [dice.of(terms.numbers), dice.of(terms.texts), dice.of(terms.texts)];
  const shown = [...new Set(names)];
  texts.push(`display ${shown.join(', ')}`);
  return shown;
}

function addGroups(terms: Terms, texts: string[], steps: Step[]): string[] {
  const { dice } = terms;
  const keys = Array.from({ length: dice.below(3) }, (_, index) => ({
    name: `key${index}`,
    term: dice.below(2) === 0 ? terms.text(1) : terms.number(1),
  }));
  const values = Array.from({ length: 1 + dice.below(3) }, (_, index) => {
    const func = dice.of(Object.keys(aggregates));
    const isText = ['min', 'max', 'sortsFirst', 'sortsLast', 'count', 'count_distinct'].includes(func);
    const term =
      isText && dice.below(2) === 0
        ? terms.text(1)
        : dice.below(5) === 0
          ? terms.condition(0)
          : terms.number(1);
    return { name: `value${index}`, func, term };
  });
  const written = values.map(({ name, func, term }) => `${func}(${term.text}) as ${name}`);
  const by = keys.map(({ name, term }) => `${term.text} as ${name}`);
  texts.push(
    `stats ${[...written, 'count(*) as n'].join(', ')}${by.length === 0 ? '' : ` by ${by.join(', ')}`}`,
  );
  steps.push((rows) => {
    const groups = new Map<string, Row[]>();
    if (keys.length === 0) groups.set('[]', []);
    for (const row of rows) {
      const key = JSON.stringify(keys.map(({ term }) => term.of(row)));
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((group) => ({
      ...Object.fromEntries(
        keys.map(({ name, term }) => [name, group[0] === undefined ? null : term.of(group[0])]),
      ),
      ...Object.fromEntries(
        values.map(({ name, func, term }) => [name, aggregates[func]?.(group.map(term.of)) ?? null]),
      ),
      n: group.length,
    }));
  });
  if (dice.below(3) === 0) {
    texts.push('filter n > 2');
    steps.push((rows) => rows.filter((row) => Number(row.n) > 2));
  }
  return [...keys.map(({ name }) => name), ...values.map(({ name }) => name), 'n'];
}

/** Rows by the order of a query; missing values last in both directions. */
export function compareRows(order: RandomQuery['order']): (a: readonly Cell[], b: readonly Cell[]) => number {
  return (a, b) => {
    for (const { column, descending } of order) {
      const [left = null, right = null] = [a[column], b[column]];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      const found = naturalCompare(left, right);
      if (found !== 0) return descending ? -found : found;
    }
    return 0;
  };
}
