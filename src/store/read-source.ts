import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  hashOf,
  type Layout,
  layoutKey,
  normalise,
  type Piece,
  type ReadOptions,
  readEvents,
  unpack,
} from '../ingest/index.js';
import type { Engine } from './engine.js';
import type { PlannedSource } from './source-plan.js';
import { unpackZstd } from './unpack-zstd.js';
import type { ReadSource } from './write-unit.js';

export interface SourceReadOptions extends ReadOptions {
  readonly logFormat: Layout | undefined;
  readonly engine: Engine;
  readonly lakePath: string;
}

/** Reads a source into pieces that the engine can load, and returns what was counted on the way. */
export async function* readSource(
  source: PlannedSource,
  treatment: 'fast' | 'tolerant',
  options: SourceReadOptions,
): AsyncGenerator<Piece, ReadSource | undefined> {
  if (source.container !== 'zstd') return yield* readText(source, treatment, options);
  const target = join(options.folder, `z${source.sourceId}.txt`);
  await unpackZstd(options.engine, source.readPath, target, options.lakePath);
  const { size } = await stat(target);
  const plain: PlannedSource = {
    ...source,
    container: 'plain',
    readPath: target,
    file: { ...source.file, size },
  };
  let used = false;
  const reading = readText(plain, treatment, options);
  try {
    for (;;) {
      const step = await reading.next();
      if (step.done) {
        if (!used) await rm(target, { force: true });
        const contentHash = await hashOf(source.readPath, options.signal);
        return step.value && { ...step.value, source, contentHash };
      }
      // A small text is its own piece, and then goes with it.
      if (step.value.path === target) used = true;
      yield { ...step.value, temporary: true };
    }
  } finally {
    await reading.return(undefined);
  }
}

async function* readText(
  source: PlannedSource,
  treatment: 'fast' | 'tolerant',
  options: SourceReadOptions,
): AsyncGenerator<Piece, ReadSource | undefined> {
  const { form, file, container, sourceId, readPath } = source;
  const text = { sourceId, path: readPath, container, size: file.size };
  if (treatment === 'fast' && form.kind === 'records') {
    const { contentHash, lines, spaces, headers, strange } = yield* unpack(text, form.layout, options);
    const surplus = strange || spaces !== lines * (form.layout.columns.length - 1);
    const { unknownFields } = form.layout;
    return {
      source,
      contentHash,
      headers,
      rejected: 0,
      surplus,
      wantedRows: lines - headers,
      fields: layoutKey(form.layout),
      unknownFields,
      rejects: [],
      timeless: 0,
    };
  }
  const { folder, signal, logFormat } = options;
  if (form.kind === 'events') {
    const { account } = source.facts;
    const reading = { folder, signal, form, account, sourcePath: file.path, modifiedMs: file.modifiedMs };
    const { rejections, fields, accepted, control, ...counted } = yield* readEvents(text, reading);
    return {
      source,
      ...counted,
      headers: control,
      surplus: false,
      wantedRows: accepted,
      fields: fields === undefined ? '' : JSON.stringify(fields),
      unknownFields: [],
      rejects: rejections.map((rejection) => ({ sourceId, ...rejection })),
    };
  }
  const { rejections, ...counted } = yield* normalise(text, {
    folder,
    signal,
    form,
    logFormat,
    sourcePath: file.path,
  });
  return {
    source,
    ...counted,
    surplus: false,
    wantedRows: undefined,
    timeless: 0,
    rejects: rejections.map((rejection) => ({ sourceId, ...rejection })),
  };
}
