/** A part of the SELECT statement, for the reference: an example that is carried out, or one that is refused, and why. */
export interface Feature {
  readonly name: string;
  readonly example: string;
  readonly refused?: string;
  /** In what way the answer may differ from Athena's. */
  readonly differs?: string;
}

const values = 'FROM (VALUES 1, 2, 3) t (n)';

export const clauses: readonly Feature[] = [
  { name: '`SELECT` [`ALL` \\| `DISTINCT`]', example: `SELECT DISTINCT n ${values}` },
  { name: '`*`, `t.*`', example: `SELECT *, t.* ${values}` },
  { name: '`row.*`', example: 'SELECT r.* FROM (SELECT ROW(1) AS r) t' },
  { name: '`FROM` tables, with `AS` and column names', example: `SELECT n ${values}, t u` },
  { name: '`FROM` a subquery', example: 'SELECT n FROM (SELECT 1 AS n)' },
  { name: '`VALUES`, `TABLE t`', example: "VALUES (1, 'a')" },
  {
    name: '`JOIN`, `LEFT`, `RIGHT`, `FULL JOIN … ON`',
    example: `SELECT 1 ${values} FULL JOIN t u ON n = dstport`,
  },
  { name: '`CROSS JOIN`', example: `SELECT 1 ${values} CROSS JOIN t u` },
  { name: '`USING (columns)`', example: 'SELECT n FROM (VALUES 1) t (n) JOIN (VALUES 1) u (n) USING (n)' },
  {
    name: '`NATURAL JOIN`',
    example: 'SELECT 1 FROM t NATURAL JOIN t u',
    refused: 'Trino does not support it',
  },
  {
    name: '`CROSS JOIN UNNEST`, `LEFT JOIN UNNEST … ON TRUE`, `WITH ORDINALITY`',
    example: 'SELECT x, i FROM t CROSS JOIN UNNEST(ARRAY[1, 2]) WITH ORDINALITY AS u (x, i)',
  },
  {
    name: '`CROSS JOIN LATERAL`, `LEFT JOIN LATERAL … ON TRUE`',
    example: `SELECT n, m ${values} CROSS JOIN LATERAL (SELECT n + 1 AS m) u`,
  },
  {
    name: '`TABLESAMPLE BERNOULLI`, `SYSTEM`',
    example: 'SELECT count(*) FROM t TABLESAMPLE SYSTEM (50)',
    differs: 'rows are chosen by chance; pieces of SYSTEM have other sizes',
  },
  {
    name: '`MATCH_RECOGNIZE`',
    example: 'SELECT 1 FROM t MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS TRUE)',
    refused: 'the embedded engine does not match patterns of rows',
  },
  {
    name: 'table functions, `FROM TABLE(…)`',
    example: 'SELECT 1 FROM TABLE(sequence(1, 2))',
    refused: 'there are none here',
  },
  {
    name: '`FOR TIMESTAMP AS OF`',
    example: 'SELECT 1 FROM t FOR TIMESTAMP AS OF now()',
    refused: 'it reads versions of Iceberg tables, and there are none here',
  },
  { name: '`WHERE`', example: `SELECT n ${values} WHERE n > 1` },
  { name: '`GROUP BY` expressions and positions', example: `SELECT n % 2, count(*) ${values} GROUP BY 1` },
  {
    name: '`GROUPING SETS`, `ROLLUP`, `CUBE`, `GROUPING`',
    example: `SELECT n, grouping(n), count(*) ${values} GROUP BY ROLLUP (n)`,
  },
  { name: '`HAVING`', example: `SELECT n ${values} GROUP BY n HAVING count(*) > 1` },
  { name: '`WINDOW name AS (…)`', example: `SELECT sum(n) OVER w ${values} WINDOW w AS (ORDER BY n)` },
  { name: '`UNION`, `INTERSECT`, `EXCEPT` [`ALL`]', example: 'SELECT 1 UNION ALL SELECT 2' },
  { name: '`ORDER BY … NULLS FIRST \\| LAST`', example: `SELECT n ${values} ORDER BY n DESC NULLS FIRST` },
  {
    name: '`OFFSET`, `LIMIT`, `FETCH FIRST … ONLY`',
    example: `SELECT n ${values} ORDER BY n OFFSET 1 LIMIT 1`,
  },
  { name: '`FETCH FIRST … WITH TIES`', example: `SELECT n ${values} ORDER BY n FETCH FIRST 1 ROW WITH TIES` },
  { name: '`WITH name AS (…)`', example: 'WITH a (x) AS (SELECT 1) SELECT x FROM a' },
  {
    name: '`WITH RECURSIVE`',
    example: 'WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r',
    differs:
      'more than ten steps end the query, as on Trino; Trino refuses a step whose text is longer than that of the start (`varchar(1)`), here texts have no length; whether Athena takes it is unconfirmed by AWS',
  },
  {
    name: '`WITH` in a subquery, of columns around it',
    example: `SELECT (WITH a AS (SELECT n AS x) SELECT x FROM a) ${values}`,
  },
];

