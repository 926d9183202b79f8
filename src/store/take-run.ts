import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyAccount, type FormHints, type SkippedFile } from '../ingest/index.js';
import { changeCatalogue, readCatalogue } from './catalogue.js';
import type { CatalogueContents, StoredSource } from './catalogue-tables.js';
import { describeSource, type LakeState, placeUnit } from './commit.js';
import type { Engine } from './engine.js';
import { workInOrder } from './in-order.js';
import { stoppedBy } from './interrupt.js';
import { removeOrphans, temporaryPath } from './orphans.js';
import { ProgressCounter } from './progress.js';
import { replaceSources } from './replace.js';
import { type PlannedSource, planUnits, type Unit, unitOrder } from './source-plan.js';
import {
  type Candidate,
  type CopySource,
  copyKeyOf,
  planTake,
  type TakePlan,
  toFailed,
} from './take-plan.js';
import { reportOf } from './take-report.js';
import type { FailedFile, IngestOptions, IngestReport } from './take-types.js';
import { type UnitResult, writeUnit } from './write-unit.js';

/** One run over one lake, by the holder of its lock, who stops the statements of `engine` when the signal says so. */
export class TakeRun {
  readonly #progress: ProgressCounter;
  readonly #failed: FailedFile[] = [];
  readonly #notes: string[] = [];
  readonly #taken = new Set<number>();
  #state: LakeState;
  #units = 0;
  #hints: FormHints = {};
  #timeless = 0;

  constructor(
    private readonly options: IngestOptions,
    private readonly engine: Engine,
    private readonly workers: number,
  ) {
    this.#progress = new ProgressCounter(options.onProgress);
    const { lakePath } = options;
    this.#state = { lakePath, batches: [], batchSources: [], nextBatchId: 1, retired: new Set() };
  }

  async take(
    candidates: readonly Candidate[],
    hints: FormHints,
    skipped: readonly SkippedFile[],
  ): Promise<IngestReport> {
    const { engine } = this;
    const { lakePath, signal } = this.options;
    this.#hints = hints;
    const bytes = candidates.reduce((sum, candidate) => sum + candidate.file.size, 0);
    this.#progress.start('looking', candidates.length, bytes);
    const catalogue = await readCatalogue(engine, lakePath);
    await removeOrphans(lakePath, catalogue.batches);
    const context = { engine, catalogue, hints, signal };
    const plan = withIds(await planTake(context, candidates), catalogue);
    this.#notes.push(...plan.notes);
    this.#failed.push(...plan.failed);
    this.#state = stateOf(lakePath, catalogue);
    await this.#register(plan);
    const units = planUnits(plan.fresh);
    this.#start(plan);
    await this.#replace(plan, catalogue);
    await this.#takeUnits(units);
    await this.#takeCopies(plan.copies);
    if (plan.skipped.length === candidates.length) this.#notes.push('None of the files is a log.');
    if (this.#timeless > 0) this.#notes.push(timelessNote(this.#timeless));
    this.#progress.finish();
    return reportOf({
      lakePath,
      catalogue: await readCatalogue(engine, lakePath),
      named: candidates.map((candidate) => candidate.file.path),
      taken: this.#taken,
      changed: plan.changedPaths,
      skipped: [...skipped, ...plan.skipped],
      failed: this.#failed,
      notes: this.#notes,
      secondsElapsed: this.#progress.secondsElapsed,
    });
  }

  #start(plan: TakePlan): void {
    const todo = [
      ...plan.replacing.map((each) => each.source),
      ...plan.fresh,
      ...plan.copies.map((copy) => copy.source),
    ];
    this.#progress.start(
      'taking',
      todo.length,
      todo.reduce((sum, source) => sum + source.file.size, 0),
    );
  }

  /** Gives ids before anything is read, so that they are the same after a crash as without one. */
  async #register(plan: TakePlan): Promise<void> {
    const sources = [...plan.fresh, ...plan.copies.map((copy) => copy.source)].map(pendingSource);
    if (sources.length + plan.touched.length === 0) return;
    await changeCatalogue(this.engine, this.options.lakePath, { sources, touched: plan.touched });
  }

  /** Changed content takes the place of the old in one commit, so that a crash leaves the one or the other. */
  async #replace(plan: TakePlan, catalogue: CatalogueContents): Promise<void> {
    const outcome = await replaceSources({
      engine: this.engine,
      catalogue,
      state: this.#state,
      replacing: plan.replacing,
      write: async (unit) => await this.#write(this.engine, unit),
    });
    this.#failed.push(...outcome.failed.map(({ source, error }) => toFailed(source.file.path, error)));
    for (const { sourceId, records } of outcome.taken) {
      this.#taken.add(sourceId);
      this.#progress.advance(1, 0, records);
    }
  }

  async #takeUnits(units: readonly Unit[]): Promise<void> {
    const { engine, workers } = this;
    const { signal } = this.options;
    const connections = await Promise.all(Array.from({ length: workers }, () => engine.connect()));
    const all = {
      interrupt: () => {
        for (const connection of connections) connection.interrupt();
      },
    };
    try {
      await stoppedBy(signal, all, () =>
        workInOrder(units, {
          workers,
          ahead: workers * 2,
          work: async (unit, worker) => await this.#write(connections[worker] ?? engine, unit),
          finish: async (result) => await this.#commit(result),
        }),
      );
    } finally {
      for (const connection of connections) connection.disconnect();
    }
  }

  async #write(engine: Engine, unit: Unit): Promise<UnitResult> {
    const { lakePath, signal } = this.options;
    signal?.throwIfAborted();
    this.#units += 1;
    const folder = join(temporaryPath(lakePath), `unit-${this.#units}`);
    const { logFormat } = this.#hints;
    const result = await writeUnit({ engine, lakePath, folder, signal, logFormat }, unit);
    this.#timeless += result.sources.reduce((sum, source) => sum + source.timeless, 0);
    return result;
  }

  async #commit(result: UnitResult): Promise<void> {
    this.options.signal?.throwIfAborted();
    const change = await placeUnit(this.engine, this.#state, result);
    await changeCatalogue(this.engine, this.options.lakePath, change);
    await rm(result.folder, { recursive: true, force: true });
    this.#failed.push(...result.failed.map(({ source, error }) => toFailed(source.file.path, error)));
    for (const source of change.sources ?? []) this.#taken.add(source.sourceId);
    const bytes = result.unit.sources.reduce((sum, source) => sum + source.file.size, 0);
    const records = (change.sources ?? []).reduce((sum, source) => sum + source.records, 0);
    this.#progress.advance(result.unit.sources.length, bytes, records);
  }

  /** A copy is not read again: its good lines are duplicates of its original's, whatever they were there. */
  async #takeCopies(copies: readonly CopySource[]): Promise<void> {
    if (copies.length === 0) return;
    const { sources, rejects } = await readCatalogue(this.engine, this.options.lakePath);
    const originals = new Map(
      sources
        .filter((source) => source.state === 'taken' && source.copyOf === null)
        .map((source) => [copyKeyOf(source), source]),
    );
    const change = { sources: [] as StoredSource[], rejects: [] as CatalogueContents['rejects'][number][] };
    for (const { source, key } of copies) {
      const original = originals.get(key);
      if (original === undefined) {
        this.#failed.push({
          path: source.file.path,
          message: 'it is a copy of a file that could not be read',
          help: null,
        });
        continue;
      }
      change.sources.push(copyOf(source, original));
      const own = rejects.filter((reject) => reject.sourceId === original.sourceId);
      change.rejects.push(...own.map((reject) => ({ ...reject, sourceId: source.sourceId })));
      this.#taken.add(source.sourceId);
      this.#progress.advance(1, source.file.size, 0);
    }
    await changeCatalogue(this.engine, this.options.lakePath, change);
  }
}

