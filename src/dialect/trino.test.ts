import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DiagnosticError } from '../base/index.js';
import { build } from '../plan/index.js';
import { duckdb } from './duckdb.js';
import { printPlan } from './print.js';
import { bind, sql, text } from './sql.js';
import { trino } from './trino.js';
import { regexInTrino, replacementInTrino } from './trino-regex.js';
import { readPatternInTrino, shownPatternInTrino } from './trino-time.js';
import { writtenOut } from './written-out.js';

const { agg, asc, call, col, eq, left, lit, over, right, scan } = build;

test('a value that is written out stays one value, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 4 }), (values) => {
      const statement = values.reduce(
        (whole, value) => sql`${whole}, ${bind(value)}`,
        sql`SELECT "a?b", 'it''s ?'`,
      );
      const written = writtenOut(statement);
      expect(written.values).toEqual([]);
      const tokens = written.text.match(/'(?:[^']|'')*'/g) ?? [];
      expect(tokens.slice(1).map((token) => token.slice(1, -1).replaceAll("''", "'"))).toEqual(values);
    }),
  );
});

test.each([
  ['(?P<port>\\d+)$', '(?<port>\\d+)\\z'],
  ['[$a]\\$', '[$a]\\$'],
  ['^a|b$', '^a|b\\z'],
])('the pattern %s of RE2 is %s for Trino', (pattern, expected) => {
  expect(regexInTrino(bind(pattern)).text).toBe(text(expected).text);
});

test('groups of a replacement are written with a dollar, and a dollar is not one', () => {
  expect(replacementInTrino(bind('\\1-$')).text).toBe(text('$1-\\$').text);
});

test('patterns of times: letters between the codes are quoted, an unknown code is refused', () => {
  expect(shownPatternInTrino(bind("%Y-%m-%dT%H o'clock %%")).text).toBe(
    text("yyyy-MM-dd'T'HH 'o''clock' %").text,
  );
  expect(readPatternInTrino(bind('%H:%M')).text).toBe("'%H:%i'");
  expect(() => shownPatternInTrino(bind('%Q'))).toThrow(DiagnosticError);
});

test('an aggregate of two calls has its order and its filter inside', () => {
  const joined = {
    kind: 'aggregate',
    func: 'joinText',
    args: [col('a'), lit('; ')],
    orderBy: [asc(col('b'))],
  } as const;
  const plan = scan('t').aggregate({}, { joined: { ...joined, where: call('gt', col('b'), 1) } }).plan;
  expect(writtenOut(printPlan(plan, trino)).text).toBe(
    `SELECT array_join(array_agg("a" ORDER BY "b" ASC NULLS LAST) FILTER (WHERE ("b" > 1)), '; ') AS "joined" FROM "t"`,
  );
});

test('a filtered window becomes a case on Trino, or is refused where nulls count', () => {
  const of = (func: 'sum' | 'arrayOf') => {
    const window = over(func, [col('a')], [], [asc(col('b'))]);
    const where = call('gt', col('b'), 1);
    return scan('t').project({ s: window.kind === 'window' ? { ...window, where } : window }).plan;
  };
  expect(printPlan(of('sum'), duckdb).text).toContain('FILTER (WHERE ("b" > 1))');
  expect(printPlan(of('sum'), trino).text).toContain('sum(CASE WHEN ("b" > 1) THEN "a" END) OVER');
  expect(() => printPlan(of('arrayOf'), trino)).toThrow(DiagnosticError);
});

test('grouping sets are named on Trino', () => {
  const plan = scan('t').aggregate({ p: col('a') }, { n: agg('count') }).plan;
  const sets = plan.kind === 'aggregate' ? { ...plan, sets: [[0], []] } : plan;
  expect(printPlan(sets, duckdb).text).toContain('GROUPING SETS ((1), ())');
  expect(printPlan(sets, trino).text).toContain('"group 1" AS "p"');
  expect(printPlan(sets, trino).text).toContain('GROUPING SETS (("group 1"), ())');
});

test.each(['/a/01', '/a/+1', '/a/-0', '/a/\u0661'])(
  'the path %s is an index for Trino only, so it is refused',
  (path) => {
    const at = scan('r').project({ x: call('jsonScalarAt', col('json'), lit(path)) }).plan;
    expect(() => printPlan(at, trino)).toThrow(DiagnosticError);
  },
);

test('an index of a list and a name of an object are written alike', () => {
  const at = scan('r').project({ x: call('jsonScalarAt', col('json'), lit('/a/0/b~1c')) }).plan;
  expect(printPlan(at, trino).text).toContain(`'$["a"]["0"]["b/c"]'`);
});

test('a leaf lies where the caller says, and a table that it does not know where the engine looks', () => {
  const list = build.values([{ name: 'x', type: 'bigint' }], [[1]]);
  const plan = scan('here')
    .join('inner', scan('there'), eq(left('x'), right('x')), { x: left('x') })
    .union(
      list,
      scan('defined')
        .sort(asc(col('x')))
        .project({ x: true }),
    );
  const places = { there: sql`"c"."s"."run_there"`, defined: sql`(SELECT 1 AS x)` };
  const printed = printPlan(plan.plan, trino, (leaf) => {
    if (leaf.kind === 'values') return sql`"c"."s"."list"`;
    return leaf.table === 'there' || leaf.table === 'defined' ? places[leaf.table] : undefined;
  });
  expect(printed.text).toBe(
    '(SELECT l."x" AS "x" FROM "here" AS l JOIN "c"."s"."run_there" AS r ON (l."x" = r."x")) UNION ALL ' +
      '(SELECT * FROM "c"."s"."list") UNION ALL ' +
      '(SELECT "x" FROM (SELECT 1 AS x) AS "t1" ORDER BY "t1"."x" ASC NULLS LAST)',
  );
});
