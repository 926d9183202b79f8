import { assert } from '../../base/index.js';
import type { CellValue } from '../../store/index.js';

type Cell = CellValue | undefined;

/** A number of a result; large integers lose nothing below 2^53 and are rounded above. */
export function number(value: Cell): number {
  assert(typeof value === 'number' || typeof value === 'bigint', `${String(value)} is a number`);
  return Number(value);
}

export function numberOrNull(value: Cell): number | null {
  return value === null || value === undefined ? null : number(value);
}

export function text(value: Cell): string {
  assert(typeof value === 'string', `${String(value)} is text`);
  return value;
}

export function textOrNull(value: Cell): string | null {
  return value === null || value === undefined ? null : text(value);
}

export function flag(value: Cell): boolean {
  assert(typeof value === 'boolean', `${String(value)} is true or false`);
  return value;
}
