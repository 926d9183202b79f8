import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainQuery, runQuery } from '../../src/app/query.js';
import { signatureOf } from '../../src/lang/athena/call.js';
import {
  type Parameter,
  refusedFunctions,
  sqlFunction,
  sqlFunctions,
} from '../../src/lang/athena/functions/index.js';
import { aggregateFunctions } from '../../src/lang/insights/aggregates.js';
import { scalarFunctions } from '../../src/lang/insights/functions/index.js';
import { stages } from '../../src/lang/insights/stages/index.js';
import { functions } from '../../src/plan/index.js';
import type { Engine } from '../../src/store/index.js';
import { lookupTables } from './lookup-tables.js';
import { sampleEngine } from './sample.js';
import { querySamples } from './samples.js';

/** Every row of every table is carried out by a real engine over real records. */
let engine: Engine;
beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

const run = (text: string, language: 'athena' | 'insights') =>
  runQuery({ text, language, engine, lint: false, source: { tables: lookupTables } });

describe('stages of Logs Insights', () => {
  test.each(stages.map((stage) => [stage.keyword, stage.example] as const))(
    '%s: %s',
    async (keyword, example) => {
      expect(example.toLowerCase()).toContain(keyword.toLowerCase());
      const { columns } = await run(example, 'insights');
      expect(columns.length).toBeGreaterThan(0);
    },
  );
});

describe('scalar functions of Logs Insights', () => {
  const args: Record<string, string> = {
    isIpInSubnet: "srcAddr, '10.0.0.0/9'",
    isIpv4InSubnet: "concat(srcAddr, ''), '10.0.0.0/0'",
    isIpv6InSubnet: "srcAddr, '2001:db8::/31'",
    if: 'action = "ACCEPT", 1, 0',
    case: 'bytes > 5, "big", bytes > 1, "small"',
    round: 'bytes / 7, 2',
    substr: 'interfaceId, 4, 3',
    replace: "interfaceId, 'eni-', ''",
    regexReplace: "interfaceId, '[0-9]', '#'",
    parseDate: "action, 'yyyy-MM-dd'",
    formatDate: "@timestamp, '%Y'",
  };
  test('there are rows', () => expect(scalarFunctions.length).toBeGreaterThan(40));

  test.each(scalarFunctions.map((each) => [each.signature, each] as const))(
    '%s',
    async (_, { name, least, aliases }) => {
      for (const word of [name, name.toUpperCase(), ...(aliases ?? [])]) {
        const given = args[name] ?? Array(least).fill('srcAddr').join(', ');
        const { rows } = await run(
          `SOURCE 'flow-logs' start=1 | fields ${word}(${given}) as value | limit 3`,
          'insights',
        );
        expect(rows).toHaveLength(3);
      }
    },
  );

  test('a missing argument ends in a value, never in an error', async () => {
    for (const { name, least } of scalarFunctions.filter(
      (each) => args[each.name] === undefined && each.least > 0,
    )) {
      const { rows } = await run(
        `fields ${name}(${Array(least).fill('noSuchField').join(', ')}) as value | limit 1`,
        'insights',
      );
      expect(rows, name).toHaveLength(1);
    }
  });
});

describe('aggregates of Logs Insights', () => {
  test.each(aggregateFunctions.map((each) => [each.signature, each] as const))(
    '%s',
    async (_, { name, least, aliases }) => {
      for (const word of [name, name.toUpperCase(), ...(aliases ?? [])]) {
        const given = name === 'rate' ? 'bytes, 1m' : ['bytes', '95'].slice(0, least).join(', ');
        const { rows } = await run(`stats ${word}(${given}) as value by action | sort action`, 'insights');
        expect(rows.map((row) => row[0])).toEqual(['-', 'ACCEPT', 'REJECT']);
        expect(rows[1]?.[1]).not.toBeNull();
      }
    },
  );
});

