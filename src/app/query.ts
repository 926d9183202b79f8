import { type Diagnostic, DiagnosticError } from '../base/index.js';
import { bind, layoutSql, name, type Sql, sql } from '../dialect/index.js';
import {
  type CompiledQuery,
  compileAthena,
  compileInsights,
  expandQuery,
  type Language,
  type LintReport,
  lintQuery,
  type OutputColumn,
  type QuerySource,
  type SavedQuery,
} from '../lang/index.js';
import { describePlan, type Plan, scanConditions } from '../plan/index.js';
import { type CellValue, type LakeContents, stoppedBy } from '../store/index.js';
import type { OpenCatalog } from './catalog/index.js';
import { watchRelations } from './queries/watch-relations.js';
import { type EngineName, printFor, type QueryEngine } from './query-engine.js';
import { engineFailure } from './query-failure.js';
import { checkScan, type ScanBounds } from './query-scan.js';
import { querySourceOf, rangeInMilliseconds } from './query-source.js';
import { needsShowing, shownCell } from './query-values.js';

export interface QueryRequest {
  readonly text: string;
  readonly language: Language;
  /** An engine with the view, or the table, `records`. */
  readonly engine: QueryEngine;
  /** Whose SQL is printed; default `duckdb`, the embedded engine. */
  readonly engineName?: EngineName;
  /** What the view shows; default is the default format of version 2, from files. */
  readonly contents?: LakeContents;
  /** What the query runs over, where `contents` does not say so. */
  readonly source?: Partial<QuerySource>;
  /** Whether to look for the known defects; default true. */
  readonly lint?: boolean;
  /** Whether Athena's older column names (`sourceaddress`) are known too; default false. */
  readonly olderNames?: boolean;
  /** Whether rows of Logs Insights that are events end in `@ptr`, as in the service's answers; default false. */
  readonly pointers?: boolean;
  /** Saved queries by their names, which Logs Insights calls as `$Name(parameter = value)`; default none. */
  readonly savedQueries?: ReadonlyMap<string, SavedQuery>;
  /** Values of the placeholders `{{name}}`; default none. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Logs Insights only: the log groups that are read when the query names none; default is the flow logs. */
  readonly logGroups?: readonly string[];
  /** Logs Insights only: the time range in Unix seconds, without `to` itself; default is all records. */
  readonly range?: { readonly from?: number; readonly to?: number };
  /** Logs Insights only: whether the records are counted as the service's statistics do; default false. */
  readonly countRecords?: boolean;
  /** Athena only: tables and views that were created; default none, so that every name means the flow logs. */
  readonly catalog?: OpenCatalog;
  /** Athena only: literals for the places of `?`, as `ExecutionParameters` of the service; default none. */
  readonly executionParameters?: readonly string[];
  /** Athena only: whether arrays and other nested values stay as they are, to be written; default false. */
  readonly asStored?: boolean;
  /** Athena only: bounds on what is scanned. */
  readonly scanBounds?: ScanBounds;
  /** Stops the engine. */
  readonly signal?: AbortSignal;
}

export interface QueryStatistics {
  readonly rows: number;
  readonly compileMilliseconds: number;
  readonly runMilliseconds: number;
  /** With `countRecords`: records of the time range, and those that passed the filters before `stats`. */
  readonly recordsScanned?: number;
  readonly recordsMatched?: number;
  /** With `countRecords`, where the lake is known: bytes of its files. The service counts those of the log lines. */
  readonly bytesScanned?: number;
}

export interface QueryResult {
  readonly columns: readonly OutputColumn[];
  /** Times as `2026-01-31 12:00:00.000`, days as `2026-01-31`; NULL and missing values are null. */
  readonly rows: readonly (readonly CellValue[])[];
  /** Warnings, and notes of the lints. */
  readonly diagnostics: readonly Diagnostic[];
  /** The query that asks what was probably meant, when a lint knows it. */
  readonly meant: string | undefined;
  /** Set when rows were left out because the query names no limit of its own. */
  readonly cutAt: number | undefined;
  readonly statistics: QueryStatistics;
  readonly compiled: CompiledQuery;
  readonly sql: Sql;
}

