import { readExpression } from '../expression.js';
import { lowerCondition } from '../lower.js';
import { printExpression } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';

type FilterStage = Extract<Stage, { kind: 'filter' }>;

export const filterStage = defineStage<FilterStage>({
  keyword: 'filter',
  unconfirmed:
    'After the only `stats`, conditions on raw fields are carried out before it; one condition with both kinds is refused.',
  aliases: ['where'],
  syntax: 'filter condition',
  doc: 'Keeps the events, or after `stats` the groups, for which the condition holds.',
  example: "filter action = 'REJECT' and dstPort in [22, 3389]",
  parse: (cursor, start) => ({ kind: 'filter', condition: readExpression(cursor), span: cursor.from(start) }),
  print: (stage) => `filter ${printExpression(stage.condition)}`,
  apply: (stage, pipeline) => pipeline.filter(lowerCondition(stage.condition, pipeline.scope)),
});
