import { printNames } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { plainField } from './names.js';

type DedupStage = Extract<Stage, { kind: 'dedup' }>;

export const dedupStage = defineStage<DedupStage>({
  keyword: 'dedup',
  syntax: 'dedup field [, …]',
  doc: 'Keeps one row of each combination, the first in the order; rows that lack one of the fields are all kept.',
  example: 'fields @timestamp, dstAddr, dstPort | dedup dstAddr, dstPort',
  parse: (cursor, start) => ({
    kind: 'dedup',
    fields: cursor.list(() => cursor.name('a field')),
    span: cursor.from(start),
  }),
  print: (stage) => `dedup ${printNames(stage.fields)}`,
  apply: (stage, pipeline) => {
    // A field that is named again changes nothing, and would be a part of the SQL each time.
    const once = new Map(stage.fields.map((field) => [field.name, field]));
    pipeline.dedup([...once.values()].map((field) => plainField(field, pipeline.scope, 'dedup')));
  },
});
