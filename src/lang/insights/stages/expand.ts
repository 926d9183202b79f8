import { build } from '../../../plan/index.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { asText, valueAt } from '../value.js';

const { call, coalesce } = build;

type ExpandStage = Extract<Stage, { kind: 'expand' }>;

export const expandStage = defineStage<ExpandStage>({
  keyword: 'expand',
  observed: 'A list that `split` made stays whole.',
  syntax: 'expand field',
  doc: 'A row for each element of a field that is a JSON array, in its place; other values stay as they are.',
  example: "fields concat('[', srcPort, ',', dstPort, ']') as ports | expand ports | limit 4",
  onRows: () => true,
  parse: (cursor, start) => ({
    kind: 'expand',
    field: cursor.name('a field'),
    span: cursor.from(start),
  }),
  print: (stage) => `expand ${printName(stage.field.name)}`,
  apply: ({ field }, pipeline) => {
    const value = pipeline.scope.resolve(field.name, field.span);
    // The parts of `split` are left whole (observed on AWS), and a field that no event has stays missing.
    if (value.isSplit || value.kind === 'missing') return;
    const text = asText(value);
    const parsed = call('jsonStructure', text);
    const json = value.structure === undefined ? parsed : coalesce(value.structure, parsed);
    const element = pipeline.unnest(call('jsonElements', coalesce(json, call('jsonOfText', text))));
    pipeline.redefine(field.name, valueAt(element, []), field.span);
  },
});
