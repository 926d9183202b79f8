import { assert } from '../base/index.js';
import type { CellValue } from './engine.js';

/** Reads the cells of a row by name, each as the type that its statement gives it. */
export class RowReader {
  constructor(private readonly row: Record<string, CellValue>) {}

  number(column: string): number {
    const value = this.maybeNumber(column);
    assert(value !== null, `column ${column} is not null`);
    return value;
  }

  maybeNumber(column: string): number | null {
    const value = this.row[column] ?? null;
    if (value === null) return null;
    // Counts and times stay far below 2^53; a sum comes back from the engine as text or bigint.
    return Number(value);
  }

  text(column: string): string {
    const value = this.maybeText(column);
    assert(value !== null, `column ${column} is not null`);
    return value;
  }

  maybeText(column: string): string | null {
    const value = this.row[column] ?? null;
    return value === null ? null : String(value);
  }
}
