import { stat } from 'node:fs/promises';
import type { WorldError } from '../base/index.js';
import { flowLogGroup } from '../flow/index.js';
import {
  codeOf,
  describePath,
  type FormHints,
  type FoundFile,
  hashOf,
  layoutKey,
  type SkippedFile,
} from '../ingest/index.js';
import type { CatalogueContents, StoredSource } from './catalogue-tables.js';
import type { Engine } from './engine.js';
import { groupBy } from './group.js';
import { judgeSource } from './judge-source.js';
import { groupOf, type PlannedSource, unitOrder } from './source-plan.js';
import type { FailedFile } from './take-types.js';
import { isAbort } from './world.js';

/** A file with the place where its bytes are. */
export interface Candidate {
  readonly file: FoundFile;
  readonly readPath: string;
}

/** A source whose content stands in the lake under another name, or will. */
export interface CopySource {
  readonly source: PlannedSource;
  /** What it has in common with its original. */
  readonly key: string;
}

/** What a run has to do with the files that it found. */
export interface TakePlan {
  readonly fresh: readonly PlannedSource[];
  readonly copies: readonly CopySource[];
  /** New content of paths that are known, and sources that shared records with the old content. */
  readonly replacing: readonly Replacement[];
  readonly changedPaths: readonly string[];
  readonly skipped: readonly SkippedFile[];
  readonly failed: readonly FailedFile[];
  /** Sources whose file was touched and is the same. */
  readonly touched: readonly StoredSource[];
  readonly notes: readonly string[];
}

/** A source that is read anew, and its row in the catalogue so far. */
export interface Replacement {
  readonly source: PlannedSource;
  readonly before: StoredSource;
}

export interface PlanContext {
  readonly engine: Engine;
  readonly catalogue: CatalogueContents;
  readonly hints: FormHints;
  readonly signal: AbortSignal | undefined;
}

/** Compares what was found with what was taken before, and looks at the first lines of what is new. */
export async function planTake(context: PlanContext, candidates: readonly Candidate[]): Promise<TakePlan> {
  const stored = new Map(context.catalogue.sources.map((source) => [source.path, source]));
  const skipped: SkippedFile[] = [];
  const failed: FailedFile[] = [];
  const touched: StoredSource[] = [];
  const changed: Replacement[] = [];
  const unseen: PlannedSource[] = [];
  for (const candidate of candidates) {
    context.signal?.throwIfAborted();
    try {
      const before = stored.get(candidate.file.path);
      const state = await compare(candidate, before, context.hints);
      if (state === 'touched' && before) touched.push({ ...before, modifiedMs: candidate.file.modifiedMs });
      if (state === 'same' || state === 'touched') continue;
      const source = await judge(context, candidate, skipped, failed);
      if (source === undefined) continue;
      if (state === 'changed' && before) changed.push({ source, before });
      else unseen.push({ ...source, sourceId: before?.sourceId ?? 0 });
    } catch (cause) {
      if (isAbort(cause)) throw cause;
      failed.push(toFailed(candidate.file.path, cause));
    }
  }
  const { again, notes } = await sharersOf(context, changed);
  const replacing = [...changed, ...again].sort((a, b) => unitOrder(a.source, b.source));
  const { fresh, copies } = await splitCopies(
    context,
    unseen,
    replacing.map(({ before }) => before),
  );
  const changedPaths = changed.map(({ source }) => source.file.path);
  return { fresh, copies, replacing, changedPaths, skipped, failed, touched, notes };
}

/**
 * Sources whose lines were counted as duplicates of records that now go: they are read again, for nobody else may have
 * these records. Where the file is not there any more, a note says what is lost with it.
 */
async function sharersOf(
  context: PlanContext,
  changed: readonly Replacement[],
): Promise<{ again: Replacement[]; notes: string[] }> {
  const { sources, shared } = context.catalogue;
  const going = new Set(changed.map(({ before }) => before.sourceId));
  const own = new Set(going);
  for (const source of sources)
    if (source.copyOf !== null && going.has(source.copyOf)) going.add(source.sourceId);
  for (const { sourceId, ownerId } of shared) if (own.has(ownerId)) going.add(sourceId);
  const again: Replacement[] = [];
  const notes: string[] = [];
  for (const before of sources.filter((source) => going.has(source.sourceId) && !own.has(source.sourceId))) {
    const file = await sameFile(before);
    const source = file && (await judge(context, { file, readPath: file.path }, [], []));
    if (source) again.push({ source, before });
    else {
      const lines = `${before.duplicates} of its lines stood in a file that has changed`;
      notes.push(`\`${before.path}\` cannot be read again; ${lines}, and may be missing now`);
    }
  }
  return { again, notes };
}

