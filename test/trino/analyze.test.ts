import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  explainNeeds,
  ingest,
  listNeeds,
  type OpenAnalysis,
  openAnalysis,
  readAnalysis,
  readNames,
  readSums,
  renderAnalysisJson,
  replayTraffic,
  saturationOf,
  scenarioNeeds,
  windowOf,
} from '../../src/app/index.js';
import { WorldError } from '../../src/base/index.js';
import { name, sql } from '../../src/dialect/index.js';
import type { EgressNeed } from '../../src/outbound/index.js';
import { TrinoEngine } from '../../src/store/index.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

const examples = join(import.meta.dirname, '..', '..', 'examples');
/** A Trino that shares its cores with other work takes its time for some sixty statements. */
const patience = 300_000;
const scratch = { catalog: 'hive', schema: `sluice_scratch_${process.pid}_${Date.now()}` };
const trinoOf = (shared: Pick<SharedLake, 'schema'>) => ({
  server: server ?? '',
  schema: shared.schema,
  scratch,
});

const tablesLeft = async (): Promise<unknown[]> => {
  const trino = new TrinoEngine({ server: server ?? '' });
  return (await trino.query(sql`SHOW TABLES FROM hive.${name(scratch.schema)}`)).rows.flat();
};

const dropScratch = (): Promise<void> =>
  new TrinoEngine({ server: server ?? '' }).execute(sql`DROP SCHEMA IF EXISTS hive.${name(scratch.schema)}`);

async function documentOf({ session, setting }: OpenAnalysis): Promise<string> {
  const parts = { version: '0', sources: [], inventorySource: null, account: null, flags: '' };
  const vpcIds = setting.inventory.vpcs.map((vpc) => vpc.id);
  return renderAnalysisJson({
    ...parts,
    vpcIds,
    analysis: await readAnalysis(session),
    sums: await readSums(session),
  });
}

async function needsOf({ session }: OpenAnalysis): Promise<EgressNeed[]> {
  const all: EgressNeed[] = [];
  for await (const piece of listNeeds(session)) all.push(...piece);
  return all;
}

describe.skipIf(server === undefined).each(['shop-v2', 'shop-v5'])(
  '%s is analysed alike on both engines',
  { timeout: patience },
  (sample) => {
    let shared: SharedLake;
    let here: OpenAnalysis;
    let there: OpenAnalysis;
    beforeAll(async () => {
      shared = await openSharedLake([`${sample}/AWSLogs`, `${sample}/resolver`]);
      const asked = { lake: shared.path, inventory: [join(examples, sample, 'inventory')] };
      here = await openAnalysis(asked);
      there = await openAnalysis({ ...asked, trino: trinoOf(shared) });
    }, patience);
    afterAll(async () => {
      await here?.session.close();
      await there?.session.close();
      expect(await tablesLeft()).toEqual([]);
      await dropScratch();
      await shared.close();
    });

    test('the report as JSON, whole', async () => {
      const document = await documentOf(here);
      expect(document.length).toBeGreaterThan(10_000);
      expect(await documentOf(there)).toBe(document);
    });

    test('every need, in its order', async () => {
      const needs = await needsOf(here);
      expect(needs.length).toBeGreaterThan(20);
      expect(await needsOf(there)).toEqual(needs);
    });

    test('names from the log of the Resolver', async () => {
      const names = await readNames(here.session);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(await readNames(there.session))).toEqual(new Set(names));
    });

    test('saturation and scenarios', async () => {
      const window = windowOf(here.session.prepared, here.session.options);
      const middle = Math.floor((window.from + window.to) / 2);
      const scenarios = [
        { name: 'first', spans: [{ from: window.from, to: middle }] },
        { name: 'second', spans: [{ from: middle, to: window.to }] },
      ];
      expect(await saturationOf(there.session, window)).toEqual(await saturationOf(here.session, window));
      const seen = await scenarioNeeds(here.session, scenarios);
      expect(seen.length).toBeGreaterThan(20);
      expect(await scenarioNeeds(there.session, scenarios)).toEqual(seen);
    });

    test('a replay of the described rules', async () => {
      const { answer } = await replayTraffic(here, { policies: [] });
      expect(answer.totals.passes.connections).toBeGreaterThan(100);
      expect((await replayTraffic(there, { policies: [] })).answer).toEqual(answer);
    });

    test('an explanation, with the records behind it', async () => {
      const [need] = await needsOf(here);
      const selector = { destination: need?.destinationAddress ?? '', port: need?.port ?? 0 };
      const limits = { conversations: 10_000, records: 10_000 };
      const mine = await explainNeeds(here.session, selector, limits);
      const other = await explainNeeds(there.session, selector, limits);
      expect(mine.recordsTotal).toBeGreaterThan(1);
      expect(other.needs).toEqual(mine.needs);
      expect(other.conversations).toEqual(mine.conversations);
      expect(comparable(other.records.rows, true)).toEqual(comparable(mine.records.rows, true));
    });
  },
);

