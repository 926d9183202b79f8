import { build } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { columnIndex, firstRows, setOutputs, tableNamed } from '../lookup-table.js';
import { printName, printNames } from '../print.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';
import { asText } from '../value.js';

const { and, col, eq, left, right } = build;

type LookupStage = Extract<Stage, { kind: 'lookup' }>;

export const lookupStage = defineStage<LookupStage>({
  keyword: 'lookup',
  unconfirmed: 'Rows without a match stay; the first row of a key counts.',
  syntax: 'lookup table column [as field] [, …] OUTPUT column [, …]',
  doc: 'Adds columns of a lookup table where its values are those of the fields, letter by letter; other rows stay as they are.',
  example: 'lookup ports port as dstPort OUTPUT service | stats count(*) as records by service',
  onRows: () => true,
  parse: (cursor, start) => {
    const table = cursor.name('the name of a lookup table');
    const keys = cursor.list(() => readKey(cursor));
    if (!cursor.acceptWord('output')) cursor.unexpected('write OUTPUT and the columns to add');
    const outputs = cursor.list(() => cursor.name('a column of the table'));
    return { kind: 'lookup', table, keys, outputs, span: cursor.from(start) };
  },
  print: ({ table, keys, outputs }) => {
    const pairs = keys.map(({ column, field }) => `${printName(column.name)} as ${printName(field.name)}`);
    return `lookup ${printName(table.name)} ${pairs.join(', ')} OUTPUT ${printNames(outputs)}`;
  },
  apply: ({ table: name, keys, outputs }, pipeline) => {
    const table = tableNamed(name, pipeline);
    const at = ({ name, span }: Name): number => columnIndex(table, name, span, pipeline);
    const keyAt = keys.map((key) => at(key.column));
    const outputAt = outputs.map(at);
    const keyOf = (row: readonly string[]): string => JSON.stringify(keyAt.map((index) => row[index] ?? ''));
    const rows = firstRows(table.rows, keyOf).map((row) =>
      [...keyAt, ...outputAt].map((index) => row[index] ?? ''),
    );
    const columns = rows[0] ?? [...keyAt, ...outputAt];
    const other = build.values(
      columns.map((_, index) => ({ name: `c${index}`, type: 'varchar' as const })),
      rows,
    );
    const on = keys.map(({ field }, index) => {
      const value = asText(pipeline.scope.resolve(field.name, field.span));
      const key = pipeline.materialize({ kind: 'text', expr: value }, 'lookup_key');
      return eq(key.kind === 'column' ? left(key.name) : key, right(`c${index}`));
    });
    const wanted = ['found', ...outputs.map((each) => each.name)].map((each, index) => ({
      name: each,
      expr: right(`c${index === 0 ? 0 : keys.length + index - 1}`),
    }));
    const [found = col('found'), ...made] = pipeline.join('left', other, and(...on), wanted);
    const values = outputs.map((output, index) => ({
      name: output,
      value: { kind: 'text', expr: made[index] ?? found } as const,
    }));
    setOutputs(values, found, false, pipeline);
  },
});

function readKey(cursor: Cursor): LookupStage['keys'][number] {
  const column = cursor.name('a column of the table');
  return { column, field: cursor.acceptWord('as') ? cursor.name('the field of the events') : column };
}
