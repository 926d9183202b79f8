import { build, type Expr } from '../../plan/index.js';
import { decimalOf, decimalType, type Lowered, maxPrecision } from './types.js';

const { call, cast, lit } = build;

/** The text of a decimal; the embedded engine alone writes no 0 before the point of a type without whole digits (`.5`). */
export function decimalText({ type, expr }: Lowered): Expr {
  const { precision, scale } = decimalOf(type) ?? { precision: 0, scale: 1 };
  if (precision !== scale) return cast(expr, 'varchar');
  if (precision < maxPrecision) {
    return cast(cast(expr, decimalType({ precision: precision + 1, scale })), 'varchar');
  }
  const marked = call('concat', lit('_'), cast(expr, 'varchar'));
  const positive = call('replace', marked, lit('_.'), lit('0.'));
  return call('replace', call('replace', positive, lit('_-.'), lit('-0.')), lit('_'), lit(''));
}
