import type { Cursor } from '../cursor.js';
import { readExpression } from '../expression.js';
import { lowerExpression } from '../lower.js';
import { refuse } from '../messages.js';
import { printExpression, printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Expression, Name, Stage } from '../syntax.js';
import { chooseIf } from '../value.js';

type FillmissingStage = Extract<Stage, { kind: 'fillmissing' }>;

export const fillmissingStage = defineStage<FillmissingStage>({
  keyword: 'fillmissing',
  unconfirmed: 'Bins between the first and the last one with events, in each combination of the other keys.',
  syntax: 'fillmissing [with value for field [, value for field …]]',
  doc: 'After `stats … by bin(…)`, a row for each bin between the first and the last one that has none, in each combination of the other keys.',
  example:
    'filter dstPort = 22 | stats count(*) as n by bin(1m) as minute | fillmissing with 0 for n | limit 5',
  onRows: () => true,
  parse: (cursor, start) => {
    const fills = cursor.acceptWord('with') ? cursor.list(() => readFill(cursor)) : [];
    return { kind: 'fillmissing', fills, span: cursor.from(start) };
  },
  print: ({ fills }) => {
    const texts = fills.map(({ value, field }) => `${printExpression(value)} for ${printName(field.name)}`);
    return texts.length === 0 ? 'fillmissing' : `fillmissing with ${texts.join(', ')}`;
  },
  apply: ({ fills, span }, pipeline) => {
    const bin = pipeline.scope.bins.length === 1 ? pipeline.scope.bins[0] : undefined;
    if (bin?.period.milliseconds === undefined) {
      const help = 'write it after a `stats` with one `bin(…)` of weeks or less after `by`';
      return refuse(pipeline.text, 'no-bins', {}, span, help);
    }
    const made = pipeline.fillBins(bin.name, bin.period.milliseconds);
    for (const { value, field } of fills) {
      const now = pipeline.scope.resolve(field.name, field.span);
      const filled = chooseIf(made, lowerExpression(value, pipeline.scope), now);
      pipeline.redefine(field.name, filled, field.span);
    }
  },
});

function readFill(cursor: Cursor): { value: Expression; field: Name } {
  const value = readExpression(cursor);
  if (!cursor.acceptWord('for')) cursor.unexpected('write `for` and the field here');
  return { value, field: cursor.name('a field') };
}