export const expressions: readonly Feature[] = [
  { name: '`AND`, `OR`, `NOT`', example: 'SELECT TRUE AND NOT FALSE OR NULL' },
  { name: '`=`, `<>`, `!=`, `<`, `<=`, `>`, `>=`', example: "SELECT 1 < 2, 'a' <> 'b'" },
  { name: '`= ANY`, `SOME`, `ALL (query)`', example: 'SELECT 1 >= ALL (SELECT 0)' },
  {
    name: '`BETWEEN`, `IN (list)`, `IS [NOT] NULL`, `IS [NOT] DISTINCT FROM`',
    example: 'SELECT 1 BETWEEN 0 AND 2, NULL IS DISTINCT FROM 1',
  },
  { name: '`LIKE … ESCAPE`', example: "SELECT 'a%' LIKE 'a!%' ESCAPE '!'" },
  {
    name: '`IN (query)`, `EXISTS`, a query as a value',
    example: `SELECT n IN (SELECT 1), EXISTS (SELECT 1), (SELECT 1) ${values}`,
  },
  {
    name: 'subqueries of columns around them',
    example: `SELECT (SELECT max(m) FROM (VALUES 1, 2) u (m) WHERE m < n) ${values}`,
    differs:
      'Trino carries out a part of them and says "Given correlated subquery is not supported" otherwise; here all are carried out',
  },
  {
    name: 'the same in `ON` of an inner join',
    example: `SELECT 1 ${values} JOIN t u ON EXISTS (SELECT 1 FROM t v WHERE v.dstport = n)`,
  },
  {
    name: 'the same in `ON` of an outer join',
    example: `SELECT 1 ${values} LEFT JOIN t u ON EXISTS (SELECT 1 FROM t v WHERE v.dstport = n)`,
    refused: 'Trino does not support it',
  },
  { name: '`+`, `-`, `*`, `/`, `%`', example: 'SELECT 7 / 2, 7 % 2, 1.5 * 2, 1.5 % 1' },
  { name: '`\\|\\|` of texts, arrays and bytes', example: "SELECT 'a' || 'b', ARRAY[1] || 2" },
  {
    name: '`CASE`, `IF`, `COALESCE`, `NULLIF`, `TRY`',
    example: 'SELECT CASE 1 WHEN 1 THEN 2 END, TRY(1 / 0)',
  },
  {
    name: '`CAST`, `TRY_CAST`',
    example: "SELECT CAST('1' AS BIGINT), TRY_CAST('x' AS BIGINT)",
    differs:
      'digits of other scripts (`١`) are no number; TRY and TRY_CAST end the query for names of zones, years without four digits and hexadecimal doubles, which Trino reads',
  },
  { name: '`EXTRACT(unit FROM time)`', example: 'SELECT EXTRACT(HOUR FROM now())' },
  {
    name: '`AT TIME ZONE`',
    example: "SELECT now() AT TIME ZONE 'Europe/Berlin'",
    differs: 'the zone is written out; CASE, COALESCE and UNION take times of one zone',
  },
  {
    name: '`TRIM(LEADING … FROM …)`, `POSITION(… IN …)`, `NORMALIZE(…)`',
    example: "SELECT TRIM(LEADING 'x' FROM 'xa'), POSITION('a' IN 'ba')",
  },
  { name: '`ARRAY[…]`, `values[1]`', example: 'SELECT ARRAY[1, 2][1]' },
  {
    name: '`ROW(…)`, `(a, b)`, `row.name`, `row[1]`',
    example: "SELECT CAST(ROW(1, 'a') AS ROW(n BIGINT, s VARCHAR)).n, (1, 2)[1]",
  },
  { name: '`map[key]`', example: "SELECT map(ARRAY['a'], ARRAY[1])['a']" },
  { name: '`x -> …`, `(x, y) -> …`', example: 'SELECT transform(ARRAY[1], x -> x + 1)' },
  { name: 'comparing rows for being equal', example: 'SELECT (1, 2) = (1, 2), (1, 2) IN (SELECT 1, 2)' },
  {
    name: 'comparing arrays and maps for being equal; ordering rows and arrays',
    example:
      "SELECT ARRAY[1] = ARRAY[1], map(ARRAY[1], ARRAY['a']) <> map(), (1, 2) < (1, 3), ARRAY[1] < ARRAY[2]",
  },
  {
    name: '`OVER (…)` with frames of `ROWS`, `RANGE`, `GROUPS`',
    example: `SELECT sum(n) OVER (ORDER BY n GROUPS 1 PRECEDING) ${values}`,
  },
  { name: '`FILTER (WHERE …)`, `IGNORE NULLS`', example: `SELECT count(*) FILTER (WHERE n > 1) ${values}` },
  {
    name: '`DISTINCT` in a window',
    example: `SELECT count(DISTINCT n) OVER () ${values}`,
    refused: 'Trino does not support it',
  },
  {
    name: '`array_agg(… ORDER BY …)`, `LISTAGG … WITHIN GROUP`',
    example: `SELECT array_agg(n ORDER BY n DESC) ${values}`,
  },
  {
    name: '`LISTAGG … ON OVERFLOW`',
    example: "SELECT listagg('a', ',' ON OVERFLOW TRUNCATE WITHOUT COUNT) WITHIN GROUP (ORDER BY 1) FROM t",
    differs: 'a text of more than 1,048,576 bytes ends the query, where TRUNCATE would cut it',
  },
  {
    name: '`CURRENT_DATE`, `CURRENT_TIMESTAMP`, `LOCALTIMESTAMP`, `CURRENT_TIME`, `LOCALTIME`',
    example: 'SELECT CURRENT_DATE, CURRENT_TIME',
  },
  {
    name: 'a time less another one, and intervals with `+`, `-`, `*`, `/` and comparisons',
    example: "SELECT now() - TIMESTAMP '2026-01-31 12:00:00', 2 * INTERVAL '1' DAY",
  },
  { name: '`CURRENT_USER`', example: 'SELECT CURRENT_USER', refused: 'there are no users here' },
  {
    name: '`?` without a value',
    example: 'SELECT ?',
    refused: '`--param` and EXECUTE … USING give values, which are expressions without columns',
  },
  {
    name: '`JSON_VALUE`, `JSON_QUERY`, `JSON_EXISTS`',
    example: `SELECT json_value('{"a": [{"b": 1}]}', 'lax $.a[0].b' RETURNING BIGINT), json_exists('{}', 'lax $.a')`,
    differs:
      'paths are lax and have members, elements and `[*]`; strict paths, filters and PASSING are refused. JSON_QUERY leaves numbers as they are written (`2.50`)',
  },
  {
    name: '`JSON_OBJECT`, `JSON_ARRAY`',
    example: `SELECT json_object('port': 443, 'flags': json_array(1, 2))`,
    differs: 'each of several keys is written out',
  },
  {
    name: '`JSON_TABLE`',
    example: `SELECT 1 FROM JSON_TABLE('{}', 'lax $' COLUMNS (a BIGINT))`,
    refused: 'write UNNEST(CAST(json_extract(…) AS ARRAY(JSON)))',
  },
];

