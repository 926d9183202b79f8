import { build } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { asText, isStructure, type Value, valueAt } from '../value.js';

const { call } = build;

type UnnestStage = Extract<Stage, { kind: 'unnest' }>;

export const unnestStage = defineStage<UnnestStage>({
  keyword: 'unnest',
  observed: 'A list that `split` made is refused.',
  unconfirmed: 'A missing list stays as one row; an empty one gives none.',
  syntax: 'unnest list into name',
  doc: 'A row for each element of a list that `jsonParse` made; anything else is a list of one.',
  example: 'fields jsonParse("[22, 443]") as ports | unnest ports into port | limit 4',
  onRows: () => true,
  parse: (cursor, start) => {
    const field = cursor.name('a list');
    if (!cursor.acceptWord('into')) cursor.unexpected('write `into` and a name for the element here');
    return { kind: 'unnest', field, into: cursor.name('a name for the element'), span: cursor.from(start) };
  },
  print: (stage) => `unnest ${printName(stage.field.name)} into ${printName(stage.into.name)}`,
  apply: (stage, pipeline) => {
    const { field, into } = stage;
    const value = pipeline.scope.resolve(field.name, field.span);
    if (value.isSplit) {
      const help = 'AWS refuses the parts of `split` here too; `parse … multi` gives a row for each';
      refuse(pipeline.text, 'split-list', { name: field.name }, field.span, help);
    }
    pipeline.define(into.name, valueAt(pipeline.unnest(elementsOf(value)), []), into.span);
  },
});

/** The elements of a list; a map, a text or a number is a list of one (Logs Insights syntax, `unnest`). */
function elementsOf(value: Value): Value['expr'] {
  const scalar = call('jsonOfText', asText(value));
  if (value.structure === undefined) return call('jsonElements', scalar);
  if (isStructure(value)) return call('jsonElements', value.structure);
  return call('jsonElements', build.coalesce(value.structure, scalar));
}
