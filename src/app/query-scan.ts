import { join } from 'node:path';
import { type Diagnostic, DiagnosticError } from '../base/index.js';
import { joinSql, type Sql, sql, text } from '../dialect/index.js';
import type { CompiledQuery } from '../lang/index.js';
import { columnsOf, type Expr, type Plan, scanConditions } from '../plan/index.js';
import type { StoredBatch } from '../store/index.js';
import type { TableScan } from './catalog/index.js';
import type { QueryRequest } from './query.js';
import { printFor } from './query-engine.js';
import { formatBytes, formatCount } from './report/index.js';

/** What a query reads of one table. All sizes are estimates, in bytes. */
export interface ScanOfTable {
  readonly table: string;
  readonly files: { readonly read: number; readonly all: number };
  readonly partitions: { readonly read: number; readonly all: number } | undefined;
  /** What is read here: of Parquet files the columns that the query names, of other files all. */
  readonly bytes: number;
  /** What Athena would scan of the same logs: of the lake, the objects that its records came from. */
  readonly athenaBytes: number;
}

export interface ScanEstimate {
  readonly tables: readonly ScanOfTable[];
  readonly bytes: number;
  readonly athenaBytes: number;
  /** US dollars, at 5 a TB and for at least 10 MB. */
  readonly athenaCost: number;
}

/** Bounds on what a query scans. Sizes in bytes; they are compared with what Athena would scan. */
export interface ScanBounds {
  /** Above this a note says how much it is; default 1 GB. */
  readonly noteAbove?: number;
  /** Above this the query is refused; default no bound. */
  readonly refuseAbove?: number;
}

const defaultNoteAbove = 1e9;
/** Amazon Athena pricing, SQL queries: 5 USD a TB in most Regions, rounded up to megabytes, 10 MB at least. */
const dollarsOfTerabyte = 5;
const leastBytes = 10e6;

export function athenaCost(bytes: number): number {
  const counted = Math.max(leastBytes, Math.ceil(bytes / 1e6) * 1e6);
  return (counted / 1e12) * dollarsOfTerabyte;
}

/** Estimates what a query scans; undefined when it reads no table. Its scans have to be open. */
export async function estimateScan(
  request: QueryRequest,
  compiled: CompiledQuery,
  opened?: readonly TableScan[],
): Promise<ScanEstimate | undefined> {
  const scans = opened ?? (await request.catalog?.openScans(request.engine, compiled.plan))?.scans ?? [];
  const columns = new ProjectedColumns(request, compiled.plan);
  const tables: ScanOfTable[] = [];
  const lake = await lakeScan(request, compiled.plan, columns);
  if (lake !== undefined) tables.push(lake);
  for (const scan of scans) {
    const bytes = scan.format === 'parquet' ? await columns.bytesIn(scan.files) : scan.bytes;
    const { table, partitions, files, allFiles } = scan;
    tables.push({
      table,
      partitions,
      files: { read: files.length, all: allFiles },
      bytes,
      athenaBytes: bytes,
    });
  }
  if (tables.length === 0) return undefined;
  const sum = (of: (scan: ScanOfTable) => number): number =>
    tables.reduce((total, scan) => total + of(scan), 0);
  const athenaBytes = sum((scan) => scan.athenaBytes);
  return { tables, bytes: sum((scan) => scan.bytes), athenaBytes, athenaCost: athenaCost(athenaBytes) };
}

/**
 * Says or refuses what a query scans. The sizes of whole files are known at once; only when these are above a bound the
 * footers of the files are read, too.
 */
export async function checkScan(
  request: QueryRequest,
  compiled: CompiledQuery,
  opened: readonly TableScan[],
): Promise<Diagnostic[]> {
  if (request.language !== 'athena' || request.engineName === 'trino') return [];
  const { noteAbove = defaultNoteAbove, refuseAbove } = request.scanBounds ?? {};
  const least = Math.min(noteAbove, refuseAbove ?? noteAbove);
  if (mostBytes(request, opened) <= least) return [];
  const estimate = await estimateScan(request, compiled, opened);
  if (estimate === undefined) return [];
  const size = `about ${formatBytes(estimate.athenaBytes)}`;
  const help = 'name fewer columns, or bound the day: WHERE "date" = DATE \'2026-01-31\'';
  if (refuseAbove !== undefined && estimate.athenaBytes > refuseAbove) {
    const message = `Bytes scanned limit was exceeded: Athena would scan ${size}, and \`--max-scan\` is ${formatBytes(refuseAbove)}.`;
    throw new DiagnosticError([
      {
        code: 'scan-too-large',
        severity: 'error',
        source: 'query',
        message,
        help: `${help}, or raise \`--max-scan\``,
      },
    ]);
  }
  if (estimate.athenaBytes <= noteAbove) return [];
  const message = `Athena would scan ${size} for this (${formatCost(estimate.athenaCost)}); ${formatBytes(estimate.bytes)} are read here.`;
  return [{ code: 'large-scan', severity: 'note', source: 'query', message, help }];
}

function mostBytes(request: QueryRequest, opened: readonly TableScan[]): number {
  const sources = (request.contents?.sources ?? []).reduce((sum, source) => sum + source.size, 0);
  return opened.reduce((sum, scan) => sum + scan.bytes, sources);
}

export function formatCost(dollars: number): string {
  return `${dollars < 0.01 ? dollars.toFixed(5) : dollars.toFixed(2)} USD at ${dollarsOfTerabyte} USD a TB`;
}

