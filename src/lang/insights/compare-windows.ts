import type { Span } from '../../base/index.js';
import { build } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import { refuse } from './messages.js';
import type { Pipeline } from './pipeline.js';
import { givenRange, type Range, type Shift } from './range.js';
import { patternOf, severityOf } from './stages/pattern.js';
import type { Stage } from './syntax.js';
import type { Value } from './value.js';

const { agg, call, cases, col, gt, lit, lt } = build;

/**
 * Puts the patterns of the query's time range beside those of an earlier one; `stages` are what gives the patterns. AWS
 * documents which times are compared and not the columns of the answer.
 */
export function compareWindows(
  name: 'diff' | 'logcompare',
  stages: readonly Stage[],
  shift: Shift,
  span: Span,
  pipeline: Pipeline,
): void {
  const { compile } = pipeline.scope;
  if (compile === undefined) {
    refuse(pipeline.text, 'nested-subquery', {}, span, `use \`${name}\` in a query of its own`);
  }
  const range = completeRange(name, shift, span, pipeline);
  const earlier = compile(stages, shift.apply(range));
  const sides = [pipeline, earlier].map((side, index) => {
    const count = side.scope.resolve('@sampleCount', span).expr;
    const { rows } = side.rows();
    return rows.project({
      '@masked': side.scope.resolve('@masked', span).expr,
      now: index === 0 ? count : lit(0, 'bigint'),
      before: index === 0 ? lit(0, 'bigint') : count,
    });
  });
  const [rows, ...others] = sides;
  if (rows !== undefined) pipeline.replaceRows(rows.union(...others));
  const masked: Value = { kind: 'text', expr: col('@masked') };
  const measures = [
    { column: '@now', expr: build.cast(agg('sum', [col('now')]), 'bigint') },
    { column: '@before', expr: build.cast(agg('sum', [col('before')]), 'bigint') },
  ];
  pipeline.aggregate(
    [{ name: '@masked', value: masked, span }],
    measures,
    new ColumnNames(['@now', '@before']),
  );
  showDifference(span, pipeline);
}

function showDifference(span: Span, pipeline: Pipeline): void {
  const [now, before] = [col('@now'), col('@before')];
  const text = pipeline.scope.resolve('@masked', span).expr;
  const difference = call('subtract', now, before);
  pipeline.hideAll();
  const outputs: readonly (readonly [string, Value])[] = [
    ['@pattern', { kind: 'text', expr: patternOf(text) }],
    ['@sampleCount', { kind: 'long', expr: now }],
    ['@baselineCount', { kind: 'long', expr: before }],
    ['@difference', { kind: 'long', expr: difference }],
    ['@differenceLabel', { kind: 'text', expr: labelOf(now, before) }],
    ['@severityLabel', { kind: 'text', expr: severityOf(text) }],
  ];
  for (const [name, value] of outputs) {
    pipeline.define(name, value, span);
    pipeline.show(name, pipeline.scope.resolve(name, span));
  }
  pipeline.sort([build.desc(call('abs', difference))]);
}

function labelOf(now: Value['expr'], before: Value['expr']): Value['expr'] {
  return cases(
    [
      [build.eq(before, 0), lit('new')],
      [build.eq(now, 0), lit('gone')],
      [gt(now, before), lit('more')],
      [lt(now, before), lit('fewer')],
    ],
    lit('same'),
  );
}

/** The range that is compared. The service always has one; a lake has the time of its records. */
function completeRange(name: string, shift: Shift, span: Span, pipeline: Pipeline): Required<Range> {
  const { range, table } = pipeline;
  const records = table.span === undefined ? {} : givenRange(table.span);
  const start = range.start ?? records.start;
  const end = range.end ?? records.end;
  if (start === undefined || end === undefined) {
    const help = "begin the query with a range, such as SOURCE 'flow-logs' start=-1d end=now";
    return refuse(pipeline.text, 'no-range', { name }, span, help);
  }
  const whose =
    range.start === undefined && range.end === undefined
      ? ', the time of all records, since no time range is given,'
      : '';
  const last = shift.apply({ start, end }).end.expr;
  const isEmpty =
    table.span !== undefined && last.kind === 'literal' && Number(last.value) < table.span.start;
  const rest = isEmpty ? ' No record here is that old.' : '';
  const message = `\`${name}\` compares the events from ${start.text} to ${end.text}${whose} with those ${shift.text}.${rest}`;
  pipeline.scope.diagnostics.push(pipeline.text.note('compared-windows', message, span));
  return { start, end };
}
