import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/index.js';
import { randomQuery } from '../query/insights-random.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

/** Queries made from the grammar; an answer that a limit cuts among equal rows is compared by its number of rows. */
describe.skipIf(server === undefined)(
  'random Logs Insights queries answer alike on DuckDB and on Trino',
  () => {
    let shared: SharedLake;
    beforeAll(async () => {
      shared = await openSharedLake();
    });
    afterAll(() => shared.close());

    const factor = Number(process.env.SLUICE_FUZZ ?? 1);
    const first = factor === 1 ? 1 : Date.now() % 1_000_000;

    test.each(Array.from({ length: 40 * factor }, (_, index) => first + index))('seed %i', async (seed) => {
      const query = randomQuery(seed);
      const text = `filter startTime % 97 = 0 or srcAddr = '-' or srcAddr like ':' | ${query.text}`;
      const request = { text, language: 'insights', contents: shared.lake.contents, lint: false } as const;
      const here = await runQuery({ ...request, engine: shared.lake.engine });
      const there = await runQuery({ ...request, engine: shared.trino, engineName: 'trino' });
      expect(there.columns, text).toEqual(here.columns);
      expect(there.rows.length, text).toBe(here.rows.length);
      if (here.rows.length === query.limit) return;
      expect(comparable(there.rows, false), text).toEqual(comparable(here.rows, false));
    });
  },
);
