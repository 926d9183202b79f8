import type { Span } from '../../../base/index.js';
import type { Expr } from '../../../plan/index.js';
import type { QueryText } from '../../problem.js';
import { commonType, isArray, isNumeric, type Lowered, type TrinoType } from '../types.js';

export interface CallSite {
  readonly query: QueryText;
  readonly name: string;
  readonly span: Span;
  readonly argSpans: readonly Span[];
}

/** The type of a parameter: one type, `any`, or `same` for parameters that share one type among them. */
export type Parameter = TrinoType | 'any' | 'same' | 'number' | 'time' | 'array' | 'element';

export interface SqlFunction {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly params: readonly Parameter[];
  /** How many of the parameters must be given; default is all. */
  readonly least?: number;
  /** The last parameter may be repeated. */
  readonly rest?: boolean;
  /** A type, `same` for the type that the `same` parameters share, or what follows from the arguments' types. */
  readonly result: TrinoType | 'same' | ((types: readonly TrinoType[]) => TrinoType);
  readonly doc: string;
  /** `args` are coerced to the parameters' types; `where` is the condition of FILTER. */
  readonly build: (args: readonly Lowered[], site: CallSite) => Expr;
}

/** The result has the type of this argument. */
export const typeOf =
  (index: number) =>
  (types: readonly TrinoType[]): TrinoType =>
    types[index] ?? 'unknown';

export type Build = SqlFunction['build'];

export const arg = (args: readonly Lowered[], index: number): Expr =>
  args[index]?.expr ?? { kind: 'literal', value: null };

export const exprs = (args: readonly Lowered[]): Expr[] => args.map((each) => each.expr);

export function scalar(
  name: string,
  params: readonly Parameter[],
  result: SqlFunction['result'],
  doc: string,
  build: Build,
  more: Partial<Pick<SqlFunction, 'aliases' | 'least' | 'rest'>> = {},
): SqlFunction {
  return { name, kind: 'scalar', params, result, doc, build, ...more };
}

export function aggregate(
  name: string,
  params: readonly Parameter[],
  result: SqlFunction['result'],
  doc: string,
  build: Build,
  more: Partial<Pick<SqlFunction, 'aliases' | 'least' | 'rest'>> = {},
): SqlFunction {
  return { name, kind: 'aggregate', params, result, doc, build, ...more };
}

export function windowed(
  name: string,
  params: readonly Parameter[],
  result: SqlFunction['result'],
  doc: string,
  build: Build,
  more: Partial<Pick<SqlFunction, 'least'>> = {},
): SqlFunction {
  return { name, kind: 'window', params, result, doc, build, ...more };
}

/** Whether a value of one type may stand where a parameter asks for another. */
export function accepts(parameter: Parameter, type: TrinoType): boolean {
  if (parameter === 'any' || parameter === 'same' || type === 'unknown') return true;
  if (parameter === 'array') return isArray(type);
  if (parameter === 'element') return !isArray(type);
  if (parameter === 'number') return isNumeric(type);
  if (parameter === 'time') return ['date', 'timestamp', 'timestamp with time zone'].includes(type);
  return commonType(parameter, type) === parameter;
}
