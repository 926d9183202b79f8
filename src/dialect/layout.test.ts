import { expect, test } from 'vitest';
import { layoutSql } from './index.js';

test('inner statements stand further in, calls stay on their line', () => {
  const text = `SELECT "a", count(*) AS "from" FROM (SELECT * FROM "t" WHERE ("x" IN (1, 2))) AS "t1" GROUP BY 1 ORDER BY "a" LIMIT 5`;
  expect(layoutSql(text)).toBe(
    [
      'SELECT "a", count(*) AS "from"',
      'FROM (',
      '  SELECT *',
      '  FROM "t"',
      '  WHERE ("x" IN (1, 2))',
      ') AS "t1"',
      'GROUP BY 1',
      'ORDER BY "a"',
      'LIMIT 5',
    ].join('\n'),
  );
});

test('quoted text is left as it is', () => {
  const text = `SELECT 'a FROM b (SELECT' AS "x WHERE y" FROM "t"`;
  expect(layoutSql(text)).toBe(`SELECT 'a FROM b (SELECT' AS "x WHERE y"\nFROM "t"`);
});
