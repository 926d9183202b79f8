import { WorldError } from '../base/index.js';
import { emptyAccount, layoutKey, type Piece, type ReadOptions, unpack } from '../ingest/index.js';
import type { PlannedSource } from './source-plan.js';
import type { ReadSource } from './write-unit.js';

/** Reads a source into pieces that the engine can load, and returns what was counted on the way. */
export async function* readSource(
  source: PlannedSource,
  treatment: 'fast' | 'tolerant',
  options: ReadOptions,
): AsyncGenerator<Piece, ReadSource> {
  const { form } = source;
  if (treatment === 'fast' && form.kind === 'records') {
    const text = {
      sourceId: source.sourceId,
      path: source.readPath,
      container: source.container,
      size: source.file.size,
    };
    const contentHash = yield* unpack(text, form.layout, options);
    const { unknownFields } = form.layout;
    const read = { ...emptyAccount, headers: 1 };
    return { source, contentHash, read, fields: layoutKey(form.layout), unknownFields, rejects: [] };
  }
  throw new WorldError(`\`${source.file.path}\` has lines that are not flow records`, {
    path: source.file.path,
  });
}
