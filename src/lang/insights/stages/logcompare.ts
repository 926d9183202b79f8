import { compareWindows } from '../compare-windows.js';
import { periodOf } from '../periods.js';
import { shiftBy, shiftByMonth } from '../range.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { patternStage } from './pattern.js';

type LogcompareStage = Extract<Stage, { kind: 'logcompare' }>;

export const logcompareStage = defineStage<LogcompareStage>({
  keyword: 'logcompare',
  unconfirmed: 'What is compared, and the columns: AWS documents the times only.',
  syntax: 'logcompare timeshift period',
  doc: "The patterns of `@message`, or of a `pattern` before it, in the query's time range beside those of the range so long before it, in the columns of `diff`.",
  example: "SOURCE 'flow-logs' start=1789365600 end=1789452000 | logcompare timeshift 1d | limit 5",
  onRows: () => true,
  parse: (cursor, start) => {
    if (!cursor.acceptWord('timeshift')) cursor.unexpected('write timeshift and a period such as 7d');
    const { token } = cursor;
    if (token.kind !== 'period') return cursor.unexpected('write a period such as 7d');
    cursor.next();
    const { milliseconds, months } = periodOf(cursor.query, token.amount, token.unit, token.span, {
      capped: false,
    });
    const text = `${token.amount}${token.unit}`;
    if (milliseconds === undefined && months !== 1) {
      return cursor.notSupported(`\`timeshift\` with \`${text}\``, token.span, 'write weeks or days, or 1mo');
    }
    return { kind: 'logcompare', milliseconds, text, span: cursor.from(start) };
  },
  print: (stage) => `logcompare timeshift ${stage.text}`,
  apply: ({ milliseconds, text, span }, pipeline) => {
    const pattern: Stage = { kind: 'pattern', field: { name: '@message', span }, span };
    const given = pipeline.applied.some((each) => each.kind === 'pattern');
    if (!given) patternStage.apply(pattern, pipeline);
    const stages = given ? pipeline.applied : [...pipeline.applied, pattern];
    const shift = milliseconds === undefined ? shiftByMonth : shiftBy(milliseconds, text);
    compareWindows('logcompare', stages, shift, span, pipeline);
  },
});
