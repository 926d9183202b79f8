import { limits, type Span } from '../../base/index.js';
import { build, childrenOf, type Expr, type FunctionName } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import type { Value } from './value.js';

/** How often the SQL of a function has a part of it, where that is more than once; in the engine that needs it most often. */
export const repeats: Partial<Record<FunctionName, number>> = {
  logfmtStructure: 7,
  ipv4Number: 5,
  isIpv6Address: 5,
  substring: 4,
  jsonElements: 4,
  csvField: 4,
  haversine: 4,
  upper: 3,
  endsWith: 3,
  jsonStructure: 3,
  jsonArraySize: 3,
  jsonArrayHas: 3,
  hexNumber: 3,
  numberHex: 3,
  least: 2,
  greatest: 2,
  replace: 2,
  regexpExtract: 2,
  regexpGroups: 2,
  parseNumber: 2,
  sqrt: 2,
  ln: 2,
  moduloReal: 2,
  timeBucket: 2,
  monthBucket: 2,
  jsonStructureAt: 2,
  regexpMatches: 2,
  base64Text: 2,
  hexText: 2,
  numberMarks: 2,
};

/** The address is written several times for each block. */
const timesForBlock = 5;

function timesOf({ func, args }: Extract<Expr, { kind: 'call' }>): number {
  return func === 'addressIn' ? timesForBlock * (args.length - 1) : (repeats[func] ?? 1);
}

const known = new WeakMap<Expr, number>();

/** How many columns and literals the SQL of an expression has. */
function weightOf(expr: Expr): number {
  const before = known.get(expr);
  if (before !== undefined) return before;
  const parts = childrenOf(expr).reduce((sum, child) => sum + weightOf(child), 1);
  const weight = expr.kind === 'call' ? parts * timesOf(expr) : parts;
  known.set(expr, weight);
  return weight;
}

/** A column with a value weighs as much as the value: engines may put it in the column's place. */
export function columnOf(name: string, value: Expr): Expr {
  const column = build.col(name);
  known.set(column, weightOf(value));
  return column;
}

/**
 * Refuses a value whose SQL is too long. Functions repeat what they are given, so that calls inside of each other grow by
 * a factor with each level.
 */
export function checkWeight(value: Value, query: QueryText, span: Span): Value {
  const weight = weightOf(value.expr) + (value.structure === undefined ? 0 : weightOf(value.structure));
  if (weight > limits.insightsWeight) {
    refuse(query, 'too-heavy', {}, span, 'write it with fewer calls inside of each other');
  }
  return value;
}