async function sameFile(before: StoredSource): Promise<FoundFile | undefined> {
  try {
    const { size } = await stat(before.path);
    if (size !== before.size || (await hashOf(before.path)) !== before.contentHash) return undefined;
    return { path: before.path, size, modifiedMs: before.modifiedMs, named: false };
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

async function compare(
  candidate: Candidate,
  before: StoredSource | undefined,
  hints: FormHints,
): Promise<'new' | 'same' | 'touched' | 'changed'> {
  if (before === undefined || before.state === 'pending') return 'new';
  if (readOtherwise(before, hints)) return 'changed';
  const { size, modifiedMs } = candidate.file;
  if (before.size !== size) return 'changed';
  if (before.modifiedMs === modifiedMs) return 'same';
  return (await hashOf(candidate.readPath)) === before.contentHash ? 'touched' : 'changed';
}

/**
 * Whether lines without a header were read by another log format, or the source was taken for another log group: a wrong
 * one must not stay for good.
 */
function readOtherwise(before: StoredSource, { logFormat, logGroup }: FormHints): boolean {
  if (logGroup !== undefined && (before.logGroup ?? flowLogGroup) !== logGroup) return true;
  const { form, headers, fields } = before;
  return logFormat !== undefined && form === 'lines' && headers === 0 && fields !== layoutKey(logFormat);
}

async function judge(
  context: PlanContext,
  { file, readPath }: Candidate,
  skipped: SkippedFile[],
  failed: FailedFile[],
): Promise<PlannedSource | undefined> {
  const { container, form } = await judgeSource(context.engine, file, readPath, hintsFor(context.hints));
  if (form.kind === 'empty') {
    skipped.push({ path: file.path, why: 'empty' });
    return undefined;
  }
  if (form.kind === 'other') {
    const help = form.refused ? null : 'to take each line as an event, give `--log-group NAME`';
    if (file.named || form.refused) failed.push({ path: file.path, message: form.what, help });
    else skipped.push({ path: file.path, why: form.what });
    return undefined;
  }
  return { sourceId: 0, file, facts: describePath(file.path), container, form, readPath };
}

/** The flow logs are the group that files are of when they do not look like another. */
function hintsFor({ logFormat, logGroup }: FormHints): FormHints {
  return logGroup === flowLogGroup ? { logFormat } : { logFormat, logGroup };
}

/** Equal for sources that make the same rows: of the same content, taken for the same log group. */
function copyKey(contentHash: string, logGroup: string | null): string {
  return `${contentHash} ${logGroup ?? ''}`;
}

export function copyKeyOf({ contentHash, logGroup }: StoredSource): string {
  return copyKey(contentHash, logGroup);
}

/** Files of equal size may have equal content; only these are hashed before they are read. */
async function splitCopies(
  context: PlanContext,
  unseen: readonly PlannedSource[],
  retired: readonly StoredSource[],
): Promise<{ fresh: PlannedSource[]; copies: CopySource[] }> {
  const gone = new Set(retired.map((source) => source.sourceId));
  const taken = context.catalogue.sources.filter(
    (source) => source.state === 'taken' && source.copyOf === null && !gone.has(source.sourceId),
  );
  const sizes = groupBy(
    [...taken.map((source) => source.size), ...unseen.map((s) => s.file.size)],
    (size) => size,
  );
  const known = new Set(taken.map(copyKeyOf));
  const fresh: PlannedSource[] = [];
  const copies: CopySource[] = [];
  for (const source of [...unseen].sort(unitOrder)) {
    if ((sizes.get(source.file.size)?.length ?? 0) < 2) {
      fresh.push(source);
      continue;
    }
    const contentHash = await hashOf(source.readPath, context.signal);
    const key = copyKey(contentHash, groupOf(source.form));
    if (known.has(key)) copies.push({ source, key });
    else fresh.push(source);
    known.add(key);
  }
  return { fresh, copies };
}

export function toFailed(path: string, cause: unknown): FailedFile {
  const message = cause instanceof Error ? cause.message : codeOf(cause);
  const help = cause instanceof Error && cause.name === 'WorldError' ? (cause as WorldError).help : undefined;
  return { path, message, help: help ?? null };
}
