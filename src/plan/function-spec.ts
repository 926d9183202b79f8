import type { ValueType } from './expr.js';

export interface FunctionSpec {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  /** Types of the arguments; the last one repeats when `rest` is set. */
  readonly args: readonly ValueType[];
  readonly rest?: boolean;
  /** How many of `args` must be given; default is all. */
  readonly least?: number;
  readonly result: ValueType | 'first';
  readonly doc: string;
}
