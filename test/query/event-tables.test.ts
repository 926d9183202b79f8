import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingest } from '../../src/app/ingest.js';
import { explainQuery, runQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import { type CellValue, createRecordsView, Engine, type LakeContents } from '../../src/store/index.js';

/** The tables of Resolver query logs and Network Firewall logs, over a lake with the Resolver query logs of a sample. */
const folder = mkdtempSync(join(tmpdir(), 'sluice-tables-'));
const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2', 'resolver');
let engine: Engine;
let contents: LakeContents;

interface Question {
  readonly query_name: string;
  readonly query_type: string;
  readonly srcaddr: string;
  readonly srcport: string;
  readonly vpc_id: string;
  readonly answers: readonly { readonly Rdata: string; readonly Type: string; readonly Class: string }[];
  readonly srcids: { readonly instance?: string };
}

const path = join(sample, 'vpcdnsquerylogs_vpc-0f1e2d3c4b5a69788_20260914.log.gz');
const questions = gunzipSync(readFileSync(path))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Question);

const firewall = [
  {
    firewall_name: 'shop',
    event_timestamp: '1789365601',
    event: {
      event_type: 'alert',
      src_ip: '10.32.16.7',
      src_port: 40_001,
      tls_inspected: true,
      alert: { action: 'blocked', signature_id: 2, severity: 'high' },
      tls: { sni: 'b.example' },
    },
  },
  {
    firewall_name: 'shop',
    event_timestamp: 1_789_365_602,
    event: {
      event_type: 'alert',
      src_ip: '10.32.16.8',
      src_port: '40002',
      http: { hostname: 'h.example', status: 200 },
    },
  },
  {
    firewall_name: 'shop',
    event_timestamp: '1789365603',
    event: {
      event_type: 'netflow',
      netflow: {
        pkts: 3,
        bytes: 5_000_000_000,
        end: '2026-09-14T06:00:03Z',
        tcp_flags: { syn: true, rst: false },
      },
    },
  },
  { firewall_name: 'shop', event_timestamp: 1_789_365_604, event: { event_type: 'tls', sni: 't.example' } },
];

