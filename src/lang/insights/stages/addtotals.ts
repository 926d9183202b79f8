import { build } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { readFlag, readOptions } from '../options.js';
import type { Pipeline } from '../pipeline.js';
import { printName, printNames } from '../print.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';
import { asNumber, isNumber, type Value } from '../value.js';

const { call, cast, coalesce } = build;

type AddtotalsStage = Extract<Stage, { kind: 'addtotals' }>;

export const addtotalsStage = defineStage<AddtotalsStage>({
  keyword: 'addtotals',
  observed: 'Adds nothing after `stats`, and `col=true` gives no row in the answer; a warning says both.',
  syntax: 'addtotals [fieldname=Total] [row=true] [col=false] [field, …]',
  doc: 'The sum of the numbers of each row, those of the named fields or of all that are shown. As on AWS (observed), nothing is added after `stats`, and the row of `col=true` is not part of the answer.',
  example: 'fields srcAddr, bytes, packets | addtotals bytes, packets | limit 5',
  onRows: () => true,
  parse: (cursor, start) => {
    const options = { fieldName: 'Total', row: true, column: false };
    readOptions(cursor, {
      fieldname: () => {
        options.fieldName = readTotalName(cursor);
      },
      row: () => {
        options.row = readFlag(cursor);
      },
      col: () => {
        options.column = readFlag(cursor);
      },
    });
    const fields = cursor.token.kind === 'word' ? cursor.list(() => cursor.name('a field')) : [];
    return { kind: 'addtotals', ...options, fields, span: cursor.from(start) };
  },
  print: ({ fieldName, row, column, fields }) => {
    const names = fields.length === 0 ? '' : ` ${printNames(fields)}`;
    return `addtotals fieldname=${printName(fieldName)} row=${row} col=${column}${names}`;
  },
  apply: (stage, pipeline) => {
    const { span } = stage;
    if (stage.column) {
      const message =
        'The row of totals of `col=true` shows only in the console of AWS; it is no part of the answer.';
      pipeline.warn('totals-row', message, span);
    }
    if (!stage.row) return;
    if (pipeline.aggregated) {
      const message = 'After `stats`, `addtotals` adds nothing, as on AWS.';
      pipeline.warn('no-totals', message, span, 'add the values in `stats`, such as `a + b as total`');
      return;
    }
    pipeline.add(stage.fieldName, totalOf(stage, pipeline), span);
  },
});

function readTotalName(cursor: Cursor): string {
  const { token } = cursor;
  if (token.kind !== 'string') return cursor.name('the name of the total').name;
  cursor.next();
  return token.value;
}

/** A value that is no number counts as nothing. */
function totalOf({ fields, span }: AddtotalsStage, pipeline: Pipeline): Value {
  const names: readonly Name[] =
    fields.length > 0 ? fields : pipeline.shownNames().map((name) => ({ name, span }));
  const values = names
    .map(({ name, span }) => pipeline.scope.resolve(name, span))
    .filter((value) => isNumber(value) || value.kind === 'text')
    .map(asNumber);
  if (values.length === 0) return { kind: 'long', expr: build.lit(0) };
  const whole = values.every((value) => value.kind === 'long');
  const type = whole ? 'bigint' : 'double';
  const parts = values.map((value) => coalesce(cast(value.expr, type), 0));
  return { kind: whole ? 'long' : 'double', expr: parts.reduce((sum, part) => call('add', sum, part)) };
}