function timelessNote(count: number): string {
  const before = 'the time of the event before in the same file, or of the file';
  return count === 1
    ? `1 event names no time and has ${before}.`
    : `${count} events name no time and have ${before}.`;
}

function stateOf(lakePath: string, catalogue: CatalogueContents): LakeState {
  return {
    lakePath,
    batches: [...catalogue.batches],
    batchSources: [...catalogue.batchSources],
    nextBatchId: 1 + catalogue.batches.reduce((most, batch) => Math.max(most, batch.batchId), 0),
    retired: new Set(),
  };
}

/** Ids in the order of the units; a source that got one in an earlier run keeps it. */
function withIds(plan: TakePlan, catalogue: CatalogueContents): TakePlan {
  let next = 1 + catalogue.sources.reduce((most, source) => Math.max(most, source.sourceId), 0);
  const give = (source: PlannedSource): PlannedSource => {
    if (source.sourceId > 0) return source;
    next += 1;
    return { ...source, sourceId: next - 1 };
  };
  const fresh = [...plan.fresh].sort(unitOrder).map(give);
  const copies = plan.copies.map((copy) => ({ ...copy, source: give(copy.source) }));
  const replacing = plan.replacing.map((each) => ({ ...each, source: give(each.source) }));
  return { ...plan, fresh, copies, replacing };
}

function pendingSource(source: PlannedSource): StoredSource {
  return {
    ...emptyAccount,
    ...describeSource(source),
    contentHash: '',
    state: 'pending',
    fields: '',
    unknownFields: '',
    copyOf: null,
    firstStart: null,
    lastEnd: null,
  };
}

function copyOf(source: PlannedSource, original: StoredSource): StoredSource {
  const { records, nodata, skipdata, duplicates } = original;
  return {
    ...original,
    ...describeSource(source),
    records: 0,
    nodata: 0,
    skipdata: 0,
    duplicates: records + nodata + skipdata + duplicates,
    copyOf: original.sourceId,
  };
}
