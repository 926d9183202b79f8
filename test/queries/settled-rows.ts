import type { Question } from '../../src/app/queries/index.js';
import type { CellValue } from '../../src/store/index.js';

export type Row = readonly CellValue[];

/** Cells as texts; numbers without the traces of their types. */
export function plain(rows: readonly Row[]): string[] {
  return rows.map((row) => row.map((cell) => (cell === null ? '-' : String(cell))).join(' | '));
}

/**
 * The rows that no tie can move: where a limit cut the answer, those of the same measure as the last one are left out.
 */
export function settled(rows: readonly Row[], text: string, measure: number): readonly Row[] {
  if (!/\blimit\b/i.test(text) || rows.length < 2) return rows;
  const last = rows.at(-1)?.[measure];
  return rows.filter((row) => row[measure] !== last);
}

/** The column by which the answer is ordered, from the SQL; -1 when it names none. */
export function measureOf(question: Question, columns: readonly string[]): number {
  const text = question.texts.athena;
  const key = typeof text === 'string' ? /ORDER BY (\w+)/.exec(text)?.[1] : undefined;
  return key === undefined ? -1 : columns.indexOf(key);
}

/** Values for parameters that have no default, or whose default finds nothing in a sample. */
export function valuesFor(question: Question, ownAddress: string): Record<string, string> {
  if (question.name === 'new-destinations') return { since: 'oldest+1h' };
  const asks = question.parameters.some((each) => each.type === 'address' && each.default === undefined);
  return asks ? { address: ownAddress } : {};
}
