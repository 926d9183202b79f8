import { build, type Expr } from '../../plan/index.js';
import { coerce, type Lowered } from './types.js';

const { and, call, isPresent, not, or } = build;

/**
 * A comparison of doubles. What is not a number is neither less nor greater than a number and different from itself
 * (IEEE 754); the embedded engine takes it for the largest number, equal to itself.
 */
export function compareDoubles(
  func: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge',
  left: Lowered,
  right: Lowered,
): Expr {
  const [a, b] = [coerce(left, 'double'), coerce(right, 'double')];
  const plain = call(func, a, b);
  const largest = func === 'lt' || func === 'le' ? right : left;
  if (!mayBeNan(largest) || (isEquality(func) && !mayBeNan(right))) return plain;
  const [own, other, value] = largest === left ? [a, b, right] : [b, a, left];
  const isNan = call('isNotNumber', own);
  // With null the answer stays null.
  const known = value.literal === undefined ? and(isNan, isPresent(other)) : isNan;
  return func === 'ne' ? or(plain, known) : and(plain, not(known));
}

const isEquality = (func: string): boolean => func === 'eq' || func === 'ne';

/** Values that were whole numbers or decimals, and literals, are numbers. */
export const mayBeNan = ({ type, literal }: Lowered): boolean => type === 'double' && literal === undefined;