describe('functions of Athena', () => {
  const values: Record<Parameter, string> = {
    unknown: 'NULL',
    any: 'srcaddr',
    same: 'bytes',
    number: 'bytes',
    whole: 'bytes',
    'same array': 'ARRAY[1]',
    'same map': 'map()',
    map: "map(ARRAY['a'], ARRAY[1])",
    key: "'a'",
    lambda: 'x -> x',
    json: "JSON '[1]'",
    varbinary: "X'61'",
    time: 'from_unixtime(start)',
    boolean: "action = 'ACCEPT'",
    integer: 'dstport',
    bigint: '2',
    'decimal(2,1)': '1.5',
    array: 'ARRAY[1, 2]',
    element: '1',
    double: '2e0',
    varchar: "'a.b.c'",
    date: "DATE '2026-01-31'",
    timestamp: "TIMESTAMP '2026-01-31 12:00:00'",
    'timestamp with time zone': 'from_unixtime(start)',
    'interval day to second': "INTERVAL '1' DAY",
    'interval year to month': "INTERVAL '1' MONTH",
    'time(3)': "TIME '12:00'",
    'time(3) with time zone': 'CURRENT_TIME',
    uuid: "UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'",
    ipaddress: 'TRY_CAST(srcaddr AS IPADDRESS)',
  };
  const args: Record<string, string> = {
    'contains(varchar, ipaddress)': "'10.0.0.0/12', TRY_CAST(srcaddr AS IPADDRESS)",
    filter: 'ARRAY[1, 2], x -> x > 1',
    any_match: 'ARRAY[1, 2], x -> x > 1',
    all_match: 'ARRAY[1, 2], x -> x > 1',
    none_match: 'ARRAY[1, 2], x -> x > 1',
    reduce: 'ARRAY[1, 2], 0, (s, x) -> s + x, s -> s',
    zip_with: 'ARRAY[1, 2], ARRAY[3], (x, y) -> x + y',
    map_filter: "map(ARRAY['a'], ARRAY[1]), (k, v) -> v > 0",
    transform_keys: "map(ARRAY['a'], ARRAY[1]), (k, v) -> k || 'b'",
    transform_values: "map(ARRAY['a'], ARRAY[1]), (k, v) -> v + 1",
    map: "ARRAY['a'], ARRAY[1]",
    map_from_entries: "ARRAY[('a', 1)]",
    map_concat: 'map(), map()',
    split_to_map: "'a=1', '&', '='",
    map_agg: 'srcaddr, dstaddr',
    multimap_agg: 'dstport, srcport',
    array_union: 'ARRAY[1], ARRAY[2]',
    array_intersect: 'ARRAY[1], ARRAY[2]',
    array_except: 'ARRAY[1], ARRAY[2]',
    arrays_overlap: 'ARRAY[1], ARRAY[2]',
    flatten: 'ARRAY[ARRAY[1]]',
    repeat: 'srcaddr, 2',
    slice: 'ARRAY[1, 2], 1, 1',
    trim_array: 'ARRAY[1, 2], 1',
    'array_sort(array, lambda)': 'ARRAY[2, 1], (x, y) -> IF(x < y, -1, IF(x = y, 0, 1))',
    'regexp_replace(varchar, varchar, lambda)': "srcaddr, '([0-9])', g -> g[1]",
    'split(varchar, varchar, bigint)': "srcaddr, '.', 2",
    'strpos(varchar, varchar, bigint)': "srcaddr, '.', 2",
    'is_json_scalar(varchar)': "'[1]'",
    map_zip_with: 'map(ARRAY[1], ARRAY[2]), map(ARRAY[1], ARRAY[3]), (k, v, w) -> v',
    'approx_distinct(any, double)': 'srcaddr, 0.01',
    json_parse: "'[1]'",
    json_extract: `'{"a":1}', '$.a'`,
    'json_extract(json, varchar)': `JSON '{"a":1}', '$.a'`,
    'json_extract_scalar(json, varchar)': `JSON '{"a":1}', '$.a'`,
    json_size: `'{"a":1}', '$'`,
    'json_size(json, varchar)': `JSON '{"a":1}', '$'`,
    json_array_contains: `'[1]', 1`,
    'json_array_contains(json, any)': `JSON '[1]', 1`,
    from_hex: "'6162'",
    from_base64: "'YWI='",
    from_base64url: "'YWI='",
    to_base: '5, 2',
    from_base: "'11', 2",
    random: '',
    'from_unixtime(number, varchar)': "start, 'Europe/Berlin'",
    url_extract_parameter: "'http://e?a=1', 'a'",
    ltrim: "srcaddr, '1'",
    'min(any, bigint)': 'bytes, 2',
    'max(any, bigint)': 'bytes, 2',
    'min_by(any, any, bigint)': 'srcaddr, bytes, 2',
    'max_by(any, any, bigint)': 'srcaddr, bytes, 2',
    ngrams: 'ARRAY[1, 2], 2',
    'approx_percentile(number, array)': 'bytes, ARRAY[0.5, 0.9]',
    date: "'2026-01-31'",
    date_trunc: "'hour', from_unixtime(start)",
    date_add: "'day', -1, DATE '2026-01-31'",
    date_diff: '\'minute\', from_unixtime(start), from_unixtime("end")',
    date_format: "from_unixtime(start), '%Y-%m-%d'",
    date_parse: "'2026-01-31', '%Y-%m-%d'",
    parse_datetime: "'2026-01-31', 'yyyy-MM-dd'",
    format_datetime: "from_unixtime(start), 'yyyy-MM-dd'",
    from_iso8601_timestamp: "'2026-01-31T12:00:00Z'",
    from_iso8601_date: "'2026-01-31'",
    at_timezone: "from_unixtime(start), 'UTC'",
    with_timezone: "TIMESTAMP '2026-01-31 12:00:00', 'UTC'",
    lpad: "srcaddr, 20, ' '",
    rpad: "srcaddr, 20, ' '",
    codepoint: "'a'",
    json_extract_scalar: `'{"a":1}', '$.a'`,
    regexp_replace: "srcaddr, '[.]', '-'",
    regexp_count: "srcaddr, '[.]'",
    regexp_position: "srcaddr, '[.]'",
    bit_count: '18, 64',
    width_bucket: '5, 0, 10, 5',
    approx_percentile: 'bytes, 0.95',
    listagg: "srcaddr, ', '",
    lag: 'bytes, 1, 0',
    lead: 'bytes, 1, 0',
    nth_value: 'bytes, 2',
    ntile: '2',
    split: "srcaddr, '.'",
    regexp_extract_all: "srcaddr, '[0-9]+'",
    regexp_split: "srcaddr, '[.]'",
    sequence: '1, 3',
  };
  test('there are rows', () => expect(sqlFunctions.length).toBeGreaterThan(60));

  const carriedOut = sqlFunctions.filter((each) => each.refused === undefined);

  test.each(carriedOut.map((each) => [signatureOf(each), each] as const))(
    '%s',
    async (signature, { name, params, least, kind, aliases }) => {
      const own = args[signature] ?? (signature.startsWith('contains(array') ? undefined : args[name]);
      const count = Math.max(least ?? params.length, kind === 'aggregate' ? 1 : 0);
      const wanted = params.slice(0, count);
      const given = own ?? wanted.map((each) => values[each]).join(', ');
      const after = { window: ' OVER (ORDER BY start)', aggregate: '', scalar: '' }[kind];
      const within = name === 'listagg' ? ' WITHIN GROUP (ORDER BY srcaddr)' : after;
      for (const word of [name, name.toUpperCase(), ...(aliases ?? [])]) {
        const bare = /^(current_(?!timezone)|localtime)/i.test(word);
        const text = `SELECT ${word}${bare ? '' : `(${given})${within}`} FROM t LIMIT 2`;
        const { rows } = await run(text, 'athena');
        expect(rows.length).toBeGreaterThan(0);
        if (params.length === 0 || own !== undefined || params.includes('lambda')) continue;
        // NULL goes in everywhere and never ends the statement.
        const nulls = wanted.map(() => 'NULL').join(', ');
        await run(`SELECT ${word}(${nulls})${within} FROM t LIMIT 1`, 'athena');
      }
    },
  );

  test('each function stands in a case whose rows are kept', () => {
    const queries = querySamples('athena').join('\n').toLowerCase();
    const missing = sqlFunctions.filter(
      ({ name, aliases }) =>
        ![name, ...(aliases ?? [])].some((word) => new RegExp(`\\b${word}\\b`).test(queries)),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test('a function that is refused is not carried out, and the other way round', () => {
    expect(Object.keys(refusedFunctions).filter((name) => sqlFunction(name) !== undefined)).toEqual([]);
  });
});

test('the functions of a plan say what they take', () => {
  for (const [name, spec] of Object.entries(functions)) {
    expect(spec.doc, name).toMatch(/\.$/);
    expect('least' in spec ? spec.least : 0).toBeLessThanOrEqual(spec.args.length);
  }
});

test('the names of older tables are known on request only', async () => {
  const text =
    'SELECT sourceaddress, destinationport, numbytes, starttime, endtime, logstatus FROM t LIMIT 1';
  const { columns } = await runQuery({ text, language: 'athena', engine, olderNames: true });
  expect(columns.map((column) => column.name)).toEqual([
    'sourceaddress',
    'destinationport',
    'numbytes',
    'starttime',
    'endtime',
    'logstatus',
  ]);
  await expect(run(text, 'athena')).rejects.toThrow(/cannot be resolved/);
  const star = await runQuery({
    text: 'SELECT * FROM t LIMIT 1',
    language: 'athena',
    engine,
    olderNames: true,
  });
  expect(star.columns).toHaveLength(15);
});

test('a text beyond the bound is refused before it is read', async () => {
  // Three bytes each: the bound is on bytes, as Athena's is.
  const text = `SELECT '${'\u20ac'.repeat(90_000)}'`;
  await expect(run(text, 'athena')).rejects.toThrow(/at most 262144 bytes/);
});

test('rows that are events end in their pointer when it is asked for', async () => {
  const request = { language: 'insights', engine, pointers: true } as const;
  const { columns, rows } = await runQuery({ ...request, text: 'fields srcAddr | limit 2' });
  expect(columns.map(({ name, hidden }) => [name, hidden])).toEqual([
    ['srcAddr', undefined],
    ['@ptr', true],
  ]);
  expect(new Set(rows.map((row) => row[1])).size).toBe(2);
  expect((await runQuery({ ...request, text: 'stats count(*) as n' })).columns).toHaveLength(1);
});

test('an answer that was cut without the query naming a limit says so', async () => {
  expect((await run('fields srcAddr', 'insights')).cutAt).toBe(10_000);
  expect((await run('fields srcAddr | limit 5', 'insights')).cutAt).toBeUndefined();
  expect((await run("filter action = 'REJECT'", 'insights')).cutAt).toBeUndefined();
  expect((await run('SELECT srcaddr FROM t', 'athena')).cutAt).toBeUndefined();
});

test('a large answer comes in pieces', async () => {
  const { streamQuery } = await import('../../src/app/query.js');
  let rows = 0;
  let pages = 0;
  for await (const page of streamQuery({ text: 'SELECT * FROM t', language: 'athena', engine })) {
    rows += page.rows.length;
    pages++;
    expect(page.columns).toHaveLength(15);
  }
  expect(rows).toBe(41_542);
  expect(pages).toBeGreaterThan(5);
});

test('a query that was stopped before it began does not run', async () => {
  const signal = AbortSignal.abort();
  await expect(runQuery({ text: 'SELECT 1', language: 'athena', engine, signal })).rejects.toThrow(/abort/i);
});

test('a running query stops when it is told to', async () => {
  const controller = new AbortController();
  const text =
    'SELECT count(*) FROM t AS a CROSS JOIN t AS b CROSS JOIN t AS c WHERE a.bytes % 7 + b.bytes % 5 + c.bytes % 3 = 4';
  const running = runQuery({ text, language: 'athena', engine, lint: false, signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  await expect(running).rejects.toThrow(/abort/i);
  // The engine works on.
  expect((await run('SELECT 1', 'athena')).rows).toEqual([[1]]);
});

test('an explained query names its steps in the order in which they are carried out', () => {
  const text = "stats count(*) as n by dstAddr | limit 3 | filter action = 'REJECT' | sort n desc";
  expect(() => explainQuery({ text, language: 'insights' })).toThrow(/after `limit`/);
  const { steps } = explainQuery({
    text: "stats count(*) as n by dstAddr | filter action = 'REJECT' | limit 3 | sort n desc",
    language: 'insights',
  });
  expect(steps).toEqual([
    "filter action = 'REJECT'",
    'stats count(*) as n by dstAddr',
    'sort n desc',
    'limit 3',
  ]);
});
