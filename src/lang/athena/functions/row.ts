import type { Span } from '../../../base/index.js';
import type { Expr } from '../../../plan/index.js';
import type { QueryText } from '../../problem.js';
import { lambda } from '../lambda.js';
import { isArray, isMap } from '../nested-types.js';
import { commonType, isNumeric, isTime, isWhole, isZoned, type Lowered, type TrinoType } from '../types.js';

export interface CallSite {
  readonly query: QueryText;
  readonly name: string;
  readonly span: Span;
  readonly argSpans: readonly Span[];
}

/**
 * The type of a parameter: one type, `any`, or `same`, `same array`, `same map` for parameters that share one type among them; `element` is of the
 * first argument's elements, `key` of its keys; a `lambda` is a function.
 */
export type Parameter =
  | TrinoType
  | 'any'
  | 'same'
  | 'number'
  | 'whole'
  | 'time'
  | 'array'
  | 'same array'
  | 'same map'
  | 'map'
  | 'element'
  | 'key'
  | 'lambda';

/** What a lambda is given, and what its parameters stand for: the same, when `values` is left out. */
export interface LambdaShape {
  readonly parameters: readonly Lowered[];
  readonly values?: readonly Lowered[];
}

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
  readonly result:
    | TrinoType
    | 'same'
    | ((types: readonly TrinoType[], args: readonly Lowered[]) => TrinoType);
  readonly doc: string;
  /** What the parameters of the lambda at this position stand for; `args` are the arguments before it. */
  readonly lambda?: (args: readonly Lowered[], position: number) => LambdaShape;
  /** In what way the answer may differ from Athena's; for the reference. */
  readonly differs?: string;
  /** Why this form of the function is refused. */
  readonly refused?: string;
  /** `args` are coerced to the parameters' types; a lambda is its body over what `lambda` gave. */
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

/** The lambda at this position, as an argument of a function of the plan. */
export function closure(args: readonly Lowered[], index: number): Expr {
  const { parameters = [], expr } = args[index] ?? { expr: arg(args, index) };
  return lambda(parameters, expr);
}

export const exprs = (args: readonly Lowered[]): Expr[] => args.map((each) => each.expr);

type More = Partial<Pick<SqlFunction, 'aliases' | 'least' | 'rest' | 'lambda' | 'differs'>>;

export function scalar(
  name: string,
  params: readonly Parameter[],
  result: SqlFunction['result'],
  doc: string,
  build: Build,
  more: More = {},
): SqlFunction {
  return { name, kind: 'scalar', params, result, doc, build, ...more };
}

/** A form of a function that is refused, with the reason; other forms of its name are carried out. */
export function refusedForm(
  name: string,
  kind: SqlFunction['kind'],
  params: readonly Parameter[],
  refused: string,
): SqlFunction {
  return {
    name,
    kind,
    params,
    result: 'unknown',
    doc: 'Not carried out in this form.',
    refused,
    build: () => nothing,
  };
}

const nothing: Expr = { kind: 'literal', value: null };

export function aggregate(
  name: string,
  params: readonly Parameter[],
  result: SqlFunction['result'],
  doc: string,
  build: Build,
  more: More = {},
): SqlFunction {
  return { name, kind: 'aggregate', params, result, doc, build, ...more };
}

export function windowed(
  name: string,
  params: readonly Parameter[],
  result: SqlFunction['result'],
  doc: string,
  build: Build,
  more: More = {},
): SqlFunction {
  return { name, kind: 'window', params, result, doc, build, ...more };
}

/** Whether a value of one type may stand where a parameter asks for another; `element` and `key` depend on the first one. */
export function accepts(parameter: Parameter, type: TrinoType): boolean {
  switch (parameter) {
    case 'lambda':
      return false;
    case 'any':
    case 'same':
    case 'element':
    case 'key':
      return true;
    case 'array':
    case 'same array':
      return isArray(type) || type === 'unknown';
    case 'map':
    case 'same map':
      return isMap(type) || type === 'unknown';
    case 'number':
      return isNumeric(type) || type === 'unknown';
    case 'whole':
      return isWhole(type) || type === 'unknown';
    case 'time':
      return isTime(type) || type === 'unknown';
    default:
      return (isZoned(parameter) && isTime(type)) || commonType(parameter, type) === parameter;
  }
}
