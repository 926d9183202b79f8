import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError, formatDiagnostic } from '../../../base/index.js';
import { refusedStatements, statements } from './index.js';
import { isOneQuery, parseStatement, parseStatements } from './parse.js';

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (cause) {
    if (!(cause instanceof DiagnosticError)) throw cause;
    return cause.diagnostics.map((each) => formatDiagnostic(each, cause.text)).join('\n');
  }
  throw new Error('this is not refused');
}

test('each example of the table is read as the statement it is an example of', () => {
  expect(statements.length).toBeGreaterThan(20);
  for (const { name, example, begins } of statements) {
    expect(() => parseStatement(example), name).not.toThrow();
    expect(
      begins.some((begin) => example.toLowerCase().startsWith(begin)),
      name,
    ).toBe(true);
  }
  expect(new Set(statements.map((each) => each.name)).size).toBe(statements.length);
});

test.each(Object.entries(refusedStatements))('%s is refused with its reason', (word, reason) => {
  expect(refusal(() => parseStatement(`${word} something`))).toContain(reason);
});

describe('several statements', () => {
  const texts = (text: string): string[] => [...parseStatements(text)].map((each) => each.text.trim());

  test('a semicolon in quotes or comments ends none', () => {
    const text = 'SELECT \';\' -- ; not here\n, ";" /* ; */ FROM t; SHOW TABLES;\n\n;-- the end';
    expect(texts(text)).toEqual(['SELECT \';\' -- ; not here\n, ";" /* ; */ FROM t', 'SHOW TABLES']);
  });

  test('a backslash takes a quote as it is in DDL, and is a character in a query', () => {
    const ddl = "ALTER TABLE t SET TBLPROPERTIES ('a' = 'it\\'s; here')";
    const query = "SELECT '\\' FROM t";
    expect(texts(`${ddl};${query};SHOW TABLES`)).toEqual([ddl, query, 'SHOW TABLES']);
  });

  test('a mistake has its place in the whole text, and those above it are read before', () => {
    const reader = parseStatements('SHOW TABLES;\nSELECT 1;\n  DROP TABEL x');
    expect(reader.next().value?.statement.kind).toBe('showTables');
    expect(reader.next().value?.statement.kind).toBe('query');
    expect(refusal(() => reader.next())).toBe(
      [
        "query:3:8 mismatched: mismatched input 'TABEL'",
        '  3 |   DROP TABEL x',
        '    |        ^^^^^',
        '  help: the statements are DROP DATABASE, DROP SCHEMA, DROP TABLE, DROP VIEW',
      ].join('\n'),
    );
  });

  test('nothing is refused with a cure', () => {
    expect(refusal(() => [...parseStatements(' -- nothing')])).toContain('write a statement, such as SELECT');
  });
});

