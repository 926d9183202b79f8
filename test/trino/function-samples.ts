import type { Expr, FunctionName, FunctionSpec, LiteralValue } from '../../src/plan/index.js';
import { nestedSamples } from './nested-samples.js';

/** What a function is tried with: a column of values, or a value that the plan must have as a literal. */
export type Sample =
  | {
      readonly kind: 'column';
      readonly type: 'varchar' | 'bigint' | 'double' | 'boolean';
      readonly values: readonly LiteralValue[];
      /** The values are Unix seconds, and the argument is their time. */
      readonly time?: boolean;
    }
  | { readonly kind: 'literal'; readonly value: LiteralValue }
  /** A value that is the same in each row, such as an array or a lambda. */
  | { readonly kind: 'expr'; readonly expr: Expr };

const column = (type: 'varchar' | 'bigint' | 'double' | 'boolean', ...values: LiteralValue[]) =>
  ({ kind: 'column', type, values }) as const;
const textsOf = (...values: (string | null)[]): Sample => column('varchar', ...values);
const literal = (value: LiteralValue): Sample => ({ kind: 'literal', value });

const words = ['Hello World', '10.32.1.8', '2001:db8::1', '-', '', ' x ', 'ünï€ 😀', '12.5', '1e3', 'o'];
const texts = textsOf(...words, "it's", 'a%b_c', null);
const integers = column('bigint', 1, 2, 7, -7, 443, 65535, null);
const reals = column('double', 0.5, 2, 1.25, 17.5, -3.75, 0, null);
const truths = column('boolean', true, false, true, null);
const times: Sample = { ...column('bigint', 1789365601, 0, 951782399, 1767225599, -86401, null), time: true };
const later: Sample = { ...column('bigint', 1789369201, 100, 951782400, 1767225600, 0, 5), time: true };
const structures = textsOf('{"b":{"d":1.5,"c":[1,"x"]},"a":"t"}', '[1,"x",{"z":1,"y":2}]', '[]', null);
const json = textsOf('{"b":{"d":1.5,"c":[1,"x"]},"a":"t"}', '[1,"x",{"z":1,"y":2}]', '[]', 'no', '7', null);

