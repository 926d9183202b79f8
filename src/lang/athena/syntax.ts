import type { Span } from '../../base/index.js';
import type { JsonExpression } from './syntax-json.js';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** A name as it is written; without quotes its case means nothing, and neither does it with them in Athena. */
export interface Identifier {
  readonly name: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export type Expression =
  | {
      readonly kind: 'column';
      readonly qualifier: readonly Identifier[];
      readonly column: Identifier;
      readonly span: Span;
    }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | {
      readonly kind: 'number';
      readonly type: 'integer' | 'decimal' | 'double';
      readonly text: string;
      readonly span: Span;
    }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'null'; readonly span: Span }
  /** `DATE '2026-01-31'`, `TIMESTAMP '…'`, `TIME '…'`, `IPADDRESS '…'`, `JSON '…'`, `UUID '…'`, `DECIMAL '…'`, `X'…'`. */
  | {
      readonly kind: 'typed';
      readonly type: 'date' | 'timestamp' | 'time' | 'ipaddress' | 'json' | 'uuid' | 'decimal' | 'varbinary';
      readonly text: string;
      readonly span: Span;
    }
  | {
      readonly kind: 'interval';
      /** In the unit of its only field; in months or milliseconds when it has several. */
      readonly amount: number;
      readonly unit: string;
      /** How it is written: `'1-2'`, `year TO month`, and whether a minus stands before the text. */
      readonly written: { readonly text: string; readonly words: string; readonly isNegated: boolean };
      readonly span: Span;
    }
  | {
      readonly kind: 'call';
      readonly name: Identifier;
      readonly args: readonly Expression[];
      readonly star: boolean;
      readonly distinct: boolean;
      readonly filter: Expression | undefined;
      /** ORDER BY among the arguments, or in WITHIN GROUP. */
      readonly orderBy?: readonly OrderItem[];
      /** ON OVERFLOW of LISTAGG, in SQL's words. */
      readonly overflow?: string;
      /** IGNORE NULLS of a window function. */
      readonly ignoreNulls?: boolean;
      readonly over?: Window;
      readonly span: Span;
    }
  /** `ARRAY[…]`, or `ROW(…)`, whose word may be left out. */
  | { readonly kind: 'array' | 'row'; readonly items: readonly Expression[]; readonly span: Span }
  /** A field of a row that is no plain name: `(r).port`. */
  | { readonly kind: 'field'; readonly value: Expression; readonly field: Identifier; readonly span: Span }
  /** `x -> x + 1`, an argument of the functions that take one. */
  | {
      readonly kind: 'lambda';
      readonly parameters: readonly Identifier[];
      readonly body: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'subscript';
      readonly value: Expression;
      readonly index: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'grouping'; readonly args: readonly Expression[]; readonly span: Span }
  /** A query in parentheses where a value is expected. */
  | { readonly kind: 'subquery'; readonly query: Query; readonly span: Span }
  | { readonly kind: 'exists'; readonly query: Query; readonly span: Span }
  | {
      readonly kind: 'inQuery';
      readonly value: Expression;
      readonly query: Query;
      readonly negated: boolean;
      readonly span: Span;
    }
  /** `value > ALL (SELECT …)`; SOME is another word for ANY. */
  | {
      readonly kind: 'quantified';
      readonly operator: Comparison;
      readonly quantifier: 'all' | 'any';
      readonly value: Expression;
      readonly query: Query;
      readonly span: Span;
    }
  | { readonly kind: 'not' | 'negate'; readonly arg: Expression; readonly span: Span }
  | { readonly kind: 'and' | 'or'; readonly args: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'concat'; readonly args: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
      /** Where the operator stands, or the word BETWEEN, of which refusals speak as Trino does. */
      readonly at?: Span;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
      readonly at: Span;
    }
  | {
      readonly kind: 'between';
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
      readonly span: Span;
      readonly at: Span;
    }
  | {
      readonly kind: 'in';
      readonly value: Expression;
      readonly list: readonly Expression[];
      readonly negated: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
      readonly negated: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'isNull'; readonly value: Expression; readonly negated: boolean; readonly span: Span }
  | {
      readonly kind: 'isDistinct';
      readonly left: Expression;
      readonly right: Expression;
      readonly negated: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'case';
      readonly operand: Expression | undefined;
      readonly branches: readonly { readonly when: Expression; readonly value: Expression }[];
      readonly otherwise: Expression | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'cast';
      readonly value: Expression;
      readonly type: string;
      readonly safe: boolean;
      readonly span: Span;
    }
  | JsonExpression
  | { readonly kind: 'extract'; readonly unit: string; readonly value: Expression; readonly span: Span };

/** What stands in OVER, or in a WINDOW clause. */
export interface Window {
  /** A window of the WINDOW clause whose parts come first. */
  readonly base?: Identifier;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: Frame | undefined;
  readonly span: Span;
}

export interface Frame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  /** Without BETWEEN a frame ends at the current row. */
  readonly end: FrameBound | undefined;
  readonly span: Span;
}

export interface FrameBound {
  readonly kind: 'preceding' | 'following' | 'current';
  /** Undefined for UNBOUNDED and CURRENT ROW. */
  readonly offset: number | undefined;
}

/** One element of GROUP BY: its grouping sets before ROLLUP and CUBE are written out; a plain key is a set of one. */
export interface GroupElement {
  readonly kind: 'plain' | 'rollup' | 'cube' | 'sets';
  readonly items: readonly (readonly Expression[])[];
  readonly span: Span;
}

export type SelectItem =
  | { readonly kind: 'all'; readonly qualifier: Identifier | undefined; readonly span: Span }
  | {
      readonly kind: 'value';
      readonly value: Expression;
      readonly alias: Identifier | undefined;
      readonly span: Span;
    };

