import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openAnalysis } from '../../src/app/analyze.js';
import { readNames, readNamesOf } from '../../src/app/names.js';
import { bind, duckdb, joinSql, printPlan, sql, text } from '../../src/dialect/index.js';
import { build } from '../../src/plan/index.js';
import { Engine } from '../../src/store/index.js';
import { folderWith } from '../ingest/support.js';

const hour = 3_600;
/** A time that the pairs below meet, Unix seconds. */
const now = 1_789_365_600;

const asked = (source: string, name: string, addresses: readonly string[], seconds = now) => ({
  kind: 'resolver',
  seconds,
  message: {
    query_name: name,
    srcaddr: source,
    answers: [
      { Rdata: 'alias.example.', Type: 'CNAME' },
      ...addresses.map((Rdata) => ({ Rdata, Type: Rdata.includes(':') ? 'AAAA' : 'A' })),
    ],
  },
});
const seen = (source: string, address: string, event: object) => ({
  kind: 'firewallAlert',
  seconds: now,
  message: { event: { src_ip: source, dest_ip: address, ...event } },
});

type Event = ReturnType<typeof asked> | ReturnType<typeof seen>;

async function namesFor(
  events: readonly Event[],
  pairs: readonly (readonly [string, string, number?, number?])[],
  windowSeconds?: number,
) {
  const engine = await Engine.open({ threads: 1 });
  try {
    const rows = events.map(
      ({ kind, seconds, message }) =>
        sql`(${text(kind)}, CAST(${bind(seconds * 1000)} AS BIGINT), ${text(JSON.stringify(message))})`,
    );
    await engine.execute(
      sql`CREATE TABLE events AS SELECT *, true AS is_json FROM (VALUES ${joinSql(rows, ', ')}) AS t (kind, "timestamp", message)`,
    );
    const columns = [
      { name: 'source', type: 'varchar' },
      { name: 'address', type: 'varchar' },
      { name: 'first_seen', type: 'bigint' },
      { name: 'last_seen', type: 'bigint' },
    ] as const;
    const values = pairs.map(([source, address, first = now, last = now]) => [source, address, first, last]);
    const asker = {
      rows: async (plan: Parameters<typeof printPlan>[0]) => engine.rows(printPlan(plan, duckdb)),
    };
    return await readNamesOf(
      asker,
      build.values(columns, values).plan,
      windowSeconds === undefined ? {} : { windowSeconds },
    );
  } finally {
    engine.close();
  }
}

const pair = ['10.0.0.1', '192.0.2.1'] as const;

test('the name that a source asked for stands for the addresses that it got, whatever aliases lie between', async () => {
  const events = [asked('10.0.0.1', 'Shop.Example.', ['192.0.2.1', '2001:db8::1'])];
  expect(await namesFor(events, [pair, ['10.0.0.1', '2001:db8::1'], ['10.0.0.1', '192.0.2.9']])).toEqual([
    {
      source: '10.0.0.1',
      address: '192.0.2.1',
      names: ['shop.example'],
      others: [],
      ambiguous: false,
      origin: 'resolver',
    },
    {
      source: '10.0.0.1',
      address: '2001:db8::1',
      names: ['shop.example'],
      others: [],
      ambiguous: false,
      origin: 'resolver',
    },
  ]);
});

test('several names of one address are all kept, and none is chosen', async () => {
  const events = [
    asked('10.0.0.1', 'b.example.', ['192.0.2.1']),
    asked('10.0.0.1', 'a.example.', ['192.0.2.1']),
    asked('10.0.0.1', 'a.example.', ['192.0.2.1']),
  ];
  expect(await namesFor(events, [pair])).toMatchObject([
    { names: ['a.example', 'b.example'], ambiguous: true },
  ]);
});

test('an address that others know by another name is ambiguous, and a name that only others asked for is no evidence', async () => {
  const events = [
    asked('10.0.0.1', 'a.example.', ['192.0.2.1']),
    asked('10.0.0.2', 'cdn.example.', ['192.0.2.1', '192.0.2.2']),
  ];
  expect(await namesFor(events, [pair, ['10.0.0.1', '192.0.2.2']])).toMatchObject([
    { address: '192.0.2.1', names: ['a.example'], others: ['cdn.example'], ambiguous: true },
  ]);
});

test.each([
  [-hour, 1],
  [-hour - 1, 0],
  [60, 1],
  [61, 0],
])('a question %i s from the connection counts %i times', async (seconds, count) => {
  expect(
    await namesFor([asked('10.0.0.1', 'a.example.', ['192.0.2.1'], now + seconds)], [pair]),
  ).toHaveLength(count);
});

test('the window is a choice, and reaches from the first connection to the last', async () => {
  const events = [
    asked('10.0.0.1', 'a.example.', ['192.0.2.1'], now - 5),
    asked('10.0.0.1', 'b.example.', ['192.0.2.1'], now + 500),
  ];
  expect(await namesFor(events, [[...pair, now, now + 600]], 4)).toMatchObject([{ names: ['b.example'] }]);
});

test('what the firewall saw in the connection counts before what the Resolver answered', async () => {
  const events = [
    asked('10.0.0.1', 'a.example.', ['192.0.2.1']),
    asked('10.0.0.2', 'c.example.', ['192.0.2.1']),
    seen('10.0.0.1', '192.0.2.1', { tls: { sni: 'B.example' } }),
    seen('10.0.0.1', '192.0.2.2', { http: { hostname: 'h.example' } }),
    seen('10.0.0.1', '192.0.2.3', { alert: { action: 'allowed' } }),
  ];
  const firewall = { origin: 'network-firewall', others: [], ambiguous: false };
  expect(await namesFor(events, [pair, ['10.0.0.1', '192.0.2.2'], ['10.0.0.1', '192.0.2.3']])).toMatchObject([
    { address: '192.0.2.1', names: ['b.example'], ...firewall },
    { address: '192.0.2.2', names: ['h.example'], ...firewall },
  ]);
});

test('answers that are none give no name', async () => {
  const nothing = { kind: 'resolver', seconds: now, message: { query_name: 'x.', srcaddr: '10.0.0.1' } };
  const events = [
    nothing,
    { ...nothing, message: { ...nothing.message, answers: [] } },
  ] as unknown as Event[];
  expect(await namesFor(events, [pair])).toEqual([]);
});

test('the needs of the sample have the names that its sources asked for', async () => {
  const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2');
  const folder = folderWith({ '.keep': '' });
  const { session } = await openAnalysis({ paths: [sample], lake: join(folder, 'lake'), from: folder });
  try {
    const evidence = await readNames(session);
    const path = join(sample, 'resolver', 'vpcdnsquerylogs_vpc-0f1e2d3c4b5a69788_20260914.log.gz');
    const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
    const questions = lines.map((line) => JSON.parse(line)) as {
      query_name: string;
      srcaddr: string;
      answers: { Rdata: string }[];
    }[];
    expect(evidence.length).toBeGreaterThan(20);
    for (const { source, address, names, others, ambiguous, origin } of evidence) {
      const all = questions.filter((each) => each.answers.some((answer) => answer.Rdata === address));
      const own = all.filter((each) => each.srcaddr === source);
      expect(names).toEqual([...new Set(own.map((each) => each.query_name.replace(/\.$/, '')))].sort());
      expect([ambiguous, origin]).toEqual([names.length + others.length > 1, 'resolver']);
    }
  } finally {
    await session.close();
  }
});
