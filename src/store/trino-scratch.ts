import { randomBytes } from 'node:crypto';
import { WorldError } from '../base/index.js';
import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import type { CellValue } from './engine.js';
import { typeName } from './literals.js';
import type { TrinoEngine } from './trino.js';
import { TrinoQueryError, type TrinoSchema } from './trino-types.js';

/** A statement of Trino may have a million characters (`query.max-length`); the rest of it is short. */
const batchCharacters = 500_000;
/** How many tables are dropped at once. */
const dropsAtOnce = 8;

type Columns = readonly (readonly [name: string, type: 'BIGINT' | 'VARCHAR' | 'BOOLEAN'])[];

/**
 * The tables of one run on a Trino, which has no temporary ones: ordinary tables of a scratch schema under names that begin
 * with the run. `dropAll` removes them; a process that is killed leaves them behind.
 */
export class TrinoScratch {
  readonly #made = new Map<string, string>();
  /** Every table that may be there, also one whose statement was stopped, with whether Trino says that it made none. */
  readonly #there = new Map<string, boolean>();
  #number = 0;
  /** What the names of this run's tables begin with: its time and a word by chance. */
  readonly prefix = `run_${new Date()
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .toLowerCase()}_${randomBytes(4).toString('hex')}_`;

  constructor(
    readonly trino: Pick<TrinoEngine, 'execute' | 'query'>,
    readonly schema: TrinoSchema,
  ) {}

  /** Makes the schema where there is none. Throws a WorldError when it may not, or when there is no such catalog. */
  async open(): Promise<void> {
    const { catalog, schema } = this.schema;
    try {
      const schemata = sql`${name(catalog)}.information_schema.schemata`;
      const found = await this.trino.query(
        sql`SELECT 1 FROM ${schemata} WHERE schema_name = ${text(schema.toLowerCase())}`,
      );
      if (found.rows.length > 0) return;
      await this.trino.execute(sql`CREATE SCHEMA IF NOT EXISTS ${name(catalog)}.${name(schema)}`);
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  /** Where a table of this run lies; undefined for a name that is none of it. */
  placeOf(table: string): Sql | undefined {
    const made = this.#made.get(table);
    return made === undefined ? undefined : this.#qualified(made);
  }

  /** Keeps the rows of a statement as a table, in place of an earlier one of that name, which the statement may read. */
  async keep(table: string, select: Sql): Promise<void> {
    await this.#replace(table, (made) => sql`CREATE TABLE ${this.#qualified(made)} AS ${select}`);
  }

  /** Keeps rows as a table. They travel as one text in each statement, which the server reads quicker than a list of values. */
  async fill(table: string, columns: Columns, rows: readonly (readonly CellValue[])[]): Promise<void> {
    const typed = columns.map(([column, type]) => sql`${name(column)} ${typeName(type)}`);
    await this.#replace(
      table,
      (made) => sql`CREATE TABLE ${this.#qualified(made)} (${joinSql(typed, ', ')})`,
    );
    const into = this.placeOf(table) ?? sql``;
    const row = sql`ROW(${joinSql(
      columns.map(([, type]) => typeName(type)),
      ', ',
    )})`;
    for (const batch of batchesOf(rows)) {
      const list = sql`CAST(json_parse(${text(batch)}) AS ARRAY(${row}))`;
      await this.#run(sql`INSERT INTO ${into} SELECT * FROM UNNEST(${list})`);
    }
  }

  async drop(table: string): Promise<void> {
    const made = this.#made.get(table);
    if (made === undefined) return;
    this.#made.delete(table);
    await this.#drop(made);
  }

  /** Drops every table of this run; gives back the names of those that could not be. */
  async dropAll(): Promise<string[]> {
    const waiting = [...this.#there.keys()];
    const left: string[] = [];
    const work = async (): Promise<void> => {
      for (let made = waiting.pop(); made !== undefined; made = waiting.pop()) {
        const table = made;
        await this.#drop(table).catch(() => {
          if (this.#there.get(table) !== true) left.push(this.#qualified(table).text);
        });
      }
    };
    await Promise.all(Array.from({ length: dropsAtOnce }, work));
    return left.sort();
  }

  async #replace(table: string, create: (made: string) => Sql): Promise<void> {
    this.#number += 1;
    const made = `${this.prefix}${this.#number}_${table}`;
    this.#there.set(made, false);
    try {
      await this.trino.execute(create(made));
    } catch (cause) {
      if (cause instanceof TrinoQueryError) this.#there.set(made, true);
      throw this.#failure(cause);
    }
    const before = this.#made.get(table);
    this.#made.set(table, made);
    if (before !== undefined) await this.#drop(before);
  }

  async #drop(made: string): Promise<void> {
    await this.trino.execute(sql`DROP TABLE IF EXISTS ${this.#qualified(made)}`);
    this.#there.delete(made);
  }

  async #run(statement: Sql): Promise<void> {
    try {
      await this.trino.execute(statement);
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  #qualified(made: string): Sql {
    return sql`${name(this.schema.catalog)}.${name(this.schema.schema)}.${name(made)}`;
  }

  /** What the scratch schema itself is the reason of; anything else is told by whoever asked. */
  #failure(cause: unknown): unknown {
    if (!(cause instanceof TrinoQueryError)) return cause;
    const place = `${this.schema.catalog}.${this.schema.schema}`;
    // The first table holds a short list: what is wrong with it is wrong with the place.
    const isAboutPlace =
      this.#made.size === 0 || ['PERMISSION_DENIED', 'NOT_SUPPORTED'].includes(cause.errorName);
    if (!isAboutPlace) return cause;
    return new WorldError(
      `Trino makes no tables in \`${place}\`: ${cause.message} (query ${cause.queryId})`,
      {
        help: 'name a schema in which this user may make and drop tables with `--scratch-schema CATALOG.SCHEMA`',
        cause,
      },
    );
  }
}

/** JSON arrays of rows, each short enough for a statement; a row alone may be longer. */
function* batchesOf(rows: readonly (readonly CellValue[])[]): Generator<string> {
  let batch: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const line = `[${row.map(jsonOf).join(',')}]`;
    if (batch.length > 0 && characters + line.length > batchCharacters) {
      yield `[${batch.join(',')}]`;
      batch = [];
      characters = 0;
    }
    batch.push(line);
    // Quotes are doubled in the statement.
    characters += line.length + line.split("'").length;
  }
  if (batch.length > 0) yield `[${batch.join(',')}]`;
}

function jsonOf(value: CellValue): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
