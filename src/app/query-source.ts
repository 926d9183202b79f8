import type { QuerySource, RecordFormat } from '../lang/index.js';
import type { LakeContents } from '../store/index.js';

/** Forms of sources whose records were events of CloudWatch Logs and have a stream of their own. */
const streamForms = new Set(['export', 'json']);

/** What a query over a lake has to know of it: the formats of its sources, and whether any came through CloudWatch Logs. */
export function querySourceOf(contents: LakeContents): Partial<QuerySource> {
  const idsByFields = new Map<string, number[]>();
  for (const { fields, sourceId } of contents.sources) {
    const ids = idsByFields.get(fields);
    if (ids === undefined) idsByFields.set(fields, [sourceId]);
    else ids.push(sourceId);
  }
  const groups = [...idsByFields].filter(([fields]) => fields !== '');
  const formats = groups.map(([fields, sourceIds]): RecordFormat => {
    const names = fields.split(' ');
    // With one format only there is nothing to tell apart.
    return groups.length === 1 ? { fields: names } : { fields: names, sourceIds };
  });
  const { window } = contents;
  return {
    formats,
    groups: contents.logGroups.map(({ name, fields, window: times }) => ({
      name,
      fields,
      ...(times === null ? {} : { span: spanOf(times) }),
    })),
    hasLogStreams: contents.sources.some((source) => streamForms.has(source.form)),
    ...(window === null ? {} : { span: spanOf(window) }),
  };
}

/** Both ends in it, in milliseconds. */
function spanOf({ from, to }: { readonly from: number; readonly to: number }): {
  start: number;
  end: number;
} {
  return { start: from * 1000, end: to * 1000 + 999 };
}

/** A time range in Unix seconds without its end, as milliseconds with both ends in it. */
export function rangeInMilliseconds({ from, to }: { readonly from?: number; readonly to?: number }): {
  readonly start?: number;
  readonly end?: number;
} {
  return {
    ...(from === undefined ? {} : { start: from * 1000 }),
    ...(to === undefined ? {} : { end: to * 1000 - 1 }),
  };
}
