import {
  addAccounts,
  emptyAccount,
  type LineAccount,
  type RejectedLine,
  type SkippedFile,
} from '../ingest/index.js';
import type { CatalogueContents, StoredSource } from './catalogue-tables.js';
import { groupBy } from './group.js';
import { windowOf } from './lake-events.js';
import type { FailedFile, IngestReport, LogGroupReport, SourceReport } from './take-types.js';

/** How many rejected lines a report shows; the account counts all, the catalogue keeps more. */
const shownRejects = 50;

export interface ReportInput {
  readonly lakePath: string;
  readonly catalogue: CatalogueContents;
  /** Paths that the run was asked for. */
  readonly named: readonly string[];
  readonly taken: ReadonlySet<number>;
  readonly changed: readonly string[];
  readonly skipped: readonly SkippedFile[];
  readonly failed: readonly FailedFile[];
  readonly notes: readonly string[];
  readonly secondsElapsed: number;
}

/** Tells what a run did, from what the catalogue holds after it. */
export function reportOf(input: ReportInput): IngestReport {
  const { catalogue, taken } = input;
  const paths = new Set(input.named);
  const failedPaths = new Set(input.failed.map((each) => each.path));
  const named = catalogue.sources.filter(
    (source) => source.state === 'taken' && paths.has(source.path) && !failedPaths.has(source.path),
  );
  const byId = new Map(catalogue.sources.map((source) => [source.sourceId, source]));
  const describe = (source: StoredSource) => sourceReport(source, byId);
  const now = named.filter((source) => taken.has(source.sourceId));
  const ids = new Set(named.map((source) => source.sourceId));
  const flow = named.filter((source) => source.logGroup === null);
  const borrowed = ownersOf(ids, catalogue);
  return {
    lakePath: input.lakePath,
    taken: now.map(describe),
    already: named.filter((source) => !taken.has(source.sourceId)).map(describe),
    changed: input.changed.filter((path) => !failedPaths.has(path)),
    skipped: input.skipped,
    failed: input.failed,
    total: accountOf(flow.filter((source) => taken.has(source.sourceId))),
    named: accountOf(flow),
    logGroups: groupReports(named),
    unknownFields: [...new Set(named.flatMap((source) => wordsOf(source.unknownFields)))].sort(),
    rejects: firstRejects(ids, catalogue, byId),
    bytes: now.reduce((sum, source) => sum + source.size, 0),
    window: windowOf(flow),
    sourceIds: [...ids, ...borrowed].sort((a, b) => a - b),
    borrowedSourceIds: borrowed,
    notes: input.notes,
    secondsElapsed: input.secondsElapsed,
  };
}

function accountOf(sources: readonly StoredSource[]): LineAccount {
  return sources.reduce<LineAccount>(addAccounts, emptyAccount);
}

function groupReports(named: readonly StoredSource[]): LogGroupReport[] {
  const groups = groupBy(
    named.filter((source) => source.logGroup !== null),
    (source) => source.logGroup ?? '',
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sources]) => {
      const [account, window] = [accountOf(sources), windowOf(sources)];
      return { name, files: sources.length, account, window };
    });
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

function sourceReport(source: StoredSource, byId: ReadonlyMap<number, StoredSource>): SourceReport {
  const { sourceId, path, size, flowLogId, logGroup } = source;
  const { lines, headers, records, nodata, skipdata, duplicates, rejected } = source;
  return {
    sourceId,
    path,
    bytes: size,
    account: { lines, headers, records, nodata, skipdata, duplicates, rejected },
    flowLogId,
    logGroup,
    unknownFields: wordsOf(source.unknownFields),
    copyOf: source.copyOf === null ? null : (byId.get(source.copyOf)?.path ?? null),
  };
}

/** The sources, not named themselves, that hold records of the named ones. */
function ownersOf(ids: ReadonlySet<number>, catalogue: CatalogueContents): number[] {
  const owners = new Set<number>();
  const todo = [...ids];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    const copied = catalogue.sources.find((source) => source.sourceId === id)?.copyOf;
    const shared = catalogue.shared.filter((each) => each.sourceId === id).map((each) => each.ownerId);
    for (const owner of [...(copied == null ? [] : [copied]), ...shared]) {
      if (ids.has(owner) || owners.has(owner)) continue;
      owners.add(owner);
      // Of a copy, the original's own duplicates belong to it too.
      if (owner === copied) todo.push(owner);
    }
  }
  return [...owners].sort((a, b) => a - b);
}

function firstRejects(
  ids: ReadonlySet<number>,
  catalogue: CatalogueContents,
  byId: ReadonlyMap<number, StoredSource>,
): RejectedLine[] {
  return catalogue.rejects
    .filter((reject) => ids.has(reject.sourceId))
    .slice(0, shownRejects)
    .map(({ sourceId, line, reason, field, text }) => {
      return { file: byId.get(sourceId)?.path ?? '', line, reason, field, text };
    });
}
