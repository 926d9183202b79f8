import { build } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { readAmount, readFlag, readOptions } from '../options.js';
import type { Pipeline } from '../pipeline.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';
import { asNumber } from '../value.js';
import { plainField } from './names.js';

const { call, cast, gt, isNull, lit, lt, not, or, over } = build;

type OutlierStage = Extract<Stage, { kind: 'outlier' }>;

export const outlierStage = defineStage<OutlierStage>({
  keyword: 'outlier',
  unconfirmed: 'Quartiles over all rows with linear interpolation; the mark is `<field>_outlier`.',
  syntax: 'outlier [action=remove|transform] [param=2.5] [uselower=false] [mark=false] field …',
  doc: 'Cuts values that lie more than `param` interquartile ranges beyond the quartiles to that bound, or removes their rows; `mark` adds `<field>_outlier`.',
  example: 'stats sum(bytes) as volume by bin(1m) as minute | outlier volume',
  onRows: () => true,
  parse: (cursor, start) => {
    const options = { remove: false, param: 2.5, useLower: false, mark: false };
    readOptions(cursor, {
      action: () => {
        options.remove = readAction(cursor);
      },
      param: () => {
        options.param = readAmount(cursor);
      },
      uselower: () => {
        options.useLower = readFlag(cursor);
      },
      mark: () => {
        options.mark = readFlag(cursor);
      },
    });
    const fields = [cursor.name('a field')];
    while (cursor.token.kind === 'word') fields.push(cursor.name('a field'));
    return { kind: 'outlier', ...options, fields, span: cursor.from(start) };
  },
  print: (stage) => {
    const action = stage.remove ? 'remove' : 'transform';
    const options = `action=${action} param=${stage.param} uselower=${stage.useLower} mark=${stage.mark}`;
    return `outlier ${options} ${stage.fields.map((each) => printName(each.name)).join(' ')}`;
  },
  apply: (stage, pipeline) => {
    pipeline.cut();
    for (const field of stage.fields) applyTo(field, stage, pipeline);
  },
});

function readAction(cursor: Cursor): boolean {
  if (cursor.acceptWord('remove', 'rm')) return true;
  if (cursor.acceptWord('transform', 'tf')) return false;
  return cursor.unexpected('write remove or transform');
}

function applyTo(field: Name, stage: OutlierStage, pipeline: Pipeline): void {
  const value = asNumber(plainField(field, pipeline.scope, 'outlier'));
  const number = pipeline.materialize({ kind: 'double', expr: cast(value.expr, 'double') }, 'number');
  const quartile = (share: number) =>
    pipeline.materialize(
      { kind: 'double', expr: over('percentile', [number, lit(share, 'double')], []) },
      'quartile',
    );
  const low = quartile(0.25);
  const high = quartile(0.75);
  const margin = call('multiply', lit(stage.param, 'double'), call('subtract', high, low));
  const upper = call('add', high, margin);
  const lower = call('subtract', low, margin);
  const below = stage.useLower ? [[lt(number, lower), lower] as const] : [];
  const bounds = [[gt(number, upper), upper] as const, ...below];
  const isOutlier = or(...bounds.map(([condition]) => condition));
  if (stage.mark) {
    const mark = build.coalesce(isOutlier, false);
    pipeline.add(`${field.name}_outlier`, { kind: 'boolean', expr: mark }, field.span);
  }
  if (stage.remove) pipeline.filter(or(not(isOutlier), isNull(number)));
  else pipeline.redefine(field.name, { kind: 'double', expr: build.cases(bounds, number) }, field.span);
}