describe.skipIf(server === undefined)('an analysis on a Trino', { timeout: patience }, () => {
  let shared: SharedLake;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    shared = await openSharedLake(['shop-v2/AWSLogs']);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    expect(await tablesLeft().catch(() => [])).toEqual([]);
  });
  afterAll(async () => {
    await dropScratch();
    await shared.close();
  });

  const emptyFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-trino-'));
    closing.push(async () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };

  const failureOf = async (request: Parameters<typeof openAnalysis>[0]): Promise<WorldError> => {
    const failure = await openAnalysis(request).then(
      (opened) => opened.session.close(),
      (error: unknown) => error,
    );
    if (!(failure instanceof WorldError)) throw failure ?? new Error('it did not fail');
    return failure;
  };

  test('without the lake finds the same needs, and says what is not known', async () => {
    const inventory = [join(examples, 'shop-v2', 'inventory')];
    const there = await openAnalysis({ from: emptyFolder(), inventory, trino: trinoOf(shared) });
    closing.push(() => there.session.close());
    const here = await openAnalysis({ lake: shared.path, inventory });
    closing.push(() => here.session.close());
    expect(await needsOf(there)).toEqual(await needsOf(here));
    const { limits } = (await readAnalysis(there.session)).coverage;
    expect(limits.join(' ')).toContain('catalogue is not on this machine');
    expect(limits.join(' ')).toContain('no table `events`');
  });

  test('of some of the files in the lake looks at these alone', async () => {
    const all = join(examples, 'shop-v2', 'AWSLogs');
    const files = readdirSync(all, { recursive: true, encoding: 'utf8' }).filter((each) =>
      each.endsWith('.gz'),
    );
    const paths = files
      .sort()
      .slice(0, 2)
      .map((each) => join(all, each));
    const asked = { paths, lake: shared.path, inventory: [join(examples, 'shop-v2', 'inventory')] };
    const here = await openAnalysis(asked);
    closing.push(() => here.session.close());
    const there = await openAnalysis({ ...asked, trino: trinoOf(shared) });
    closing.push(() => there.session.close());
    const totals = (await readAnalysis(here.session)).totals;
    expect(totals.records).toBeGreaterThan(10);
    expect((await readAnalysis(there.session)).totals).toEqual(totals);
    expect(await needsOf(there)).toEqual(await needsOf(here));
  });

  test('that is stopped leaves no table behind', async () => {
    const stop = new AbortController();
    const phases: string[] = [];
    const onPhase = (phase: string) => {
      phases.push(phase);
      if (phase === 'finding who opened each') setTimeout(() => stop.abort('SIGINT'), 300);
    };
    const request = { lake: shared.path, trino: trinoOf(shared), signal: stop.signal, onPhase };
    await expect(openAnalysis(request)).rejects.toBe('SIGINT');
    expect(phases).not.toContain('classifying destinations');
    const running = await new TrinoEngine({ server: server ?? '' }).query(
      sql`SELECT query FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%${name(scratch.schema)}%' AND query NOT LIKE '%runtime%'`,
    );
    expect(running.rows).toEqual([]);
  });

  test('is refused where the table holds other records than the lake', async () => {
    const lake = join(emptyFolder(), 'lake');
    await ingest({ paths: [join(examples, 'shop-v5', 'AWSLogs')], lakePath: lake });
    const failure = await failureOf({ lake, trino: trinoOf(shared) });
    expect(failure.message).toContain('does not hold what the lake');
    expect(failure.help).toContain('aws s3 sync');
  });

  test('is refused where there is no table, or one of another make', async () => {
    const missing = await failureOf({
      lake: shared.path,
      trino: { ...trinoOf(shared), schema: 'nothing_here' },
    });
    expect(missing.message).toContain('nothing_here');
    expect(missing.help).toContain('sluice connect --engine trino');
    const schema = `${scratch.schema}_other`;
    const trino = new TrinoEngine({ server: server ?? '' });
    await trino.execute(sql`CREATE SCHEMA hive.${name(schema)}`);
    await trino.execute(sql`CREATE TABLE hive.${name(schema)}.records (srcaddr BIGINT)`);
    closing.push(async () => {
      await trino.execute(sql`DROP TABLE hive.${name(schema)}.records`);
      await trino.execute(sql`DROP SCHEMA hive.${name(schema)}`);
    });
    const other = await failureOf({ lake: shared.path, trino: { ...trinoOf(shared), schema } });
    expect(other.message).toContain("is not one of Sluice's making: no `version`");
    expect(other.message).toContain('…');
  });

  test('is refused where no tables can be made', async () => {
    const nowhere = { ...trinoOf(shared), scratch: { catalog: 'nowhere', schema: 'sluice' } };
    const failure = await failureOf({ lake: shared.path, trino: nowhere });
    expect(failure.message).toContain('Trino makes no tables in `nowhere.sluice`');
    expect(failure.help).toContain('--scratch-schema');
  });
});

test('a server that is not there is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-trino-'));
  const asked = openAnalysis({ from: folder, trino: { server: 'http://127.0.0.1:1' } });
  await expect(asked).rejects.toThrow('No Trino answers');
  rmSync(folder, { recursive: true, force: true });
});
