import { build, type Expr } from '../../../plan/index.js';
import { ColumnNames } from '../../column-names.js';
import { readExpression } from '../expression.js';
import { lowerCondition } from '../lower.js';
import { refuse } from '../messages.js';
import type { Pipeline } from '../pipeline.js';
import { printExpression, printNames } from '../print.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';
import { asText, isNumber, type Value } from '../value.js';

const { agg, call, cast, coalesce, col, desc, eq, left, lit, not, over, right } = build;

type Rows = InstanceType<typeof build.Query>;
type RelevantfieldsStage = Extract<Stage, { kind: 'relevantfields' }>;

/** How many values of a field are named. */
const namedValues = 3;

export const relevantfieldsStage = defineStage<RelevantfieldsStage>({
  keyword: 'relevantfields',
  unconfirmed:
    'How fields are scored. Here the score is half the sum, over all values, of how far their shares differ between the events of the condition and the others: 0 when both have the same values, 1 when they have none in common. Fields of the condition are scored like any other.',
  syntax: 'relevantfields [field, …] where condition',
  doc: 'Which fields tell the events of the condition from the others: `@fieldName`, `@relevanceScore` from 0 to 1, `@topRelevanceContributors` (the values that are more frequent under the condition), and for numbers `@conditionalMedian` and `@baselineMedian`; the largest score first. Without fields all that the log has.',
  example: "relevantfields dstPort, protocol, bytes where action = 'REJECT'",
  onRows: () => true,
  parse: (cursor, start) => {
    const fields = cursor.isWord('where') ? [] : cursor.list(() => cursor.name('a field, or where'));
    if (!cursor.acceptWord('where')) cursor.unexpected('write `where` and the condition to explain');
    return { kind: 'relevantfields', fields, condition: readExpression(cursor), span: cursor.from(start) };
  },
  print: ({ fields, condition }) =>
    `relevantfields ${fields.length === 0 ? '' : `${printNames(fields)} `}where ${printExpression(condition)}`,
  apply: (stage, pipeline) => {
    const { span } = stage;
    if (pipeline.aggregated) {
      const rule = 'it works on events, before any `stats`';
      refuse(
        pipeline.text,
        'misplaced-stage',
        { stage: 'relevantfields', rule },
        span,
        'move it before `stats`',
      );
    }
    const condition = coalesce(lowerCondition(stage.condition, pipeline.scope), false);
    const fields = fieldsOf(stage, pipeline);
    const isMeant = pipeline.materialize({ kind: 'boolean', expr: condition }, 'is_meant');
    const { rows } = pipeline.rows();
    pipeline.replaceRows(valuesWithGain(rows, fields, isMeant));
    showScores(span, pipeline);
  },
});

function fieldsOf({ fields }: RelevantfieldsStage, pipeline: Pipeline): { name: string; value: Value }[] {
  const { scope, table } = pipeline;
  const span = { start: 0, end: 0 };
  const all = table.allFields.filter((name) => !name.startsWith('@')).map((name): Name => ({ name, span }));
  return (fields.length === 0 ? all : fields).flatMap(({ name, span: place }) => {
    // Fields that the query made are refused on AWS too (observed).
    if (scope.made.has(name)) {
      refuse(pipeline.text, 'cannot-compile', { name }, place, 'name a field of the events');
    }
    const value = scope.resolve(name, place);
    return value.kind === 'missing' ? [] : [{ name, value }];
  });
}

/** A row for each value of each field, with how much more frequent it is under the condition, and its rank by that. */
function valuesWithGain(rows: Rows, fields: readonly { name: string; value: Value }[], isMeant: Expr): Rows {
  const [first = rows, ...others] = fields.map(({ name, value }) =>
    rows.project({
      field: lit(name),
      value: asText(value),
      number: isNumber(value) ? cast(value.expr, 'double') : lit(null, 'double'),
      meant: isMeant,
    }),
  );
  const all = others.length === 0 ? first : first.union(...others);
  const meant = col('meant');
  const median = (where: Expr): Expr => agg('percentile', [col('number'), lit(0.5, 'double')], where);
  const totals = all.aggregate(
    { field: true },
    {
      all_meant: agg('count', [], meant),
      all_others: agg('count', [], not(meant)),
      meant_median: median(meant),
      other_median: median(not(meant)),
    },
  );
  const counts = all.aggregate(
    { field: true, value: true },
    { of_meant: agg('count', [], meant), of_others: agg('count', [], not(meant)) },
  );
  const share = (count: string, of: string): Expr =>
    coalesce(call('divideReal', cast(left(count), 'double'), cast(right(of), 'double')), lit(0, 'double'));
  return counts
    .join('inner', totals, eq(left('field'), right('field')), {
      field: left('field'),
      value: left('value'),
      gain: call('subtract', share('of_meant', 'all_meant'), share('of_others', 'all_others')),
      meant_median: right('meant_median'),
      other_median: right('other_median'),
    })
    .extend({
      rank: over('rowNumber', [], [col('field')], [desc(col('gain')), { expr: col('value') }]),
    });
}

function showScores(span: RelevantfieldsStage['span'], pipeline: Pipeline): void {
  const isNamed = build.and(build.le(col('rank'), namedValues), build.gt(col('gain'), lit(0, 'double')));
  const contributors: Expr = {
    kind: 'aggregate',
    func: 'joinText',
    args: [coalesce(col('value'), lit('(missing)')), lit(', ')],
    where: isNamed,
    orderBy: [{ expr: col('rank') }],
  };
  const half = call('divideReal', agg('sum', [call('abs', col('gain'))]), lit(2, 'double'));
  const outputs: readonly (readonly [string, Value])[] = [
    [
      '@relevanceScore',
      // The sum depends on the order of its parts in the last digits.
      { kind: 'double', expr: call('round', half, 6) },
    ],
    ['@topRelevanceContributors', { kind: 'text', expr: contributors }],
    ['@conditionalMedian', { kind: 'double', expr: agg('max', [col('meant_median')]) }],
    ['@baselineMedian', { kind: 'double', expr: agg('max', [col('other_median')]) }],
  ];
  const key = { name: '@fieldName', value: { kind: 'text', expr: col('field') } as const, span };
  const measures = outputs.map(([column, { expr }]) => ({ column, expr }));
  pipeline.aggregate([key], measures, new ColumnNames(outputs.map(([name]) => name)));
  for (const [name, { kind }] of outputs) {
    const value: Value = { kind, expr: col(name) };
    pipeline.scope.define(name, value, span);
    pipeline.show(name, value);
  }
  pipeline.sort([desc(col('@relevanceScore'))]);
}
