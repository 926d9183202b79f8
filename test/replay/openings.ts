import { EmbeddedEngine } from '../../src/app/analysis/index.js';
import { joinSql, name, sql } from '../../src/dialect/index.js';
import { build, type Plan } from '../../src/plan/index.js';
import type { CellValue, Engine } from '../../src/store/index.js';
import type { Connection } from './universe.js';

/** What a need belongs to, and what became of a connection; default `w-` with the interface, and 1: accepted. */
interface Told {
  readonly workloadOf?: (each: Connection) => string;
  readonly outcomeOf?: (each: Connection) => number;
}

/** The tables of an analysis that a replay reads, filled with connections as they are. */
export async function fillOpenings(
  engine: Engine,
  connections: readonly Connection[],
  { workloadOf = (each) => `w-${each.iface}`, outcomeOf = () => 1 }: Told = {},
): Promise<void> {
  const numbers = new Map<string, number>();
  const no = (text: string) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
    return numbers.get(text) ?? 0;
  };
  const ifaces = [...new Set(connections.map((each) => each.iface))];
  const openings = connections.map((each) => [
    ...[ifaces.indexOf(each.iface), no(each.source), no(each.destination)],
    ...[each.protocol, each.port, each.clientPort, each.answered ? 10 : 0, outcomeOf(each)],
  ]);
  const needs = new Map<string, CellValue[]>();
  for (const each of connections) {
    const row = [
      ...[each.iface, ifaces.indexOf(each.iface), each.source, no(each.source), each.destination],
      ...[no(each.destination), each.protocol, each.port, workloadOf(each), each.scope],
    ];
    needs.set(JSON.stringify(row), row);
  }
  await create(
    engine,
    'raw_opening',
    'iface source destination protocol port client_port bytes_in outcome',
    [],
    openings,
  );
  const texts = ['iface', 'source', 'destination', 'workload', 'scope'];
  const columns = 'iface iface_no source source_no destination destination_no protocol port workload scope';
  await create(engine, 'raw_need', columns, texts, [...needs.values()]);
  await create(engine, 'raw_address', 'address no', ['address'], [...numbers]);
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE outbound_opening AS SELECT *, 'workload' AS role,
    'interface' AS vantage, 1 AS openings, FALSE AS denied, FALSE AS gateway_itself, 100 AS bytes_out,
    1000 AS first_seen, 2000 AS last_seen FROM raw_opening`);
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE outbound_need AS SELECT *, 'workload' AS role,
    'interface' AS vantage, FALSE AS gateway_itself, 'nat-gateway' AS path FROM raw_need`);
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE outbound_inventory AS SELECT * FROM outbound_need`);
  await engine.execute(
    sql`CREATE OR REPLACE TEMP TABLE outbound_address AS SELECT *, contains(address, ':') AS ipv6 FROM raw_address`,
  );
}

async function create(
  engine: Engine,
  table: string,
  columns: string,
  texts: readonly string[],
  rows: Iterable<readonly CellValue[]>,
): Promise<void> {
  const typed = columns
    .split(' ')
    .map((each) => sql`${name(each)} ${texts.includes(each) ? sql`VARCHAR` : sql`BIGINT`}`);
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE ${name(table)} (${joinSql(typed, ', ')})`);
  await engine.append(table, rows);
}

/** What a replay asks of an analysis. */
export function sessionOn(engine: Engine) {
  const over = new EmbeddedEngine(engine, { lakePath: 'no lake' });
  return { engine: over, rows: (plan: Plan) => over.rows(plan) };
}

/** Judged traffic with the names of workload and destination. */
export const judgedPlan: Plan = build
  .scan('replay_judged')
  .join(
    'inner',
    build.scan('replay_workload'),
    build.eq(build.left('workload_no'), build.right('workload_no')),
    {
      ...Object.fromEntries(
        ['destination', 'protocol', 'port', 'kind', 'connections'].map((name) => [name, build.left(name)]),
      ),
      workload: build.right('workload'),
    },
  )
  .join('inner', build.scan('outbound_address'), build.eq(build.left('destination'), build.right('no')), {
    ...Object.fromEntries(
      ['workload', 'protocol', 'port', 'kind', 'connections'].map((name) => [name, build.left(name)]),
    ),
    destination: build.right('address'),
  }).plan;
