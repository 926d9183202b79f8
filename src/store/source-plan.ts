import {
  type Container,
  type Form,
  type FoundFile,
  layoutKey,
  type PathFacts,
  partitionOf,
} from '../ingest/index.js';
import { groupBy } from './group.js';

/** A source that is to be taken. */
export interface PlannedSource {
  readonly sourceId: number;
  readonly file: FoundFile;
  readonly facts: PathFacts;
  readonly container: Container;
  readonly form: Form;
  /** Where its bytes are read; differs from the source's path when it had to be copied first (standard input). */
  readonly readPath: string;
}

export type Dataset = 'records' | 'events';

/** Sources that are written and committed together. */
export interface Unit {
  /** Folder of the lake: `records` for flow logs, `events` for other log groups. */
  readonly dataset: Dataset;
  readonly partition: string;
  readonly sources: readonly PlannedSource[];
}

/**
 * An S3 bucket holds thousands of files of 10 kB, and each Parquet file costs a query a millisecond: small sources are
 * packed. Bounded by what a sort needs in memory, and in number by what one crash may undo.
 */
const unitFiles = 1_000;
const unitTextBytes = 48 * 1024 * 1024;
/** Text per byte of file, at most, as seen on real logs; only the size of a unit depends on it. */
const expansion: Record<Container, number> = { plain: 1, gzip: 6, zstd: 7, parquet: 7 };

/**
 * Cuts sources into units: of one partition and one form each, in an order that depends on nothing but the sources
 * that are left. So a run that goes on after a crash gives each record to the same source as an undisturbed one.
 */
export function planUnits(sources: readonly PlannedSource[]): Unit[] {
  const groups = groupBy(sources, (source) => `${partitionOf(source.facts)}\n${formKey(source.form)}`);
  const keys = [...groups.keys()].sort();
  return keys.flatMap((key) => cutGroup(key.split('\n')[0] ?? '', groups.get(key) ?? []));
}

function cutGroup(partition: string, sources: readonly PlannedSource[]): Unit[] {
  const units: Unit[] = [];
  const dataset = sources[0] === undefined ? 'records' : datasetOf(sources[0].form);
  const unitOf = (some: readonly PlannedSource[]): Unit => ({ dataset, partition, sources: some });
  let current: PlannedSource[] = [];
  let bytes = 0;
  for (const source of sources) {
    const size = source.file.size * expansion[source.container];
    if (current.length > 0 && (current.length >= unitFiles || bytes + size > unitTextBytes)) {
      units.push(unitOf(current));
      current = [];
      bytes = 0;
    }
    current.push(source);
    bytes += size;
  }
  if (current.length > 0) units.push(unitOf(current));
  return units;
}

/** Sources in the order in which they are given ids: that of the units. */
export function unitOrder(a: PlannedSource, b: PlannedSource): number {
  const [left, right] = [a, b].map((source) => [
    partitionOf(source.facts),
    formKey(source.form),
    source.file.path,
  ]) as [string[], string[]];
  for (const [index, text] of left.entries()) {
    const other = right[index] ?? '';
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}

export function datasetOf(form: Form): Dataset {
  return form.kind === 'events' ? 'events' : 'records';
}

/** The log group of a source; null for flow logs. */
export function groupOf(form: Form): string | null {
  return form.kind === 'events' ? form.group : null;
}

function formKey(form: Form): string {
  return form.kind === 'records' ? `records ${layoutKey(form.layout)}` : form.kind;
}
