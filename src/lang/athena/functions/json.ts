import { build, type Expr } from '../../../plan/index.js';
import { castTo } from '../cast.js';
import { withValue } from '../lambda.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import { literalText } from './literals.js';
import { arg, type CallSite, exprs, type SqlFunction, scalar } from './row.js';

const { call, cases, eq, isNull, lit } = build;

/** A path of JSONPath as a JSON pointer (RFC 6901); wildcards and filters find several values and are refused. */
function jsonPointer(args: readonly Lowered[], site: CallSite): Expr {
  const text = literalText(args, 1, 'The path', site);
  const steps = text.startsWith('$')
    ? [...text.slice(1).matchAll(/\.([A-Za-z_][\w-]*)|\["([^"\\]*)"\]|\[(\d+)\]/g)]
    : [];
  const covered = steps.reduce((sum, step) => sum + step[0].length, 1);
  if (!text.startsWith('$') || covered !== text.length) {
    const help = `write for example '$.event.src_ip' or '$["event"][0]'`;
    const span = site.argSpans[1] ?? site.span;
    return refuse(site.query, 'not-supported', { what: `The path ${text}` }, span, help);
  }
  const names = steps.map(([, word, quoted, index]) => word ?? quoted ?? index ?? '');
  return lit(names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}

/** JSON, or a text that may be none, which counts as NULL. */
function jsonOf(args: readonly Lowered[]): Expr {
  const value = arg(args, 0);
  return args[0]?.type === 'json' ? value : cases([[call('jsonValid', value), value]]);
}

function parsed(args: readonly Lowered[]): Expr {
  const text = arg(args, 0);
  const failure = build.cast(
    call('fail', call('concat', lit('Cannot convert value to JSON: '), text)),
    'varchar',
  );
  return cases(
    [
      [call('jsonValid', text), call('jsonPlain', text)],
      [isNull(text), lit(null, 'varchar')],
    ],
    failure,
  );
}

/** Members of an object, elements of an array, and 0 for anything else. */
function size(args: readonly Lowered[], site: CallSite): Expr {
  const part = call('jsonAt', jsonOf(args), jsonPointer(args, site));
  return withValue(part, 'json', ({ expr }) => {
    const kind = call('jsonKind', expr);
    return cases(
      [
        [isNull(expr), lit(null, 'bigint')],
        [eq(kind, lit('array')), call('arraySize', call('jsonItems', expr))],
        [eq(kind, lit('object')), call('arraySize', call('jsonNames', expr))],
      ],
      lit(0, 'bigint'),
    );
  });
}

function isScalar(args: readonly Lowered[]): Expr {
  const value = arg(args, 0);
  const kind = call('jsonKind', jsonOf(args));
  const answer = build.not({ kind: 'in', expr: kind, list: [lit('array'), lit('object')] });
  if (args[0]?.type === 'json') return answer;
  const failure = call('fail', call('concat', lit('Invalid JSON value: '), value));
  return cases([[build.not(call('jsonValid', value)), build.cast(failure, 'boolean')]], answer);
}

/** Elements are compared as they are written, so `1.0` is not 1. */
function hasElement(args: readonly Lowered[], site: CallSite): Expr {
  const value = args[1];
  if (value === undefined || !['varchar', 'bigint', 'integer', 'boolean'].includes(value.type)) {
    return refuse(site.query, 'not-supported', { what: 'json_array_contains of this type' }, site.span);
  }
  return call('arrayContains', call('jsonItems', jsonOf(args)), castTo(value, 'json', false) ?? lit(null));
}

type Row = readonly [
  name: string,
  more: readonly ('varchar' | 'any')[],
  result: SqlFunction['result'],
  doc: string,
  build: SqlFunction['build'],
];

const rows: readonly Row[] = [
  [
    'json_extract',
    ['varchar'],
    'json',
    'What stands at a path of JSON.',
    (a, site) => call('jsonAt', jsonOf(a), jsonPointer(a, site)),
  ],
  [
    'json_extract_scalar',
    ['varchar'],
    'varchar',
    'Text, number or boolean at a path of JSON.',
    (a, site) => call('jsonScalarAt', jsonOf(a), jsonPointer(a, site)),
  ],
  ['json_array_length', [], 'bigint', 'Elements of a JSON array.', (a) => call('jsonArraySize', jsonOf(a))],
  ['json_array_contains', ['any'], 'boolean', 'Whether a JSON array has the value.', hasElement],
  ['json_size', ['varchar'], 'bigint', 'Members of what stands at a path.', size],
  ['is_json_scalar', [], 'boolean', 'Whether JSON is no array and no object.', isScalar],
];

/** Functions of JSON, which is of the type JSON or a text (trino.io, "JSON functions and operators"). */
export const jsonFunctions: readonly SqlFunction[] = [
  ...rows.flatMap(([name, more, result, doc, made]) => [
    scalar(name, ['json', ...more], result, doc, made),
    scalar(name, ['varchar', ...more], result, doc, made),
  ]),
  scalar('json_parse', ['varchar'], 'json', 'The JSON of a text.', parsed, {
    differs:
      'members of an object keep their order, and numbers their digits; Trino sorts the one and may rewrite the other',
  }),
  scalar('json_format', ['json'], 'varchar', 'The text of JSON.', (a) => exprs(a)[0] ?? lit(null), {
    differs:
      'members of an object keep their order, and numbers their digits; Trino sorts the one and may rewrite the other',
  }),
];
