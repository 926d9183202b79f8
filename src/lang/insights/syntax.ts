import type { Span } from '../../base/index.js';

export type BinaryOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '^';

/** An expression as it is written. */
export type Expression =
  | { readonly kind: 'field'; readonly name: string; readonly quoted: boolean; readonly span: Span }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'regex'; readonly pattern: string; readonly span: Span }
  | { readonly kind: 'period'; readonly amount: number; readonly unit: string; readonly span: Span }
  /** The `*` of `count(*)`. */
  | { readonly kind: 'star'; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly span: Span;
    }
  /** A place in a structure: `m.users[1].name`, `jsonParse(x).id`. */
  | {
      readonly kind: 'path';
      readonly value: Expression;
      readonly steps: readonly (string | number)[];
      readonly span: Span;
    }
  | { readonly kind: 'not' | 'negate'; readonly arg: Expression; readonly span: Span }
  /** Two or more conditions joined by the same word. */
  | { readonly kind: 'and' | 'or'; readonly args: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'like';
      readonly negated: boolean;
      readonly value: Expression;
      readonly pattern: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'in';
      readonly negated: boolean;
      readonly value: Expression;
      readonly list: readonly Expression[];
      readonly span: Span;
    }
  | {
      readonly kind: 'inQuery';
      readonly negated: boolean;
      readonly value: Expression;
      readonly query: Subquery;
      readonly span: Span;
    };

/** A query in parentheses. */
export interface Subquery {
  readonly stages: readonly Stage[];
  /** Printed again from what was understood. */
  readonly text: string;
  readonly span: Span;
}

/** A time as `SOURCE` has it: a Unix time, or so long before now. */
export interface Moment {
  readonly kind: 'at' | 'ago';
  readonly text: string;
  readonly milliseconds: number;
}

export type SourceTerm =
  | { readonly kind: 'group'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'groups';
      readonly prefixes: readonly string[];
      readonly accounts: readonly string[];
      readonly classes: readonly string[];
      readonly span: Span;
    }
  | { readonly kind: 'dataSource'; readonly names: readonly string[]; readonly span: Span }
  | { readonly kind: 'start' | 'end'; readonly moment: Moment; readonly span: Span };

/** An expression with the name after `as`. */
export interface Item {
  readonly expression: Expression;
  readonly alias: { readonly name: string; readonly span: Span } | undefined;
}

export interface Name {
  readonly name: string;
  readonly span: Span;
}

export interface SortItem {
  readonly field: Name;
  readonly descending: boolean;
}

