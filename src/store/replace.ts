import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { joinSql, name, sql, text } from '../dialect/index.js';
import { type CatalogueChange, changeCatalogue } from './catalogue.js';
import type { BatchSource, CatalogueContents, StoredBatch, StoredSource } from './catalogue-tables.js';
import { type LakeState, linksOf, placeFile, placeUnit } from './commit.js';
import type { Engine } from './engine.js';
import { inspectOutput } from './inspect-output.js';
import { numberList } from './literals.js';
import { temporaryPath } from './orphans.js';
import { writeParquet } from './parquet-file.js';
import { planUnits, type Unit } from './source-plan.js';
import type { Replacement } from './take-plan.js';
import type { FailedSource, UnitResult } from './write-unit.js';

export interface ReplaceContext {
  readonly engine: Engine;
  readonly catalogue: CatalogueContents;
  /** Changed to the lake after the replacement. */
  readonly state: LakeState;
  readonly replacing: readonly Replacement[];
  readonly write: (unit: Unit) => Promise<UnitResult>;
}

export interface ReplaceOutcome {
  readonly taken: readonly StoredSource[];
  readonly failed: readonly FailedSource[];
}

/**
 * Puts new content in the place of old, all in one transaction. A file that cannot be read keeps its old rows; those
 * that are read are then deduplicated against them, so the rest is written again without it.
 */
export async function replaceSources(context: ReplaceContext): Promise<ReplaceOutcome> {
  const failed: FailedSource[] = [];
  let replacing = context.replacing;
  while (replacing.length > 0) {
    const results: UnitResult[] = [];
    for (const unit of planUnits(replacing.map(({ source }) => source)))
      results.push(await context.write(unit));
    const broken = results.flatMap((result) => result.failed);
    if (broken.length === 0) return { taken: await commitReplacement(context, replacing, results), failed };
    failed.push(...broken);
    const out = new Set(broken.map(({ source }) => source.sourceId));
    replacing = replacing.filter(({ source }) => !out.has(source.sourceId));
  }
  return { taken: [], failed };
}

async function commitReplacement(
  context: ReplaceContext,
  replacing: readonly Replacement[],
  results: readonly UnitResult[],
): Promise<readonly StoredSource[]> {
  const { engine, state } = context;
  state.retired = new Set(replacing.map(({ before }) => before.sourceId));
  const changes: CatalogueChange[] = [];
  for (const result of results) changes.push(await placeUnit(engine, state, result));
  const rewrite = await rewriteBatches(context);
  const sources = changes.flatMap((change) => change.sources ?? []);
  const change: CatalogueChange = {
    sources,
    batches: [...changes.flatMap((each) => each.batches ?? []), ...rewrite.batches],
    batchSources: [...changes.flatMap((each) => each.batchSources ?? []), ...rewrite.batchSources],
    rejects: changes.flatMap((each) => each.rejects ?? []),
    shared: changes.flatMap((each) => each.shared ?? []),
    removedSources: [...state.retired],
    removedBatches: rewrite.removed.map((batch) => batch.batchId),
    owners: replacing.map(({ before, source }) => ({ from: before.sourceId, to: source.sourceId })),
  };
  await changeCatalogue(engine, state.lakePath, change);
  const removed = new Set(change.removedBatches);
  state.batches = [...state.batches.filter((batch) => !removed.has(batch.batchId)), ...rewrite.batches];
  state.retired = new Set();
  for (const batch of rewrite.removed) await rm(join(state.lakePath, batch.path), { force: true });
  for (const result of results) await rm(result.folder, { recursive: true, force: true });
  return sources;
}

interface Rewrite {
  readonly removed: readonly StoredBatch[];
  readonly batches: StoredBatch[];
  readonly batchSources: BatchSource[];
}

/** Writes the files that hold retired rows again without them. The old files stay until the catalogue knows the new. */
async function rewriteBatches({ engine, catalogue, state }: ReplaceContext): Promise<Rewrite> {
  const retired = [...state.retired];
  const holding = new Set(
    catalogue.batchSources.filter((link) => state.retired.has(link.sourceId)).map((link) => link.batchId),
  );
  const removed = catalogue.batches.filter((batch) => holding.has(batch.batchId));
  const rewrite: Rewrite = { removed, batches: [], batchSources: [] };
  const folder = join(temporaryPath(state.lakePath), 'rewrite');
  await mkdir(folder, { recursive: true });
  for (const batch of removed) {
    const columns = batch.columns.split(' ');
    const rows = sql`SELECT ${joinSql(columns.map(name), ', ')} FROM read_parquet(${text(join(state.lakePath, batch.path))},
      hive_partitioning=false) WHERE NOT list_contains(${numberList(retired)}, source_id)`;
    const file = await writeParquet(engine, rows, columns, join(folder, `${batch.batchId}.parquet`));
    if (file.rows === 0) continue;
    const { sources } = await inspectOutput(engine, file);
    const placed = { batch: await placeFile(state, file, dirname(batch.path), batch.path), rows: sources };
    rewrite.batches.push(placed.batch);
    rewrite.batchSources.push(...linksOf(placed));
  }
  return rewrite;
}
