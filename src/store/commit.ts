import { createHash } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assert } from '../base/index.js';
import { isBalanced, type LineAccount } from '../ingest/index.js';
import type { CatalogueChange } from './catalogue.js';
import type { BatchSource, SharedLines, StoredBatch, StoredSource } from './catalogue-tables.js';
import { mayShareRecords, withoutInnerDuplicates, withoutKnownRecords } from './duplicates.js';
import type { Engine } from './engine.js';
import { inspectOutput, type SourceRows } from './inspect-output.js';
import { syncPath, type WrittenFile } from './parquet-file.js';
import { groupOf, type PlannedSource } from './source-plan.js';
import type { ReadSource, UnitOutput, UnitResult } from './write-unit.js';

/** What a commit needs to know of the lake, kept in step with the catalogue. */
export interface LakeState {
  readonly lakePath: string;
  batches: StoredBatch[];
  batchSources: BatchSource[];
  nextBatchId: number;
  /** Sources whose rows are about to be replaced. */
  retired: ReadonlySet<number>;
}

/** A file on its way into the lake, with the rows that are left of each source. */
interface PlacedOutput {
  readonly batch: StoredBatch;
  readonly rows: readonly SourceRows[];
}

/**
 * Moves the files of a unit into the lake, without the records that it holds already, and says what the catalogue has
 * to learn. Until it does, nobody reads these files; if it never does, the next writer removes them.
 */
export async function placeUnit(
  engine: Engine,
  state: LakeState,
  result: UnitResult,
): Promise<CatalogueChange> {
  const placed: PlacedOutput[] = [];
  const shared: SharedLines[] = [];
  const contents = result.sources.map((read) => read.contentHash).join();
  for (const output of result.outputs) {
    const rest = await deduplicate(engine, state, output);
    shared.push(...rest.shared);
    if (rest.file.rows === 0) continue;
    const rows = rest.file === output.file ? output.rows : (await inspectOutput(engine, rest.file)).sources;
    const { dataset, partition } = result.unit;
    const batch = await placeFile(state, rest.file, `${dataset}/${partition}`, contents);
    placed.push({ batch, rows });
    state.batches.push(batch);
    state.batchSources.push(...linksOf({ batch, rows }));
  }
  return {
    sources: result.sources.map((read) => storedSource(read, result.outputs, placed)),
    batches: placed.map(({ batch }) => batch),
    batchSources: placed.flatMap(linksOf),
    rejects: result.sources.flatMap((read) => read.rejects),
    shared: uniqueShared(shared),
  };
}

async function deduplicate(engine: Engine, state: LakeState, output: UnitOutput) {
  // A log may say the same thing twice; a flow record is the sum of its interval and cannot.
  if (output.file.columns.includes('log_group')) return { file: output.file, shared: [] };
  const inner = await withoutInnerDuplicates(engine, output.file, `${output.file.path}.once`);
  const near = state.batches.filter((batch) => mayShareRecords(inner.file, batch));
  if (near.length === 0) return inner;
  const paths = near.map((batch) => join(state.lakePath, batch.path));
  const known = { paths, ignored: [...state.retired] };
  const outer = await withoutKnownRecords(engine, inner.file, known, `${output.file.path}.new`);
  return { file: outer.file, shared: [...inner.shared, ...outer.shared] };
}

function uniqueShared(shared: readonly SharedLines[]): SharedLines[] {
  return [...new Map(shared.map((each) => [`${each.sourceId} ${each.ownerId}`, each])).values()];
}

export function linksOf({ batch, rows }: PlacedOutput): BatchSource[] {
  return rows.map((row) => ({
    batchId: batch.batchId,
    sourceId: row.sourceId,
    rows: row.records + row.nodata + row.skipdata,
  }));
}

/** Moves a file into a folder of the lake under a name of its own; `seed` tells batches of different runs apart. */
export async function placeFile(
  state: LakeState,
  file: WrittenFile,
  folder: string,
  seed: string,
): Promise<StoredBatch> {
  const batchId = state.nextBatchId;
  state.nextBatchId += 1;
  const digest = createHash('sha256').update(seed).digest('hex').slice(0, 12);
  const path = `${folder}/${String(batchId).padStart(6, '0')}-${digest}.parquet`;
  const target = join(state.lakePath, path);
  await mkdir(dirname(target), { recursive: true });
  await syncPath(file.path);
  await rename(file.path, target);
  await syncPath(dirname(target));
  const [start, end] = [file.ranges.get('start'), file.ranges.get('end')];
  return {
    batchId,
    path,
    columns: file.columns.join(' '),
    rows: file.rows,
    bytes: file.bytes,
    minStart: start?.min ?? null,
    maxStart: start?.max ?? null,
    minEnd: end?.min ?? null,
    maxEnd: end?.max ?? null,
    minInterface: file.ranges.get('interface_id')?.minText ?? null,
    maxInterface: file.ranges.get('interface_id')?.maxText ?? null,
  };
}

function storedSource(
  read: ReadSource,
  outputs: readonly UnitOutput[],
  placed: readonly PlacedOutput[],
): StoredSource {
  const id = read.source.sourceId;
  const before = sumRows(outputs.flatMap((output) => output.rows.filter((row) => row.sourceId === id)));
  const after = sumRows(placed.flatMap((output) => output.rows.filter((row) => row.sourceId === id)));
  const { records, nodata, skipdata } = after;
  const all = before.records + before.nodata + before.skipdata;
  const account: LineAccount = {
    lines: all + read.rejected,
    headers: read.headers,
    records,
    nodata,
    skipdata,
    duplicates: all - records - nodata - skipdata,
    rejected: read.rejected,
  };
  assert(isBalanced(account), `the account of source ${id} adds up`);
  return {
    ...describeSource(read.source),
    ...account,
    contentHash: read.contentHash,
    state: 'taken',
    fields: read.fields,
    unknownFields: read.unknownFields.join(' '),
    copyOf: null,
    firstStart: before.firstStart,
    lastEnd: before.lastEnd,
  };
}

function sumRows(rows: readonly SourceRows[]): Omit<SourceRows, 'sourceId'> {
  const least = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
  const most = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
  let sum: Omit<SourceRows, 'sourceId'> = {
    records: 0,
    nodata: 0,
    skipdata: 0,
    firstStart: null,
    lastEnd: null,
  };
  for (const row of rows) {
    sum = {
      records: sum.records + row.records,
      nodata: sum.nodata + row.nodata,
      skipdata: sum.skipdata + row.skipdata,
      firstStart: least(sum.firstStart, row.firstStart),
      lastEnd: most(sum.lastEnd, row.lastEnd),
    };
  }
  return sum;
}

/** The part of a source's row that is known before it is read. */
export function describeSource(source: PlannedSource) {
  const { facts, file, form, sourceId } = source;
  const logGroup = groupOf(form);
  const { account, region, day, flowLogId } = facts;
  const { path, size, modifiedMs } = file;
  return { sourceId, path, size, modifiedMs, form: form.kind, account, region, day, flowLogId, logGroup };
}