/** Each stage by the keyword of its file; `span` covers the keyword and all that belongs to it. */
export type Stage =
  | { readonly kind: 'fields'; readonly items: readonly Item[]; readonly span: Span }
  | { readonly kind: 'display'; readonly items: readonly Item[]; readonly span: Span }
  | { readonly kind: 'filter'; readonly condition: Expression; readonly span: Span }
  | {
      readonly kind: 'stats';
      readonly values: readonly Item[];
      readonly keys: readonly Item[];
      /** The period after `offset`, by which bins are shifted. */
      readonly offset: Extract<Expression, { kind: 'period' }> | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'sort';
      readonly items: readonly SortItem[];
      readonly word: string;
      readonly span: Span;
    }
  /** `any` takes rows as they are found. */
  | { readonly kind: 'limit'; readonly count: number; readonly any: boolean; readonly span: Span }
  | { readonly kind: 'dedup'; readonly fields: readonly Name[]; readonly span: Span }
  | {
      readonly kind: 'parse';
      readonly field: Name | undefined;
      readonly pattern: {
        readonly kind: 'glob' | 'regex' | 'logfmt' | 'csv' | 'xml';
        /** Empty for `logfmt`, `csv` and `xml`. */
        readonly text: string;
        readonly span: Span;
      };
      readonly names: readonly Name[];
      /** Of `xml`: a path for each name. */
      readonly paths?: readonly { readonly path: string }[];
      /** A row for each match, not only the first one. */
      readonly multi?: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'json';
      readonly field: Name | undefined;
      readonly parts: readonly { readonly path: string; readonly name: Name; readonly span: Span }[];
      readonly span: Span;
    }
  | { readonly kind: 'unnest'; readonly field: Name; readonly into: Name; readonly span: Span }
  | { readonly kind: 'expand'; readonly field: Name; readonly span: Span }
  | { readonly kind: 'accum'; readonly field: Name; readonly name: Name; readonly span: Span }
  | {
      readonly kind: 'autoregress';
      readonly field: Name;
      readonly alias: Name | undefined;
      readonly first: number;
      readonly last: number;
      readonly span: Span;
    }
  | {
      readonly kind: 'filldown';
      readonly fields: readonly (Name & { readonly prefix: boolean })[];
      readonly span: Span;
    }
  | {
      readonly kind: 'outlier';
      readonly fields: readonly Name[];
      readonly remove: boolean;
      readonly param: number;
      readonly useLower: boolean;
      readonly mark: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'sessionize';
      readonly fields: readonly Name[];
      readonly gap: { readonly milliseconds: number; readonly text: string };
      readonly name: Name;
      readonly span: Span;
    }
  | {
      readonly kind: 'addtotals';
      readonly fieldName: string;
      readonly row: boolean;
      readonly column: boolean;
      readonly fields: readonly Name[];
      readonly span: Span;
    }
  | { readonly kind: 'countFrequent'; readonly fields: readonly Name[]; readonly span: Span }
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left';
      readonly left: Name;
      readonly right: Name;
      /** Fields that are equal, without the names of their sides. */
      readonly pairs: readonly { readonly left: string; readonly right: string; readonly span: Span }[];
      readonly query: Subquery;
      readonly span: Span;
    }
  | {
      readonly kind: 'appendcols';
      readonly override: boolean;
      readonly max: number;
      readonly query: Subquery;
      readonly span: Span;
    }
  | {
      readonly kind: 'lookup';
      readonly table: Name;
      readonly keys: readonly { readonly column: Name; readonly field: Name }[];
      readonly outputs: readonly Name[];
      readonly span: Span;
    }
  | {
      readonly kind: 'cidrlookup';
      readonly table: Name;
      readonly field: Name;
      readonly column: Name;
      readonly onlyEmpty: boolean;
      readonly outputs: readonly { readonly column: Name; readonly name: Name }[];
      readonly span: Span;
    }
  | { readonly kind: 'pattern'; readonly field: Name; readonly span: Span }
  | {
      readonly kind: 'diff';
      readonly with: 'preceding' | 'previousDay' | 'previousWeek' | 'previousMonth';
      readonly span: Span;
    }
  | {
      readonly kind: 'logcompare';
      /** Undefined stands for a month. */
      readonly milliseconds: number | undefined;
      readonly text: string;
      readonly span: Span;
    }
  | {
      readonly kind: 'relevantfields';
      /** Empty for all fields of the log. */
      readonly fields: readonly Name[];
      readonly condition: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'source'; readonly terms: readonly SourceTerm[]; readonly span: Span }
  | {
      readonly kind: 'fillmissing';
      readonly fills: readonly { readonly value: Expression; readonly field: Name }[];
      readonly span: Span;
    }
  | { readonly kind: 'filterIndex'; readonly condition: Expression; readonly span: Span };

export type StageKind = Stage['kind'];

/** The direct children of an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
    case 'and':
    case 'or':
      return expression.args;
    case 'not':
    case 'negate':
      return [expression.arg];
    case 'path':
    case 'inQuery':
      return [expression.value];
    case 'binary':
      return [expression.left, expression.right];
    case 'like':
      return [expression.value, expression.pattern];
    case 'in':
      return [expression.value, ...expression.list];
    default:
      return [];
  }
}

/** Every field name in the expression, with its place. */
export function fieldsIn(expression: Expression): Name[] {
  if (expression.kind === 'field') return [{ name: expression.name, span: expression.span }];
  return partsOf(expression).flatMap(fieldsIn);
}
