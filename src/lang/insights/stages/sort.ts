import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { naturalOrder } from '../order.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { SortItem, Stage } from '../syntax.js';
import { plainField } from './names.js';

type SortStage = Extract<Stage, { kind: 'sort' }>;

export const sortStage = defineStage<SortStage>({
  keyword: 'sort',
  observed: 'A call in `sort` is refused: name it in `stats`. `order` is taken for `sort`.',
  unconfirmed:
    'Ascending without a word, missing values last; only a text of digits counts as a number among texts.',
  aliases: ['order'],
  syntax: 'sort [by] field [asc | desc] [, …]',
  doc: 'Orders the rows naturally: text before numbers, `10.0.0.9` before `10.0.0.10`; `asc` is the default.',
  example: 'stats sum(bytes) as volume by dstAddr | sort volume desc',
  parse: (cursor, start) => {
    cursor.acceptWord('by');
    const items = cursor.list(() => readSortItem(cursor));
    return { kind: 'sort', items, word: cursor.query.slice(start).toLowerCase(), span: cursor.from(start) };
  },
  print: (stage) => {
    const items = stage.items.map(
      ({ field, descending }) => `${printName(field.name)}${descending ? ' desc' : ''}`,
    );
    return `sort ${items.join(', ')}`;
  },
  apply: (stage, pipeline) => {
    const keys = stage.items.flatMap(({ field, descending }) => {
      return naturalOrder(plainField(field, pipeline.scope, 'sort'), descending);
    });
    pipeline.sort(keys);
  },
});

/** AWS refuses an expression here: it has to be named first. */
function readSortItem(cursor: Cursor): SortItem {
  const field = cursor.name('the field to sort by');
  if (cursor.isSymbol('(')) {
    const text = `${field.name}(…)`;
    refuse(
      cursor.query,
      'call-in-sort',
      { text },
      field.span,
      'name it with `as` where it is made, and sort by the name',
    );
  }
  const descending = cursor.acceptWord('desc');
  if (!descending) cursor.acceptWord('asc');
  return { field, descending };
}
