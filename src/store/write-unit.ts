import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, WorldError } from '../base/index.js';
import { sql } from '../dialect/index.js';
import { hashOf, type Layout, type Piece, pieceBytes, pieceKey } from '../ingest/index.js';
import type { StoredReject } from './catalogue-tables.js';
import { type Engine, reason } from './engine.js';
import { groupBy } from './group.js';
import { inspectOutput, type SourceRows } from './inspect-output.js';
import { type WrittenFile, writeParquet } from './parquet-file.js';
import { openParquetSource } from './parquet-source.js';
import { piecesToRows } from './piece-sql.js';
import { readSource } from './read-source.js';
import type { PlannedSource, Unit } from './source-plan.js';
import { fatalError, isAbort } from './world.js';

/** A source of a unit, read to its end. Its rows are counted from the outputs when they are committed. */
export interface ReadSource {
  readonly source: PlannedSource;
  readonly contentHash: string;
  readonly headers: number;
  readonly rejected: number;
  /** Whether some line has more separators than its fields need; then it has to be read line by line. */
  readonly surplus: boolean;
  /** Rows that the engine has to find, where the reader did not look at each line itself. */
  readonly wantedRows: number | undefined;
  /** Names of fields: of flow logs separated by blanks; of other logs a JSON array, or empty when there are too many. */
  readonly fields: string;
  readonly unknownFields: readonly string[];
  readonly rejects: readonly StoredReject[];
  /** Events that name no time and have that of the event before them. */
  readonly timeless: number;
}

export interface FailedSource {
  readonly source: PlannedSource;
  readonly error: Error;
}

/** A written file with its counts, not yet in the lake. */
export interface UnitOutput {
  readonly file: WrittenFile;
  readonly rows: readonly SourceRows[];
}

export interface UnitResult {
  readonly unit: Unit;
  /** To be removed when the outputs are in the lake. */
  readonly folder: string;
  readonly outputs: readonly UnitOutput[];
  readonly sources: readonly ReadSource[];
  readonly failed: readonly FailedSource[];
}

/** How one source is read: as it stands, line by line, or not at all. */
export type Treatment = 'fast' | 'tolerant' | Error;

export interface UnitContext {
  readonly engine: Engine;
  readonly lakePath: string;
  /** Folder of this unit for everything temporary. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
  readonly logFormat: Layout | undefined;
}

/**
 * Writes the sources of a unit into sorted Parquet files. Sources whose lines are not all flow records are read again
 * line by line, and a source that cannot be read is left out as a whole; either way the unit is written anew, so that
 * a file never holds half a source.
 */
export async function writeUnit(context: UnitContext, unit: Unit): Promise<UnitResult> {
  const treatments = new Map<number, Treatment>(
    unit.sources.map((source) => [source.sourceId, source.form.kind === 'records' ? 'fast' : 'tolerant']),
  );
  for (;;) {
    await rm(context.folder, { recursive: true, force: true });
    await mkdir(context.folder, { recursive: true });
    const attempt = new UnitAttempt(context, unit, treatments);
    if (await attempt.run()) return attempt.result();
  }
}

const exact = { surplus: false, wantedRows: undefined, timeless: 0 };
/** Rows of a Parquet source that are sorted together. */
const sliceRows = 1_000_000;

/** One try at a unit. It ends early when a source has to be treated otherwise. */
class UnitAttempt {
  readonly #outputs: UnitOutput[] = [];
  readonly #sources: ReadSource[] = [];
  #pending: Piece[] = [];
  #pendingBytes = 0;
  #files = 0;
  /** Sources of which something stands in an output. */
  readonly #written = new Set<number>();

  constructor(
    private readonly context: UnitContext,
    private readonly unit: Unit,
    private readonly treatments: Map<number, Treatment>,
  ) {}

  result(): UnitResult {
    const failed = this.unit.sources.flatMap((source) => {
      const error = this.treatments.get(source.sourceId);
      return error instanceof Error ? [{ source, error }] : [];
    });
    return {
      unit: this.unit,
      folder: this.context.folder,
      outputs: this.#outputs,
      sources: this.#sources,
      failed,
    };
  }

