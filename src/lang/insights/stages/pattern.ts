import { build, type Expr } from '../../../plan/index.js';
import { ColumnNames } from '../../column-names.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { asText, type Value } from '../value.js';
import { plainField } from './names.js';

const { call, cast, cases, col, lit, over } = build;

type PatternStage = Extract<Stage, { kind: 'pattern' }>;

/** Words with a digit in them change from event to event; AWS does not say how it finds what does. */
const changing = '[\\p{L}\\p{N}_.:/@+-]*[0-9][\\p{L}\\p{N}_.:/@+-]*';
/** Stands for a changing word; a control character, which no log line has. */
const mark = '\u0001';

export const patternStage = defineStage<PatternStage>({
  keyword: 'pattern',
  unconfirmed:
    'Words with a digit are what changes; the label follows from words such as `ERROR` and `warn`.',
  syntax: 'pattern field',
  doc: 'Groups events whose texts differ only in words with digits, which become `<Token-1>`, `<Token-2>`, …: `@pattern`, `@ratio`, `@sampleCount`, `@severityLabel`, the most frequent first.',
  example: 'pattern @message | limit 5',
  onRows: () => true,
  parse: (cursor, start) => ({ kind: 'pattern', field: cursor.name('a field'), span: cursor.from(start) }),
  print: (stage) => `pattern ${printName(stage.field.name)}`,
  apply: ({ field, span }, pipeline) => {
    pipeline.cut();
    const subject = asText(plainField(field, pipeline.scope, 'pattern'));
    const masked = call('regexpReplace', subject, lit(changing), lit(mark));
    const key = { name: '@masked', value: { kind: 'text', expr: masked } as const, span };
    const column = '@count';
    pipeline.aggregate([key], [{ column, expr: build.agg('count') }], new ColumnNames([column]));
    const count: Value = { kind: 'long', expr: col(column) };
    const total = over('sum', [count.expr], []);
    const text = pipeline.scope.resolve('@masked', span).expr;
    pipeline.hideAll();
    const outputs: readonly (readonly [string, Value])[] = [
      ['@pattern', { kind: 'text', expr: patternOf(text) }],
      ['@ratio', { kind: 'double', expr: call('divideReal', cast(count.expr, 'double'), total) }],
      ['@sampleCount', count],
      ['@severityLabel', { kind: 'text', expr: severityOf(text) }],
    ];
    for (const [name, value] of outputs) {
      pipeline.define(name, value, span);
      pipeline.show(name, pipeline.scope.resolve(name, span));
    }
    pipeline.sort([build.desc(count.expr)]);
  },
});

/** The changing words of a text as `<Token-1>`, `<Token-2>`, … */
export function patternOf(masked: Expr): Expr {
  return call('numberMarks', masked, lit(mark), lit('Token'));
}

/** By the words that loggers write; missing when there is none. */
export function severityOf(text: Expr): Expr {
  const has = (words: string): Expr => call('regexpLike', text, lit(`(?i)\\b(${words})\\b`));
  return cases([
    [has('fatal|critical|error|exception'), lit('ERROR')],
    [has('warn|warning'), lit('WARN')],
    [has('info'), lit('INFO')],
    [has('debug|trace'), lit('DEBUG')],
  ]);
}
