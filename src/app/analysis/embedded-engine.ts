import { rm } from 'node:fs/promises';
import { duckdb, joinSql, name, printPlan, type Sql, sql, writtenOut } from '../../dialect/index.js';
import type { Plan, Step } from '../../plan/index.js';
import {
  type CellValue,
  createRecordsView,
  Engine,
  type ResultTable,
  requireLake,
  worldFailure,
} from '../../store/index.js';
import type { AnalysisEngine, FilledTable, OpenedRecords } from './engine.js';
import type { AnalysisOptions } from './options.js';
import { makeScratchFolder } from './scratch-folder.js';

/** An analysis on the embedded DuckDB: results are temporary tables, in memory or in a folder of this process. */
export class EmbeddedEngine implements AnalysisEngine {
  readonly #options: Pick<AnalysisOptions, 'lakePath' | 'sourceIds'>;
  readonly #scratch: string | undefined;

  /** Over an engine that is open; `scratch` is a folder that is removed with it. */
  constructor(
    /** The engine itself, for what is asked of it in SQL. */
    readonly duckdb: Engine,
    options: Pick<AnalysisOptions, 'lakePath' | 'sourceIds'>,
    scratch?: string,
  ) {
    this.#options = options;
    this.#scratch = scratch;
  }

  /** Throws a WorldError when there is no lake. */
  static async open(options: AnalysisOptions): Promise<EmbeddedEngine> {
    requireLake(options.lakePath);
    const scratch = await makeScratchFolder(options.lakePath);
    const engine = await Engine.open({
      tempDirectory: scratch,
      ...(options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit }),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    });
    return new EmbeddedEngine(engine, options, scratch);
  }

  async openRecords(): Promise<OpenedRecords> {
    const { lakePath, sourceIds } = this.#options;
    const only = sourceIds === undefined ? {} : { sourceIds };
    const contents = await this.#told(() => createRecordsView(this.duckdb, lakePath, only));
    return { contents, limits: [] };
  }

  rows(plan: Plan): Promise<Record<string, CellValue>[]> {
    return this.#told(() => this.duckdb.rows(printPlan(plan, duckdb)));
  }

  query(plan: Plan): Promise<ResultTable> {
    return this.#told(() => this.duckdb.query(printPlan(plan, duckdb)));
  }

  stream(plan: Plan): AsyncGenerator<ResultTable> {
    return this.duckdb.stream(printPlan(plan, duckdb));
  }

  keep({ name: table, plan, releases = [] }: Step): Promise<void> {
    return this.#told(async () => {
      const select = printPlan(plan, duckdb);
      await this.duckdb.execute(sql`CREATE OR REPLACE TEMP TABLE ${name(table)} AS ${select}`);
      for (const released of releases) await this.duckdb.execute(sql`DROP TABLE ${name(released)}`);
    });
  }

  fill(table: FilledTable, rows: readonly (readonly CellValue[])[]): Promise<void> {
    return this.#told(async () => {
      const columns = table.columns.map(([column, type]) => sql`${name(column)} ${columnTypes[type]}`);
      await this.duckdb.execute(
        sql`CREATE OR REPLACE TEMP TABLE ${name(table.name)} (${joinSql(columns, ', ')})`,
      );
      await this.duckdb.append(table.name, rows);
    });
  }

  define(view: string, plan: Plan): Promise<void> {
    // A view keeps no values beside its text.
    const select = writtenOut(printPlan(plan, duckdb));
    return this.#told(() => this.duckdb.execute(sql`CREATE OR REPLACE TEMP VIEW ${name(view)} AS ${select}`));
  }

  interrupt(): void {
    this.duckdb.interrupt();
  }

  async close(): Promise<void> {
    this.duckdb.close();
    if (this.#scratch !== undefined) await rm(this.#scratch, { recursive: true, force: true });
  }

  async #told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      throw worldFailure(cause, this.#options.lakePath);
    }
  }
}

/** The types of columns that are filled here. */
export const columnTypes: Readonly<Record<FilledTable['columns'][number][1], Sql>> = {
  BIGINT: sql`BIGINT`,
  VARCHAR: sql`VARCHAR`,
  BOOLEAN: sql`BOOLEAN`,
};
