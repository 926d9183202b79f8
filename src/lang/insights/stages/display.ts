import { readItem } from '../expression.js';
import { lowerExpression } from '../lower.js';
import { printItems } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { nameOf, systemName } from './names.js';

type DisplayStage = Extract<Stage, { kind: 'display' }>;

export const displayStage = defineStage<DisplayStage>({
  keyword: 'display',
  syntax: 'display expression [as name] [, …]',
  doc: 'Shows these fields and no others; only the last one counts.',
  example: 'fields bytes / packets as size | filter size > 1400 | display srcAddr, dstAddr, size',
  parse: (cursor, start) => ({
    kind: 'display',
    items: cursor.list(() => readItem(cursor)),
    span: cursor.from(start),
  }),
  print: (stage) => `display ${printItems(stage.items)}`,
  apply: (stage, pipeline) => {
    const shown = stage.items.map(({ expression, alias }) => {
      const value = lowerExpression(expression, pipeline.scope);
      const name = alias?.name ?? systemName(nameOf(expression, pipeline.text));
      // A later `sort` may use the name; listing one that is known already is no second definition.
      if (alias === undefined || pipeline.scope.made.has(name)) return { name, value };
      pipeline.define(name, value, alias.span);
      return { name, value: pipeline.scope.resolve(name, alias.span) };
    });
    pipeline.display(shown);
  },
});