beforeAll(async () => {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  for (const [index, event] of firewall.entries()) {
    writeFileSync(join(logs, `${index}.log`), `${JSON.stringify(event)}\n`);
  }
  await ingest({ paths: [sample, logs], lakePath: join(folder, 'lake') });
  engine = await Engine.open({ threads: 2 });
  contents = await createRecordsView(engine, join(folder, 'lake'));
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(text: string): Promise<readonly (readonly CellValue[])[]> {
  return (await runQuery({ text, language: 'athena', engine, contents })).rows;
}

test('the columns are those of the documented table, in its order', () => {
  const { columns } = explainQuery({ text: 'SELECT * FROM r53_rlogs', language: 'athena', contents });
  expect(columns.map((column) => column.name).join(' ')).toBe(
    'version account_id region vpc_id query_timestamp query_name query_type query_class rcode answers srcaddr srcport transport srcids firewall_rule_action firewall_rule_group_id firewall_domain_list_id',
  );
});

test('names of the table with a database, in any case and with another alias', async () => {
  for (const name of ['resolver_logs', '"default"."R53_RLOGS"', 'awsdatacatalog.dns.r53_rlogs AS l']) {
    expect(await rows(`SELECT count(*) FROM ${name}`)).toEqual([[questions.length]]);
  }
});

test('questions are counted by type as a hand does', async () => {
  const counts = new Map<string, number>();
  for (const { query_type: type } of questions) counts.set(type, (counts.get(type) ?? 0) + 1);
  const found = await rows('SELECT query_type, count(*) FROM r53_rlogs GROUP BY 1');
  expect(new Map(found.map(([type, count]) => [String(type), Number(count)]))).toEqual(counts);
});

test('a field of a row is named with a dot, with or without the table, and is NULL where the row lacks it', async () => {
  const named = questions.filter((each) => each.srcids.instance !== undefined).length;
  expect(named).toBeLessThan(questions.length);
  const text =
    'SELECT count(srcids.instance), count(r53_rlogs.srcids.instance), count(srcids.resolver_endpoint) FROM r53_rlogs';
  expect(await rows(text)).toEqual([[named, named, 0]]);
});

test('a port written as a text is a number', async () => {
  const ports = questions.map((each) => Number(each.srcport));
  expect(await rows('SELECT min(srcport), max(srcport) + 1 FROM r53_rlogs')).toEqual([
    [Math.min(...ports), Math.max(...ports) + 1],
  ]);
});

test('the documented queries: answers of one address, and questions without an answer', async () => {
  const address = '104.16.0.34';
  const asked = questions.filter((each) => each.answers.some((answer) => answer.Rdata === address));
  expect(asked.length).toBeGreaterThan(1);
  const joined = `SELECT DISTINCT query_name, answer.Rdata, answer.type FROM r53_rlogs
    CROSS JOIN UNNEST(r53_rlogs.answers) AS st(answer) WHERE answer.Rdata = '${address}'`;
  expect(await rows(joined)).toEqual([[asked[0]?.query_name, address, 'A']]);
  const empty = questions.filter((each) => each.answers.length === 0).length;
  expect(await rows('SELECT count(*) FROM r53_rlogs WHERE cardinality(answers) = 0')).toEqual([[empty]]);
});

test('a name for each field takes the rows of an array apart, as Trino does', async () => {
  const all = questions.flatMap((each) => each.answers);
  const text =
    'SELECT count(*), count(DISTINCT data) FROM r53_rlogs CROSS JOIN UNNEST(answers) AS t (data, type, class)';
  expect(await rows(text)).toEqual([[all.length, new Set(all.map((each) => each.Rdata)).size]]);
});

test('rows and arrays in an answer are texts in brackets', async () => {
  const question = questions.find((each) => each.answers.length === 2 && each.srcids.instance !== undefined);
  const [one, two] = question?.answers ?? [];
  const shown = (answer: typeof one) =>
    `{rdata=${answer?.Rdata}, type=${answer?.Type}, class=${answer?.Class}}`;
  const text = `SELECT answers, srcids FROM r53_rlogs WHERE srcaddr = '${question?.srcaddr}' AND query_name = '${question?.query_name}'`;
  expect(await rows(text)).toEqual([
    [
      `[${shown(one)}, ${shown(two)}]`,
      `{instance=${question?.srcids.instance}, resolver_endpoint=null, resolver_network_interface=null}`,
    ],
  ]);
});

test('elements of an array, and functions over them', async () => {
  const text = `SELECT answers[1].rdata, element_at(answers, 99).rdata,
    cardinality(filter(answers, a -> a.type = 'A')) FROM r53_rlogs WHERE query_name = 'deb.debian.example.' LIMIT 1`;
  expect(await rows(text)).toEqual([['151.101.2.132', null, 2]]);
});

test('only the members that a statement names are read through UNNEST, and all of them for a star', () => {
  const sqlOf = (items: string) =>
    explainQuery({
      text: `SELECT ${items} FROM r53_rlogs CROSS JOIN UNNEST(answers) AS t (answer)`,
      language: 'athena',
      contents,
    });
  expect(sqlOf('count(*), max(answer.rdata)').sql.text).not.toContain('"query_name"');
  expect(sqlOf('*').columns).toHaveLength(18);
  expect(sqlOf('r53_rlogs.*, 1').columns).toHaveLength(18);
});

test('partition columns of the projected table', async () => {
  const text = "SELECT date, vpc, count(*) FROM r53_rlogs WHERE date = '2026/09/14' GROUP BY 1, 2";
  expect(await rows(text)).toEqual([['2026/09/14', questions[0]?.vpc_id, questions.length]]);
});

test('alerts of the firewall: rows in rows, the server name where the documented table has it, wrong types as NULL', async () => {
  const text = `SELECT event.src_port, event.sni, event.tls.sni, event.alert.action, event.alert.severity, event.alert,
    event.http.hostname, event.tls_inspected FROM network_firewall_alert_logs ORDER BY event.src_port`;
  expect(await rows(text)).toEqual([
    [
      40_001,
      'b.example',
      'b.example',
      'blocked',
      null,
      '{action=blocked, signature_id=2, rev=null, signature=null, category=null, severity=null}',
      null,
      true,
    ],
    [40_002, null, null, null, null, null, 'h.example', null],
  ]);
});

test('flows and TLS of the firewall', async () => {
  const flows =
    'SELECT event.netflow.bytes, event.netflow."end", event.netflow.tcp_flags.syn, event_timestamp FROM network_firewall_netflow_logs';
  expect(await rows(flows)).toEqual([[5_000_000_000, '2026-09-14T06:00:03Z', true, '1789365603']]);
  expect(await rows('SELECT event.sni FROM network_firewall_tls_logs')).toEqual([['t.example']]);
});

test('flow logs are joined with names, and stay what every other name stands for', async () => {
  expect(await rows('SELECT count(*) FROM vpc_flow_logs')).toEqual([[0]]);
  const text = `SELECT count(*) FROM vpc_flow_logs f JOIN r53_rlogs d ON f.srcaddr = d.srcaddr`;
  expect(await rows(text)).toEqual([[0]]);
});

test.each([
  ['SELECT nothing FROM r53_rlogs', 'column-not-found'],
  ['SELECT srcids.nothing FROM r53_rlogs', 'column-not-found'],
  ['SELECT query_name.x FROM r53_rlogs', 'column-not-found'],
  ["SELECT answers = 'x' FROM r53_rlogs", 'type-mismatch'],
])('%s is refused', (text, code) => {
  try {
    explainQuery({ text, language: 'athena', contents });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics[0]?.code).toBe(code);
    return;
  }
  throw new Error('it is not refused');
});

test('the lints of flow logs say nothing about other tables', () => {
  const notes = (text: string) => explainQuery({ text, language: 'athena', contents }).diagnostics;
  expect(notes("SELECT * FROM flows WHERE srcaddr LIKE '10.32.1.1'").length).toBeGreaterThan(0);
  expect(notes("SELECT * FROM r53_rlogs WHERE srcaddr LIKE '10.32.1.1'")).toEqual([]);
});

test('the tables print for Trino', () => {
  const text =
    'SELECT query_name, answer.rdata, srcids.instance FROM r53_rlogs CROSS JOIN UNNEST(answers) AS t (answer)';
  const { sql } = explainQuery({ text, language: 'athena', contents, engineName: 'trino' });
  expect(sql.text).toContain('json_extract_scalar');
});
