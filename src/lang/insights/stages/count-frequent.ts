import { build } from '../../../plan/index.js';
import { ColumnNames } from '../../column-names.js';
import { printNames } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { plainField, systemName } from './names.js';

type CountFrequentStage = Extract<Stage, { kind: 'countFrequent' }>;

export const countFrequentStage = defineStage<CountFrequentStage>({
  keyword: 'countFrequent',
  unconfirmed: 'Counted exactly.',
  aliases: ['count_frequent'],
  syntax: 'countFrequent field [, …]',
  doc: 'How often each combination occurs, the most frequent first, as `_approxcount`; counted exactly here.',
  example: 'countFrequent dstAddr, dstPort | limit 10',
  onRows: () => true,
  parse: (cursor, start) => ({
    kind: 'countFrequent',
    fields: cursor.list(() => cursor.name('a field')),
    span: cursor.from(start),
  }),
  print: (stage) => `countFrequent ${printNames(stage.fields)}`,
  apply: ({ fields, span }, pipeline) => {
    pipeline.cut();
    const keys = fields.map((field) => {
      const { structure: _, ...value } = plainField(field, pipeline.scope, 'countFrequent');
      const kind = value.kind === 'missing' ? 'text' : value.kind;
      return { name: systemName(field.name), value: { ...value, kind }, span: field.span };
    });
    const column = new ColumnNames(keys.map((key) => key.name)).claim('_approxcount');
    pipeline.aggregate(keys, [{ column, expr: build.agg('count') }], new ColumnNames([column]));
    pipeline.scope.define('_approxcount', { kind: 'long', expr: build.col(column) }, span);
    pipeline.show('_approxcount', { kind: 'long', expr: build.col(column) });
    pipeline.sort([build.desc(build.col(column))]);
  },
});
