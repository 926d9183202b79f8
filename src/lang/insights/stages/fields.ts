import { readItem } from '../expression.js';
import { lowerExpression } from '../lower.js';
import { printItems } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { nameOf, systemName } from './names.js';

type FieldsStage = Extract<Stage, { kind: 'fields' }>;

export const fieldsStage = defineStage<FieldsStage>({
  keyword: 'fields',
  syntax: 'fields expression [as name] [, …]',
  doc: 'Shows fields and gives names to values; several add up.',
  example: 'fields @timestamp, srcAddr, dstPort, bytes / packets as size | limit 20',
  parse: (cursor, start) => ({
    kind: 'fields',
    items: cursor.list(() => readItem(cursor)),
    span: cursor.from(start),
  }),
  print: (stage) => `fields ${printItems(stage.items)}`,
  apply: (stage, pipeline) => {
    for (const { expression, alias } of stage.items) {
      const value = lowerExpression(expression, pipeline.scope);
      if (alias === undefined) {
        pipeline.show(systemName(nameOf(expression, pipeline.text)), value);
        continue;
      }
      pipeline.define(alias.name, value, alias.span);
      pipeline.show(alias.name, pipeline.scope.resolve(alias.name, alias.span));
    }
  },
});
