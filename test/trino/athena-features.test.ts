import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/index.js';
import { carriedOut, uncompared } from '../query/athena-cases.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

describe.skipIf(server === undefined)(
  'the examples of the reference answer alike on DuckDB and on Trino',
  () => {
    let shared: SharedLake;
    beforeAll(async () => {
      shared = await openSharedLake();
    });
    afterAll(() => shared.close());

    test.each(carriedOut.map((each) => each.example))('%s', async (text) => {
      const request = { text, language: 'athena', contents: shared.lake.contents, lint: false } as const;
      const here = await runQuery({ ...request, engine: shared.lake.engine });
      const there = await runQuery({ ...request, engine: shared.trino, engineName: 'trino' });
      expect(there.columns).toEqual(here.columns);
      expect(there.rows.length).toBe(here.rows.length);
      if (uncompared[text] === undefined)
        expect(comparable(there.rows, false)).toEqual(comparable(here.rows, false));
    });
  },
);
