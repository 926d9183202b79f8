import { limits } from '../../../base/index.js';
import { build } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { readOptions } from '../options.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { aliasAfter, plainField } from './names.js';

const { asc, over } = build;

type AutoregressStage = Extract<Stage, { kind: 'autoregress' }>;

export const autoregressStage = defineStage<AutoregressStage>({
  keyword: 'autoregress',
  syntax: 'autoregress field [as name] [p=lag | p=first-last]',
  doc: 'The value so many rows before, 1 without a number, as `<field>_p1`, `<field>_p2`, ….',
  example: 'stats sum(bytes) as volume by bin(1h) as hour | sort hour | autoregress volume p=1-2',
  onRows: () => true,
  parse: (cursor, start) => {
    const field = cursor.name('a field');
    const alias = cursor.isWord('as') ? aliasAfter(cursor, () => '', field.span) : undefined;
    let lags = { first: 1, last: 1 };
    readOptions(cursor, {
      p: () => {
        lags = readLags(cursor);
      },
    });
    return { kind: 'autoregress', field, alias, ...lags, span: cursor.from(start) };
  },
  print: ({ field, alias, first, last }) => {
    const name = alias === undefined ? '' : ` as ${printName(alias.name)}`;
    return `autoregress ${printName(field.name)}${name} p=${first === last ? first : `${first}-${last}`}`;
  },
  apply: ({ field, alias, first, last }, pipeline) => {
    const value = plainField(field, pipeline.scope, 'autoregress');
    const order = [asc(pipeline.position())];
    const span = alias?.span ?? field.span;
    for (let lag = first; lag <= last; lag++) {
      const name =
        alias !== undefined && first === last ? alias.name : `${alias?.name ?? field.name}_p${lag}`;
      if (value.kind === 'missing') pipeline.add(name, value, span);
      else pipeline.add(name, { kind: value.kind, expr: over('lag', [value.expr, lag], [], order) }, span);
    }
  },
});

function readLags(cursor: Cursor): { first: number; last: number } {
  const { span } = cursor.token;
  const first = cursor.count();
  const last = cursor.acceptSymbol('-') === undefined ? first : cursor.count();
  if (last < first || last > limits.insightsLags) {
    const text = cursor.query.slice(cursor.from(span));
    refuse(
      cursor.query,
      'bad-lags',
      { text, max: limits.insightsLags },
      cursor.from(span),
      'write for example p=1-3',
    );
  }
  return { first, last };
}
