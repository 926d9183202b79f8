import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type QueryRequest, type QueryResult, runQuery } from '../../src/app/index.js';
import { randomSelect } from '../query/athena-random.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

/** Queries made from the grammar; every order and every limit is total, so that the rows are the engine's own in nothing. */
describe.skipIf(server === undefined)('random queries of Athena answer alike on DuckDB and on Trino', () => {
  let shared: SharedLake;
  beforeAll(async () => {
    shared = await openSharedLake();
  });
  afterAll(() => shared.close());

  const factor = Number(process.env.SLUICE_FUZZ ?? 1);
  const first = Number(process.env.SLUICE_SEED ?? (factor === 1 ? 1 : Date.now() % 1_000_000));

  test.each(Array.from({ length: 60 * factor }, (_, index) => first + index))('seed %i', async (seed) => {
    const text = randomSelect(seed);
    const request = { text, language: 'athena', contents: shared.lake.contents, lint: false } as const;
    const here = await outcome({ ...request, engine: shared.lake.engine });
    const there = await outcome({ ...request, engine: shared.trino, engineName: 'trino' });
    if (here instanceof Error || there instanceof Error) {
      const [onDuckDb, onTrino] = [here, there].map((each) => (each instanceof Error ? each.message : null));
      expect({ onDuckDb, onTrino }, text).toEqual({
        onDuckDb: expect.any(String),
        onTrino: expect.any(String),
      });
      return;
    }
    expect(there.columns, text).toEqual(here.columns);
    expect(there.rows.length, text).toBe(here.rows.length);
    expect(comparable(there.rows, false), text).toEqual(comparable(here.rows, false));
  });
});

async function outcome(request: QueryRequest): Promise<QueryResult | Error> {
  try {
    return await runQuery(request);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