/** Arguments that the types alone do not tell. */
const special: Partial<Record<FunctionName, readonly Sample[]>> = {
  addUnits: [literal('day'), integers, times],
  dateDiff: [literal('hour'), times, later],
  datePart: [literal('week'), times],
  dateTrunc: [literal('month'), times],
  formatTime: [times, literal('%Y-%m-%dT%H:%M:%S.%g %j')],
  formatTimeIn: [times, literal('%Y-%m-%d %H:%M:%S %A'), literal('America/New_York')],
  parseTimeMillis: [
    textsOf('2026-01-31 12:00:05', 'no', null),
    literal('%Y-%m-%d %H:%M:%S'),
    literal('Europe/Berlin'),
  ],
  timeBucket: [times, literal(3600000)],
  monthBucket: [times, literal(3)],
  addressIn: [texts, literal('10.32.0.0/13'), literal('2001:db8::/32')],
  addressKey: [textsOf('10.32.1.8', '255.0.0.1', '2001:db8::1', '::', 'fe80::1:0:0:2', null)],
  base64Text: [textsOf('aGVsbG8=', 'gA==', '?', null)],
  hexText: [textsOf('0x6869', '6869', 'zz', null)],
  hexNumber: [textsOf('0x1f', '-ff', 'zz', null)],
  percentDecode: [textsOf('a%20b+c', '%C3%BC', null)],
  csvField: [textsOf('a,"b,""c"",",d', '', null), literal(2)],
  jsonArrayHas: [json, literal('x')],
  jsonArraySize: [json],
  jsonStructure: [json],
  jsonStructureAt: [structures, literal('/b')],
  jsonScalarAt: [structures, literal('/b/c/1')],
  like: [texts, literal('%o%')],
  likeEscape: [texts, literal('a!%%'), literal('!')],
  logfmtStructure: [textsOf('a=1 b="x y" a=2', 'none', null)],
  replace: [texts, textsOf('o', '', '1', '', '', ' ', '', '.', 'e', '', "'", '_', ''), literal('0\\1')],
  editDistance: [textsOf('kitten', 'abc', '', null), textsOf('sitting', '', '', 'a')],
  differentPlaces: [textsOf('abc', '', null), textsOf('abd', '', 'a')],
  // The engines differ for characters beyond U+FFFF in JSON.
  jsonOfText: [textsOf('Hello', 'it"s', 'ünï€', '', null)],
  haversine: [0.5, 2, 1.25, 17.5].map((each) => column('double', each, each * 2, -each)),
  lag: [integers, literal(2), literal(-1)],
  lead: [integers, literal(2), literal(-1)],
  numberMarks: [texts, literal('o'), literal('m')],
  regexpLike: [texts, literal('[0-9]+\\.[0-9]$')],
  regexpExtract: [texts, literal('(\\w+) (\\w+)'), literal(2)],
  regexpReplace: [texts, literal('(o)(\\s|$)'), literal('<\\1>')],
  joinText: [textsOf('a', 'b', 'c'), literal(', ')],
  joinWith: [literal('|'), texts, texts],
  ntile: [literal(2)],
  nthValue: [integers, literal(2)],
  percentile: [reals, literal(0.75)],
  power: [reals, literal(2)],
  round: [reals, literal(1)],
  shiftLeft: [integers, literal(3), literal(64)],
  jsonValid: [json],
  jsonPlain: [textsOf('{"a":[1,"x"]}', '[1]', '7', null)],
  jsonAt: [structures, literal('/b')],
  jsonItems: [textsOf('[1,"x",null]', '[]', null)],
  jsonNames: [textsOf('{"a":1}', '{}', null)],
  jsonKind: [textsOf('{"a":1}', '[1]', '"x"', '7', 'true', 'null', null)],
  doubleText: [column('double', 0.5, 12345678.9, 1e20, 1.5e-7, 0, -3.75, 1e7, 0.001, null)],
  doubleExponent: [column('double', 0.5, 12345678.9, 1e20, 1.5e-7, 0, -3.75, 1e7, 0.001, null)],
  hexBytes: [textsOf('6162', 'FF', '', null)],
  base64Bytes: [textsOf('YWI=', '', null)],
  timeInZone: [times, literal('America/New_York')],
  timeOfZone: [times, literal('Europe/Berlin')],
  groupsOfAll: [texts, literal('([a-z])([0-9.])'), literal(2)],
  textRepeat: [texts, literal(2)],
  inBase: [integers, literal(16)],
  regexpCount: [texts, literal('[0-9]')],
  ...nestedSamples,
  splitPart: [texts, literal('.'), literal(2)],
  xmlAt: [
    textsOf(
      '<?xml version="1.0"?><e id="7"><!-- <l>no</l> --><l>a &amp;lt; b</l></e>',
      '<e><x><l>deep</l></x><l a=">"><![CDATA[1<2]]><b>!</b></l><l>second</l></e>',
      '<e><l/><l>second</l></e>',
      '<e><l',
      'no',
      '',
      null,
    ),
    literal('/e/l'),
  ],
  splitStructure: [textsOf('a.b.c', 'ünï€', '', null), literal('.')],
  substring: [texts, literal(2), literal(3)],
  trimSet: [texts, literal('o -')],
  trimSetLeft: [texts, literal('H ')],
  trimSetRight: [texts, literal('d8')],
  geometricMean: [column('double', 0.5, 2, 1.25)],
  divideInteger: [integers, literal(3)],
  modulus: [integers, literal(3)],
};

/** Functions that are not compared value by value, each with the reason and with where it is proven instead. */
export const otherWay: Partial<Record<FunctionName, string>> = {
  now: 'every engine has a clock of its own',
  fail: 'it ends the query; see the cases',
  giveUp: 'it ends the query; see the cases',
  groupOf: 'it takes what `regexpGroups` gives; see the cases of `parse`',
  regexpGroups: 'its value is for `groupOf`; see the cases of `parse`',
  regexpMatches: 'its value is for `matchGroup`; see the cases of `parse`',
  matchGroup: 'it takes what `regexpMatches` gives; see the cases of `parse`',
  jsonElements: 'its value is unnested; see the cases of `unnest`',
  timeSteps: 'its value is unnested; see the cases',
  arrayOf: 'its value is a list, which the engines show in different words',
  grouping: 'it belongs to grouping sets; see the cases',
  approxPercentile: 'it takes one share for all rows; see the cases and the answers of aggregates',
  approxPercentiles: 'it takes one list of shares for all rows; see the cases and the answers of aggregates',
  chance: 'its values are by chance',
  newUuid: 'its values are by chance',
  mapInKeyOrder: 'the order of its entries is for one engine only; see the cases of maps',
};

export function argumentsOf(func: FunctionName, spec: FunctionSpec): readonly Sample[] {
  const given = special[func];
  if (given !== undefined) return given;
  return spec.rest ? [...spec.args, ...spec.args.slice(-1)].map(sampleOf) : spec.args.map(sampleOf);
}

function sampleOf(type: FunctionSpec['args'][number]): Sample {
  switch (type) {
    case 'varchar':
      return texts;
    case 'double':
      return reals;
    case 'boolean':
      return truths;
    case 'varbinary':
      return {
        kind: 'expr',
        expr: { kind: 'call', func: 'bytesOfText', args: [{ kind: 'literal', value: 'aü' }] },
      };
    case 'timestamp':
    case 'date':
      return times;
    default:
      return integers;
  }
}
