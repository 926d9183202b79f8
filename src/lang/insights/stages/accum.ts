import { build } from '../../../plan/index.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { asNumber } from '../value.js';
import { aliasAfter, plainField } from './names.js';

const { asc, cast, over } = build;

type AccumStage = Extract<Stage, { kind: 'accum' }>;

export const accumStage = defineStage<AccumStage>({
  keyword: 'accum',
  unconfirmed: 'The name `<field>_accum` without `as`.',
  syntax: 'accum field [as name]',
  doc: 'The running sum in the order of the rows, as `<field>_accum` without a name.',
  example: 'stats sum(bytes) as volume by bin(1h) as hour | sort hour | accum volume as so_far',
  onRows: () => true,
  parse: (cursor, start) => {
    const field = cursor.name('a field');
    const name = aliasAfter(cursor, () => `${field.name}_accum`, field.span);
    return { kind: 'accum', field, name, span: cursor.from(start) };
  },
  print: ({ field, name }) => `accum ${printName(field.name)} as ${printName(name.name)}`,
  apply: ({ field, name }, pipeline) => {
    const value = asNumber(plainField(field, pipeline.scope, 'accum'));
    const sum = over('sum', [value.expr], [], [asc(pipeline.position())]);
    const expr = value.kind === 'long' ? cast(sum, 'bigint') : sum;
    pipeline.add(name.name, { kind: value.kind, expr }, name.span);
  },
});
