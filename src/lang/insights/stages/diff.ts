import { compareWindows } from '../compare-windows.js';
import { refuse } from '../messages.js';
import { type Shift, shiftBy, shiftByItself, shiftByMonth } from '../range.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';

type DiffStage = Extract<Stage, { kind: 'diff' }>;

const day = 86_400_000;

/** What `diff` can compare with (Logs Insights syntax, `diff`). */
const shifts: Readonly<Record<DiffStage['with'], Shift>> = {
  preceding: shiftByItself,
  previousDay: shiftBy(day, 'a day'),
  previousWeek: shiftBy(7 * day, 'a week'),
  previousMonth: shiftByMonth,
};

const words = ['previousDay', 'previousWeek', 'previousMonth'] as const;

export const diffStage = defineStage<DiffStage>({
  keyword: 'diff',
  unconfirmed: 'The columns beside `@pattern` and `@sampleCount`.',
  syntax: 'diff [previousDay|previousWeek|previousMonth]',
  doc: "After `pattern`: the patterns of the query's time range beside those of the equally long time before it, or of the same time a day, week or month earlier: `@pattern`, `@sampleCount`, `@baselineCount`, `@difference`, `@differenceLabel` (new, gone, more, fewer, same), `@severityLabel`, the largest difference first. Without a time range that of all records is taken, and a note says so.",
  example: "SOURCE 'flow-logs' start=1789365600 end=1789452000 | pattern action | diff previousDay | limit 5",
  onRows: () => true,
  parse: (cursor, start) => {
    const word = words.find((each) => cursor.acceptWord(each.toLowerCase()));
    if (word === undefined && !cursor.atEnd && !cursor.isSymbol('|', ')')) {
      cursor.unexpected(`write ${words.join(', ')} or nothing here`);
    }
    return { kind: 'diff', with: word ?? 'preceding', span: cursor.from(start) };
  },
  print: (stage) => (stage.with === 'preceding' ? 'diff' : `diff ${stage.with}`),
  apply: (stage, pipeline) => {
    if (!pipeline.applied.some((each) => each.kind === 'pattern')) {
      const help = 'write for example pattern @message | diff';
      refuse(pipeline.text, 'diff-place', {}, stage.span, help);
    }
    compareWindows('diff', pipeline.applied, shifts[stage.with], stage.span, pipeline);
  },
});
