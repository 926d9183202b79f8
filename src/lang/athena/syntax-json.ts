import type { Span } from '../../base/index.js';
import type { Expression } from './syntax.js';

/** What an SQL function of JSON gives for nothing that was found, or for what it cannot give. */
export type JsonCase =
  | { readonly kind: 'null' | 'error' | 'true' | 'false' | 'unknown' | 'empty array' | 'empty object' }
  | { readonly kind: 'default'; readonly value: Expression };

export interface JsonMember {
  /** Undefined for elements of an array. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** FORMAT JSON: the value is the text of JSON. */
  readonly isJson: boolean;
}

/** SQL's own functions of JSON, which have a grammar of their own. */
export type JsonExpression =
  /** `JSON_VALUE(input, 'lax $.a' …)` and its like. */
  | {
      readonly kind: 'jsonPath';
      readonly func: 'json_value' | 'json_query' | 'json_exists';
      readonly input: Expression;
      readonly path: { readonly value: string; readonly span: Span };
      readonly returning: string | undefined;
      readonly wrapper: 'conditional' | 'unconditional' | undefined;
      readonly omitsQuotes: boolean;
      readonly onEmpty: JsonCase | undefined;
      readonly onError: JsonCase | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'jsonMade';
      readonly func: 'json_object' | 'json_array';
      readonly members: readonly JsonMember[];
      readonly nulls: 'null' | 'absent' | undefined;
      readonly span: Span;
    };
