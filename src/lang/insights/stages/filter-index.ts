import { readExpression } from '../expression.js';
import { lowerCondition } from '../lower.js';
import { refuse } from '../messages.js';
import { printExpression } from '../print.js';
import { defineStage } from '../stage.js';
import type { Expression, Stage } from '../syntax.js';

type FilterIndexStage = Extract<Stage, { kind: 'filterIndex' }>;

export const filterIndexStage = defineStage<FilterIndexStage>({
  keyword: 'filterIndex',
  unconfirmed: 'Every event counts as indexed.',
  syntax: 'filterIndex field = value  or  filterIndex field in [value, …]',
  doc: 'Keeps the events in which the field has the value. On AWS only log groups with an index on the field are read; here all are.',
  example: "filterIndex action = 'REJECT' | stats count(*) as rejects by dstPort",
  parse: (cursor, start) => {
    const condition = readExpression(cursor);
    if (!isIndexed(condition)) {
      const help = 'write `field = value` or `field in [value, …]`';
      refuse(cursor.query, 'filter-index', {}, condition.span, help);
    }
    return { kind: 'filterIndex', condition, span: cursor.from(start) };
  },
  print: (stage) => `filterIndex ${printExpression(stage.condition)}`,
  apply: (stage, pipeline) => pipeline.filter(lowerCondition(stage.condition, pipeline.scope)),
});

const isValue = ({ kind }: Expression): boolean => kind === 'string' || kind === 'number';

/** Indexes know equality only (CloudWatch Logs User Guide, "Field indexes"). */
function isIndexed(condition: Expression): boolean {
  if (condition.kind === 'and') return condition.args.every(isIndexed);
  if (condition.kind === 'binary') {
    return condition.operator === '=' && condition.left.kind === 'field' && isValue(condition.right);
  }
  return (
    condition.kind === 'in' &&
    !condition.negated &&
    condition.value.kind === 'field' &&
    condition.list.every(isValue)
  );
}
