import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmbeddedEngine } from '../../src/app/analysis/index.js';
import { openAnalysis } from '../../src/app/index.js';
import { duckdb, name, printPlan, sql, trino } from '../../src/dialect/index.js';
import { conversationSteps, needStep, needSteps, type OutboundInputs } from '../../src/outbound/index.js';
import { build, type Plan } from '../../src/plan/index.js';
import { type Engine, TrinoEngine } from '../../src/store/index.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

describe.skipIf(server === undefined)('the steps of an analysis find the same on DuckDB and on Trino', () => {
  let shared: SharedLake;
  let duck: Engine;
  let inputs: OutboundInputs;
  let memory: TrinoEngine;
  let close: () => Promise<void>;
  const made: string[] = [];

  beforeAll(async () => {
    shared = await openSharedLake();
    const { session } = await openAnalysis({ lake: shared.path });
    if (!(session.engine instanceof EmbeddedEngine))
      throw new Error('the default engine is the embedded one');
    duck = session.engine.duckdb;
    inputs = session.inputs;
    const schema = `sluice_${process.pid}_${Date.now()}`;
    memory = new TrinoEngine({ server: server ?? '', catalog: 'memory', schema });
    await memory.execute(sql`CREATE SCHEMA memory.${name(schema)}`);
    await memory.execute(sql`CREATE VIEW records AS SELECT * FROM hive.${name(shared.schema)}.records`);
    close = async () => {
      for (const table of made) await memory.execute(sql`DROP TABLE ${name(table)}`);
      await memory.execute(sql`DROP VIEW records`);
      await memory.execute(sql`DROP SCHEMA memory.${name(schema)}`);
      await session.close();
      await shared.close();
    };
  });
  afterAll(() => close());

  test('each step is made, with as many rows', async () => {
    const kept = await duck.query(sql`SELECT table_name FROM duckdb_tables()`);
    const names = new Set(kept.rows.map(([table]) => table));
    for (const step of [...conversationSteps(inputs), ...needSteps(inputs)]) {
      await memory.execute(sql`CREATE TABLE ${name(step.name)} AS ${printPlan(step.plan, trino)}`);
      made.push(step.name);
      // DuckDB has let go of the results that no later step reads.
      if (!names.has(step.name)) continue;
      const count = sql`SELECT count(*) FROM ${name(step.name)}`;
      expect((await memory.query(count)).rows, step.name).toEqual((await duck.query(count)).rows);
    }
    expect(made).toContain(needStep.name);
  });

  test.each(meanings())('$what', async ({ plan }) => {
    const here = await duck.query(printPlan(plan, duckdb));
    const there = await memory.query(printPlan(plan, trino));
    expect(here.rows.length).toBeGreaterThan(20);
    expect(comparable(there.rows, false)).toEqual(comparable(here.rows, false));
  });
});

const needColumns =
  'iface source destination role protocol port vantage accepted rejected unanswered records bytes_out bytes_in ' +
  'packets_out packets_in first_seen last_seen service traffic_path evidence confidence conversations ' +
  'reply_rejected refused answer_only gateway_itself nat workload connections status';

/** Plans over the steps, without the numbers of addresses and interfaces, which each engine gives out in its own order. */
function meanings(): { what: string; plan: Plan }[] {
  const { agg, col, keep, scan } = build;
  const openings = scan('outbound_opening').aggregate(keep('protocol', 'port', 'evidence'), {
    rows: agg('count'),
    records: agg('sum', [col('records')]),
  });
  return [
    {
      what: 'each egress need, whole',
      plan: scan(needStep.name).project(keep(...needColumns.split(' '))).plan,
    },
    { what: 'the openings of each port', plan: openings.plan },
    { what: 'the interfaces', plan: scan('outbound_interface').plan },
    { what: 'the ports of services', plan: scan('outbound_service_port').plan },
  ];
}