export type Relation =
  | {
      readonly kind: 'table';
      readonly name: readonly Identifier[];
      readonly alias: Identifier | undefined;
      readonly columns: readonly Identifier[];
      readonly span: Span;
    }
  | {
      readonly kind: 'subquery';
      readonly query: Query;
      readonly alias: Identifier | undefined;
      readonly columns: readonly Identifier[];
      readonly span: Span;
    }
  /** A query that may name columns of the relations before it. */
  | {
      readonly kind: 'lateral';
      readonly query: Query;
      readonly alias: Identifier | undefined;
      readonly columns: readonly Identifier[];
      readonly span: Span;
    }
  /** About this share of a relation's rows, a hundredth each. */
  | {
      readonly kind: 'sample';
      readonly relation: Relation;
      readonly method: 'bernoulli' | 'system';
      readonly percent: number;
      readonly span: Span;
    }
  /** UNNEST of arrays and maps, with the number of each element when that is asked for. */
  | {
      readonly kind: 'unnest';
      readonly lists: readonly Expression[];
      readonly ordinality: boolean;
      readonly alias: Identifier | undefined;
      readonly columns: readonly Identifier[];
      readonly span: Span;
    }
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
      readonly left: Relation;
      readonly right: Relation;
      readonly on: Expression | undefined;
      readonly using: readonly Identifier[];
      readonly span: Span;
    };

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: Relation | undefined;
  readonly where: Expression | undefined;
  readonly groupBy: readonly GroupElement[];
  /** GROUP BY DISTINCT: equal grouping sets count once. */
  readonly groupDistinct: boolean;
  readonly having: Expression | undefined;
  /** The windows of the WINDOW clause. */
  readonly windows: readonly { readonly name: Identifier; readonly window: Window }[];
  readonly span: Span;
}

export interface Union {
  readonly kind: 'union';
  readonly all: boolean;
  readonly inputs: readonly Body[];
  readonly span: Span;
}

export interface SetOperation {
  readonly kind: 'intersect' | 'except';
  readonly all: boolean;
  readonly left: Body;
  readonly right: Body;
  readonly span: Span;
}

export type Body =
  | Select
  | Union
  | SetOperation
  /** Rows that are written out; each is a row of values, or one value. */
  | { readonly kind: 'values'; readonly rows: readonly Expression[]; readonly span: Span }
  /** `TABLE t`: all of a relation. */
  | { readonly kind: 'table'; readonly relation: Relation; readonly span: Span }
  | { readonly kind: 'nested'; readonly query: Query; readonly span: Span };

export interface OrderItem {
  readonly value: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean | undefined;
}

export interface Query {
  /** Whether the queries of WITH may name themselves. */
  readonly recursive: boolean;
  readonly with: readonly {
    readonly name: Identifier;
    readonly columns: readonly Identifier[];
    readonly query: Query;
  }[];
  readonly body: Body;
  readonly orderBy: readonly OrderItem[];
  readonly offset: number | undefined;
  readonly limit: number | undefined;
  /** FETCH FIRST … WITH TIES: rows that are equal to the last one by the order stay too. */
  readonly ties: boolean;
  readonly span: Span;
}

/** A SELECT of these items without other clauses. */
export function selectOf(from: Relation, items: readonly SelectItem[], span: Span): Select {
  const parts = { where: undefined, groupBy: [], groupDistinct: false, having: undefined, windows: [] };
  return { kind: 'select', distinct: false, items, from, ...parts, span };
}

/** The direct children of an expression. */
export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'call': {
      const keys = [...(node.orderBy ?? []), ...(node.over?.orderBy ?? [])].map((item) => item.value);
      const parts = [...node.args, ...keys, ...(node.over?.partitionBy ?? [])];
      return node.filter === undefined ? parts : [...parts, node.filter];
    }
    case 'grouping':
      return node.args;
    case 'array':
    case 'row':
      return node.items;
    case 'lambda':
      return [node.body];
    case 'subscript':
      return [node.value, node.index];
    case 'and':
    case 'or':
    case 'concat':
      return node.args;
    case 'not':
    case 'negate':
      return [node.arg];
    case 'compare':
    case 'arithmetic':
    case 'isDistinct':
      return [node.left, node.right];
    case 'between':
      return [node.value, node.low, node.high];
    case 'in':
      return [node.value, ...node.list];
    case 'like':
      return node.escape === undefined ? [node.value, node.pattern] : [node.value, node.pattern, node.escape];
    case 'jsonPath': {
      const given = [node.onEmpty, node.onError].flatMap((each) =>
        each?.kind === 'default' ? [each.value] : [],
      );
      return [node.input, ...given];
    }
    case 'jsonMade':
      return node.members.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value]));
    case 'isNull':
    case 'cast':
    case 'inQuery':
    case 'quantified':
    case 'field':
    case 'extract':
      return [node.value];
    case 'case': {
      const branches = node.branches.flatMap(({ when, value }) => [when, value]);
      return [node.operand, ...branches, node.otherwise].filter((part) => part !== undefined);
    }
    default:
      return [];
  }
}

/** The queries that stand inside an expression. */
export function queriesIn(node: Expression): readonly Query[] {
  const own = 'query' in node ? [node.query] : [];
  return [...own, ...partsOf(node).flatMap(queriesIn)];
}

/** The expressions of GROUP BY, in the order in which they are written. */
export function groupKeys(select: Select): readonly Expression[] {
  return select.groupBy.flatMap((element) => element.items.flat());
}

/** The expressions of a SELECT's own clauses. */
export function expressionsIn(select: Select): readonly Expression[] {
  const values = select.items.flatMap((item) => (item.kind === 'value' ? [item.value] : []));
  return [...values, ...groupKeys(select), select.where, select.having].filter((each) => each !== undefined);
}