export const literals: readonly Feature[] = [
  { name: 'numbers: `1`, `1.5` (decimal), `1e0` (double)', example: 'SELECT 1, 1.5, 1e0' },
  { name: "texts: `'it''s'`", example: "SELECT 'it''s'" },
  {
    name: "texts with code points: `U&'\\0041'`, with `UESCAPE`",
    example: "SELECT U&'\\0041', U&'!0041' UESCAPE '!'",
  },
  { name: "`X'0aff'`", example: "SELECT X'0aff'" },
  { name: '`TRUE`, `FALSE`, `NULL`', example: 'SELECT TRUE, NULL' },
  {
    name: "`DATE '…'`, `TIMESTAMP '…'`, with a zone too",
    example: "SELECT DATE '2026-01-31', TIMESTAMP '2026-01-31 12:00:00 Europe/Berlin'",
    differs: 'a time has three digits of a second, also as a text, where Trino keeps those that are written',
  },
  {
    name: "`TIME '…'`",
    example: "SELECT TIME '12:00'",
    differs: 'it has three digits of a second, also as a text; the only zone is UTC',
  },
  {
    name: "`INTERVAL '7' DAY`, `INTERVAL '1 12:30' DAY TO MINUTE`, `INTERVAL '1-2' YEAR TO MONTH`",
    example: "SELECT now() - INTERVAL '7' DAY, INTERVAL '1-2' YEAR TO MONTH",
  },
  { name: "`IPADDRESS '…'`, `JSON '…'`", example: "SELECT IPADDRESS '10.0.0.1', JSON '[1]'" },
  { name: "`DECIMAL '1.5'`, `BIGINT '1'`", example: "SELECT DECIMAL '1.5', BIGINT '1'" },
  { name: "`UUID '…'`", example: "SELECT UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'" },
];
