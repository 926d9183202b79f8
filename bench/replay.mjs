/**
 * Trying rules on many conversations. The tables that the analysis leaves are made directly, so that the replay alone is
 * measured, and the baseline is one grouping of the same conversations by what names a need. Nearly every conversation has a
 * need of its own, which is more than a network has: each is opened by one of 200 interfaces to one of 50,000 addresses.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository, timed, Unavailable } from './measure.mjs';
import { figure } from './report.mjs';

const interfaces = 200;
const destinations = 50_000;
const ruleCount = 300;

/** @param {string} path */
async function load(path) {
  const file = join(repository, 'dist', ...path.split('/'));
  if (!existsSync(file)) throw new Unavailable('`npm run build` first');
  return import(pathToFileURL(file).href);
}

const group = (number) => ({ GroupId: `sg-${number}`, GroupName: `sg-${number}` });
const address = (number) => `10.32.${Math.floor(number / 250)}.${(number % 250) + 4}`;

/** Three groups with a hundred rules each: single addresses, small blocks, services, and a few wide ones. */
function description() {
  const rule = (index) => {
    const block = `${20 + (index % 200)}.${(index * 7) % 250}.${(index * 13) % 250}.0/${[32, 24, 20, 16, 8][index % 5]}`;
    const port = [443, 80, 53, 5432, 8443][index % 5];
    return { IpProtocol: 'tcp', FromPort: port, ToPort: port + (index % 3), IpRanges: [{ CidrIp: block }] };
  };
  const rules = Array.from({ length: ruleCount }, (_, index) => rule(index));
  return [
    { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.32.0.0/16' }] },
    {
      NetworkInterfaces: Array.from({ length: interfaces }, (_, index) => ({
        NetworkInterfaceId: `eni-${index}`,
        VpcId: 'vpc-1',
        SubnetId: 'subnet-1',
        PrivateIpAddress: address(index),
        Groups: [group(index % 3)],
      })),
    },
    {
      SecurityGroups: [0, 1, 2].map((number) => ({
        ...group(number),
        IpPermissionsEgress: rules.filter((_, index) => index % 3 === number),
      })),
    },
  ];
}

/** Statements that make the tables of an analysis with so many openings, each a conversation of its own. */
function statements(conversations) {
  const key = `hash(i) % ${destinations} AS d`;
  return [
    `CREATE TEMP TABLE outbound_opening AS SELECT CAST(hash(i, 1) % ${interfaces} AS BIGINT) AS iface, 'workload' AS role,
       CAST(hash(i, 1) % ${interfaces} AS BIGINT) AS source, CAST(1000 + d AS BIGINT) AS destination,
       CAST(6 AS BIGINT) AS protocol, CAST([443, 80, 53, 5432, 8443, 8080, 22][CAST(1 + d % 7 AS BIGINT)] AS BIGINT) AS port,
       CAST(32768 + i % 28000 AS BIGINT) AS client_port, 'interface' AS vantage, 1 AS openings, 1 AS outcome,
       FALSE AS denied, FALSE AS gateway_itself, CAST(1000 AS BIGINT) AS bytes_out, CAST(5000 AS BIGINT) AS bytes_in,
       CAST(1700000000 + i % 86400 AS BIGINT) AS first_seen, CAST(1700000060 + i % 86400 AS BIGINT) AS last_seen
       FROM (SELECT i, ${key} FROM range(${conversations}) AS t (i))`,
    `CREATE TEMP TABLE outbound_address AS
       SELECT '10.32.' || (i // 250) || '.' || (i % 250 + 4) AS address, i AS no, FALSE AS ipv6 FROM range(${interfaces}) AS t (i)
       UNION ALL SELECT (20 + i % 200) || '.' || (i * 7 % 250) || '.' || (i * 13 % 250) || '.' || (i // 200 % 250),
       1000 + i, FALSE FROM range(${destinations}) AS t (i)`,
    `CREATE TEMP TABLE outbound_need AS SELECT 'eni-' || o.iface AS iface, o.iface AS iface_no, s.address AS source,
       o.source AS source_no, d.address AS destination, o.destination AS destination_no, o.protocol, o.port,
       'w-' || (o.iface % 3) AS workload, 'internet' AS scope, 'nat-gateway' AS path, 'workload' AS role,
       'interface' AS vantage, FALSE AS gateway_itself
       FROM (SELECT DISTINCT iface, source, destination, protocol, port FROM outbound_opening) AS o
       JOIN outbound_address AS s ON s.no = o.source JOIN outbound_address AS d ON d.no = o.destination`,
    'CREATE TEMP TABLE outbound_inventory AS SELECT * FROM outbound_need',
  ];
}

const baseline = `CREATE OR REPLACE TEMP TABLE baseline AS SELECT iface, source, destination, protocol, port,
  sum(openings) AS connections, sum(bytes_out) AS bytes_out, min(first_seen) AS first_seen, max(last_seen) AS last_seen
  FROM outbound_opening GROUP BY ALL`;

/** Memory of this process; the tables of the analysis, which stand in memory as well, are most of it. */
function residentMb() {
  return process.memoryUsage.rss() / 1e6;
}

/** `records` is the number of conversations here. @param {{ records: number, runs: number }} context */
export async function replay({ records, runs }) {
  const { Engine } = await load('store/index.js');
  const { Sql } = await load('dialect/index.js');
  const { readInventory } = await load('inventory/index.js');
  const { describedLayers } = await load('app/replay/existing.js');
  const { EmbeddedEngine } = await load('app/analysis/embedded-engine.js');
  const { readReplay } = await load('app/replay/answer.js');
  const { runReplay } = await load('app/replay/run.js');
  const engine = await Engine.open({});
  try {
    for (const text of statements(records)) await engine.execute(Sql.fromParts(text, []));
    const documents = description().map((value, index) => ({
      name: `d${index}.json`,
      text: JSON.stringify(value),
    }));
    const described = readInventory(documents);
    const layers = describedLayers(described, described.inventory);
    const over = new EmbeddedEngine(engine, { lakePath: 'no lake' });
    const session = { engine: over, rows: (plan) => over.rows(plan) };
    const times = { replay: [], answer: [], baseline: [] };
    const before = residentMb();
    let most = before;
    for (let round = 0; round < runs; round += 1) {
      times.baseline.push(await timed(() => engine.execute(Sql.fromParts(baseline, []))));
      await engine.execute(Sql.fromParts('DROP TABLE baseline', []));
      times.replay.push(await timed(() => runReplay(session, layers, described.inventory, [])));
      most = Math.max(most, residentMb());
      times.answer.push(await timed(() => readReplay(session, layers, { connections: 0, bytes: 0 })));
      most = Math.max(most, residentMb());
    }
    const ratios = times.replay.map((seconds, round) => seconds / times.baseline[round]);
    const note = `${records.toLocaleString('en-US')} conversations, ${ruleCount} rules`;
    return [
      figure('-', 'replay, one grouping of the same conversations', 's', times.baseline),
      figure('-', 'replay', 's', times.replay, { note }),
      figure('-', 'replay / one grouping of the same conversations', 'x', ratios),
      figure('-', 'replay, its lists and the use of each rule', 's', times.answer),
      figure('-', 'replay, memory before', 'MB', [before]),
      figure('-', 'replay, memory after', 'MB', [most]),
    ];
  } finally {
    engine.close();
  }
}
