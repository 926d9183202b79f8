import { readItem } from '../expression.js';
import { lowerExpression } from '../lower.js';
import type { Pipeline } from '../pipeline.js';
import { printItems } from '../print.js';
import { defineStage } from '../stage.js';
import { type Expression, fieldsIn, type Stage } from '../syntax.js';
import { nameOf, systemName, warnOfFieldName } from './names.js';

type FieldsStage = Extract<Stage, { kind: 'fields' }>;

export const fieldsStage = defineStage<FieldsStage>({
  keyword: 'fields',
  observed:
    'A part of what `jsonParse` makes in the same command is missing on AWS; here it is found, with a warning. A name that `parse` made is refused on AWS; here it is shown, with a warning.',
  unconfirmed:
    'A new value may have the name of a field of the events, with a warning; AWS refuses that for fields of JSON (observed).',
  syntax: 'fields expression [as name] [, …]',
  doc: 'Shows fields and gives names to values; several add up.',
  example: 'fields @timestamp, srcAddr, dstPort, bytes / packets as size | limit 20',
  parse: (cursor, start) => ({
    kind: 'fields',
    items: cursor.list(() => readItem(cursor)),
    span: cursor.from(start),
  }),
  print: (stage) => `fields ${printItems(stage.items)}`,
  apply: (stage, pipeline) => {
    warnOfParts(stage, pipeline);
    for (const { expression, alias } of stage.items) {
      const value = lowerExpression(expression, pipeline.scope);
      if (alias === undefined) {
        warnOfParsed(expression, pipeline);
        pipeline.show(systemName(nameOf(expression, pipeline.text)), value);
        continue;
      }
      warnOfFieldName(alias, pipeline);
      pipeline.define(alias.name, value, alias.span);
      pipeline.show(alias.name, pipeline.scope.resolve(alias.name, alias.span));
    }
  },
});

/**
 * A part of a structure that the same command makes is missing on AWS, without a word (observed); a second `fields` finds
 * it. Here it is found in both.
 */
function warnOfParts({ items }: FieldsStage, pipeline: Pipeline): void {
  for (const [index, { expression }] of items.entries()) {
    for (const { name, span } of fieldsIn(expression)) {
      const made = items
        .slice(0, index)
        .find(({ alias, expression: from }) => isParsed(from) && alias && name.startsWith(`${alias.name}.`));
      if (made?.alias === undefined) continue;
      const message = `On AWS \`${name}\` is missing here, since \`${made.alias.name}\` is made by the same \`fields\`.`;
      pipeline.warn('structure-part', message, span, 'name the part in a second `fields`');
    }
  }
}

/** AWS refuses `fields` with a name that `parse` made (observed); `display` shows it in both. */
function warnOfParsed(expression: Expression, pipeline: Pipeline): void {
  if (expression.kind !== 'field' || pipeline.aggregated) return;
  const { name, span } = expression;
  const isMade = pipeline.applied.some(
    (stage) => stage.kind === 'parse' && stage.names.some((made) => made.name === name),
  );
  if (!isMade) return;
  const message = `AWS refuses \`fields\` with a name that \`parse\` made (observed): Ephemeral field is already defined: ${name}`;
  pipeline.warn('parsed-field-again', message, span, `write \`display ${name}\``);
}

const isParsed = (expression: Expression): boolean =>
  expression.kind === 'call' && expression.name.toLowerCase() === 'jsonparse';
