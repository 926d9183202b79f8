import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingest } from '../../src/app/ingest.js';
import { connectScript } from '../../src/app/open-lake.js';
import { explainQuery, type QueryRequest, runQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import { Sql, sql } from '../../src/dialect/index.js';
import { type CellValue, createRecordsView, Engine, type LakeContents } from '../../src/store/index.js';

/** One lake with the flow logs and Resolver query logs of a sample, Network Firewall logs and a log of an application. */
const folder = mkdtempSync(join(tmpdir(), 'sluice-groups-'));
const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2');
const resolver = 'resolver/vpcdnsquerylogs_vpc-0f1e2d3c4b5a69788_20260914.log.gz';
let engine: Engine;
let contents: LakeContents;

interface Query {
  readonly query_name: string;
  readonly query_type: string;
  readonly srcaddr: string;
  readonly query_timestamp: string;
  readonly answers: readonly { readonly Rdata: string }[];
  readonly srcids: { readonly instance?: string };
}

/** The Resolver query logs as they stand in the file: the hand counts work on these and on nothing of ours. */
const lines = gunzipSync(readFileSync(join(sample, resolver)))
  .toString('utf8')
  .trim()
  .split('\n');
const queries = lines.map((line) => JSON.parse(line) as Query);

const alert = (sni: string, action: string, second: number) =>
  JSON.stringify({
    firewall_name: 'shop',
    availability_zone: 'eu-central-1a',
    event_timestamp: String(1_789_365_600 + second),
    event: {
      timestamp: `2026-09-14T06:00:0${second}.123456+0000`,
      event_type: 'alert',
      src_ip: '10.32.16.7',
      src_port: 40_000 + second,
      dest_ip: '192.0.2.80',
      dest_port: 443,
      proto: 'TCP',
      alert: { action, signature_id: 2, signature: 'seen', severity: 3 },
      tls: { sni, version: 'TLS 1.3' },
    },
  });
const flow = (bytes: number, second: number) =>
  JSON.stringify({
    firewall_name: 'shop',
    event_timestamp: 1_789_365_600 + second,
    event: {
      event_type: 'netflow',
      dest_ip: '192.0.2.80',
      netflow: { pkts: 3, bytes, tcp_flags: { syn: true } },
    },
  });
const application = [
  '{"time":"2026-09-14T06:00:00Z","level":"info","user":{"id":7},"@tag":"blue"}',
  '{"time":"2026-09-14T06:00:01Z","level":"error","user":{"id":"x"}}',
  '2026-09-14T06:00:02Z plain text',
];

beforeAll(async () => {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  writeFileSync(
    join(logs, 'alert.log'),
    `${[alert('a.example', 'allowed', 1), alert('b.example', 'blocked', 2)].join('\n')}\n`,
  );
  writeFileSync(join(logs, 'flow.log'), `${[flow(100, 1), flow(2_000, 2)].join('\n')}\n`);
  writeFileSync(join(folder, 'app.log'), `${application.join('\n')}\n`);
  const lakePath = join(folder, 'lake');
  await ingest({ paths: [join(sample, 'AWSLogs'), join(sample, 'resolver'), logs], lakePath });
  await ingest({ paths: [join(folder, 'app.log')], lakePath, logGroup: '/shop/app' });
  engine = await Engine.open({ threads: 2 });
  contents = await createRecordsView(engine, lakePath);
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function insights(
  text: string,
  more: Partial<QueryRequest> = {},
): Promise<readonly (readonly CellValue[])[]> {
  return (await runQuery({ text, language: 'insights', engine, contents, ...more })).rows;
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

test('a query over Resolver query logs counts as a hand does', async () => {
  const rows = await insights(
    "SOURCE 'resolver-query-logs' | filter query_type = 'A' | stats count(*) as hits by query_name",
  );
  const wanted = countBy(queries.filter((each) => each.query_type === 'A').map((each) => each.query_name));
  expect(wanted.size).toBeGreaterThan(5);
  expect(new Map(rows.map(([name, hits]) => [String(name), Number(hits)]))).toEqual(wanted);
});

test('elements of lists are fields by their number, and a missing one matches nothing', async () => {
  const [row] = await insights(
    "SOURCE 'resolver-query-logs' | stats count(*) as events, count(answers.1.Rdata) as second, count(srcids.instance) as named",
  );
  const second = queries.filter((each) => each.answers[1] !== undefined).length;
  const named = queries.filter((each) => each.srcids.instance !== undefined).length;
  expect([second, named].every((count) => count > 0 && count < lines.length)).toBe(true);
  expect(row?.map(Number)).toEqual([lines.length, second, named]);
});

test('@message is the line as it came, the newest first, and the other system fields say where it is from', async () => {
  const fields = '@timestamp, @message, @logStream, @log, @aws.account, @aws.region, @ptr';
  const rows = await insights(`SOURCE 'resolver-query-logs' | fields ${fields}`);
  expect(rows.map((row) => row[1]).sort()).toEqual([...lines].sort());
  const times = queries.map((each) => each.query_timestamp).sort();
  expect(rows[0]?.[0]).toBe(`${times.at(-1)?.replace('T', ' ').replace('Z', '')}.000`);
  expect(rows[0]?.slice(2, 6)).toEqual([
    'vpcdnsquerylogs_vpc-0f1e2d3c4b5a69788_20260914',
    '210987654321:resolver-query-logs',
    '210987654321',
    'eu-central-1',
  ]);
  const pointers = new Set(rows.map((row) => row[6]));
  expect(pointers.size).toBe(lines.length);
  for (const [pointer] of [...pointers].slice(0, 3).map((each) => [each])) {
    const again = await insights(
      `SOURCE 'resolver-query-logs' | filter @ptr = '${pointer}' | fields @message, @ptr`,
    );
    expect(again).toEqual([[rows.find((row) => row[6] === pointer)?.[1], pointer]]);
  }
});

test('Network Firewall logs are asked by their paths, and their numbers are numbers', async () => {
  const alerts =
    "SOURCE 'network-firewall-alert-logs' | filter event.alert.action = 'blocked' | fields event.tls.sni, @timestamp";
  expect(await insights(alerts)).toEqual([['b.example', '2026-09-14 06:00:02.000']]);
  const flows =
    "SOURCE 'network-firewall-flow-logs' | filter event.netflow.bytes > 200 | stats sum(event.netflow.bytes) as volume";
  expect(await insights(flows)).toEqual([[2000]]);
  const source =
    "SOURCE dataSource(['aws_network_firewall.alert', 'aws_network_firewall.flow']) | stats count(*) as n";
  expect(await insights(source)).toEqual([[4]]);
});

test('any text and JSON is a log group, chosen in the query or beside it', async () => {
  const text = 'fields level, user.id, @@tag, @message | sort @timestamp asc';
  const rows = await insights(text, { logGroups: ['/shop/app'] });
  expect(rows).toEqual([
    ['info', '7', 'blue', application[0]],
    ['error', 'x', null, application[1]],
    [null, null, null, application[2]],
  ]);
  expect(await insights(`SOURCE '/shop/app' | ${text}`)).toEqual(rows);
  expect(
    await insights("SOURCE logGroups(namePrefix: ['/shop']) | filter user.id > 5 | stats count(*) as n"),
  ).toEqual([[1]]);
});

test('a time range holds for events too', async () => {
  const range = { from: 1_789_365_601, to: 1_789_365_602 };
  const rows = await insights('fields level', { logGroups: ['/shop/app'], range });
  expect(rows).toEqual([['error']]);
});

test('flow logs are joined with the names that the Resolver gave for their addresses', async () => {
  const text = `filter dstPort = 443 and action = 'ACCEPT'
    | join type=inner left=F right=D where F.dstAddr = D.address
      (SOURCE 'resolver-query-logs' | fields query_name, answers.0.Rdata as address | dedup query_name, address)
    | stats count(*) as records by D.query_name`;
  const rows = await insights(text);
  const names = new Set(queries.map((each) => each.query_name));
  expect(rows.length).toBeGreaterThan(1);
  for (const [name] of rows) expect(names.has(String(name))).toBe(true);
});

test('a subquery may read another log group', async () => {
  const text =
    "filter dstAddr in (SOURCE 'resolver-query-logs' | filter query_name like 'xmr' | fields answers.0.Rdata) | stats count(*) as n by dstAddr";
  const address = queries.find((each) => each.query_name.includes('xmr'))?.answers[0]?.Rdata;
  expect((await insights(text)).map(([found]) => found)).toEqual([address]);
});

test('a field that no event has is said, with the nearest one', () => {
  const text = "SOURCE 'resolver-query-logs' | filter query_nam = 'x' | fields srcAddr";
  const { diagnostics } = explainQuery({ text, language: 'insights', contents });
  expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
    ['unknown-field', 'write `query_name`'],
    ['unknown-field', 'write `srcaddr`'],
  ]);
});

test.each([
  ["SOURCE 'resolver' | limit 1", 'no-log-group', "'flow-logs', '/shop/app', 'network-firewall-alert-logs'"],
  ["SOURCE 'flow-logs' | SOURCE '/shop/app' | limit 1", 'mixed-groups', 'name one'],
  ['SOURCE logGroups() | limit 1', 'mixed-groups', 'name one'],
  ["SOURCE dataSource(['amazon_waf.log']) | limit 1", 'no-log-group', 'the log groups are'],
])('%s is refused', (text, code, help) => {
  try {
    explainQuery({ text, language: 'insights', contents });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics[0]?.code).toBe(code);
    expect(error.diagnostics[0]?.help).toContain(help);
    return;
  }
  throw new Error('it is not refused');
});

test('the script for any DuckDB has the flow logs and the other log groups', async () => {
  const script = await connectScript(join(folder, 'lake'));
  const other = await Engine.open({ threads: 1 });
  try {
    await other.execute(Sql.fromParts(script, []));
    const counts = await other.query(
      sql`SELECT (SELECT count(*) FROM records), (SELECT count(*) FROM events)`,
    );
    expect(counts.rows).toEqual([[41_542, lines.length + 4 + application.length]]);
  } finally {
    other.close();
  }
});

test('the flow logs stay what they are', async () => {
  expect(await insights('stats count(*) as n')).toEqual([[41_542]]);
  expect(contents.account).toMatchObject({ lines: 41_542, records: 41_533 });
});
