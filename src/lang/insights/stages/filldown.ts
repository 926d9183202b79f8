import { build } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';

const { asc, over } = build;

type FilldownStage = Extract<Stage, { kind: 'filldown' }>;

export const filldownStage = defineStage<FilldownStage>({
  keyword: 'filldown',
  syntax: 'filldown [field …]',
  doc: 'A missing value becomes the last one above it that is present; `cpu*` means all that begin so, no field all shown ones.',
  example:
    "fields srcPort, if(action = 'REJECT', dstPort, noSuchField) as rejected | filldown rejected | limit 5",
  onRows: () => true,
  parse: (cursor, start) => {
    const fields: (Name & { prefix: boolean })[] = [];
    while (cursor.token.kind === 'word') fields.push(readField(cursor));
    return { kind: 'filldown', fields, span: cursor.from(start) };
  },
  print: ({ fields }) =>
    ['filldown', ...fields.map(({ name, prefix }) => `${printName(name)}${prefix ? '*' : ''}`)].join(' '),
  apply: ({ fields, span }, pipeline) => {
    const shown = pipeline.shownNames();
    const chosen =
      fields.length === 0
        ? shown.map((name) => ({ name, span }))
        : fields.flatMap((field) =>
            field.prefix
              ? shown
                  .filter((name) => name.startsWith(field.name))
                  .map((name) => ({ name, span: field.span }))
              : [field],
          );
    const order = [asc(pipeline.position())];
    for (const field of chosen) {
      const { structure: _, ...value } = pipeline.scope.resolve(field.name, field.span);
      if (value.kind === 'missing') continue;
      const filled = { ...over('lastValue', [value.expr], [], order), ignoreNulls: true };
      pipeline.redefine(field.name, { kind: value.kind, expr: filled }, field.span);
    }
  },
});

function readField(cursor: Cursor): Name & { prefix: boolean } {
  const field = cursor.name('a field');
  return { ...field, prefix: cursor.acceptSymbol('*') !== undefined };
}