/** The estimate for people, a line for each table. */
export function scanLines(estimate: ScanEstimate): string[] {
  const tables = estimate.tables.map(({ table, files, partitions, bytes, athenaBytes }) => {
    const parts =
      partitions === undefined
        ? ''
        : `${formatCount(partitions.read)} of ${formatCount(partitions.all)} partitions, `;
    const sizes = `${formatBytes(bytes)} here, ${formatBytes(athenaBytes)} in Athena`;
    return `${table}: ${parts}${formatCount(files.read)} of ${formatCount(files.all)} files; about ${sizes}`;
  });
  return [...tables, `Athena would ask about ${formatCost(estimate.athenaCost)}, for 10 MB at least.`];
}

async function lakeScan(
  request: QueryRequest,
  plan: Plan,
  columns: ProjectedColumns,
): Promise<ScanOfTable | undefined> {
  const { contents, catalog } = request;
  const table = request.source?.table ?? 'records';
  const conditions = scanConditions(plan).get(table);
  if (conditions === undefined || contents === undefined || catalog === undefined) return undefined;
  const read = contents.files.filter((file) =>
    conditions.some((each) => each.every((one) => mayHold(one, file))),
  );
  const sources = contents.sources.filter((source) => {
    // Athena leaves objects out by their day only, and only when the query names it.
    if (!namesDay(request.text)) return true;
    const file = { minEnd: source.firstStart, maxEnd: source.lastEnd };
    return conditions.some((each) => each.every((one) => mayHold(one, file)));
  });
  return {
    table: 'flow logs of the lake',
    partitions: undefined,
    files: { read: read.length, all: contents.files.length },
    bytes: await columns.bytesIn(read.map((file) => join(catalog.lakePath, file.path))),
    athenaBytes: sources.reduce((sum, source) => sum + source.size, 0),
  };
}

function namesDay(query: string): boolean {
  return /\b(?:date|day|year|month|hour)\b/i.test(query);
}

type FileBounds = Partial<
  Pick<StoredBatch, 'minStart' | 'maxStart' | 'minEnd' | 'maxEnd' | 'minInterface' | 'maxInterface'>
>;

/** Whether a row for which the condition holds may be in a file; only comparisons of bounded columns say no. */
function mayHold(condition: Expr, file: FileBounds): boolean {
  if (condition.kind !== 'call') return true;
  const [left, right] = condition.args;
  if (left?.kind !== 'column' || right?.kind !== 'literal') return true;
  const [low, high] = boundsOf(left.name, file);
  const value = typeof right.value === 'bigint' ? Number(right.value) : right.value;
  if (low === null || high === null || typeof value !== typeof low) return true;
  if (typeof value !== 'number' && typeof value !== 'string') return true;
  switch (condition.func) {
    case 'eq':
      return value >= low && value <= high;
    case 'lt':
      return low < value;
    case 'le':
      return low <= value;
    case 'gt':
      return high > value;
    case 'ge':
      return high >= value;
    default:
      return true;
  }
}

function boundsOf(
  column: string,
  file: FileBounds,
): readonly [low: number | string | null, high: number | string | null] {
  if (column === 'start') return [file.minStart ?? null, file.maxStart ?? null];
  if (column === 'end') return [file.minEnd ?? null, file.maxEnd ?? null];
  if (column === 'interface_id') return [file.minInterface ?? null, file.maxInterface ?? null];
  return [null, null];
}

/** The columns that the engine reads for a query: those its own plan names, and those of the conditions. */
class ProjectedColumns {
  #columns: Promise<ReadonlySet<string>> | undefined;
  constructor(
    readonly request: QueryRequest,
    readonly plan: Plan,
  ) {}

  /** Compressed bytes of these columns in Parquet files, by their footers. */
  async bytesIn(files: readonly string[]): Promise<number> {
    if (files.length === 0) return 0;
    this.#columns ??= this.#read();
    const columns = [...(await this.#columns)];
    if (columns.length === 0) return 0;
    const list = (texts: readonly string[]): Sql =>
      joinSql(
        texts.map((each) => text(each)),
        ', ',
      );
    const { rows } = await this.request.engine.query(
      sql`SELECT coalesce(sum(total_compressed_size), 0)::BIGINT FROM parquet_metadata([${list(files)}])
        WHERE lower(split_part(path_in_schema, ', ', 1)) IN (${list(columns)})`,
    );
    return Number(rows[0]?.[0] ?? 0);
  }

  async #read(): Promise<ReadonlySet<string>> {
    const { engine } = this.request;
    const { rows } = await engine.query(sql`EXPLAIN (FORMAT JSON) ${printFor('duckdb', this.plan)}`);
    const names = new Set<string>();
    for (const [, json] of rows) collectProjections(JSON.parse(String(json)), names);
    for (const conditions of scanConditions(this.plan).values()) {
      for (const name of conditions.flat().flatMap(columnsOf)) names.add(name.toLowerCase());
    }
    return names;
  }
}

/** The engine's nodes that read Parquet say which columns they give. */
function collectProjections(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const each of node) collectProjections(each, names);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { extra_info: extra, children } = node as {
    extra_info?: Record<string, unknown>;
    children?: unknown;
  };
  if (/PARQUET/.test(String(extra?.Function ?? ''))) {
    const given = extra?.Projections;
    for (const name of Array.isArray(given) ? given : given === undefined ? [] : [given]) {
      names.add(String(name).toLowerCase());
    }
  }
  collectProjections(children, names);
}
