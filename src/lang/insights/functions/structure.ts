import { build } from '../../../plan/index.js';
import { asText, missing, type Value } from '../value.js';
import { at, flag, long, type ScalarFunction, text } from './row.js';

const { call, lit } = build;

/** A structure is missing wherever a text, a number or a time is needed (Logs Insights syntax, "JSON functions"). */
export function structureValue(structure: Value['expr']): Value {
  return { ...missing, kind: 'text', structure };
}

/** The text of a JSON array given as text; `jsonParse` made a structure of it already. */
function jsonOf(value: Value): Value['expr'] {
  return value.structure === undefined
    ? asText(value)
    : build.coalesce(value.structure, asText(value), lit(null, 'varchar'));
}

/** Functions of JSON texts and of the structures made of them. */
export const structureFunctions: readonly ScalarFunction[] = [
  {
    name: 'jsonParse',
    least: 1,
    signature: 'jsonParse(s)',
    doc: 'The object or array that a text is, for paths such as `m.users[1].name`; missing for other text.',
    build: (a) => structureValue(call('jsonStructure', jsonOf(at(a, 0)))),
  },
  {
    name: 'jsonStringify',
    least: 1,
    signature: 'jsonStringify(m)',
    doc: 'The JSON text of a structure.',
    build: (a) => text(at(a, 0).structure ?? missing.expr),
  },
  {
    name: 'jsonArraySize',
    least: 1,
    signature: 'jsonArraySize(s)',
    doc: 'Elements of the JSON array that a text is; missing for other text.',
    build: (a) => long(call('jsonArraySize', jsonOf(at(a, 0)))),
  },
  {
    name: 'jsonArrayContains',
    least: 2,
    signature: 'jsonArrayContains(s, v)',
    doc: '1 when the JSON array has the element; 0 for other text.',
    build: (a) => flag(call('jsonArrayHas', jsonOf(at(a, 0)), asText(at(a, 1)))),
  },
  {
    name: 'split',
    observed: '`unnest` refuses what it gives, and `expand` leaves it whole.',
    least: 2,
    signature: 'split(s, separator)',
    doc: 'The parts of a text as an array, which `unnest` refuses and `expand` leaves whole (observed).',
    build: (a) => ({
      ...structureValue(call('splitStructure', asText(at(a, 0)), asText(at(a, 1)))),
      isSplit: true,
    }),
  },
];
