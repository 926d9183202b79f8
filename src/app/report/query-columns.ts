import type { OutputColumn } from '../../lang/index.js';
import type { Column } from './table.js';

const numbers: ReadonlySet<string> = new Set(['bigint', 'integer', 'double', 'decimal']);

/**
 * The columns of a query under their own names, numbers right-aligned and printed as they are. A name that comes twice
 * is numbered in JSON, where an object can hold each only once.
 */
export function queryColumns(columns: readonly OutputColumn[]): Column[] {
  const seen = new Map<string, number>();
  return columns.map(({ name, type }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const key = count === 1 ? name : `${name}_${count}`;
    return { key, title: name, kind: numbers.has(type) ? 'number' : 'text', weight: 9 };
  });
}
