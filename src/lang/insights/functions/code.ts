import { build } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { checkRegex } from '../regex.js';
import { asNumber, asText, type Value, wholeNumber } from '../value.js';
import { at, type CallSite, double, long, type ScalarFunction, text } from './row.js';

const { call, cast, lit } = build;

const decoded = (func: 'percentEncode' | 'percentDecode' | 'base64Text' | 'hexText') => {
  return (args: readonly Value[]): Value => text(call(func, asText(at(args, 0))));
};

const degrees = (args: readonly Value[], index: number) => cast(asNumber(at(args, index)).expr, 'double');

function regexReplace(args: readonly Value[], site: CallSite): Value {
  const { literal } = at(args, 1);
  if (typeof literal !== 'string') {
    return refuse(
      site.query,
      'literal-needed',
      { name: site.name, what: 'a regular expression' },
      site.argSpans[1] ?? site.span,
      "write it as a text, such as '[0-9]+'",
    );
  }
  const pattern = checkRegex(site.query, literal, site.argSpans[1] ?? site.span);
  return text(call('regexpReplace', asText(at(args, 0)), lit(pattern), asText(at(args, 2))));
}

/** A number in hexadecimal is cut to a whole one first. */
function toHex(args: readonly Value[]): Value {
  return text(call('numberHex', cast(wholeNumber(at(args, 0)).expr, 'bigint')));
}

/** Functions between codings of a value. */
export const codeFunctions: readonly ScalarFunction[] = [
  {
    name: 'regexReplace',
    observed: '`regex_replace` runs too.',
    aliases: ['regex_replace'],
    least: 3,
    signature: "regexReplace(s, 'pattern', new)",
    doc: 'Every match of an RE2 pattern replaced; `\\1` stands for its first group.',
    build: regexReplace,
  },
  {
    name: 'urlencode',
    least: 1,
    signature: 'urlencode(s)',
    doc: 'Percent-encoded.',
    build: decoded('percentEncode'),
  },
  {
    name: 'urldecode',
    least: 1,
    signature: 'urldecode(s)',
    doc: 'Percent-decoded.',
    build: decoded('percentDecode'),
  },
  {
    name: 'base64decode',
    least: 1,
    signature: 'base64decode(s)',
    doc: 'The text behind Base64.',
    build: decoded('base64Text'),
  },
  {
    name: 'hexToAscii',
    least: 1,
    signature: 'hexToAscii(s)',
    doc: 'The text behind hexadecimal digits.',
    build: decoded('hexText'),
  },
  {
    name: 'hexToDec',
    least: 1,
    signature: 'hexToDec(s)',
    doc: 'The number behind hexadecimal digits, `0xff` or `ff`.',
    build: (a) => long(call('hexNumber', asText(at(a, 0)))),
  },
  {
    name: 'decToHex',
    least: 1,
    signature: 'decToHex(n)',
    doc: 'Hexadecimal in lower case, `0xff` or `-0xff`.',
    build: toHex,
  },
  {
    name: 'haversine',
    least: 4,
    signature: 'haversine(lat1, lon1, lat2, lon2)',
    doc: 'Kilometres between two places.',
    build: (a) => double(call('haversine', degrees(a, 0), degrees(a, 1), degrees(a, 2), degrees(a, 3))),
  },
  {
    name: 'unmask',
    unconfirmed: 'AWS calls it a command; it is read as a function.',
    least: 1,
    signature: 'unmask(f)',
    doc: 'The value as it is: nothing is masked here.',
    build: (a) => at(a, 0),
  },
];