export interface ExplainedQuery {
  readonly columns: readonly OutputColumn[];
  /** The stages or the statement, in the order in which they are carried out. */
  readonly steps: readonly string[];
  /** The plan, one line for each node, the last one first. */
  readonly plan: readonly string[];
  /** The SQL over several lines; `sql` is the statement itself, with its values. */
  readonly sqlText: string;
  readonly compiled: CompiledQuery;
  readonly sql: Sql;
  readonly diagnostics: readonly Diagnostic[];
  readonly meant: string | undefined;
}

/** A piece of a large answer. */
export interface QueryPage {
  readonly columns: readonly OutputColumn[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Warnings and notes about the tables that are read; only the first page has any. */
  readonly diagnostics?: readonly Diagnostic[];
}

const noLint: LintReport = { notes: [], meant: undefined, equalities: [] };

/** What a query means and how it would be run, without running it. Throws a DiagnosticError for what is not understood. */
export function explainQuery(request: Omit<QueryRequest, 'engine' | 'signal'>): ExplainedQuery {
  const { compiled, sql: statement, lint, diagnostics } = prepare(request);
  return {
    columns: compiled.columns,
    steps: compiled.steps,
    plan: describePlan(compiled.plan),
    sqlText: layoutSql(statement.text),
    compiled,
    sql: statement,
    diagnostics,
    meant: lint.meant,
  };
}

/**
 * Runs one query of Athena or Logs Insights over the view `records`, and holds its answer. For answers that may be
 * large there is `streamQuery`. Throws a DiagnosticError for what is not understood and for what fails while it runs.
 */
export async function runQuery(request: QueryRequest): Promise<QueryResult> {
  const begun = performance.now();
  const { compiled, sql: statement, lint, diagnostics } = prepare(request);
  const opened = await openTables(request, compiled);
  const prepared = performance.now();
  // Held whole anyway, so not streamed: a streamed result keeps all but one core waiting.
  const rows = await runGuarded(request, async () =>
    shownRows((await request.engine.query(statement)).rows, compiled),
  );
  const ended = performance.now();
  const absent =
    rows.length === 0 && readsRecords(request, compiled) ? await absentValues(request, lint) : [];
  return {
    columns: compiled.columns,
    rows,
    diagnostics: [...diagnostics, ...opened, ...absent],
    meant: lint.meant,
    cutAt: rows.length === compiled.defaultLimit ? compiled.defaultLimit : undefined,
    statistics: {
      rows: rows.length,
      compileMilliseconds: prepared - begun,
      runMilliseconds: ended - prepared,
      ...(request.countRecords ? await recordCounts(request, compiled) : {}),
    },
    compiled,
    sql: statement,
  };
}

/**
 * A query that is ready to run as part of another statement: its SQL, over tables that the engine knows. Its columns are
 * those of the plan.
 */
export async function openQuery(request: QueryRequest): Promise<PreparedQuery> {
  const prepared = prepare(request);
  const opened = await openTables(request, prepared.compiled);
  return { ...prepared, diagnostics: [...prepared.diagnostics, ...opened] };
}

/** The same answer in pieces, so that a large one never stands in memory whole. */
export async function* streamQuery(request: QueryRequest): AsyncGenerator<QueryPage> {
  const { compiled, sql: statement } = prepare(request);
  const diagnostics = await openTables(request, compiled);
  if (diagnostics.length > 0) yield { columns: compiled.columns, rows: [], diagnostics };
  for await (const rows of pagesOf(request, compiled, statement)) yield { columns: compiled.columns, rows };
}

/** Makes the tables of the catalogue known to the engine, and says what is to be said about what is scanned. */
async function openTables(request: QueryRequest, compiled: CompiledQuery): Promise<readonly Diagnostic[]> {
  const { catalog, engine } = request;
  return runGuarded(request, async () => {
    const opened = await catalog?.openScans(engine, compiled.plan);
    const { scans = [], diagnostics = [] } = opened ?? {};
    return [...diagnostics, ...(await checkScan(request, compiled, scans))];
  });
}

/** Whether the flow logs are among what the query reads. */
function readsRecords(request: QueryRequest, compiled: CompiledQuery): boolean {
  return scanConditions(compiled.plan).has(request.source?.table ?? 'records');
}

async function recordCounts(
  request: QueryRequest,
  { counts }: CompiledQuery,
): Promise<Partial<QueryStatistics>> {
  if (counts === undefined) return {};
  const count = async (plan: Plan): Promise<number> => {
    const { rows } = await request.engine.query(printFor(request.engineName ?? 'duckdb', plan));
    return Number(rows[0]?.[0] ?? 0);
  };
  return runGuarded(request, async () => ({
    recordsScanned: await count(counts.scanned),
    recordsMatched: await count(counts.matched),
    ...(request.contents === undefined ? {} : { bytesScanned: request.contents.bytes }),
  }));
}

export interface PreparedQuery {
  readonly compiled: CompiledQuery;
  readonly sql: Sql;
  readonly lint: LintReport;
  readonly diagnostics: readonly Diagnostic[];
}

function prepare(request: Omit<QueryRequest, 'engine' | 'signal'>): PreparedQuery {
  const source = {
    ...(request.contents === undefined ? {} : querySourceOf(request.contents)),
    ...(request.range === undefined ? {} : { range: rangeInMilliseconds(request.range) }),
    ...(request.logGroups === undefined ? {} : { chosen: request.logGroups }),
    ...request.source,
  };
  const { language, savedQueries = new Map(), parameters = {} } = request;
  const expanded = expandQuery(request.text, language, { savedQueries, parameters });
  const watched = watchRelations(request.catalog);
  return expanded.within(() => {
    const compiled =
      language === 'athena'
        ? compileAthena(expanded.text, source, {
            olderNames: request.olderNames ?? false,
            asStored: request.asStored ?? false,
            catalog: watched.catalog,
          })
        : compileInsights(expanded.text, source, { pointers: request.pointers ?? false });
    // The lints know flow logs only.
    const linted = request.lint !== false && compiled.overFlowLogs !== false;
    const lint = linted ? lintQuery(expanded.text, language) : noLint;
    // A question over a relation names it rightly.
    const named = source.table === undefined ? watched.warnings() : [];
    const diagnostics = [...compiled.diagnostics, ...named, ...lint.notes].map(expanded.placed);
    return { compiled, sql: printFor(request.engineName ?? 'duckdb', compiled.plan), lint, diagnostics };
  });
}

async function* pagesOf(
  request: QueryRequest,
  compiled: CompiledQuery,
  statement: Sql,
): AsyncGenerator<readonly (readonly CellValue[])[]> {
  const pages = request.engine.stream(statement);
  try {
    for (;;) {
      const page = await runGuarded(request, () => pages.next());
      if (page.done) return;
      yield shownRows(page.value.rows, compiled);
    }
  } finally {
    // Whoever stops reading leaves no query running behind.
    await pages.return(undefined);
  }
}

/** Rows as the language prints them. */
function shownRows(
  rows: readonly (readonly CellValue[])[],
  { columns, language }: CompiledQuery,
): readonly (readonly CellValue[])[] {
  const types = columns.map((column) => column.type);
  if (!types.some((type) => needsShowing(type, language))) return rows;
  return rows.map((row) => row.map((value, index) => shownCell(value, types[index] ?? 'varchar', language)));
}

/** Work of the engine that a signal stops, and whose failure is told as one of the query. */
export async function runGuarded<Result>(
  { engine, signal, text, language }: QueryRequest,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await stoppedBy(signal, engine, work);
  } catch (cause) {
    signal?.throwIfAborted();
    throw engineFailure(cause, text, language);
  }
}

/** How many values are looked for when a query finds nothing; more would take longer than the query. */
const lookedFor = 8;

/** Why nothing was found, when it is a value that no record has. */
async function absentValues(request: QueryRequest, lint: LintReport): Promise<Diagnostic[]> {
  const table = name(request.source?.table ?? 'records');
  const notes: Diagnostic[] = [];
  for (const { column, written, text } of lint.equalities.slice(0, lookedFor)) {
    if (!/^[a-z_]+$/.test(column)) continue;
    const probe = sql`SELECT 1 FROM ${table} WHERE CAST(${name(column)} AS VARCHAR) = ${bind(text)} LIMIT 1`;
    if (!(await isEmpty(request.engine, probe))) continue;
    notes.push({
      code: 'no-such-value',
      severity: 'note',
      source: 'query',
      message: `No record has \`${text}\` in \`${written}\`, so nothing was found.`,
    });
  }
  return notes;
}

async function isEmpty(engine: QueryEngine, probe: Sql): Promise<boolean> {
  try {
    return (await engine.query(probe)).rows.length === 0;
  } catch (cause) {
    // A name that is no column of the view: there is nothing to say about it.
    if (cause instanceof DiagnosticError) throw cause;
    return false;
  }
}
