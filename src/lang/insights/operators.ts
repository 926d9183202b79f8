import type { Standing } from './standing.js';

export interface Operator extends Standing {
  /** As it is written, with `|` between words of the same meaning. */
  readonly symbols: readonly string[];
  readonly doc: string;
  /** A whole query that uses it. */
  readonly example: string;
}

/** The operators, tightest first (Logs Insights syntax, "Supported operations and functions"). */
export const operators: readonly Operator[] = [
  {
    symbols: ['^'],
    doc: 'Power.',
    unconfirmed:
      'Groups from the right: `2 ^ 3 ^ 2` is 2 to the power of 9. Missing when it is no finite number (`0 ^ -1`, `10 ^ 400`).',
    example: 'fields 2 ^ 3 as eight | limit 1',
  },
  {
    symbols: ['*', '/', '%'],
    doc: 'Product, real quotient, remainder.',
    unconfirmed: 'Missing when dividing by 0, and when a side is no number.',
    example: 'fields bytes / packets * 8 % 7 as rest | limit 1',
  },
  { symbols: ['+', '-'], doc: 'Sum and difference.', example: 'fields srcPort + 1 - dstPort as n | limit 1' },
  {
    symbols: ['=', '==', '!=', '<', '<=', '>', '>='],
    doc: 'Comparison, 1 or 0; missing when a side is missing, so that it matches nothing, `!=` included. A map or a list equals nothing.',
    observed: '`==` is taken for `=`.',
    unconfirmed:
      'A number and a text compare as numbers, and a text that is none matches nothing; two texts are ordered as `sort` orders them.',
    example: "filter dstPort = 443 and action == 'ACCEPT' and bytes >= 1 and bytes != 2 | limit 1",
  },
  {
    symbols: ['like', 'not like'],
    doc: 'Whether a text contains another one, case-sensitive, or a match of an RE2 pattern between slashes.',
    unconfirmed: '`*` and `%` in a text stand for themselves.',
    example: "filter dstAddr like '10.32' and dstAddr not like /\\.8$/ | limit 1",
  },
  {
    symbols: ['=~'],
    doc: 'Whether an RE2 pattern between slashes matches anywhere.',
    observed: 'A bounded repeat such as `{31}` loses rows on AWS; here it does not.',
    example: 'filter dstAddr =~ /^10\\./ | limit 1',
  },
  {
    symbols: ['in', 'not in'],
    doc: 'Whether a value is among those of a list or of a subquery; texts are told apart by case.',
    observed: 'An empty list is refused.',
    example: "filter dstPort in [22, 443] and action not in ['REJECT'] | limit 1",
  },
  {
    symbols: ['not'],
    doc: 'The opposite of a condition.',
    unconfirmed: 'What is missing stays missing: `not (f = 1)` keeps no event without `f`.',
    example: "filter not (action = 'REJECT') | limit 1",
  },
  { symbols: ['and'], doc: 'Both conditions hold.', example: 'filter dstPort = 443 and bytes > 0 | limit 1' },
  {
    symbols: ['or'],
    doc: 'One of the conditions holds.',
    example: 'filter dstPort = 22 or dstPort = 443 | limit 1',
  },
];
