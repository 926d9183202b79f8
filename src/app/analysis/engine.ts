import type { Plan, Step } from '../../plan/index.js';
import type { CellValue, LakeContents, ResultTable } from '../../store/index.js';

/** A table whose rows are made here and not by the engine, as `classTable` and the tables of a replay. */
export interface FilledTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: 'BIGINT' | 'VARCHAR' | 'BOOLEAN'])[];
}

/** What there is to analyse. */
export interface OpenedRecords {
  readonly contents: LakeContents;
  /** Sentences on what is not known of it, for the report. */
  readonly limits: readonly string[];
}

/**
 * What an analysis needs of an engine: plans over `records` and `events` are answered, and results are kept under a name
 * that later plans scan. Everything that was kept is of this run alone and gone after `close`. Failures of the machine or
 * of a server are WorldErrors.
 */
export interface AnalysisEngine {
  /**
   * Makes `records` and `events` known to plans, and says what they hold. Called once, before anything else. Throws a
   * WorldError when there are none.
   */
  openRecords(): Promise<OpenedRecords>;
  /** Rows as objects keyed by column. */
  rows(plan: Plan): Promise<Record<string, CellValue>[]>;
  query(plan: Plan): Promise<ResultTable>;
  /** The result in pieces, so that large ones never stand in memory whole. */
  stream(plan: Plan): AsyncGenerator<ResultTable>;
  /** Keeps the result of a step under its name, in place of an earlier one, and lets go of what it releases. */
  keep(step: Step): Promise<void>;
  /** Keeps rows under the table's name, in place of earlier ones. Values come in the order of its columns. */
  fill(table: FilledTable, rows: readonly (readonly CellValue[])[]): Promise<void>;
  /** Gives a plan a name; it is computed anew by each plan that scans the name. */
  define(name: string, plan: Plan): Promise<void>;
  /** Stops what runs now; it is rejected. */
  interrupt(): void;
  /** Removes what was kept. Never rejects: what cannot be removed is told by `onNotice`. */
  close(): Promise<void>;
}
