import { build } from '../../../plan/index.js';
import { printExpression, printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { asText, valueAt } from '../value.js';

type JsonStage = Extract<Stage, { kind: 'json' }>;

export const jsonStage = defineStage<JsonStage>({
  keyword: 'json',
  syntax: 'json [field=name] "path" as name [, …]',
  doc: 'Takes values out of a structure, or of a text that is JSON; `@message` without a field.',
  example:
    'fields concat(\'{"port":{"to":\', dstPort, "}}") as doc | json field=doc "port.to" as to | limit 5',
  parse: (cursor, start) => {
    const hasField = cursor.isWord('field');
    if (hasField) {
      cursor.next();
      cursor.expectSymbol('=', 'write = and the field here');
    }
    const field = hasField ? cursor.name('a field') : undefined;
    const parts = cursor.list(() => {
      const { token } = cursor;
      if (token.kind !== 'string') return cursor.unexpected('write the path as a text, such as "user.id"');
      cursor.next();
      if (!cursor.acceptWord('as')) cursor.unexpected('write `as` and the new name here');
      return { path: token.value, name: cursor.name('a name for the value'), span: token.span };
    });
    return { kind: 'json', field, parts, span: cursor.from(start) };
  },
  print: ({ field, parts }) => {
    const from = field === undefined ? '' : `field=${printName(field.name)} `;
    const texts = parts.map(({ path, name, span }) => {
      const quoted = printExpression({ kind: 'string', value: path, span });
      return `${quoted} as ${printName(name.name)}`;
    });
    return `json ${from}${texts.join(', ')}`;
  },
  apply: (stage, pipeline) => {
    const value = pipeline.scope.resolve(stage.field?.name ?? '@message', stage.field?.span ?? stage.span);
    const parsed = build.call('jsonStructure', asText(value));
    const whole = value.structure === undefined ? parsed : build.coalesce(value.structure, parsed);
    const structure = pipeline.materialize({ kind: 'text', expr: whole }, 'json_text');
    for (const { path, name } of stage.parts) {
      pipeline.define(name.name, valueAt(structure, stepsOf(path)), name.span);
    }
  },
});

/** `users[1].name` as its steps. */
function stepsOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .split(/[.[\]]+/)
    .filter((step) => step !== '');
}
