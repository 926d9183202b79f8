import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';

type LimitStage = Extract<Stage, { kind: 'limit' }>;

export const limitStage = defineStage<LimitStage>({
  keyword: 'limit',
  syntax: 'limit count',
  doc: 'Keeps the first rows and drops the rest; 10,000 without it, 100,000 at most.',
  example: 'stats sum(bytes) as volume by dstAddr | sort volume desc | limit 20',
  parse: (cursor, start) => {
    if (cursor.isWord('any'))
      cursor.notSupported('`limit any`', cursor.token.span, 'write `limit` and the number');
    return { kind: 'limit', count: cursor.count(), span: cursor.from(start) };
  },
  print: (stage) => `limit ${stage.count}`,
  apply: (stage, pipeline) => pipeline.limit(stage.count, stage.span),
});
