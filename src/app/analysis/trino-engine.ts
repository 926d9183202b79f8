import { WorldError } from '../../base/index.js';
import { name, printPlan, type Sql, sql, trino } from '../../dialect/index.js';
import { inputsOf, type Plan, type Step } from '../../plan/index.js';
import {
  type CellValue,
  type ResultTable,
  TrinoEngine,
  type TrinoOptions,
  TrinoQueryError,
  type TrinoSchema,
  TrinoScratch,
} from '../../store/index.js';
import type { AnalysisEngine, FilledTable, OpenedRecords } from './engine.js';
import type { AnalysisOptions } from './options.js';
import { openTrinoRecords } from './trino-records.js';

/** Where an analysis computes: a Trino that has the table `records`. */
export interface TrinoAnalysisOptions extends TrinoOptions {
  /** Where the tables of a run are made; default is the schema `sluice_scratch` of the records' catalog. */
  readonly scratch?: TrinoSchema;
}

/** Longer lists of rows become tables: each row of a list in a statement costs the server more than one of a table. */
const mostInlineRows = 200;

/**
 * An analysis on a Trino: results are tables of a scratch schema, dropped at the end, and named plans are written into
 * the plans that scan them, so that nothing but tables is needed there.
 */
export class TrinoAnalysisEngine implements AnalysisEngine {
  readonly #trino: TrinoEngine;
  readonly #scratch: TrinoScratch;
  readonly #defined = new Map<string, Plan>();
  readonly #records: TrinoSchema;

  /** Throws a WorldError when `server` is no address. */
  constructor(
    readonly where: TrinoAnalysisOptions,
    readonly options: AnalysisOptions,
  ) {
    this.#trino = new TrinoEngine(where);
    const { catalog = 'hive', schema = 'sluice' } = where;
    this.#records = { catalog, schema };
    this.#scratch = new TrinoScratch(this.#trino, where.scratch ?? { catalog, schema: 'sluice_scratch' });
  }

  async openRecords(): Promise<OpenedRecords> {
    const opened = await openTrinoRecords(this, this.#records, this.options);
    await this.#told(() => this.#scratch.open());
    return opened;
  }

  async rows(plan: Plan): Promise<Record<string, CellValue>[]> {
    const { columns, rows } = await this.query(plan);
    return rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])),
    );
  }

  query(plan: Plan): Promise<ResultTable> {
    return this.#told(() => this.#trino.query(this.#print(plan)));
  }

  async *stream(plan: Plan): AsyncGenerator<ResultTable> {
    const pages = this.#trino.stream(this.#print(plan));
    try {
      for (;;) {
        const page = await this.#told(() => pages.next());
        if (page.done) return;
        yield page.value;
      }
    } finally {
      // Whoever stops reading leaves no query running behind.
      await pages.return(undefined);
    }
  }

  async keep({ name: table, plan, releases = [] }: Step): Promise<void> {
    await this.#told(async () => {
      const lists = await this.#fillLists(table, plan);
      await this.#scratch.keep(table, this.#print(plan, lists));
      await Promise.all(releases.map((released) => this.#scratch.drop(released)));
    });
  }

  async fill(table: FilledTable, rows: readonly (readonly CellValue[])[]): Promise<void> {
    await this.#told(() => this.#scratch.fill(table.name, table.columns, rows));
  }

  async define(view: string, plan: Plan): Promise<void> {
    this.#defined.set(view, plan);
  }

  interrupt(): void {
    this.#trino.interrupt();
  }

  async close(): Promise<void> {
    const left = await this.#scratch.dropAll();
    if (left.length === 0) return;
    this.options.onNotice?.(`Left behind on the Trino, to be dropped: ${left.join(', ')}`);
  }

  /** Makes tables of the long lists in a plan, and says which list is which table. */
  async #fillLists(table: string, plan: Plan): Promise<Map<Plan, string>> {
    const made = new Map<Plan, string>();
    for (const list of new Set(longLists(plan))) {
      const own = `${table}_list_${made.size + 1}`;
      await this.#scratch.fill(own, list.columns.map(columnOf), list.rows);
      made.set(list, own);
    }
    return made;
  }

  /** Within the plan of a name that name is the table beneath it, so that a name may narrow what it stands for. */
  #print(plan: Plan, lists: ReadonlyMap<Plan, string> = new Map(), within?: string): Sql {
    return printPlan(plan, trino, (leaf) => {
      if (leaf.kind === 'values') return this.#scratch.placeOf(lists.get(leaf) ?? '');
      const defined = leaf.table === within ? undefined : this.#defined.get(leaf.table);
      if (defined !== undefined) return sql`(${this.#print(defined, lists, leaf.table)})`;
      return this.#scratch.placeOf(leaf.table) ?? this.#ownTable(leaf.table);
    });
  }

  #ownTable(table: string): Sql {
    const { catalog, schema } = this.#records;
    return sql`${name(catalog)}.${name(schema)}.${name(table)}`;
  }

  async #told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      throw trinoWorldFailure(cause);
    }
  }
}

type Values = Extract<Plan, { kind: 'values' }>;

function longLists(plan: Plan): Values[] {
  if (plan.kind === 'values') return plan.rows.length > mostInlineRows ? [plan] : [];
  return inputsOf(plan).flatMap(longLists);
}

function columnOf({ name: column, type }: Values['columns'][number]): FilledTable['columns'][number] {
  const types = { bigint: 'BIGINT', varchar: 'VARCHAR', boolean: 'BOOLEAN' } as const;
  const known = Object.entries(types).find(([each]) => each === type);
  if (known === undefined) throw new Error(`a list of an analysis has no column of the type ${String(type)}`);
  return [column, known[1]];
}

const missing = new Set(['CATALOG_NOT_FOUND', 'SCHEMA_NOT_FOUND', 'TABLE_NOT_FOUND']);

/** What a Trino says of a step, with what can be done; anything else is given back as it is. */
function trinoWorldFailure(cause: unknown): unknown {
  if (!(cause instanceof TrinoQueryError)) return cause;
  const message = `Trino: ${cause.message} (query ${cause.queryId})`;
  const tell = (help: string): WorldError => new WorldError(message, { help, cause });
  if (missing.has(cause.errorName)) {
    return tell(
      'name the place with `--catalog` and `--schema`, or make the tables: `sluice connect --engine trino`',
    );
  }
  if (cause.errorName === 'PERMISSION_DENIED') {
    return tell('ask as a user who may read the table with `--user`');
  }
  if (cause.errorName === 'QUERY_TEXT_TOO_LARGE') {
    return tell('take the logs in with `sluice ingest`, and analyse the lake without naming them');
  }
  if (cause.errorType === 'INSUFFICIENT_RESOURCES') {
    return tell('ask for less time with `--from` and `--to`, or give the Trino more memory');
  }
  return new WorldError(`${message}: ${cause.errorName}`, { cause });
}