  async run(): Promise<boolean> {
    for (const source of this.unit.sources) {
      const treatment = this.treatments.get(source.sourceId) ?? 'tolerant';
      if (treatment instanceof Error) continue;
      try {
        if (!(await this.#read(source, treatment))) return false;
      } catch (cause) {
        this.#rethrowIfFatal(cause);
        this.treatments.set(source.sourceId, cause instanceof Error ? cause : new Error(String(cause)));
        if (this.#written.has(source.sourceId)) return false;
        this.#pending = this.#pending.filter((piece) => piece.sourceId !== source.sourceId);
      }
    }
    return (await this.#flush()) && this.#checkRows();
  }

  /** A line that the engine passed over (a blank one, a stray carriage return) shows as a missing or surplus row. */
  #checkRows(): boolean {
    const rows = new Map<number, number>();
    for (const output of this.#outputs) {
      for (const { sourceId, records, nodata, skipdata } of output.rows) {
        rows.set(sourceId, (rows.get(sourceId) ?? 0) + records + nodata + skipdata);
      }
    }
    const wrong = this.#sources.filter(
      ({ source, wantedRows }) => wantedRows !== undefined && wantedRows !== (rows.get(source.sourceId) ?? 0),
    );
    if (wrong.length === 0) return true;
    return this.#distrust(
      wrong.map(({ source }) => source.sourceId),
      'its lines cannot be counted',
    );
  }

  async #read(source: PlannedSource, treatment: 'fast' | 'tolerant'): Promise<boolean> {
    if (source.form.kind === 'parquet') return await this.#readParquet(source);
    const reading = readSource(source, treatment, this.context);
    try {
      for (;;) {
        const step = await reading.next();
        if (step.done) return this.#finishSource(source, step.value);
        this.#pending.push(step.value);
        this.#pendingBytes += step.value.bytes;
        if (this.#pendingBytes >= pieceBytes && !(await this.#flush())) return false;
      }
    } finally {
      // Closes its files when reading stops halfway.
      await reading.return(undefined);
    }
  }

  #finishSource(source: PlannedSource, read: ReadSource | undefined): boolean {
    assert(read !== undefined, 'a source that is read to its end has been counted');
    if (read.surplus) return this.#distrust([source.sourceId], 'its fields cannot be told apart');
    this.#sources.push(read);
    return true;
  }

  /** Parquet is read by the engine alone, a million rows at a time, which it can sort in bounded memory. */
  async #readParquet(source: PlannedSource): Promise<boolean> {
    const { engine, folder, signal } = this.context;
    const { sourceId } = source;
    const parquet = await openParquetSource(engine, source.readPath, sourceId);
    for (let from = 1; from <= parquet.rows; from += sliceRows) {
      this.#files += 1;
      const path = join(folder, `out-${this.#files}.parquet`);
      this.#written.add(sourceId);
      const rows = parquet.select(from, from + sliceRows - 1);
      const file = await writeParquet(engine, rows, parquet.columns, path);
      if (file.rows > 0) this.#outputs.push({ file, rows: (await inspectOutput(engine, file)).sources });
    }
    const fields = parquet.columns
      .filter((column) => column !== 'source_id')
      .join(' ')
      .replaceAll('_', '-');
    const { unknownFields, rejected, rejects } = parquet;
    const contentHash = await hashOf(source.readPath, signal);
    this.#sources.push({
      source,
      contentHash,
      headers: 0,
      rejected,
      ...exact,
      fields,
      unknownFields,
      rejects,
    });
    return true;
  }

  /** Writes what was read so far; one file for each set of fields. */
  async #flush(): Promise<boolean> {
    const pieces = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    for (const group of groupBy(pieces, pieceKey).values()) {
      if (!(await this.#write(group))) return false;
    }
    for (const piece of pieces) if (piece.temporary) await rm(piece.path, { force: true });
    return true;
  }

  async #write(pieces: readonly Piece[]): Promise<boolean> {
    const { engine, folder } = this.context;
    for (const piece of pieces) this.#written.add(piece.sourceId);
    this.#files += 1;
    const path = join(folder, `out-${this.#files}.parquet`);
    let damaged: readonly number[];
    try {
      const { rows, columns } = piecesToRows(pieces);
      const file = await writeParquet(engine, rows, columns, path);
      const report = await inspectOutput(engine, file);
      damaged = [...report.damaged, ...(await this.#rejectedSources(pieces))];
      if (damaged.length === 0 && file.rows > 0) this.#outputs.push({ file, rows: report.sources });
    } catch (cause) {
      this.#rethrowIfFatal(cause);
      return this.#distrust(
        pieces.map((piece) => piece.sourceId),
        `the engine cannot read it: ${reason(cause)}`,
      );
    }
    if (damaged.length === 0) return true;
    return this.#distrust(damaged, 'it holds lines that neither reader understands');
  }

  /** Reads these sources line by line next time, or leaves them out if that was done already. */
  #distrust(sourceIds: readonly number[], why: string): false {
    for (const id of new Set(sourceIds)) {
      const path = this.unit.sources.find((source) => source.sourceId === id)?.file.path ?? '';
      const next =
        this.treatments.get(id) === 'fast'
          ? 'tolerant'
          : new WorldError(`Cannot take \`${path}\`: ${why}`, { path });
      this.treatments.set(id, next);
    }
    return false;
  }

  /** The sources with a line that the engine could not read; its tables of rejects belong to this connection. */
  async #rejectedSources(pieces: readonly Piece[]): Promise<number[]> {
    if (pieces.every((piece) => piece.kind === 'events')) return [];
    const { engine } = this.context;
    const rows = await engine.rows(
      sql`SELECT DISTINCT file_path FROM reject_scans SEMI JOIN reject_errors USING (scan_id, file_id)`,
    );
    await engine.execute(sql`DROP TABLE reject_errors`);
    await engine.execute(sql`DROP TABLE reject_scans`);
    const paths = new Set(rows.map((row) => String(row['file_path'])));
    return pieces.filter((piece) => paths.has(piece.path)).map((piece) => piece.sourceId);
  }

  #rethrowIfFatal(cause: unknown): void {
    if (isAbort(cause)) throw cause;
    const fatal = fatalError(cause, this.context.lakePath);
    if (fatal) throw fatal;
  }
}
