import { describe, expect, test } from 'vitest';
import { sqlFunctions } from '../../src/lang/athena/functions/index.js';
import { statements } from '../../src/lang/athena/statements/index.js';
import { castTypes } from '../../src/lang/athena/type-names.js';
import { carriedOut, comparedQueries, statementCases, uncompared } from './athena-cases.js';

/** Every row of the reference of Athena has a case that is carried out on both engines, or stands in a list with its reason. */

/** Without string literals, so that a name in a text is no use of it. */
const bare = (query: string): string => query.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
const queries = comparedQueries.map(bare);
const used = (pattern: RegExp): boolean => queries.some((each) => pattern.test(each));

/** Those that SQL writes without parentheses. */
const words = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp']);

describe('functions', () => {
  const names = sqlFunctions.flatMap((each) => [each.name, ...(each.aliases ?? [])]);

  test('there are functions', () => expect(names.length).toBeGreaterThan(250));

  test.each(names)('%s', (name) => {
    expect(used(new RegExp(`\\b${name}\\b${words.has(name) ? '' : '\\s*\\('}`, 'i'))).toBe(true);
  });
});

describe('types of CAST', () => {
  test.each(castTypes)('%s', (type) => {
    const [first = '', rest] = type.split(/(?<=^(?:decimal|array|map|row))\(/);
    const written = rest === undefined ? first.replace(/[()]/g, '\\$&') : `${first}\\(`;
    expect(used(new RegExp(`\\bAS\\s+${written}${rest === undefined ? '\\)' : ''}`, 'i'))).toBe(true);
  });
});

describe('forms', () => {
  const examples = carriedOut.map((each) => each.example);

  test('there are forms', () => expect(examples.length).toBeGreaterThan(60));

  test('those that are not compared are among them', () => {
    for (const example of Object.keys(uncompared)) expect(examples).toContain(example);
  });
});

describe('statements', () => {
  const texts = statementCases.map((each) => each.replace(/\s+/g, ' '));

  test('there are cases', () => expect(texts.length).toBeGreaterThan(15));

  test.each(statements.flatMap(({ begins }) => begins))('%s', (words) => {
    const pattern = new RegExp(`(^|;) ?${words === '(' ? '\\(' : `${words}\\b`}`, 'i');
    expect(texts.some((each) => pattern.test(each))).toBe(true);
  });
});
