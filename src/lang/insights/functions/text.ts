import { build, type Expr } from '../../../plan/index.js';
import { asText, missing, type Value, wholeNumber } from '../value.js';
import { at, flag, long, type ScalarFunction, text } from './row.js';

const { and, call, cases, ge, lit } = build;

const textArgs = (args: readonly Value[]): Expr[] => args.map(asText);
const onText = (func: 'lower' | 'upper' | 'md5' | 'sha256' | 'base64'): ScalarFunction['build'] => {
  return (args) => text(call(func, asText(at(args, 0))));
};

const trimSets = { trim: 'trimSet', trimLeft: 'trimSetLeft', trimRight: 'trimSetRight' } as const;

/** The second text is a set of characters, not a text to cut off. */
function trim(func: 'trim' | 'trimLeft' | 'trimRight'): ScalarFunction['build'] {
  return (args) =>
    text(args.length === 1 ? call(func, asText(at(args, 0))) : call(trimSets[func], ...textArgs(args)));
}

function substr(args: readonly Value[]): Value {
  const [subject, ...rest] = args;
  const numbers = rest.map((each) => ({ ...wholeNumber(each), literal: each.literal }));
  const [start, ...count] = numbers.map((each) => each.expr);
  const part = call('substring', asText(subject ?? missing), call('add', start ?? lit(null), 1), ...count);
  const inside = numbers.filter((each) => !(Number(each.literal) >= 0)).map((each) => ge(each.expr, 0));
  return text(inside.length === 0 ? part : cases([[and(...inside), part]]));
}

/** Functions of texts. */
export const textFunctions: readonly ScalarFunction[] = [
  {
    name: 'concat',
    least: 1,
    most: Infinity,
    signature: 'concat(s, …)',
    doc: 'Joined texts; missing if one is.',
    build: (a) => text(a.length === 1 ? asText(at(a, 0)) : call('concat', ...textArgs(a))),
  },
  {
    name: 'ltrim',
    least: 1,
    most: 2,
    signature: 'ltrim(s [, characters])',
    doc: 'Without blanks at the start.',
    build: trim('trimLeft'),
  },
  {
    name: 'rtrim',
    least: 1,
    most: 2,
    signature: 'rtrim(s [, characters])',
    doc: 'Without blanks at the end.',
    build: trim('trimRight'),
  },
  {
    name: 'strlen',
    least: 1,
    signature: 'strlen(s)',
    doc: 'Code points.',
    build: (a) => long(call('length', asText(at(a, 0)))),
  },
  {
    name: 'substr',
    unconfirmed: 'Missing where the start or the length is below 0; both are cut to whole numbers.',
    least: 2,
    most: 3,
    signature: 'substr(s, start [, length])',
    doc: 'A part, counted from 0.',
    build: substr,
  },
  {
    name: 'replace',
    unconfirmed: 'An empty text to look for stands between all characters.',
    least: 3,
    signature: 'replace(s, search, new)',
    doc: 'Every place replaced.',
    build: (a) => text(call('replace', ...textArgs(a))),
  },
  {
    name: 'strcontains',
    observed: 'A third argument, documented as a switch for case, has no effect.',
    least: 2,
    most: 3,
    signature: 'strcontains(s, part)',
    doc: '1 when the text contains the part; a third argument has no effect, as on AWS (observed).',
    build: (a) => flag(call('contains', ...textArgs(a.slice(0, 2)))),
  },
  {
    name: 'startsWith',
    least: 2,
    signature: 'startsWith(s, part)',
    doc: '1 when the text begins so.',
    build: (a) => flag(call('startsWith', ...textArgs(a))),
  },
  {
    name: 'endsWith',
    least: 2,
    signature: 'endsWith(s, part)',
    doc: '1 when the text ends so.',
    build: (a) => flag(call('endsWith', ...textArgs(a))),
  },
  {
    name: 'sha256',
    least: 1,
    signature: 'sha256(s)',
    doc: 'SHA-256 in hexadecimal.',
    build: onText('sha256'),
  },
  {
    name: 'base64encode',
    least: 1,
    signature: 'base64encode(s)',
    doc: 'Base64 of the text.',
    build: onText('base64'),
  },
  {
    name: 'trim',
    least: 1,
    most: 2,
    signature: 'trim(s [, characters])',
    doc: 'Without blanks, or these characters, at both ends.',
    build: trim('trim'),
  },
  { name: 'toupper', least: 1, signature: 'toupper(s)', doc: 'Upper case.', build: onText('upper') },
  { name: 'tolower', least: 1, signature: 'tolower(s)', doc: 'Lower case.', build: onText('lower') },
  { name: 'md5', least: 1, signature: 'md5(s)', doc: 'MD5 in hexadecimal.', build: onText('md5') },
];
