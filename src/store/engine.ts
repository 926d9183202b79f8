import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { WorldError } from '../base/index.js';
import type { Sql } from '../dialect/index.js';

export type CellValue = string | number | bigint | boolean | null;

export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly CellValue[])[];
}

export interface EngineOptions {
  /** A database file, or nothing for one in memory. */
  readonly database?: string;
  readonly readOnly?: boolean;
  /** DuckDB's memory limit, for example `4GB`; default is half of the machine's memory, at most 4 GB. */
  readonly memoryLimit?: string;
  /** Threads; default is one for each core. */
  readonly threads?: number;
  /** Where intermediate results go that do not fit into memory; default is a folder of this process in the system's. */
  readonly tempDirectory?: string;
}

/** An embedded DuckDB. It is loaded when the first engine is opened, so that `--help` does not wait for it. */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(options: EngineOptions = {}): Promise<Engine> {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const config: Record<string, string> = {
      // No network and no code from elsewhere: everything needed is in the binary.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
      memory_limit: options.memoryLimit ?? (await defaultMemoryLimit()),
    };
    if (options.readOnly) config.access_mode = 'READ_ONLY';
    if (options.threads !== undefined) config.threads = String(options.threads);
    config.temp_directory = options.tempDirectory ?? (await ownTempDirectory());
    const path = options.database ?? ':memory:';
    try {
      const instance = await DuckDBInstance.create(path, config);
      const connection = await instance.connect();
      // Times are UTC everywhere, whatever the machine's zone is.
      await connection.run("SET TimeZone = 'UTC'");
      return new Engine(instance, connection);
    } catch (cause) {
      throw new WorldError(`Cannot open the database \`${path}\`: ${reason(cause)}`, { path, cause });
    }
  }

  /** Another connection to the same database, for work that runs beside this one. Close it after use. */
  async connect(): Promise<Engine> {
    return new Engine(this.#instance, await this.#instance.connect());
  }

  async execute(statement: Sql): Promise<void> {
    await this.#connection.run(statement.text, [...statement.values]);
  }

  async query(statement: Sql): Promise<ResultTable> {
    const reader = await this.#connection.runAndReadAll(statement.text, [...statement.values]);
    const types = reader.columnTypes();
    const columns = reader
      .deduplicatedColumnNames()
      .map((name, index) => ({ name, type: String(types[index]) }));
    return { columns, rows: reader.getRows().map((row) => row.map(toCell)) };
  }

  /** Rows as objects keyed by column, for results whose columns the caller knows. */
  async rows(statement: Sql): Promise<Record<string, CellValue>[]> {
    const { columns, rows } = await this.query(statement);
    return rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])),
    );
  }

  /** The result in pieces, so that large ones never stand in memory whole. */
  async *stream(statement: Sql): AsyncGenerator<ResultTable> {
    const result = await this.#connection.stream(statement.text, [...statement.values]);
    const names = result.deduplicatedColumnNames();
    const types = result.columnTypes();
    const columns = names.map((name, index) => ({ name, type: String(types[index]) }));
    for await (const rows of result.yieldRows()) {
      yield { columns, rows: rows.map((row) => row.map(toCell)) };
    }
  }

  /**
   * Adds rows to a table, faster than statements would. Values come in the order of the table's columns, whose types
   * are text, integers (BIGINT) and booleans.
   */
  async append(table: string, rows: Iterable<readonly CellValue[]>): Promise<void> {
    const appender = await this.#connection.createAppender(table);
    for (const row of rows) {
      for (const value of row) {
        if (value === null) appender.appendNull();
        else if (typeof value === 'string') appender.appendVarchar(value);
        else if (typeof value === 'boolean') appender.appendBoolean(value);
        else appender.appendBigInt(BigInt(value));
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Stops the statement that runs now; it is rejected. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Closes this connection only. */
  disconnect(): void {
    this.#connection.closeSync();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

async function defaultMemoryLimit(): Promise<string> {
  const { totalmem } = await import('node:os');
  const half = Math.floor(totalmem() / 2 / 1024 / 1024);
  return `${Math.min(half, 4096)}MiB`;
}

/** Made by the engine when something does not fit into memory, and removed with it; its own choice is the current folder. */
async function ownTempDirectory(): Promise<string> {
  const [{ tmpdir }, { join }] = await Promise.all([import('node:os'), import('node:path')]);
  return join(tmpdir(), `sluice-${process.pid}`);
}

/** The first line of an engine's message, without its class. */
export function reason(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
}

function toCell(value: DuckDBValue): CellValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return String(value);
}
