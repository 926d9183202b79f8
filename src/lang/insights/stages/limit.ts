import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';

type LimitStage = Extract<Stage, { kind: 'limit' }>;

export const limitStage = defineStage<LimitStage>({
  keyword: 'limit',
  unconfirmed: 'Carried out after `sort`, wherever it stands.',
  syntax: 'limit [any] count',
  doc: 'Keeps the first rows and drops the rest; 10,000 without it, 100,000 at most. With `any`, rows as they are found, in no order.',
  example: 'stats sum(bytes) as volume by dstAddr | sort volume desc | limit 20',
  parse: (cursor, start) => {
    const any = cursor.acceptWord('any');
    return { kind: 'limit', count: cursor.count(), any, span: cursor.from(start) };
  },
  print: (stage) => `limit ${stage.any ? 'any ' : ''}${stage.count}`,
  apply: (stage, pipeline) => {
    pipeline.limit(stage.count, stage.span);
    if (stage.any) pipeline.takeAny();
  },
});