describe('CREATE EXTERNAL TABLE', () => {
  const table = (rest: string): ReturnType<typeof parseStatement> =>
    parseStatement(`CREATE EXTERNAL TABLE t (a int) ${rest}`);

  test('reads types, comments, escapes and defaults', () => {
    const text =
      "CREATE EXTERNAL TABLE IF NOT EXISTS Db.`My-Table` (`end` bigint COMMENT 'it\\'s', start BIGINT, " +
      "answers array<struct<Rdata: string, `end`:string>>) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LOCATION 's3://b/p/'";
    const statement = parseStatement(text);
    if (statement.kind !== 'createTable') throw new Error(statement.kind);
    expect([statement.name.database?.name, statement.name.table.name]).toEqual(['db', 'my-table']);
    expect(statement.columns.map((column) => [column.name.name, column.type, column.comment])).toEqual([
      ['end', 'bigint', "it's"],
      ['start', 'bigint', undefined],
      ['answers', 'array<struct<Rdata:string,end:string>>', undefined],
    ]);
    expect(statement.format).toEqual({ kind: 'text', delimiter: '\t', nullText: '\\N' });
  });

  test('without ROW FORMAT fields are separated by Control-A', () => {
    const statement = table("LOCATION 's3://b/'");
    expect(statement.kind === 'createTable' && statement.format).toMatchObject({ delimiter: '\u0001' });
  });

  test('a pattern keeps its backslashes', () => {
    const serde = "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'";
    const statement = table(
      `${serde} WITH SERDEPROPERTIES ("input.regex" = "^(\\\\S+)\\\\s(.*)$") LOCATION 's3://b/'`,
    );
    expect(statement.kind === 'createTable' && statement.format).toMatchObject({
      pattern: '^(\\S+)\\s(.*)$',
    });
  });

  test.each([
    [
      'a column written with hyphens',
      'CREATE EXTERNAL TABLE t (pkt-src-aws-service string)',
      'pkt_src_aws_service',
    ],
    ['END without quotes', 'CREATE EXTERNAL TABLE t (start bigint, end bigint)', '`end`, in back-quotes'],
    ['a type of queries', "CREATE EXTERNAL TABLE t (a varchar) LOCATION 's3://b/'", 'write string'],
    [
      'a column twice',
      "CREATE EXTERNAL TABLE t (a int, A int) LOCATION 's3://b/'",
      "Column 'a' is declared twice",
    ],
    ['no LOCATION', 'CREATE EXTERNAL TABLE t (a int)', "write LOCATION 's3://bucket/prefix/'"],
    [
      'ORC',
      "CREATE EXTERNAL TABLE t (a int) STORED AS ORC LOCATION 's3://b/'",
      'STORED AS ORC is not supported',
    ],
    [
      'an unknown SerDe',
      "CREATE EXTERNAL TABLE t (a int) ROW FORMAT SERDE 'x.Y' LOCATION 's3://b/'",
      'The SerDe x.Y',
    ],
    [
      'a long delimiter',
      "CREATE EXTERNAL TABLE t (a int) ROW FORMAT DELIMITED FIELDS TERMINATED BY '||' LOCATION 's3://b/'",
      'takes one character',
    ],
    ['double quotes around a name', 'CREATE EXTERNAL TABLE "t" (a int)', 'in back-quotes'],
  ])('%s is refused', (_, text, part) => expect(refusal(() => parseStatement(text))).toContain(part));

  test('a type that is nested without end is refused', () => {
    const type = `${'array<'.repeat(20_000)}int${'>'.repeat(20_000)}`;
    expect(refusal(() => parseStatement(`CREATE EXTERNAL TABLE t (a ${type})`))).toContain('unknown-type');
  });
});

test.each([
  ['parentheses', `CREATE VIEW v AS SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
  ['blanks', `${' '.repeat(5_000_000)}DROP TABLE`],
  ['comments', `${'/* */'.repeat(500_000)}DROP TABLE`],
  ['an open comment', `/*${' '.repeat(5_000_000)}`],
  ['an open quote', `SELECT '${'x'.repeat(5_000_000)}`],
  ['semicolons', `${';'.repeat(100_000)}DROP TABLE`],
  ['bytes', String.fromCharCode(...Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
  [
    'a properties list',
    `CREATE EXTERNAL TABLE t (a int) LOCATION 's3://b/' TBLPROPERTIES (${"'a'='b',".repeat(20_000)}`,
  ],
])('huge or odd text is refused: %s', (_, text) => {
  expect(refusal(() => [...parseStatements(text)])).toMatch(/^query:/);
  expect(isOneQuery(text)).toBe(text.startsWith('SELECT'));
});

test('any mutated statement ends in a tree or in a diagnostic', () => {
  const examples = statements.map((each) => each.example);
  const mutated = fc
    .tuple(
      fc.constantFrom(...examples),
      fc.nat(),
      fc.nat(6),
      fc.constantFrom('', "'", '`', '(', ';', '<', ' x ', '"'),
    )
    .map(([text, at, cut, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    });
  fc.assert(
    fc.property(mutated, (text) => {
      try {
        for (const { statement } of parseStatements(text)) expect(statement.kind).not.toBe('');
      } catch (cause) {
        expect(cause).toBeInstanceOf(DiagnosticError);
      }
    }),
    { numRuns: 1500 },
  );
});
